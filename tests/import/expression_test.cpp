#include <catch2/catch.hpp>

#include "support/minimal_pack.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

#define BASIS R"("basis": {"mark": "read", "sources": ["T"]})"

std::string text_of(const Tables& tables, TextRef ref) { return tables.texts.substr(ref.offset, ref.length); }

/// Node `i` of a rule, written out: `any(fever, not(rash))`.
std::string written(const Tables& tables, const RuleRecord& rule, std::uint32_t i) {
  const auto& node = tables.nodes[rule.nodes.first + i];
  std::string list;
  for (std::uint32_t a = 0; a < node.arguments.count; ++a)
    list += (a > 0 ? ", " : "") + written(tables, rule, tables.arguments[node.arguments.first + a]);
  const auto concept_id = [&] {
    return node.concept_ref == ConceptId::kNone ? std::string("any")
                                                : text_of(tables, tables.concepts[node.concept_ref].id);
  };
  const auto rule_id = [&] { return text_of(tables, tables.rules[node.concept_ref].id); };
  const auto arguments = [&](std::string name) { return name + '(' + list + ')'; };
  const auto number = [&] { return format_number(node.number); };
  switch (node.op) {
    case Op::present: return concept_id();
    case Op::recorded: return "recorded " + concept_id();
    case Op::all: return arguments("all");
    case Op::any: return arguments("any");
    case Op::negate: return arguments("not");
    case Op::at_least: return arguments("at_least " + number() + " of ");
    case Op::sex_is: return "sex " + std::string(to_string(static_cast<Sex>(static_cast<int>(node.number))));
    case Op::tried: return "tried " + concept_id() + ' ' + number();
    case Op::rule: return "rule " + rule_id();
    case Op::compare: {
      constexpr const char* kSigns[] = {">=", ">", "<=", "<", "="};
      return arguments(kSigns[static_cast<std::size_t>(node.comparison)]) + ':' +
             std::string(to_string(node.dimension));
    }
    case Op::literal: return number();
    case Op::age: return "age";
    case Op::measure: return "measure " + concept_id();
    case Op::duration: return "duration " + concept_id();
    case Op::severity: return "severity " + concept_id();
    case Op::tried_duration: return "how long " + concept_id();
    case Op::count: return arguments("count");
    case Op::points: return arguments("points");
    case Op::sum: return arguments("sum");
    case Op::difference: return arguments("difference");
    case Op::product: return arguments("product");
    case Op::quotient: return arguments("quotient");
    case Op::score: return "score " + rule_id();
    case Op::choose: return arguments("choose");
    case Op::test:
    case Op::element:
    case Op::function: break;  // of guidelines
  }
  return "?";
}

/// The rule with this id in the pack with this further text, written out.
std::string read(const std::string& more, const std::string& id) {
  const auto pack = test::with(more);
  if (!pack.content) FAIL(test::lines(pack.findings));
  const auto& tables = pack.content->tables;
  for (const auto& rule : tables.rules) {
    if (text_of(tables, rule.id) != id) continue;
    // Every node stands after its arguments.
    for (std::uint32_t i = 0; i < rule.nodes.count; ++i) {
      const auto& node = tables.nodes[rule.nodes.first + i];
      for (std::uint32_t a = 0; a < node.arguments.count; ++a) CHECK(tables.arguments[node.arguments.first + a] < i);
    }
    return written(tables, rule, rule.nodes.count - 1);
  }
  FAIL("no rule " << id);
  return {};
}

std::string when(const std::string& expression) {
  return read(R"({"rules": [{"id": "x02", "label": "l", "level": "soon", "action": "a", )" BASIS R"(, "when": )" +
                  expression + "}]}",
              "x02");
}

std::string number(const std::string& value) {
  return read(R"({"scores": [{"id": "s", "label": "S", )" BASIS R"(, "value": )" + value + "}]}", "s");
}

}  // namespace

TEST_CASE("every operator with a truth value is read") {
  CHECK(when(R"("rash")") == "rash");
  CHECK(when(R"("obesity")") == "obesity");
  CHECK(when(R"({"present": "rash"})") == "rash");
  CHECK(when(R"({"recorded": "rash"})") == "recorded rash");
  CHECK(when(R"({"all": ["rash", "fever"]})") == "all(rash, fever)");
  CHECK(when(R"({"any": ["rash"]})") == "any(rash)");
  CHECK(when(R"({"not": "rash"})") == "not(rash)");
  CHECK(when(R"({"at_least": {"count": 2, "of": ["rash", "fever", "obesity"]}})") ==
        "at_least 2 of (rash, fever, obesity)");
  CHECK(when(R"({"sex": "female"})") == "sex female");
  CHECK(when(R"({"sex": "male"})") == "sex male");
  CHECK(when(R"({"rule": "x01"})") == "rule x01");
  CHECK(when(R"({"age": {"at_least": "2 a"}})") == ">=(age, 730.5):time");
  CHECK(when(R"({"measure": {"of": "body-temperature", "above": "38 Cel"}})") ==
        ">(measure body-temperature, 38):temperature");
  CHECK(when(R"({"duration": {"of": "heel-pain", "at_most": "2 wk"}})") == "<=(duration heel-pain, 14):time");
  CHECK(when(R"({"severity": {"of": "heel-pain", "below": 7}})") == "<(severity heel-pain, 7):number");
  CHECK(when(R"({"score": {"of": "severity-score", "equal": 2}})") == "=(score severity-score, 2):number");
  CHECK(when(R"({"number": {"of": {"count": ["rash", "fever"]}, "at_least": 2}})") ==
        ">=(count(rash, fever), 2):number");
}

TEST_CASE("several comparisons mean all of them") {
  CHECK(when(R"({"age": {"at_least": "8 d", "below": "15 d"}})") == "all(>=(age, 8):time, <(age, 15):time)");
  CHECK(when(R"({"severity": {"of": "heel-pain", "equal": 3, "above": 2, "at_most": 4}})") ==
        "all(>(severity heel-pain, 2):number, <=(severity heel-pain, 4):number, =(severity heel-pain, 3):number)");
}

TEST_CASE("what was tried is asked for with its response and how long") {
  // Bits of the mask: unknown 1, resolved 2, better 4, none 8, worse 16.
  CHECK(when(R"({"tried": {"intervention": "calf-stretch"}})") == "tried calf-stretch 0");
  CHECK(when(R"({"tried": {"intervention": "any", "response": "none"}})") == "tried any 8");
  CHECK(
      when(
          R"({"tried": {"intervention": "calf-stretch", "for": {"at_least": "6 wk"}, "response": ["none", "worse"]}})") ==
      "all(tried calf-stretch 24, >=(how long calf-stretch, 42):time)");
  CHECK(when(R"({"tried": {"intervention": "any", "for": {"above": "1 d"}}})") ==
        "all(tried any 0, >(how long any, 1):time)");
}

TEST_CASE("every operator with a number is read") {
  CHECK(number("3") == "3");
  CHECK(number(R"("6 wk")") == "42");
  CHECK(number(R"({"age": true})") == "age");
  CHECK(number(R"({"measure": "body-temperature"})") == "measure body-temperature");
  CHECK(number(R"({"duration": "heel-pain"})") == "duration heel-pain");
  CHECK(number(R"({"severity": "heel-pain"})") == "severity heel-pain");
  CHECK(number(R"({"count": ["rash", {"not": "fever"}]})") == "count(rash, not(fever))");
  CHECK(number(R"({"points": [{"when": "rash", "value": 1.5}, {"when": {"sex": "male"}, "value": -2}]})") ==
        "points(rash, 1.5, sex male, -2)");
  CHECK(number(R"({"sum": [1, {"count": ["rash"]}, 2]})") == "sum(1, count(rash), 2)");
  CHECK(number(R"({"difference": [{"age": true}, "1 d"]})") == "difference(age, 1)");
  CHECK(number(R"({"product": [2, {"severity": "heel-pain"}]})") == "product(2, severity heel-pain)");
  CHECK(number(R"({"quotient": [{"measure": "body-temperature"}, 2]})") == "quotient(measure body-temperature, 2)");
  CHECK(number(R"({"score": "severity-score"})") == "score severity-score");
  CHECK(number(R"({"if": {"when": "rash", "then": 2, "else": {"count": ["fever"]}}})") ==
        "choose(rash, 2, count(fever))");
  CHECK(number(R"({"bands": {"of": {"severity": "heel-pain"}, "points": [{"at_most": 3, "value": 1},
                                                                          {"below": 7, "value": 0}, {"value": 2}]}})") ==
        "choose(<=(severity heel-pain, 3):number, 1, choose(<(severity heel-pain, 7):number, 0, 2))");
  CHECK(number(R"({"bands": {"of": {"age": true}, "points": [{"value": 2}]}})") == "2");
}

TEST_CASE("expressions nest") {
  CHECK(when(R"({"any": [{"all": ["rash", {"not": {"any": ["obesity", {"age": {"below": "3 d"}}]}}]}, "fever"]})") ==
        "any(all(rash, not(any(obesity, <(age, 3):time))), fever)");
  std::string deep = "\"rash\"", expected = "rash";
  for (int i = 0; i < 28; ++i) {
    deep = R"({"all": [)" + deep + "]}";
    expected = "all(" + expected + ")";
  }
  CHECK(when(deep) == expected);
}

TEST_CASE("values are compared in base units whatever the author writes") {
  CHECK(when(R"({"measure": {"of": "body-temperature", "at_least": "100.4 [degF]"}})") ==
        when(R"({"measure": {"of": "body-temperature", "at_least": "38 Cel"}})"));
  CHECK(when(R"({"age": {"at_least": "4 a"}})") == when(R"({"age": {"at_least": "1461 d"}})"));
}

TEST_CASE("rules stand after what they refer to, in whatever order they are written") {
  const auto pack = test::with(R"({"rules": [
    {"id": "a", "label": "a", "level": "soon", "action": "a", "when": {"rule": "b"}, "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "b", "label": "b", "level": "soon", "action": "a", "when": {"all": ["derived", {"score": {"of": "severity-score", "at_least": 1}}]},
     "basis": {"mark": "read", "sources": ["T"]}}],
    "findings": [{"id": "derived", "label": "Derived", "when": "inner"}, {"id": "inner", "label": "Inner", "when": "rash"}]})");
  if (!pack.content) FAIL(test::lines(pack.findings));
  const auto& tables = pack.content->tables;
  const auto position = [&](std::string_view id) {
    for (std::size_t r = 0; r < tables.rules.size(); ++r)
      if (text_of(tables, tables.rules[r].id) == id) return r;
    FAIL("no rule " << id);
    return std::size_t{0};
  };
  CHECK(position("inner") < position("derived"));
  CHECK(position("derived") < position("b"));
  CHECK(position("severity-score") < position("b"));
  CHECK(position("b") < position("a"));
}
