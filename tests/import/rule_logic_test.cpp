// Each rule here is dead, always true, shadowed or none of these for a reason that needs no prover.
#include <catch2/catch.hpp>

#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

#define BASIS R"("basis": {"mark": "read", "sources": ["T"]})"

std::string rule(const std::string& id, const std::string& level, const std::string& when) {
  return R"({"id": ")" + id + R"(", "label": "l", "level": ")" + level + R"(", "action": "a", )" BASIS R"(, "when": )" +
         when + "}";
}

/// Codes of the findings on rules, in order of place.
std::string logic(const std::string& rules) {
  const auto pack = test::with(R"({"rules": [)" + rules + "]}");
  CAPTURE(test::lines(pack.findings));
  REQUIRE(pack.content);
  std::string out;
  for (const auto& d : pack.findings)
    if (d.code == "dead-rule" || d.code == "always-fires" || d.code == "shadowed-rule")
      out += (out.empty() ? "" : " ") + d.code;
  return out;
}

std::string of(const std::string& when) { return logic(rule("x02", "emergency", when)); }

/// The finding on a routine rule with the condition `narrow` beside a soon one with `wide`.
std::string beside(const std::string& narrow, const std::string& wide) {
  return logic(rule("x02", "routine", narrow) + "," + rule("x03", "soon", wide));
}

}  // namespace

TEST_CASE("clauses that exclude each other make a rule dead") {
  CHECK(of(R"({"all": ["rash", {"not": "rash"}]})") == "dead-rule");
  CHECK(of(R"({"all": ["first-step-pain", {"not": "heel-pain"}]})") == "dead-rule");
  CHECK(of(R"({"all": [{"age": {"at_least": "65 a"}}, {"all": ["rash", {"age": {"below": "18 a"}}]}]})") ==
        "dead-rule");
  CHECK(of(R"({"age": {"above": "5 a", "at_most": "5 a"}})") == "dead-rule");
  CHECK(of(R"({"all": [{"sex": "female"}, {"sex": "male"}]})") == "dead-rule");
  CHECK(of(R"({"measure": {"of": "body-temperature", "at_least": "46 Cel"}})") == "dead-rule");
  CHECK(of(R"({"severity": {"of": "heel-pain", "above": 10}})") == "dead-rule");
  CHECK(of(R"({"number": {"of": {"count": ["rash", "nsaid"]}, "at_least": 3}})") == "dead-rule");
  CHECK(
      of(R"({"number": {"of": {"points": [{"when": "rash", "value": 2}, {"when": "nsaid", "value": -1}]}, "above": 2}})") ==
      "dead-rule");
  CHECK(of(R"({"any": [{"all": ["rash", {"not": "rash"}]}, {"age": {"below": "0 d"}}]})") == "dead-rule");
}

TEST_CASE("a rule that leaves nobody out always fires") {
  CHECK(of(R"({"any": ["rash", {"not": "rash"}]})") == "always-fires");
  CHECK(of(R"({"any": ["heel-pain", {"not": "first-step-pain"}]})") == "always-fires");
  CHECK(of(R"({"not": {"all": [{"sex": "female"}, {"sex": "male"}]}})") == "always-fires");
  CHECK(of(R"({"duration": {"of": "heel-pain", "at_least": "0 d"}})") == "always-fires");
  CHECK(of(R"({"number": {"of": {"count": ["rash", "nsaid"]}, "at_most": 2}})") == "always-fires");
}

TEST_CASE("clauses that can go together are left alone") {
  CHECK(of(R"({"all": ["rash", "nsaid", {"age": {"at_least": "18 a", "below": "65 a"}}]})") == "");
  CHECK(of(R"({"all": ["heel-pain", {"not": "first-step-pain"}]})") == "");
  CHECK(of(R"({"any": ["first-step-pain", {"not": "heel-pain"}]})") == "");
  CHECK(of(R"({"age": {"at_least": "5 a", "at_most": "5 a"}})") == "");
  CHECK(of(R"({"any": [{"sex": "female"}, {"sex": "male"}]})") == "");
  CHECK(
      of(R"({"all": [{"duration": {"of": "heel-pain", "above": "6 wk"}}, {"duration": {"of": "rash", "below": "2 wk"}}]})") ==
      "");
}

TEST_CASE("a rule that implies one of the same or a higher level is shadowed") {
  CHECK(beside("\"first-step-pain\"", "\"heel-pain\"") == "shadowed-rule");
  CHECK(beside(R"({"all": ["obesity", "nsaid"]})", "\"nsaid\"") == "shadowed-rule");
  CHECK(beside("\"nsaid\"", R"({"any": ["obesity", "nsaid"]})") == "shadowed-rule");
  CHECK(beside(R"({"any": [{"all": ["nsaid", "heel-pain"]}, "obesity"]})", R"({"any": ["obesity", "nsaid"]})") ==
        "shadowed-rule");
  CHECK(beside(R"({"age": {"above": "70 a"}})", R"({"age": {"at_least": "65 a"}})") == "shadowed-rule");
  CHECK(beside(R"({"not": "heel-pain"})", R"({"not": "first-step-pain"})") == "shadowed-rule");
  CHECK(beside(R"({"at_least": {"count": 2, "of": ["obesity", "nsaid"]}})",
               R"({"at_least": {"count": 1, "of": ["nsaid", "obesity", "heel-pain"]}})") == "shadowed-rule");
  CHECK(beside(R"({"recorded": "nsaid"})", "\"nsaid\"") == "shadowed-rule");
}

TEST_CASE("a rule that does not imply the other is not shadowed") {
  CHECK(beside("\"heel-pain\"", "\"first-step-pain\"") == "");
  CHECK(beside("\"nsaid\"", R"({"all": ["obesity", "nsaid"]})") == "");
  CHECK(beside(R"({"any": ["obesity", "nsaid"]})", "\"nsaid\"") == "");
  CHECK(beside(R"({"age": {"at_least": "65 a"}})", R"({"age": {"above": "65 a"}})") == "");
  CHECK(beside(R"({"not": "first-step-pain"})", R"({"not": "heel-pain"})") == "");
  CHECK(beside(R"({"at_least": {"count": 1, "of": ["obesity", "nsaid"]}})",
               R"({"at_least": {"count": 2, "of": ["nsaid", "obesity"]}})") == "");
  // A level below shadows nothing, and a rule that builds on another is meant to.
  CHECK(logic(rule("x02", "soon", "\"nsaid\"") + "," + rule("x03", "routine", "\"nsaid\"")) == "shadowed-rule");
  CHECK(beside(R"({"all": ["nsaid", {"rule": "x03"}]})", "\"nsaid\"") == "");
}
