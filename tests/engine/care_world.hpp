/// A small world of care, as the text of a pack, and cases as text. Tests only.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/engine.hpp"
#include "support/world.hpp"

namespace noso::test {

/// Sections that a test leaves empty are those of the world: two stages for `strain` (weeks 0 to 6, then 6 to 12), left
/// when stretching or loading was tried for 6 weeks without effect.
struct CareWorld {
  std::string stages = R"([
    {"id": "first", "label": "First stage", "goal": "less load", "patient_text": "Rest it.", "conditions": ["strain"],
     "from": "0 wk", "until": "6 wk", "recheck": "4 wk",
     "leave": {"tried": {"intervention": ["stretch", "loading"], "for": {"at_least": "6 wk"}, "response": ["none", "worse"]}},
     "move_up_early": [{"when": "cannot-work", "because": "work suffers"},
                       {"when": "both", "because": "both sides hurt", "interventions": ["referral"]}],
     "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "second", "label": "Second stage", "conditions": ["strain"], "from": "6 wk", "recheck": "6 wk",
     "basis": {"mark": "read", "sources": ["T"]}}])";
  std::string treatments = R"([
    {"intervention": "stretch", "condition": "strain", "strength": "strong", "stage": ["first", "second"], "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "loading", "condition": "strain", "strength": "moderate", "dose": {"sets": 3, "repetitions": [8, 12], "weeks": 12}, "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "tablet", "condition": "strain", "strength": "weak", "stage": ["first"], "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "needle", "condition": "strain", "strength": "conflicting", "stage": ["second"], "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "ultrasound", "condition": "strain", "strength": "against", "effect": "no added value", "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "cushion", "condition": "bruise", "strength": "strong", "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "referral", "condition": "strain", "strength": "expert", "stage": ["second"], "basis": {"mark": "read", "sources": ["T"]}}])";
  std::string cautions = R"([
    {"id": "k1", "interventions": ["tablet"], "effect": "avoid", "when": {"any": ["ulcer", "kidney"]}, "because": "it may bleed", "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "k2", "interventions": ["tablet", "needle"], "effect": "caution", "when": "thinner", "because": "it bleeds longer", "patient_text": "you may bleed", "basis": {"mark": "recall", "sources": ["T"]}},
    {"id": "k3", "interventions": ["loading"], "effect": "avoid", "when": {"rule": "rupture"}, "because": "it may tear", "basis": {"mark": "read", "sources": ["T"]}}])";
  std::string nets = R"([
    {"id": "n-late", "text": "it is no better", "conditions": ["any"], "rules": ["slow"], "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "n-pop", "text": "it pops", "conditions": ["any"], "rules": ["rupture"], "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "n-fever", "text": "you get a fever", "conditions": ["any"], "rules": ["infection"], "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "n-thinner", "text": "you bleed", "conditions": ["any"], "rules": ["rupture"], "when": "thinner", "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "n-bruise", "text": "the bruise grows", "conditions": ["bruise"], "basis": {"mark": "read", "sources": ["T"]}}])";
  std::string prevention = R"([
    {"risk_factor": "heavy", "intervention": "diet", "basis": {"mark": "read", "sources": ["T"]}},
    {"risk_factor": "both", "intervention": "diet", "basis": {"mark": "read", "sources": ["T"]}},
    {"risk_factor": "thinner", "intervention": "tablet", "basis": {"mark": "read", "sources": ["T"]}}])";

  std::string pack() const {
    return R"({"pack": {"id": "care", "version": "1.0.0", "title": "care", "description": "t", "status": "draft",
      "date": "2026-01-31", "publisher": "t", "language": "en", "licence": "CC0-1.0"},
      "sources": [{"id": "T", "citation": "t"}],
      "scope": {"entry_findings": ["pain"], "outside": "outside", "basis": {"mark": "estimate", "sources": ["T"]}},
      "conditions": [{"id": "strain", "label": "Strain"}, {"id": "bruise", "label": "Bruise"}],
      "findings": [{"id": "pain", "label": "Pain"}, {"id": "morning", "label": "Morning pain", "is_a": ["pain"]},
        {"id": "spot", "label": "Blue spot"}, {"id": "both", "label": "Both sides"}, {"id": "pop", "label": "Pop"},
        {"id": "fever", "label": "Fever"}, {"id": "cannot-work", "label": "Cannot work"}],
      "risk_factors": [{"id": "heavy", "label": "Heavy"}, {"id": "ulcer", "label": "Ulcer", "question": "Did you have an ulcer?"},
        {"id": "kidney", "label": "Weak kidney"}, {"id": "thinner", "label": "Blood thinner", "type": "medication"},
        {"id": "painkiller", "label": "Painkillers", "type": "medication"},
        {"id": "ibuprofen", "label": "Ibuprofen", "type": "medication", "is_a": ["painkiller"]},
        {"id": "penicillin", "label": "Penicillin", "type": "medication"}],
      "interventions": [{"id": "exercise", "label": "Exercise", "class": "exercise"},
        {"id": "stretch", "label": "Stretching", "class": "exercise", "is_a": ["exercise"], "patient_text": "Pull gently.",
         "dose": {"text": "hold 30 s x 3", "hold_seconds": 30, "weeks": 2, "stop_if": "it hurts"}},
        {"id": "loading", "label": "Loading", "class": "exercise", "is_a": ["exercise"]},
        {"id": "tablet", "label": "Tablet", "class": "drug", "contains": ["painkiller"]},
        {"id": "needle", "label": "Needle", "class": "injection"}, {"id": "ultrasound", "label": "Ultrasound", "class": "modality"},
        {"id": "cushion", "label": "Cushion", "class": "device"}, {"id": "referral", "label": "Referral", "class": "referral"},
        {"id": "diet", "label": "Diet", "class": "prevention", "dose": {"minutes": [5, 10], "times_per_day": 2}}],
      "finding_frequencies": [
        {"finding": "morning", "leak": 0.1, "conditions": {"strain": 0.9}, "basis": {"mark": "estimate", "sources": ["T"]}},
        {"finding": "spot", "leak": 0.1, "conditions": {"bruise": 0.9}, "basis": {"mark": "estimate", "sources": ["T"]}}],
      "rules": [
        {"id": "rupture", "label": "rupture", "level": "urgent", "when": "pop", "action": "Refer today.", "basis": {"mark": "read", "sources": ["T"]}},
        {"id": "infection", "label": "infection", "level": "emergency", "when": "fever", "action": "Refer now.", "basis": {"mark": "read", "sources": ["T"]}},
        {"id": "slow", "label": "slow", "level": "routine", "when": "cannot-work", "action": "Look again.", "basis": {"mark": "read", "sources": ["T"]}}],
      "populations": [{"id": "all", "label": "all", "scale": 0.5, "none_share": 0.05, "shares": {"strain": 0.8, "bruise": 0.15},
        "basis": {"mark": "estimate", "sources": ["T"]}}],
      "stages": )" +
           stages + R"(, "treatments": )" + treatments + R"(, "cautions": )" + cautions + R"(, "safety_net": )" + nets +
           R"(, "prevention": )" + prevention + "}";
  }

  Engine engine() const {
    auto content = pack_content(pack());
    auto file = KnowledgeFile::in_memory(std::move(content.tables), std::move(content.manifest));
    if (!file.ok()) throw std::runtime_error(lines(file.errors()));
    return Engine(std::move(*file));
  }
};

/// A case from its JSON. Throws std::runtime_error with the diagnostics.
inline Case case_of(std::string_view json) {
  const auto document = JsonDocument::parse(json, "case.json");
  if (!document.ok()) throw std::runtime_error(lines(document.errors()));
  auto told = read_case(*document);
  if (!told.ok()) throw std::runtime_error(lines(told.errors()));
  return std::move(*told);
}

/// Ids of what is advised, in order.
inline std::vector<std::string> advised(const Answer& answer, const Care& care) {
  std::vector<std::string> out;
  for (const auto& advice : care.next) out.emplace_back(answer.knowledge->id(advice.intervention));
  return out;
}
inline std::vector<std::string> advised(const Answer& answer) { return advised(answer, answer.care); }

inline bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

inline const Advice& advice(const Answer& answer, std::string_view intervention) {
  for (const auto& entry : answer.care.next)
    if (answer.knowledge->id(entry.intervention) == intervention) return entry;
  throw std::runtime_error("'" + std::string(intervention) + "' is not advised");
}

/// The stage of the leading condition, or nothing.
inline std::string stage_of(const Answer& answer) {
  const auto& stages = answer.care.stages;
  if (stages.empty() || !stages.front().stage.exists()) return {};
  return std::string(answer.knowledge->text((*answer.knowledge)[stages.front().stage].id));
}

inline bool avoids(const Answer& answer, std::string_view intervention, std::string_view rule = {}) {
  const auto& kb = *answer.knowledge;
  return std::any_of(answer.care.avoid.begin(), answer.care.avoid.end(), [&](const Avoided& a) {
    if (kb.id(a.intervention) != intervention) return false;
    if (rule.empty()) return true;
    return a.precaution != Avoided::kNone && kb.text(kb[answer.care.precautions[a.precaution].rule].id) == rule;
  });
}

inline bool warns(const Answer& answer, std::string_view intervention, std::string_view rule = {}) {
  const auto& kb = *answer.knowledge;
  return std::any_of(answer.care.caution.begin(), answer.care.caution.end(), [&](const Cautioned& c) {
    return kb.id(c.intervention) == intervention &&
           (rule.empty() || kb.text(kb[answer.care.precautions[c.precaution].rule].id) == rule);
  });
}

}  // namespace noso::test
