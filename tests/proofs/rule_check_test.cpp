// What is wrong with rules whoever the patient is: one planted fault of each kind.
#include <catch2/catch.hpp>

#include "proved_pack.hpp"

using namespace noso;
using namespace noso::test;

namespace {

std::string message(const ProvedPack& pack, std::string_view code) { return pack.finding(code).diagnostic.message; }

std::string caution(const std::string& id, const std::string& effect, const std::string& when) {
  return R"({"cautions": [{"id": ")" + id + R"(", "interventions": ["calf-stretch"], "effect": ")" + effect +
         R"(", "when": )" + when + R"(, "because": "so", )" + kBasis + "}]}";
}

}  // namespace

TEST_CASE("the minimal pack has nothing to find") { CHECK(ProvedPack(with("{}")).found() == ""); }

TEST_CASE("a rule that can never fire is dead, for whatever reason") {
  for (const std::string when :
       {R"({"all": ["rash", {"not": "rash"}]})", R"({"all": ["first-step-pain", {"not": "heel-pain"}]})",
        R"({"age": {"at_least": "65 a", "below": "18 a"}})", R"({"age": {"above": "130 a"}})",
        R"({"measure": {"of": "body-temperature", "above": "45 Cel"}})",
        R"({"number": {"of": {"score": "severity-score"}, "above": 2}})",
        R"({"number": {"of": {"points": [{"when": "rash", "value": 1}]}, "equal": 2}})"}) {
    const ProvedPack pack(with_rule("x02", "soon", when));
    INFO(when);
    CHECK(message(pack, "dead-rule") == "no case makes rule 'x02' fire");
    CHECK(pack.finding("dead-rule").diagnostic.severity == Severity::error);
    CHECK(pack.finding("dead-rule").diagnostic.where.line == 2);
  }
}

TEST_CASE("definitions of which no case is possible are refused") {
  const auto contradiction = with(R"({"findings": [
      {"id": "never", "label": "Never", "when": {"all": ["rash", {"not": "rash"}]}},
      {"id": "ever", "label": "Ever", "is_a": "never", "when": {"any": ["rash", {"not": "rash"}]}}]})");
  CHECK_THROWS_WITH(ProvedPack(contradiction), Catch::Contains("no-possible-case"));
}

TEST_CASE("dead cautions and definitions are found too") {
  CHECK(message(ProvedPack(with(caution("k02", "caution", R"({"all": ["rash", {"not": "rash"}]})"))), "dead-rule") ==
        "no case makes rule 'k02' fire");
  CHECK(message(ProvedPack(with(
                    R"({"risk_factors": [{"id": "d", "label": "D", "when": {"all": ["rash", {"not": "rash"}]}}]})")),
                "dead-rule") == "no case makes 'd' present");
}

TEST_CASE("a rule that fires in every case is found") {
  const ProvedPack pack(with_rule("x02", "emergency", R"({"any": ["rash", {"not": "rash"}]})"));
  CHECK(message(pack, "always-fires") == "rule 'x02' fires in every case");
  CHECK(pack.found("shadowed-rule") == "shadowed-rule 34:10");  // x01, by x02
}

TEST_CASE("a rule whose level never decides is shadowed") {
  CHECK(message(ProvedPack(with_rule("x02", "soon", R"({"all": ["fever", "heel-pain"]})")), "shadowed-rule") ==
        "whenever rule 'x02' fires, so does 'x01' of the same level or a higher one");
  const ProvedPack split(with(
      R"({"findings": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}], "rules": [
{"id": "x02", "label": "L", "level": "emergency", "when": {"all": ["a", "b"]}, "action": "A", )" +
      kBasis + R"(},
{"id": "x03", "label": "L", "level": "emergency", "when": {"all": ["a", {"not": "b"}]}, "action": "A", )" +
      kBasis + R"(},
{"id": "x04", "label": "L", "level": "soon", "when": "a", "action": "A", )" +
      kBasis + "}]}"));
  CHECK(message(split, "shadowed-rule") ==
        "whenever rule 'x04' fires, so does 'x02' or 'x03' of the same level or a higher one");
  CHECK(split.finding("shadowed-rule").diagnostic.severity == Severity::note);
}

TEST_CASE("a rule that refines another one by naming it is not called shadowed") {
  CHECK(ProvedPack(with_rule("x02", "urgent", R"({"all": [{"rule": "x01"}, "heel-pain"]})")).found() == "");
  CHECK(ProvedPack(with_rule("x02", "soon", R"({"all": ["fever", "heel-pain", {"not": "rash"}]})")).found() != "");
}

TEST_CASE("a caution that a contraindication always forestalls is shadowed") {
  CHECK(message(ProvedPack(with(caution("k02", "caution", R"({"all": ["fever", "rash"]})"))), "shadowed-rule") ==
        "whenever caution 'k02' holds, 'k01' rules its interventions out");
  CHECK(ProvedPack(with(caution("k02", "caution", "\"rash\""))).found() == "");
}

TEST_CASE("care that can never be given is contradictory advice") {
  const ProvedPack pack(with(caution("k02", "avoid", "\"heel-pain\"")));
  CHECK(message(pack, "contradictory-advice") ==
        "'calf-stretch' is offered as care, but whenever it could be advised 'k01' or 'k02' together rule it out");
  CHECK(pack.finding("contradictory-advice").diagnostic.severity == Severity::error);
  for (const std::string finding : {"heel-pain", "first-step-pain"})
    CHECK(assess(pack.engine(), present({finding})).care.next.empty());
  CHECK(ProvedPack(with(caution("k02", "avoid", R"({"all": ["heel-pain", "obesity"]})"))).found() == "");
}

TEST_CASE("a red flag that lowers the level is found over all cases, with both patients") {
  // The assembler refuses negated red flags by their form, so the flag is set afterwards.
  auto pack = with_rule("x02", "emergency", R"({"all": ["heel-pain", {"not": {"recorded": "rash"}}]})");
  REQUIRE(pack.content);
  for (auto& record : pack.content->tables.concepts)
    if (pack.content->tables.texts.substr(record.id.offset, record.id.length) == "rash") record.flags |= kRedFlag;
  const ProvedPack proved(std::move(*pack.content));
  const auto& finding = proved.finding("red-flag-lowers-level");
  CHECK(finding.diagnostic.severity == Severity::error);
  CHECK(finding.diagnostic.message ==
        "the red flag 'rash' can lower the level from emergency to urgent: it silences 'x02'");
  REQUIRE(finding.patients.size() == 2);
  CHECK(proved.answer(finding.patients[0]).escalation.level == Urgency::emergency);
  CHECK(proved.answer(finding.patients[1]).escalation.level == Urgency::urgent);
}

TEST_CASE("a red flag that no rule names lowers the level through what it is a kind of") {
  auto pack = with_rule(
      "x02", "soon", R"({"all": ["obesity", {"not": "swelling"}]})",
      R"("findings": [{"id": "swelling", "label": "S"}, {"id": "spreading", "label": "B", "is_a": ["swelling"]}])");
  REQUIRE(pack.content);
  for (auto& record : pack.content->tables.concepts)
    if (pack.content->tables.texts.substr(record.id.offset, record.id.length) == "spreading") record.flags |= kRedFlag;
  const ProvedPack proved(std::move(*pack.content));
  CHECK(message(proved, "red-flag-lowers-level") ==
        "the red flag 'spreading' can lower the level from soon to none: it silences 'x02'");
}

TEST_CASE("another finding that lowers the level is noted, also through its kinds and by definition") {
  const ProvedPack direct(with_rule("x02", "soon", R"({"all": ["heel-pain", {"not": "obesity"}]})"));
  CHECK(message(direct, "finding-lowers-level") ==
        "adding 'obesity' can lower the level from soon to none: it silences 'x02'");
  const auto& patients = direct.finding("finding-lowers-level").patients;
  CHECK(direct.answer(patients.at(0)).escalation.level == Urgency::soon);
  CHECK(direct.answer(patients.at(1)).escalation.at_most == Urgency::none);

  const ProvedPack kinds(with_rule(
      "x02", "soon", R"({"all": ["first-step-pain", {"not": "swelling"}]})",
      R"("findings": [{"id": "swelling", "label": "S"}, {"id": "big-swelling", "label": "B", "is_a": ["swelling"]}, {"id": "puffy", "label": "P", "when": "swelling"}])"));
  CHECK(kinds.found("finding-lowers-level") == "finding-lowers-level 1:22");
}

TEST_CASE("definitions that contradict their is_a are reported") {
  const ProvedPack pack(with(
      R"({"risk_factors": [{"id": "old", "label": "Old", "when": {"age": {"at_least": "65 a"}}},
{"id": "very-old", "label": "Very old", "is_a": ["old"], "when": {"age": {"above": "60 a"}}}]})"));
  CHECK(message(pack, "definitions-disagree") ==
        "'very-old' is a kind of 'old', but its definition can be true where that of 'old' is not");
}
