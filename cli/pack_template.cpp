#include "pack_template.hpp"

#include <string_view>

namespace noso::cli {

namespace {

constexpr std::string_view kReadme = R"(# The pack @ID@

It works as it stands: `noso validate .` finds nothing, `noso test .` passes. Replace the examples by your content,
one element at a time, and run both after each step (`noso validate --watch .` does so whenever you save).

| file | holds | start by |
| --- | --- | --- |
| `pack.json` | what the pack is, whom it is for, what it answers, who it is about | its title, description, licence |
| `sources.json` | what you have read | entering a source before you state anything from it |
| `concepts.json` | conditions, findings, risk factors, interventions | the findings that patients come with |
| `statements.json` | how often, how much more likely, what helps | one row of `finding_frequencies` for each finding |
| `rules.json` | red flags and contraindications | the dangers that must never be missed |
| `vignettes/first.json` | cases whose answer you know | one case for each rule: it fires, it does not, it stays open |

Every statement has a `basis`: the `mark` says how the source was used (`read`, `second-hand`, `recall`, `estimate`,
`calculated`), `sources` names ids of `sources.json`. A number that you made up is an `estimate`, and its source says so.

An editor that knows JSON Schema (Visual Studio Code does) completes and explains every key: the schema is in `schema/`.
`noso format .` tidies the files.
)";

constexpr std::string_view kPack = R"({
  "$schema": "schema/pack.schema.json",
  "pack": {
    "id": "@ID@",
    "version": "0.1.0",
    "title": "What the pack is about, in a few words",
    "description": "Which causes, findings and care it covers. Example content: nothing in it is true.",
    "status": "draft",
    "date": "@DATE@",
    "publisher": "Who stands behind it",
    "language": "en",
    "licence": "All rights reserved",
    "purpose": "What it helps to do.",
    "use": "By whom and how it is meant to be used.",
    "misuse": "What it must not be used for.",
    "intended_users": "The professions it is written for",
    "population": "Whom it is about, and whom not",
    "jurisdiction": "Where its advice fits",
    "authors": ["Your name"]
  },
  "scope": {
    "entry_findings": ["example-complaint"],
    "entry_leak": 0.001,
    "entry_link": 0.99,
    "outside": "This knowledge answers questions about the example complaint.",
    "basis": {"mark": "estimate", "sources": ["EST"]}
  },
  "populations": [
    {
      "id": "everyone",
      "label": "Everyone",
      "scale": 0.9,
      "none_share": 0.1,
      "basis": {"mark": "estimate", "sources": ["EST"], "note": "the shares and none_share add up to 1"},
      "shares": {"common-condition": 0.8, "dangerous-condition": 0.1}
    }
  ]
}
)";

constexpr std::string_view kSources = R"({
  "$schema": "schema/pack.schema.json",
  "sources": [
    {
      "id": "EST",
      "citation": "Estimate of the authors: an example without any evidence",
      "seen": "no source",
      "mark": "estimate"
    }
  ]
}
)";

constexpr std::string_view kConcepts = R"({
  "$schema": "schema/pack.schema.json",
  "conditions": [
    {
      "id": "common-condition",
      "label": "Common condition",
      "synonyms": ["another professional name of it"],
      "pattern": "One sentence on what is typical.",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    },
    {
      "id": "dangerous-condition",
      "label": "Dangerous condition",
      "must_not_miss": true,
      "rule_out_below": 0.01,
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ],
  "findings": [
    {
      "id": "example-complaint",
      "label": "Example complaint",
      "lay": ["what the patient calls it"],
      "type": "symptom",
      "question": "How do you ask for it?",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    },
    {
      "id": "typical-sign",
      "label": "Typical sign",
      "type": "sign",
      "question": "What do you look for?",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    },
    {
      "id": "danger-sign",
      "label": "Danger sign",
      "type": "symptom",
      "question": "What must be asked of everybody?",
      "red_flag": true,
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ],
  "risk_factors": [
    {
      "id": "example-risk",
      "label": "Example risk factor",
      "type": "history",
      "question": "What makes it more likely?",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ],
  "interventions": [
    {
      "id": "example-exercise",
      "label": "Example exercise",
      "class": "exercise",
      "dose": {
        "text": "hold 30 s, 3 times, twice a day for 6 weeks",
        "hold_seconds": 30,
        "repetitions": 3,
        "times_per_day": 2,
        "weeks": 6,
        "steps": ["how to begin", "what to do"],
        "stop_if": "it hurts"
      },
      "patient_text": "What the patient reads.",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ]
}
)";

constexpr std::string_view kStatements = R"({
  "$schema": "schema/pack.schema.json",
  "finding_frequencies": [
    {
      "finding": "typical-sign",
      "leak": 0.1,
      "basis": {"mark": "estimate", "sources": ["EST"], "note": "leak: how often people with none of the conditions have it"},
      "conditions": {"common-condition": 0.8, "dangerous-condition": 0.2}
    },
    {
      "finding": "danger-sign",
      "leak": 0.01,
      "basis": {"mark": "estimate", "sources": ["EST"]},
      "conditions": {"dangerous-condition": 0.7}
    }
  ],
  "risk_effects": [
    {
      "risk_factor": "example-risk",
      "condition": "common-condition",
      "odds_ratio": 2,
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ],
  "treatments": [
    {
      "intervention": "example-exercise",
      "condition": "common-condition",
      "strength": "expert",
      "effect": "what it does",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ]
}
)";

constexpr std::string_view kRules = R"({
  "$schema": "schema/pack.schema.json",
  "cautions": [
    {
      "id": "k01",
      "interventions": ["example-exercise"],
      "effect": "avoid",
      "when": "danger-sign",
      "because": "it must be looked at first",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ],
  "rules": [
    {
      "id": "x01",
      "label": "Suspected dangerous condition",
      "level": "urgent",
      "when": {"all": ["example-complaint", "danger-sign"]},
      "action": "What to do, and how soon.",
      "time_critical": "same day",
      "patient_text": "What the patient reads.",
      "basis": {"mark": "estimate", "sources": ["EST"]}
    }
  ]
}
)";

constexpr std::string_view kVignettes = R"({
  "$schema": "../schema/vignettes.schema.json",
  "vignettes": [
    {
      "id": "common",
      "title": "A typical case without danger sign",
      "case": {"age": 40, "present": ["example-complaint", "typical-sign"], "absent": ["danger-sign"]},
      "expect": {"top": "common-condition", "does_not_fire": ["x01"], "advised": ["example-exercise"]},
      "source": "example",
      "why": "Write here why the answer must be so; it is shown when the case fails."
    },
    {
      "id": "x01-fires",
      "title": "With the danger sign",
      "case": {"age": 40, "present": ["example-complaint", "danger-sign"]},
      "expect": {"urgency": "urgent", "fires": ["x01"], "not_advised": ["example-exercise"]},
      "source": "example",
      "why": "The red flag comes first."
    },
    {
      "id": "x01-open",
      "title": "Nobody asked about the danger sign",
      "case": {"age": 40, "present": ["example-complaint"]},
      "expect": {"undetermined": ["x01"]},
      "source": "example",
      "why": "What nobody asked about is unknown, not absent."
    }
  ]
}
)";

std::string filled_in(std::string_view text, const std::string& id, const std::string& date) {
  std::string out(text);
  for (const auto& [mark, value] : {std::pair{"@ID@", &id}, std::pair{"@DATE@", &date}})
    for (auto at = out.find(mark); at != std::string::npos; at = out.find(mark, at + value->size()))
      out.replace(at, std::string_view(mark).size(), *value);
  return out;
}

}  // namespace

std::vector<TemplateFile> pack_template(const std::string& id, const std::string& date) {
  return {{"README.md", filled_in(kReadme, id, date)},      {"pack.json", filled_in(kPack, id, date)},
          {"sources.json", std::string(kSources)},          {"concepts.json", std::string(kConcepts)},
          {"statements.json", std::string(kStatements)},    {"rules.json", std::string(kRules)},
          {"vignettes/first.json", std::string(kVignettes)}};
}

}  // namespace noso::cli
