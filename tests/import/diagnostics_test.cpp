// Every diagnostic that a pack can get, with its code and place. The place is marked in the text itself: `§` stands
// before the character at which the finding is expected (and is taken out before the text is read).
#include <catch2/catch.hpp>

#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

struct Marked {
  std::string text;
  std::vector<Location> places;
};

Marked unmarked(std::string_view text, const std::string& file) {
  constexpr std::string_view kMark = "§";
  Marked out;
  std::uint32_t line = 1, column = 1;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(kMark)) {
      out.places.push_back({file, line, column});
      i += kMark.size();
      continue;
    }
    const char c = text[i++];
    out.text += c;
    if (c == '\n')
      ++line, column = 1;
    else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
      ++column;
  }
  return out;
}

void compare(const AssembledPack& pack, const std::vector<std::string>& codes, const std::vector<Location>& places) {
  CAPTURE(test::lines(pack.findings));
  std::vector<std::string> found_codes;
  std::vector<Location> found_places;
  bool errors = false;
  for (const auto& d : pack.findings) {
    // What a test declares for another purpose is used by nobody.
    if (d.code == "unused-concept" && std::find(codes.begin(), codes.end(), d.code) == codes.end()) continue;
    found_codes.push_back(d.code);
    found_places.push_back(d.where);
    errors = errors || d.severity == Severity::error;
    CHECK_FALSE(d.message.empty());
    CHECK_FALSE(d.help.empty());
    CHECK(d.where.line > 0);
    CHECK(d.where.column > 0);
  }
  CHECK(found_codes == codes);
  CHECK(found_places == places);
  CHECK(pack.content.has_value() == !errors);
}

/// The minimal pack and this text as a second file give exactly these findings at the marked places, in their order.
AssembledPack reports(const std::vector<std::string>& codes, std::string_view text) {
  const auto marked = unmarked(text, "1.json");
  auto pack = test::with(marked.text);
  CAPTURE(marked.text);
  compare(pack, codes, marked.places);
  return pack;
}

/// As above, for the minimal pack with one passage changed.
AssembledPack reports_change(const std::vector<std::string>& codes, std::string_view from, std::string_view to) {
  std::string text(test::kMinimalPack);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  const auto marked = unmarked(text.replace(at, from.size(), to), "0.json");
  auto pack = test::assembled({marked.text});
  CAPTURE(to);
  compare(pack, codes, marked.places);
  return pack;
}

#define BASIS R"("basis": {"mark": "read", "sources": ["T"]})"

/// A further rule with this condition.
std::string rule(const std::string& when) {
  return R"({"rules": [{"id": "x02", "label": "second", "level": "soon", "action": "act", )" BASIS R"(, "when": )" +
         when + "}]}";
}

std::string score(const std::string& value) {
  return R"({"scores": [{"id": "s", "label": "S", )" BASIS R"(, "value": )" + value + "}]}";
}

}  // namespace

TEST_CASE("the minimal pack has no findings") {
  const auto pack = reports({}, "{}");
  CHECK(pack.content->manifest.get("title") == "Minimal");
  reports({}, R"({"$schema": "pack.schema.json", "findings": []})");
}

TEST_CASE("a pack file is an object of known sections") {
  reports({"wrong-type"}, "§[1, 2]");
  reports({"wrong-type"}, "§\"pack\"");
  const auto pack = reports({"unknown-section"}, "{\n §\"finding\": []}");
  CHECK(pack.findings.front().help == "did you mean 'findings'?");
  reports({"wrong-type"}, R"({"findings": §{"id": "x"}})");
  reports({"wrong-type", "wrong-type"}, R"({"findings": [§1, §"fever"]})");
}

TEST_CASE("sections that say something of the whole pack stand once and are needed") {
  reports({"duplicate-section"}, R"({"scope": §{}})");
  reports({"duplicate-section"}, R"({"pack": §{}})");
  compare(
      test::assembled({R"({"pack": {"id": "a", "version": "1.0.0", "title": "t", "description": "d", "status": "draft",
      "date": "2026-01-31", "publisher": "p", "language": "en", "licence": "l"}})"}),
      {"missing-section"}, {{"0.json", 1, 1}});
  compare(test::assembled({"{}"}), {"missing-section", "missing-section"}, {{"0.json", 1, 1}, {"0.json", 1, 1}});
  CHECK_FALSE(assemble_pack({}).content);
}

TEST_CASE("the facts of the pack are checked") {
  reports_change({"bad-id"}, R"("id": "minimal")", R"("id": §"Minimal pack")");
  reports_change({"bad-version"}, R"("version": "1.0.0")", R"("version": §"1.0")");
  reports_change({"bad-version"}, R"("version": "1.0.0")", R"("version": §"1.0.x")");
  reports_change({"bad-version"}, R"("version": "1.0.0")", R"("version": §"1.0.0.")");
  reports_change({"bad-word"}, R"("status": "draft")", R"("status": §"done")");
  reports_change({"bad-date"}, R"("date": "2026-01-31")", R"("date": §"2026-02-31")");
  reports_change({"empty-text"}, R"("title": "Minimal")", R"("title": §"")");
  reports_change({"wrong-type"}, R"("title": "Minimal")", R"("title": §1)");
  reports_change({"missing-key"}, R"("pack": {"id": "minimal", )", R"("pack": §{)");
  reports_change({"unknown-key"}, R"("title": "Minimal")", R"("title": "Minimal", §"titel": "M")");
  reports_change({}, R"("title": "Minimal")", R"("title": "Minimal", "authors": ["A", "B"], "purpose": "p")");
}

TEST_CASE("sources are declared once, marked with a known word, and cited") {
  reports({"unused-source"}, R"({"sources": [{"id": §"U", "citation": "unused"}]})");
  reports({"missing-key"}, R"({"sources": [§{"id": "U"}]})");
  reports({"duplicate-id"}, R"({"sources": [{"id": §"T", "citation": "again"}]})");
  reports({"unused-source", "bad-word"}, R"({"sources": [{"id": §"U", "citation": "c", "mark": §"seen"}]})");
}

TEST_CASE("a basis names its mark and sources") {
  const auto group = [](const std::string& basis) {
    return R"({"dependent_groups": [{"id": "g", "findings": ["fever", "rash"], "basis": )" + basis + "}]}";
  };
  reports({}, group(R"({"mark": "second-hand", "sources": ["T"], "items": ["M01", "M02"], "note": "n"})"));
  reports({"no-source"}, group(R"(§{"mark": "read"})"));
  reports({"no-source"}, group(R"(§{"mark": "read", "sources": []})"));
  reports({"missing-key"}, group(R"(§{"sources": ["T"]})"));
  reports({"bad-word"}, group(R"({"mark": §"reed", "sources": ["T"]})"));
  reports({"unknown-source"}, group(R"({"mark": "read", "sources": §["T", "TT"]})"));
  reports({"unknown-key"}, group(R"({"mark": "read", "sources": ["T"], §"source": "T"})"));
  reports({"wrong-type"}, group(R"(§"read")"));
  reports({"missing-key"}, R"({"dependent_groups": [§{"id": "g", "findings": ["fever", "rash"]}]})");
}

TEST_CASE("the scope is checked") {
  reports_change({"unknown-concept"}, R"("entry_findings": ["heel-pain"])", R"("entry_findings": [§"heel-pian"])");
  reports_change({"wrong-kind"}, R"("entry_findings": ["heel-pain"])", R"("entry_findings": [§"gout"])");
  reports_change({"missing-key"}, R"("scope": {"entry_findings": ["heel-pain"], )", R"("scope": §{)");
  reports_change({"out-of-range"}, R"("entry_link": 0.999)", R"("entry_link": §1.5)");
  reports_change({"out-of-range"}, R"("entry_leak": 0.0001)", R"("entry_leak": §-0.1)");
  reports_change({"unknown-key"}, R"("entry_link": 0.999)", R"(§"entry_lnk": 0.999)");
}

TEST_CASE("concepts have an id and a label of their own") {
  reports({"bad-id"}, R"({"findings": [{"id": §"Heel Swelling", "label": "Heel swelling"}]})");
  reports({"missing-key"}, R"({"findings": [§{"label": "Swelling"}]})");
  reports({"missing-key"}, R"({"findings": [§{"id": "swelling"}]})");
  reports({"wrong-type"}, R"({"findings": [{"id": §1, "label": "Swelling"}]})");
  reports({"empty-text"}, R"({"findings": [{"id": "swelling", "label": §""}]})");
  reports({"empty-text"}, R"({"findings": [{"id": "swelling", "label": §"!!"}]})");
  reports({"empty-text"}, R"({"findings": [{"id": "swelling", "label": "Swelling", "synonyms": §["-"]}]})");
  reports({"duplicate-id"}, R"({"findings": [{"id": §"fever", "label": "Feverish"}]})");
  reports({"duplicate-id"}, R"({"interventions": [{"id": §"fever", "label": "Feverish", "class": "safety"}]})");
  reports({"unknown-key"}, R"({"findings": [{"id": "swelling", "label": "Swelling", §"pattern": "p"}]})");
}

TEST_CASE("a name points one way only") {
  const auto pack =
      reports({"duplicate-name"}, R"({"findings": [{"id": §"pyrexia", "label": "Pyrexia", "lay": ["FEVER"]}]})");
  CHECK(pack.findings.front().message == "'FEVER' names both 'fever' and 'pyrexia'");
  reports({"duplicate-name"}, R"({"risk_factors": [{"id": §"f", "label": "Réd", "synonyms": ["Fever!"]}]})");
  reports({}, R"({"findings": [{"id": "swelling", "label": "Swelling", "synonyms": ["swelling", "Swelling"]}]})");
}

TEST_CASE("is_a joins concepts of one kind, without circles") {
  reports({"unknown-concept"}, R"({"findings": [{"id": "swelling", "label": "Swelling", "is_a": [§"heel-pian"]}]})");
  reports({"wrong-kind"}, R"({"findings": [{"id": "swelling", "label": "Swelling", "is_a": §"gout"}]})");
  reports({"wrong-type"}, R"({"findings": [{"id": "swelling", "label": "Swelling", "is_a": [§3]}]})");
  const auto pack = reports({"is-a-cycle"}, R"({"findings": [{"id": §"a", "label": "A", "is_a": "b"},
    {"id": "b", "label": "B", "is_a": "c"}, {"id": "c", "label": "C", "is_a": "a"}]})");
  CHECK(pack.findings.front().message == "'a' is a 'b' is a 'c' is a 'a'");
  reports({"is-a-cycle"}, R"({"findings": [{"id": §"a", "label": "A", "is_a": "a"}]})");
}

TEST_CASE("codes name their system and mark") {
  const auto codes = [](const std::string& code) {
    return R"({"conditions": [{"id": "flu", "label": "Flu", "codes": [)" + code + "]}]}";
  };
  reports({}, codes(R"({"system": "ICD-10-CM", "code": "J11", "mark": "read"})"));
  reports({"bad-word"}, codes(R"({"system": §"ICD11", "code": "J11"})"));
  reports({"bad-word"}, codes(R"({"system": "LOINC", "code": "8310-5", "mark": §"?"})"));
  reports({"missing-key"}, codes(R"(§{"system": "LOINC"})"));
  reports({"unknown-key"}, codes(R"({"system": "LOINC", "code": "8310-5", §"display": "x"})"));
  reports({"bad-code"}, codes(R"({"system": "SNOMED-CT", "code": §"202882008"})"));
}

TEST_CASE("what belongs to one kind of concept is checked") {
  reports({"out-of-range"},
          R"({"conditions": [{"id": "flu", "label": "Flu", "must_not_miss": true, "rule_out_below": §1}]})");
  reports({"wrong-type"}, R"({"conditions": [{"id": "flu", "label": "Flu", "must_not_miss": §"yes"}]})");
  reports({"bad-word"}, R"({"findings": [{"id": "swelling", "label": "Swelling", "type": §"sing"}]})");
  reports({"bad-word"}, R"({"risk_factors": [{"id": "run", "label": "Running", "type": §"sport"}]})");
  reports({"bad-word"}, R"({"interventions": [{"id": "rest", "label": "Rest", "class": §"rest"}]})");
  reports({"missing-key"}, R"({"interventions": [§{"id": "rest", "label": "Rest"}]})");
  reports({"wrong-kind"},
          R"({"interventions": [{"id": "pill", "label": "Pill", "class": "drug", "contains": [§"fever"]}]})");
  reports({}, R"({"interventions": [{"id": "tape", "label": "Tape", "class": "device", "contains": ["nsaid"]}]})");
}

TEST_CASE("what is measured has a known unit and a range the right way round") {
  const auto finding = [](const std::string& quantity) {
    return R"({"findings": [{"id": "crp", "label": "CRP", "quantity": )" + quantity + "}]}";
  };
  reports({}, finding(R"({"unit": "mg/L", "min": 0, "max": 1000})"));
  reports({"unknown-unit"}, finding(R"({"unit": §"mg/l"})"));
  reports({"missing-key"}, finding("§{}"));
  reports({"wrong-type"}, finding("§5"));
  reports({"out-of-order"}, finding(R"({"unit": "mg/L", "min": §5, "max": 1})"));
  reports({"wrong-type"}, finding(R"({"unit": "mg/L", "min": §"0"})"));
}

TEST_CASE("a dose says something, in known words") {
  const auto dose = [](const std::string& text) {
    return R"({"interventions": [{"id": "rest", "label": "Rest", "class": "exercise", "dose": )" + text + "}]}";
  };
  reports({}, dose(R"({"text": "t", "sets": 3, "weeks": [6, 12], "steps": ["a", "b"]})"));
  reports({"empty-dose"}, dose("§{}"));
  reports({"out-of-order"}, dose(R"({"weeks": §[12, 6]})"));
  reports({"wrong-type"}, dose(R"({"sets": §"3"})"));
  reports({"unknown-key"}, dose(R"({"text": "t", §"reps": 3})"));
  reports({"wrong-type"}, dose("§\"twice\""));
}

TEST_CASE("frequencies are probabilities of known findings under known conditions") {
  const auto row = [](const std::string& finding, const std::string& rest) {
    return R"({"finding_frequencies": [{"finding": )" + finding + ", " BASIS ", " + rest + "}]}";
  };
  reports({}, row("\"rash\"", R"("leak": 0.01, "conditions": {"gout": {"frequency": 0.2, "lr_positive": 3}})"));
  reports({"unknown-concept"}, row("§\"rsh\"", R"("leak": 0.01, "conditions": {})"));
  reports({"wrong-kind"}, row("§\"gout\"", R"("leak": 0.01, "conditions": {})"));
  reports({"out-of-range"}, row("\"rash\"", R"("leak": §1.5, "conditions": {})"));
  reports({"unknown-concept"}, row("\"rash\"", R"("leak": 0.01, "conditions": {§"gut": 0.2})"));
  reports({"wrong-kind"}, row("\"rash\"", R"("leak": 0.01, "conditions": {§"fever": 0.2})"));
  reports({"out-of-range"}, row("\"rash\"", R"("leak": 0.01, "conditions": {"gout": §88})"));
  reports({"out-of-range"}, row("\"rash\"", R"("leak": 0.01, "conditions": {"gout": §-0.1})"));
  reports({"wrong-type"}, row("\"rash\"", R"("leak": 0.01, "conditions": {"gout": §"often"})"));
  reports({"missing-key"}, row("\"rash\"", R"("leak": 0.01, "conditions": {"gout": §{}})"));
  reports({"unknown-key"}, row("\"rash\"", R"("leak": 0.01, "conditions": {"gout": {"frequency": 0.2, §"sens": 1}})"));
  reports({"wrong-type"}, row("\"rash\"", R"("leak": 0.01, "conditions": §["gout"])"));
  reports({"frequency-below-leak"}, row("\"rash\"", R"("leak": 0.3, "conditions": {"gout": §0.2})"));
  reports({"duplicate-statement"}, row("§\"first-step-pain\"", R"("leak": 0.3, "conditions": {})"));
  reports({"duplicate-statement", "duplicate-statement"},
          row("§\"first-step-pain\"", R"("leak": 0.3, "conditions": {§"plantar-fasciitis": 0.5})"));
}

TEST_CASE("a number is no probability even where JSON can write it") {
  reports({"out-of-range"},
          R"({"finding_frequencies": [{"finding": "rash", "leak": 0, "conditions": {"gout": §1e300}, )" BASIS "}]}");
}

TEST_CASE("dependent groups join at least two findings") {
  const auto group = [](const std::string& findings) {
    return R"({"dependent_groups": [§{"id": "g", "findings": )" + findings + ", " BASIS "}]}";
  };
  reports({"small-group"}, group(R"(["fever"])"));
  reports({"small-group"}, group("[]"));
  reports({"wrong-kind"}, R"({"dependent_groups": [{"id": "g", "findings": ["fever", §"gout"], )" BASIS "}]}");
  reports({"duplicate-id"}, R"({"dependent_groups": [{"id": "g", "findings": ["fever", "rash"], )" BASIS R"(},
    {"id": §"g", "findings": ["fever", "rash"], )" BASIS "}]}");
}

TEST_CASE("risk effects are positive ratios between a risk factor and a condition, one applied each") {
  const auto effect = [](const std::string& rest) { return R"({"risk_effects": [§{)" + rest + ", " BASIS "}]}"; };
  const auto inside = [](const std::string& rest) { return R"({"risk_effects": [{)" + rest + ", " BASIS "}]}"; };
  reports({}, inside(R"("risk_factor": "nsaid", "condition": "gout", "odds_ratio": 2)"));
  reports({"missing-key"}, effect(R"("risk_factor": "nsaid", "condition": "gout")"));
  reports({}, inside(R"("risk_factor": "nsaid", "condition": "gout", "applied": false, "direction": "raises")"));
  reports({"bad-word"}, inside(R"("risk_factor": "nsaid", "condition": "gout", "applied": false, "direction": §"up")"));
  reports({"out-of-range"}, inside(R"("risk_factor": "nsaid", "condition": "gout", "odds_ratio": §0)"));
  reports({"out-of-order"},
          inside(R"("risk_factor": "nsaid", "condition": "gout", "odds_ratio": 2, "interval": §[3, 1])"));
  reports({"wrong-type"}, inside(R"("risk_factor": "nsaid", "condition": "gout", "odds_ratio": 2, "interval": §2)"));
  reports({"wrong-kind"}, inside(R"("risk_factor": §"fever", "condition": "gout", "odds_ratio": 2)"));
  reports({"unknown-concept"}, inside(R"("risk_factor": "nsaid", "condition": §"gut", "odds_ratio": 2)"));
  reports({"duplicate-statement"},
          effect(R"("risk_factor": "obesity", "condition": "plantar-fasciitis", "odds_ratio": 2)"));
  reports({},
          inside(R"("risk_factor": "obesity", "condition": "plantar-fasciitis", "odds_ratio": 2, "applied": false)"));
}

TEST_CASE("treatments join an intervention and a condition with a known strength") {
  const auto treatment = [](const std::string& rest) { return R"({"treatments": [{)" + rest + ", " BASIS "}]}"; };
  reports({}, treatment(R"("intervention": "calf-stretch", "condition": "any", "strength": "expert")"));
  reports({"bad-word"}, treatment(R"("intervention": "calf-stretch", "condition": "gout", "strength": §"great")"));
  reports({"unknown-stage"},
          treatment(R"("intervention": "calf-stretch", "condition": "gout", "strength": "weak", "stage": §"stage-9")"));
  reports({"wrong-kind"}, treatment(R"("intervention": §"fever", "condition": "gout", "strength": "weak")"));
  reports({"wrong-kind"}, treatment(R"("intervention": "calf-stretch", "condition": §"rash", "strength": "weak")"));
  reports({"empty-dose"},
          treatment(R"("intervention": "calf-stretch", "condition": "gout", "strength": "weak", "dose": §{})"));
  reports({"missing-key"}, R"({"treatments": [§{"intervention": "calf-stretch", "condition": "gout", )" BASIS "}]}");
}

TEST_CASE("a treatment with two strengths is refused, with both") {
  const auto pack = reports({"duplicate-statement"}, R"({"treatments": [§{"intervention": "calf-stretch",
      "condition": "plantar-fasciitis", "strength": "weak", )" BASIS "}]}");
  CHECK(pack.findings.front().message == "this treatment is stated twice: as strong and as weak");
  CHECK(pack.findings.front().help.find("0.json:") != std::string::npos);
}

TEST_CASE("cautions name what they forbid and why") {
  const auto caution = [](const std::string& rest) {
    return R"({"cautions": [{"id": "k9", )" + rest + ", " BASIS "}]}";
  };
  reports({}, caution(R"("interventions": "calf-stretch", "effect": "caution", "when": "rash", "because": "b")"));
  reports({"bad-word"},
          caution(R"("interventions": "calf-stretch", "effect": §"stop", "when": "rash", "because": "b")"));
  reports(
      {"unknown-concept"},
      caution(
          R"("interventions": ["calf-stretch", §"calf-strech"], "effect": "avoid", "when": "rash", "because": "b")"));
  reports({"missing-key"},
          R"({"cautions": [§{"id": "k9", "effect": "avoid", "when": "rash", "because": "b", )" BASIS "}]}");
}

TEST_CASE("rules have a level, an action and a condition") {
  reports({"bad-word"},
          R"({"rules": [{"id": "x02", "label": "l", "level": §"high", "when": "rash", "action": "a", )" BASIS "}]}");
  reports({"bad-word"},
          R"({"rules": [{"id": "x02", "label": "l", "level": §"none", "when": "rash", "action": "a", )" BASIS "}]}");
  reports({"missing-key"}, R"({"rules": [§{"id": "x02", "label": "l", "level": "soon", "action": "a", )" BASIS "}]}");
  reports({"missing-key"}, R"({"rules": [§{"id": "x02", "label": "l", "level": "soon", "when": "rash", )" BASIS "}]}");
  reports({"duplicate-id"},
          R"({"rules": [{"id": §"x01", "label": "l", "level": "soon", "when": "rash", "action": "a", )" BASIS "}]}");
  reports({"missing-key"},
          R"({"rules": [§{"label": "l", "level": "soon", "when": "rash", "action": "a", )" BASIS "}]}");
}

TEST_CASE("populations have ages, a scale and shares that add up") {
  const auto population = [](const std::string& rest) {
    return R"({"populations": [{"id": "child", "label": "child", )" + rest + ", " BASIS "}]}";
  };
  reports({}, population(R"("age": {"at_least": "8 a", "below": "15 a"}, "when": "obesity", "shares": {"gout": 1})"));
  reports({"unit-mismatch"}, population(R"("age": {"at_least": §"8 kg"}, "shares": {"gout": 1})"));
  reports({"unit-mismatch"}, population(R"("age": {"below": §"eight"}, "shares": {"gout": 1})"));
  reports({"unknown-key"}, population(R"("age": {§"above": "8 a"}, "shares": {"gout": 1})"));
  reports({"unknown-concept"}, population(R"("shares": {§"gut": 0.5, "gout": 1})"));
  reports({"out-of-range"}, population(R"("shares": {"gout": §1.5, "plantar-fasciitis": 1})"));
  reports({"shares-do-not-add-up"}, population(R"("shares": §{"gout": 0.5})"));
  reports({"duplicate-id"},
          R"({"populations": [{"id": §"everyone", "label": "e", "shares": {"gout": 1}, )" BASIS "}]}");
  reports({"out-of-range"},
          R"({"populations": [§{"id": "child", "label": "c", "scale": 2, "shares": {"gout": 1}, )" BASIS "}]}");
  reports({"missing-key"}, R"({"populations": [§{"id": "child", "label": "c", )" BASIS "}]}");
  reports({"unknown-concept"}, population(R"("when": §"runner", "shares": {"gout": 1})"));
  reports({"wrong-type"}, population(R"("shares": {"gout": §"all", "plantar-fasciitis": 1})"));
  reports({"unknown-key"}, population(R"("shares": {"gout": {"share": 1, §"why": "x"}})"));
}

TEST_CASE("stages and safety nets are checked") {
  const auto stage = [](const std::string& rest) {
    return R"({"stages": [{"id": "s2", "label": "l", )" + rest + ", " BASIS "}]}";
  };
  reports({"unit-mismatch"}, stage(R"("from": §"6 kg")"));
  reports({"out-of-range"}, stage(R"("from": §"6 wk", "until": "3 wk")"));
  reports({"wrong-kind"}, stage(R"("conditions": [§"fever"])"));
  reports({"duplicate-id"}, R"({"stages": [{"id": §"stage-1", "label": "l", )" BASIS "}]}");
  reports({"missing-key"}, R"({"safety_net": [§{"id": "n", )" BASIS "}]}");
  reports({"duplicate-id"}, R"({"safety_net": [{"id": §"net-1", "text": "t", )" BASIS "}]}");
  reports({"unknown-concept"}, R"({"safety_net": [{"id": "n", "text": "t", "conditions": [§"gut"], )" BASIS "}]}");
}

TEST_CASE("expressions that cannot be read are reported at their part") {
  reports({"bad-expression"}, rule("§5"));
  reports({"bad-expression"}, rule("§{}"));
  reports({"bad-expression"}, rule("§[\"rash\"]"));
  reports({"bad-expression"}, rule(R"(§{"present": "rash", "not": "fever"})"));
  reports({"unknown-operator"}, rule(R"({"and": §["rash"]})"));
  CHECK(reports({"unknown-operator"}, rule(R"({"any_of": §["rash"]})")).findings.front().help.find("use one of") == 0);
  CHECK(reports({"unknown-operator"}, rule(R"({"al": §["rash"]})")).findings.front().help.find("'all'") !=
        std::string::npos);
  reports({"unknown-concept"}, rule("§\"rsh\""));
  reports({"unknown-concept"}, rule(R"({"not": {"any": ["rash", §"fver"]}})"));
  reports({"depends-on-ranking"}, rule("§\"gout\""));
  reports({"wrong-kind"}, rule(R"({"present": §"calf-stretch"})"));
  reports({"wrong-type"}, rule(R"({"present": §["rash"]})"));
  reports({"empty-list"}, rule(R"({"all": §[]})"));
  reports({"wrong-type"}, rule(R"({"any": §"rash"})"));
  reports({"unknown-rule"}, rule(R"({"rule": §"x99"})"));
  reports({"wrong-type"}, rule(R"({"rule": §1})"));
  reports({"bad-word"}, rule(R"({"sex": §"f"})"));
  reports({"bad-word"}, rule(R"({"sex": §"unknown"})"));
  reports({"out-of-range"}, rule(R"({"at_least": {"count": §3, "of": ["rash", "fever"]}})"));
  reports({"out-of-range"}, rule(R"({"at_least": {"count": §0, "of": ["rash", "fever"]}})"));
  reports({"out-of-range"}, rule(R"({"at_least": {"count": §1.5, "of": ["rash", "fever"]}})"));
  reports({"out-of-range"}, rule(R"({"at_least": {"count": §1e300, "of": ["rash", "fever"]}})"));
  reports({"missing-key"}, rule(R"({"at_least": §{"of": ["rash", "fever"]}})"));
  reports({"wrong-type"}, rule(R"({"at_least": §2})"));
  reports({"not-measured"}, rule(R"({"measure": {"of": §"fever", "at_least": "38 Cel"}})"));
  reports({"missing-key"}, rule(R"({"measure": §{"of": "body-temperature"}})"));
  reports({"missing-key"}, rule(R"({"measure": §{"at_least": "38 Cel"}})"));
  reports({"unit-mismatch"}, rule(R"({"measure": {"of": "body-temperature", "at_least": §38}})"));
  reports({"unit-mismatch"}, rule(R"({"age": {"at_least": §"65 Cel"}})"));
  reports({"unit-mismatch"}, rule(R"({"age": {"at_least": §65}})"));
  reports({"unit-mismatch"}, rule(R"({"severity": {"of": "heel-pain", "at_least": §"7 d"}})"));
  reports({"unknown-unit"}, rule(R"({"age": {"at_least": §"65 jahre"}})"));
  reports({"bad-number"}, rule(R"({"age": {"at_least": §"old"}})"));
  reports({"wrong-type"}, rule(R"({"age": {"at_least": §["65 a"]}})"));
  reports({"unknown-key"}, rule(R"({"age": {"at_least": "65 a", §"over": "70 a"}})"));
  reports({"wrong-type"}, rule(R"({"age": §"65 a"})"));
  reports({"wrong-kind"}, rule(R"({"duration": {"of": §"obesity", "above": "3 mo"}})"));
  reports({"wrong-kind"}, rule(R"({"tried": {"intervention": §"fever"}})"));
  reports({"bad-word"}, rule(R"({"tried": {"intervention": "calf-stretch", "response": §["bad"]}})"));
  reports({"missing-key"}, rule(R"({"tried": {"intervention": "calf-stretch", "for": §{}}})"));
  reports({"wrong-type"}, rule(R"({"tried": {"intervention": "calf-stretch", "for": §"6 wk"}})"));
  reports({"unknown-score"}, rule(R"({"score": {"of": §"wells", "at_least": 2}})"));
  reports({"unknown-operator"}, rule(R"({"number": {"of": {"cuont": §["rash"]}, "at_least": 2}})"));
}

TEST_CASE("numbers that cannot be read are reported at their part") {
  reports({"bad-expression"}, score("§true"));
  reports({"bad-expression"}, score("§{}"));
  reports({"bad-number"}, score("§\"many\""));
  reports({"unit-mismatch"}, score(R"({"sum": §["6 wk", 3]})"));
  reports({"unit-mismatch"}, score(R"({"difference": §[{"measure": "body-temperature"}, {"age": true}]})"));
  reports({"bad-expression"}, score(R"({"difference": §[1]})"));
  reports({"bad-expression"}, score(R"({"quotient": §[1, 2, 3]})"));
  reports({"wrong-type"}, score(R"({"difference": §1})"));
  reports({"wrong-type"}, score(R"({"sum": §1})"));
  reports({"bad-expression"}, score(R"({"age": §{"at_least": "65 a"}})"));
  reports({"empty-list"}, score(R"({"points": §[]})"));
  reports({"empty-list"}, score(R"({"count": §[]})"));
  reports({"missing-key"}, score(R"({"points": [§{"when": "rash"}]})"));
  reports({"wrong-type"}, score(R"({"points": [§"rash"]})"));
  reports({"unit-mismatch"}, score(R"({"points": [{"when": "rash", "value": §"2 d"}]})"));
  reports({"not-measured"}, score(R"({"measure": §"rash"})"));
  reports({"missing-key"}, score(R"({"if": §{"when": "rash", "then": 1}})"));
  reports({"unit-mismatch"}, score(R"({"if": §{"when": "rash", "then": 1, "else": "2 d"}})"));
  const auto bands = [](const std::string& points) {
    return score(R"({"bands": {"of": {"measure": "body-temperature"}, "points": )" + points + "}}");
  };
  reports({"empty-list"}, bands("§[]"));
  reports({"wrong-type"}, bands("§1"));
  reports({"missing-key"}, bands(R"([{"at_most": "36 Cel", "value": 1}, §{}])"));
  reports({"unit-mismatch"}, bands(R"([{"at_most": §36, "value": 1}, {"value": 0}])"));
  reports({"bad-band"}, bands(R"([{"at_most": "36 Cel", "value": 1}, §{"below": "38 Cel", "value": 0}])"));
  reports({"bad-band"}, bands(R"([§{"value": 1}, {"value": 0}])"));
  reports({"bad-band"}, bands(R"([§{"at_most": "36 Cel", "below": "37 Cel", "value": 1}, {"value": 0}])"));
  reports({"bad-band"},
          bands(R"([{"at_most": "36 Cel", "value": 1}, §{"at_most": "36 Cel", "value": 2}, {"value": 0}])"));
  reports({"unknown-score"}, score(R"({"score": §"t"})"));
  reports({"empty-list"}, rule(R"({"number": {"of": {"points": §[]}, "at_least": 1}})"));
}

TEST_CASE("rules that go in circles are reported at one of them") {
  const auto two = [](const std::string& a, const std::string& b) {
    return R"({"rules": [{"id": §"x02", "label": "a", "level": "soon", "action": "act", )" BASIS R"(, "when": )" + a +
           R"(},
      {"id": "x03", "label": "b", "level": "soon", "action": "act", )" BASIS R"(, "when": )" +
           b + "}]}";
  };
  const auto pack = reports({"rules-in-circles"}, two(R"({"rule": "x03"})", R"({"not": {"rule": "x02"}})"));
  CHECK(pack.findings.front().message.find("'x02'") != std::string::npos);
  CHECK(pack.findings.front().message.find("'x03'") != std::string::npos);
  reports({"rules-in-circles"}, two(R"({"rule": "x02"})", "\"rash\""));
  reports({"rules-in-circles"}, R"({"scores": [{"id": §"s", "label": "S", "value": {"score": "s"}, )" BASIS "}]}");
  reports({"rules-in-circles"}, R"({"findings": [{"id": "ill", "label": "Ill", "when": §"ill"}]})");
  reports({"rules-in-circles"}, R"({"findings": [{"id": "ill", "label": "Ill", "when": §{"any": ["rash", "sick"]}},
                                                 {"id": "sick", "label": "Sick", "when": {"not": "ill"}}]})");
  // A definition can decide what is above or below its target.
  reports(
      {"rules-in-circles"},
      R"({"findings": [{"id": "ill", "label": "Ill"}, {"id": "sick", "label": "Sick", "is_a": "ill", "when": §"ill"}]})");
  reports(
      {"rules-in-circles"},
      R"({"findings": [{"id": "ill", "label": "Ill", "when": §"sick"}, {"id": "sick", "label": "Sick", "is_a": "ill"}]})");
  reports(
      {},
      R"({"findings": [{"id": "ill", "label": "Ill", "when": "sick"}, {"id": "sick", "label": "Sick", "when": "rash"}]})");
}

TEST_CASE("what is declared and never used is reported") {
  reports({"unused-concept"}, R"({"findings": [{"id": §"swelling", "label": "Swelling"}]})");
  reports({"unused-concept"}, R"({"interventions": [{"id": §"rest", "label": "Rest", "class": "exercise"}]})");
  reports({"unused-concept"}, R"({"findings": [{"id": §"ill", "label": "Ill", "when": "rash"}]})");
  // A kind is used where what it is a kind of is, and the other way round; a sibling is not.
  reports({}, R"({"findings": [{"id": "heel-ache", "label": "Heel ache", "is_a": "heel-pain"}]})");
  reports({"unused-concept"},
          R"({"findings": [{"id": "skin", "label": "Skin"}, {"id": §"itch", "label": "Itch", "is_a": "skin"},
                           {"id": "itching", "label": "Itching", "is_a": "skin"}, {"id": "red", "label": "Red", "is_a": "skin"}],
              "dependent_groups": [{"id": "g", "findings": ["itching", "red"], )" BASIS "}]}");
}

TEST_CASE("what can harm needs a contraindication") {
  const auto pill = [](const std::string& place, const std::string& more) {
    return R"({"interventions": [{"id": )" + place + R"("pill", "label": "Pill", "class": "drug"}],
               "treatments": [{"intervention": "pill", "condition": "gout", "strength": "weak", )" BASIS "}]" +
           more + "}";
  };
  reports({"no-contraindication"}, pill("§", ""));
  reports({}, pill("", R"(, "cautions": [{"id": "k2", "interventions": "pill", "effect": "caution", "when": "rash",
                            "because": "b", )" BASIS "}]"));
}

TEST_CASE("an overdue review is a warning on the day after") {
  constexpr std::string_view kTitle = R"("title": "Minimal")";
  std::string pack(test::kMinimalPack);
  pack.insert(pack.find(kTitle), R"("review_due": "2026-06-30", )");
  const auto codes = [&](const char* day) {
    std::vector<JsonDocument> documents;
    documents.push_back(std::move(*JsonDocument::parse(pack, "0.json")));
    std::vector<std::string> out;
    for (const auto& d : assemble_pack(documents, {.as_of = parse_date(day)}).findings) out.push_back(d.code);
    return out;
  };
  CHECK(codes("2026-06-30").empty());
  CHECK(codes("2026-07-01") == std::vector<std::string>{"review-overdue"});
  reports_change({"bad-date"}, R"("title": "Minimal")", R"("title": "Minimal", "review_due": §"soon")");
}

TEST_CASE("ids and names that mean something else are refused") {
  reports({"reserved-id"}, R"({"conditions": [{"id": §"any", "label": "Whatever"}]})");
  reports({"reserved-id"}, R"({"stages": [{"id": §"none", "label": "l", )" BASIS "}]}");
  reports({"duplicate-id"}, R"({"cautions": [{"id": §"k01", "interventions": ["calf-stretch"], "effect": "caution",
      "when": "rash", "because": "b", )" BASIS "}]}");
  reports_change({"empty-list"}, R"("entry_findings": ["heel-pain"])", R"("entry_findings": §[])");
}

TEST_CASE("numbers that contradict each other are reported") {
  reports({"outside-interval"}, R"({"risk_effects": [{"risk_factor": "nsaid", "condition": "gout", "odds_ratio": §9,
      "interval": [1, 3], )" BASIS "}]}");
  reports({"out-of-range"}, R"({"populations": [{"id": "nobody", "label": "n", "shares": {"gout": 1},
      "age": {"at_least": §"65 a", "below": "18 a"}, )" BASIS "}]}");
  reports({"out-of-range", "out-of-range"},
          R"({"finding_frequencies": [{"finding": "rash", "leak": 0.01, )" BASIS
          R"(, "conditions": {"gout": {"frequency": 0.2, "sensitivity": §88, "lr_negative": §-1}}}]})");
}

TEST_CASE("circles are reported beside other mistakes") {
  reports({"is-a-cycle", "unknown-concept"}, R"({"findings": [{"id": §"a", "label": "A", "is_a": "a"}],
      "dependent_groups": [{"id": "g", "findings": ["fever", "rash", §"rsh"], )" BASIS "}]}");
  reports({"rules-in-circles", "unknown-concept"},
          R"({"scores": [{"id": §"s", "label": "S", "value": {"score": "s"}, )" BASIS R"(}],
      "dependent_groups": [{"id": "g", "findings": ["fever", "rash", §"rsh"], )" BASIS "}]}");
}

TEST_CASE("every mistake is reported, not only the first") {
  const auto pack = reports({"unknown-section", "bad-word", "unknown-concept", "out-of-range", "unknown-operator"}, R"({
  §"finding": [],
  "findings": [{"id": "swelling", "label": "Swelling", "type": §"sing"}],
  "risk_effects": [{"risk_factor": "obesity", "condition": §"plantar-fascitis", "odds_ratio": 2, "basis": {"mark": "read", "sources": ["T"]}}],
  "finding_frequencies": [{"finding": "swelling", "leak": 0.1, "conditions": {"gout": §14}, "basis": {"mark": "read", "sources": ["T"]}}],
  "rules": [{"id": "x05", "label": "l", "level": "soon", "action": "a", "when": {"or": §["rash", "fever"]}, "basis": {"mark": "read", "sources": ["T"]}}]
})");
  CHECK(to_string(pack.findings[2]) ==
        "1.json:4:60: error[unknown-concept]: no concept 'plantar-fascitis'; did you mean 'plantar-fasciitis'?");
}

TEST_CASE("a thousand mistakes are not too many") {
  std::string findings;
  for (int i = 0; i < 3000; ++i)
    findings += std::string(i > 0 ? "," : "") + R"({"id": "f)" + std::to_string(i) + R"(", "labl": "x"})";
  const auto pack = test::with(R"({"findings": [)" + findings + "]}");
  CHECK_FALSE(pack.content);
  CHECK(pack.findings.size() == Diagnostics::kMax + 1);
}

TEST_CASE("the evidence of a treatment does not contradict itself") {
  const std::string from = R"("strength": "strong", "stage")";
  reports_change({"direction-differs"}, from, R"("strength": "strong", "direction": §"against", "stage")");
  reports_change({"bad-word"}, from, R"("strength": "strong", "direction": §"up", "stage")");
  reports_change({"bad-word"}, from, R"("strength": "strong", "certainty": §"sure", "stage")");
  reports_change({}, from, R"("strength": "strong", "certainty": "very-low", "direction": "for", "stage")");
}
