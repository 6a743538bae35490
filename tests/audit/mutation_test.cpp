#include <catch2/catch.hpp>

#include "audit/mutants.hpp"
#include "audit_world.hpp"
#include "noso/engine/audit/mutation.hpp"
#include "noso/ontology/expression_text.hpp"

using namespace noso;
using namespace noso::test;

namespace {

std::vector<std::string> changes_of(const std::string& expression) {
  const auto engine = engine_with({rule_file("r", "soon", expression)});
  std::vector<std::string> out;
  for (const auto& m : audit::mutants(engine.knowledge()))
    if (engine.knowledge().text(engine.knowledge()[m.rule].id) == "r") out.push_back(m.change);
  return out;
}

std::vector<std::string> survivors(const Engine& engine, const std::vector<audit::Vignette>& list,
                                   const std::string& rule) {
  std::vector<std::string> out;
  for (const auto& m : audit::mutate(engine, list).mutants)
    if (m.caught_by.empty() && engine.knowledge().text(engine.knowledge()[m.rule].id) == rule) out.push_back(m.change);
  return out;
}

const std::string kHot = R"({"measure": {"of": "body-temperature", "at_least": "38 Cel"}})";

}  // namespace

TEST_CASE("every operator, threshold and negation of a rule is changed once") {
  CHECK(changes_of(R"({"all": ["rash", {"not": "obesity"}]})") ==
        std::vector<std::string>{"Rash: never holds", "Rash: is negated", "Obesity: never holds", "Obesity: is negated",
                                 "not Obesity: the negation is removed", "all of (Rash, not Obesity): all becomes any",
                                 "all of (Rash, not Obesity): is negated", "level soon becomes urgent",
                                 "level soon becomes routine"});
  CHECK(changes_of(kHot) == std::vector<std::string>{"Body temperature at least 38 Cel: at least becomes above",
                                                     "Body temperature at least 38 Cel: 38 Cel becomes 37.9 Cel",
                                                     "Body temperature at least 38 Cel: 38 Cel becomes 38.1 Cel",
                                                     "Body temperature at least 38 Cel: is negated",
                                                     "level soon becomes urgent", "level soon becomes routine"});
  const auto counted = changes_of(R"({"at_least": {"count": 2, "of": ["rash", "obesity", "heel-pain"]}})");
  CHECK(std::count(counted.begin(), counted.end(), "at least 2 of (Rash, Obesity, Heel pain): at least 1") == 1);
  CHECK(std::count(counted.begin(), counted.end(), "at least 2 of (Rash, Obesity, Heel pain): at least 3") == 1);
}

TEST_CASE("exactly the planted mutants survive") {
  const auto engine = engine_with({rule_file("r", "soon", kHot)});
  const std::string hot = R"({"measurements": [{"finding": "body-temperature", "value": 39}]})";
  const std::string cool = R"({"measurements": [{"finding": "body-temperature", "value": 36.5}]})";
  const std::string just = R"({"measurements": [{"finding": "body-temperature", "value": 38}]})";
  const std::string below = R"({"measurements": [{"finding": "body-temperature", "value": 37.9}]})";
  std::vector<std::string> texts{vignette_text("hot", hot, R"({"urgency": "soon"})"),
                                 vignette_text("cool", cool, R"({"does_not_fire": ["r"]})")};
  CHECK(survivors(engine, vignettes(engine, texts), "r") ==
        std::vector<std::string>{"Body temperature at least 38 Cel: at least becomes above",
                                 "Body temperature at least 38 Cel: 38 Cel becomes 37.9 Cel",
                                 "Body temperature at least 38 Cel: 38 Cel becomes 38.1 Cel"});
  texts.push_back(vignette_text("just", just, R"({"fires": ["r"]})"));
  CHECK(survivors(engine, vignettes(engine, texts), "r") ==
        std::vector<std::string>{"Body temperature at least 38 Cel: 38 Cel becomes 37.9 Cel"});
  texts.push_back(vignette_text("below", below, R"({"does_not_fire": ["r"]})"));
  CHECK(survivors(engine, vignettes(engine, texts), "r").empty());
}

TEST_CASE("a vignette that fails without a mutant catches none") {
  const auto engine = engine_with({rule_file("r", "soon", "\"obesity\"")});
  const auto list =
      vignettes(engine, {vignette_text("wrong", R"({"risk_factors": ["obesity"]})", R"({"urgency": "emergency"})")});
  CHECK(survivors(engine, list, "r").size() == 4);
}

TEST_CASE("a mutant of a caution is caught by what is advised") {
  const auto engine = engine_with({});
  const auto list =
      vignettes(engine, {vignette_text("v1", R"({"present": ["first-step-pain"], "absent": ["fever", "rash"]})",
                                       R"({"advised": ["calf-stretch"]})")});
  CHECK(survivors(engine, list, "k01") == std::vector<std::string>{"Fever: never holds"});
}

TEST_CASE("a mutant of a definition is caught by the rule that rests on it") {
  const auto engine = engine_with(
      {R"({"findings": [{"id": "hot", "label": "Hot", "when": )" + kHot + "}]}", rule_file("r", "soon", "\"hot\"")});
  const auto list =
      vignettes(engine, {vignette_text("v1", R"({"measurements": [{"finding": "body-temperature", "value": 38}]})",
                                       R"({"fires": ["r"]})"),
                         vignette_text("v2", R"({"measurements": [{"finding": "body-temperature", "value": 37.9}]})",
                                       R"({"does_not_fire": ["r"]})")});
  CHECK(survivors(engine, list, "hot").empty());
}

TEST_CASE("a rule is the same after all its mutants") {
  const auto engine = engine_with({rule_file("r", "soon", kHot)});
  const auto list = vignettes(engine, {vignette_text("v1", R"({"present": ["rash"]})", R"({"fires": ["x01"]})")});
  const auto once = audit::mutate(engine, list), twice = audit::mutate(engine, list);
  REQUIRE(once.mutants.size() == twice.mutants.size());
  for (std::size_t i = 0; i < once.mutants.size(); ++i) CHECK(once.mutants[i].caught_by == twice.mutants[i].caught_by);
}
