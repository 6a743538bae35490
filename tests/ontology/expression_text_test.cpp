#include <catch2/catch.hpp>

#include "engine/rule_world.hpp"
#include "noso/ontology/expression_text.hpp"

using namespace noso;
using namespace noso::test;

namespace {

std::string text(const std::string& expression) {
  const RuleWorld world({expression});
  return expression_text(world.knowledge(), world.knowledge()[world.rule(std::size_t{0})]);
}

}  // namespace

TEST_CASE("expressions read as sentences") {
  CHECK(text("\"a\"") == "finding a");
  CHECK(text(R"({"any": ["a", {"all": ["b", {"not": "c"}]}]})") ==
        "any of (finding a, all of (finding b, not finding c))");
  CHECK(text(R"({"at_least": {"count": 2, "of": ["a", "b", "c"]}})") ==
        "at least 2 of (finding a, finding b, finding c)");
  CHECK(text(R"({"recorded": "a"})") == "finding a recorded");
  CHECK(text(R"({"age": {"at_least": "65 a"}})") == "age at least 65 a");
  CHECK(text(R"({"age": {"at_least": "8 a", "below": "15 a"}})") == "all of (age at least 8 a, age below 15 a)");
  CHECK(text(R"({"sex": "female"})") == "sex female");
  CHECK(text(R"({"duration": {"of": "a", "above": "3 mo"}})") == "duration of finding a above 3 mo");
  CHECK(text(R"({"measure": {"of": "x", "at_most": 4.5}})") == "number x at most 4.5");
  CHECK(text(R"({"number": {"of": {"count": ["a", "b"]}, "equal": 1}})") ==
        "count of (finding a, finding b) equal to 1");
  CHECK(
      text(R"({"number": {"of": {"points": [{"when": "a", "value": 2}, {"when": "b", "value": -1}]}, "above": 0}})") ==
      "points (2 for finding a; -1 for finding b) above 0");
  CHECK(text(R"({"number": {"of": {"quotient": [{"measure": "x"}, {"measure": "y"}]}, "at_least": 1}})") ==
        "(number x / number y) at least 1");
}

TEST_CASE("a part of an expression has a text of its own") {
  const RuleWorld world({R"({"any": ["a", {"all": ["b", "c"]}]})"});
  const auto& rule = world.knowledge()[world.rule(std::size_t{0})];
  CHECK(expression_text(world.knowledge(), rule, 3) == "all of (finding b, finding c)");
}

TEST_CASE("keys are equal for equal meaning only") {
  const auto key = [](const std::string& expression) {
    const RuleWorld world({expression});
    return expression_key(world.knowledge(), world.knowledge()[world.rule(std::size_t{0})]);
  };
  CHECK(key(R"({"any": ["a", "b"]})") == key(R"({"any": ["a", {"present": "b"}]})"));
  CHECK(key(R"({"any": ["a", "b"]})") != key(R"({"all": ["a", "b"]})"));
  CHECK(key(R"({"age": {"above": "65 a"}})") != key(R"({"age": {"above": "65.0000001 a"}})"));
}
