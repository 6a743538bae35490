#include <algorithm>
#include <catch2/catch.hpp>

#include "audit_world.hpp"
#include "noso/engine/audit/boundaries.hpp"

using namespace noso;
using namespace noso::test;

namespace {

/// `value:clause/rule` for each side that there is, then what is missing.
std::string summary(const audit::Boundary& b) {
  std::string out;
  for (const auto* side : {&b.below, &b.at, &b.above}) {
    if (!*side) continue;
    out += (out.empty() ? "" : " ") + (*side)->place + ':' + std::string(to_string((*side)->clause)) + '/' +
           std::string(to_string((*side)->rule));
  }
  return out + (b.missing.empty() ? "" : " missing: " + b.missing);
}

std::vector<audit::Boundary> of(const std::string& expression, const std::string& more = "{}") {
  const auto engine = engine_with({rule_file("r", "soon", expression), more});
  auto all = audit::boundaries(engine);
  std::erase_if(
      all, [&](const audit::Boundary& b) { return engine.knowledge().text(engine.knowledge()[b.rule].id) != "r"; });
  return all;
}

std::string only(const std::string& expression) {
  const auto all = of(expression);
  REQUIRE(all.size() == 1);
  CHECK(all[0].as_stated());
  return summary(all[0]);
}

}  // namespace

TEST_CASE("every comparison flips where its operator says") {
  CHECK(only(R"({"age": {"at_least": "65 a"}})") == "64 a:false/false 65 a:true/true 66 a:true/true");
  CHECK(only(R"({"age": {"above": "65 a"}})") == "64 a:false/false 65 a:false/false 66 a:true/true");
  CHECK(only(R"({"age": {"at_most": "65 a"}})") == "64 a:true/true 65 a:true/true 66 a:false/false");
  CHECK(only(R"({"age": {"below": "65 a"}})") == "64 a:true/true 65 a:false/false 66 a:false/false");
  CHECK(only(R"({"severity": {"of": "heel-pain", "equal": 4}})") == "3:false/false 4:true/true 5:false/false");
}

TEST_CASE("the step fits what is measured") {
  CHECK(only(R"({"measure": {"of": "body-temperature", "at_least": "38 Cel"}})") ==
        "37.9 Cel:false/false 38 Cel:true/true 38.1 Cel:true/true");
  CHECK(only(R"({"duration": {"of": "heel-pain", "above": "6 wk"}})") ==
        "41 d:false/false 6 wk:false/false 43 d:true/true");
  CHECK(only(R"({"duration": {"of": "heel-pain", "above": "3 mo"}})") ==
        "13 wk:false/false 3 mo:false/false 92 d:true/true");
  CHECK(only(R"({"age": {"at_least": "18 mo"}})") == "17 mo:false/false 18 mo:true/true 19 mo:true/true");
  CHECK(only(R"({"tried": {"intervention": "calf-stretch", "for": {"at_least": "6 wk"}, "response": ["none"]}})") ==
        "41 d:false/false 6 wk:true/true 43 d:true/true");
}

TEST_CASE("the rest of the rule is arranged so that the clause decides") {
  CHECK(only(R"({"all": ["heel-pain", {"not": {"any": ["rash", {"age": {"below": "18 a"}}]}}]})") ==
        "17 a:true/false 18 a:false/true 19 a:false/true");
  CHECK(only(R"({"any": [{"rule": "x01"}, {"all": ["obesity", {"age": {"above": "70 a"}}]}]})") ==
        "69 a:false/false 70 a:false/false 71 a:true/true");
}

TEST_CASE("of several attempts one decides and the others were in vain") {
  const auto long_trial = [](const std::string& id) {
    return R"({"tried": {"intervention": ")" + id +
           R"(", "for": {"at_least": "12 wk"}, "response": ["none", "worse"]}})";
  };
  const auto shorter =
      R"({"all": [{"tried": {"intervention": "calf-stretch", "for": {"at_least": "6 wk"}, "response": ["none"]}},
                                   {"tried": {"intervention": "rest", "response": ["none"]}}]})";
  const auto all = of(R"({"any": [)" + long_trial("calf-stretch") + ", " + long_trial("rest") + ", " + shorter + "]}",
                      R"({"interventions": [{"id": "rest", "label": "Rest", "class": "load-management"}]})");
  REQUIRE(all.size() == 3);
  CHECK(summary(all[0]) == "83 d:false/false 12 wk:true/true 85 d:true/true");
  CHECK(summary(all[1]) == "83 d:false/false 12 wk:true/true 85 d:true/true");
  CHECK(summary(all[2]) == "41 d:false/false 6 wk:true/true 43 d:true/true");
}

TEST_CASE("counts and points are brought one below, to, and one above") {
  CHECK(only(R"({"at_least": {"count": 2, "of": ["heel-pain", "rash", "obesity"]}})") ==
        "1 of 3:false/false 2 of 3:true/true 3 of 3:true/true");
  CHECK(only(R"({"at_least": {"count": 2, "of": ["heel-pain", "rash"]}})") == "1 of 2:false/false 2 of 2:true/true");
  CHECK(only(R"({"number": {"of": {"score": "severity-score"}, "at_least": 1}})") ==
        "0:false/false 1:true/true 2:true/true");
  CHECK(only(R"({"number": {"of": {"points": [{"when": "rash", "value": 1.5}, {"when": "heel-pain", "value": -1},
                                             {"when": "obesity", "value": 2}]}, "at_least": 1}})") ==
        "0.5:false/false 1:true/true 1.5:true/true");
}

TEST_CASE("a score that sums bands and points is brought one below, to, and one above") {
  const auto all = of(R"({"score": {"of": "early-warning", "at_least": 2}})", R"({"scores": [
      {"id": "early-warning", "label": "Early warning", "basis": {"mark": "read", "sources": ["T"]}, "value": {"sum": [
        {"bands": {"of": {"measure": "body-temperature"}, "points": [{"at_most": "38 Cel", "value": 0}, {"value": 2}]}},
        {"points": [{"when": "rash", "value": 1}]}]}}]})");
  const auto rule = std::find_if(all.begin(), all.end(), [](const auto& b) { return b.clause.find("score") == 0; });
  REQUIRE(rule != all.end());
  CHECK(summary(*rule) == "1:false/false 2:true/true 3:true/true");
}

TEST_CASE("an alternative that holds whenever the clause does is left to hold") {
  const auto all = of(R"({"any": [{"at_least": {"count": 3, "of": ["heel-pain", "rash", "obesity"]}},
                                  {"at_least": {"count": 2, "of": ["heel-pain", "rash", "obesity"]}}]})");
  REQUIRE(all.size() == 2);
  CHECK(summary(all[1]) == "1 of 3:false/false 2 of 3:true/true 3 of 3:true/true");
}

TEST_CASE("a clause inside a sum of points decides it") {
  const auto all = of(R"({"number": {"of": {"points": [{"when": {"age": {"at_least": "65 a"}}, "value": 1},
                                                      {"when": "rash", "value": 1}]}, "at_least": 2}})");
  REQUIRE(all.size() == 2);
  CHECK(summary(all[0]) == "64 a:false/false 65 a:true/true 66 a:true/true");
}

TEST_CASE("what no case can say is named") {
  CHECK(only(R"({"measure": {"of": "body-temperature", "at_most": "45 Cel"}})") ==
        "44.9 Cel:true/true 45 Cel:true/true missing: 45.1 Cel is outside the plausible range");
  CHECK(only(R"({"all": ["obesity", {"not": "obesity"}, {"age": {"below": "18 a"}}]})") ==
        " missing: no facts were found that make the clause decide the rule");
}

TEST_CASE("the case of a boundary, asked again, gives the level that it is listed with") {
  const auto engine = engine_with({rule_file("r", "soon", R"({"all": ["obesity", {"age": {"above": "70 a"}}]})")});
  for (const auto& b : audit::boundaries(engine))
    for (const auto* side : {&b.below, &b.at, &b.above}) {
      if (!*side) continue;
      const auto document = JsonDocument::parse((*side)->case_json, "case");
      REQUIRE(document.ok());
      const auto told = read_case(*document);
      REQUIRE(told.ok());
      CHECK(assess(engine, *told).escalation.level == (*side)->level);
    }
}
