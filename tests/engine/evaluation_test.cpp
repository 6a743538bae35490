#include "noso/engine/evaluation.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "expression_oracle.hpp"
#include "rule_world.hpp"
#include "support/random.hpp"

namespace {

using namespace noso;
using namespace noso::test;
using oracle::Expression;
using oracle::World;
using Kind = Expression::Kind;
using States = std::map<std::string, Truth>;

constexpr Truth kYes = Truth::yes, kNo = Truth::no, kUnknown = Truth::unknown;
constexpr Truth kTruths[] = {kNo, kUnknown, kYes};

Expression leaf(std::string name) { return {.kind = Kind::present, .name = std::move(name)}; }
Expression negation(Expression e) { return {.kind = Kind::negate, .arguments = {std::move(e)}}; }

/// Every expression that uses the findings names[first … last-1] once each, in this order, under `all`, `any` and
/// `at_least`, each part negated or not.
std::vector<Expression> read_once(const std::string& names, std::size_t first, std::size_t last) {
  std::vector<Expression> out;
  if (last - first == 1) out.push_back(leaf(names.substr(first, 1)));
  // The cuts between neighbours, as bits; at least one.
  for (std::size_t cuts = 1; cuts < std::size_t{1} << (last - first - 1); ++cuts) {
    std::vector<std::vector<Expression>> arguments{{}};
    std::size_t begin = first;
    for (std::size_t i = first; i < last; ++i) {
      if (i + 1 < last && (cuts >> (i - first) & 1) == 0) continue;
      std::vector<std::vector<Expression>> longer;
      for (const auto& list : arguments)
        for (const auto& part : read_once(names, begin, i + 1)) {
          longer.push_back(list);
          longer.back().push_back(part);
        }
      arguments = std::move(longer);
      begin = i + 1;
    }
    for (const auto& list : arguments) {
      out.push_back({.kind = Kind::all, .arguments = list});
      out.push_back({.kind = Kind::any, .arguments = list});
      for (std::size_t k = 2; k <= list.size(); ++k)
        out.push_back({.kind = Kind::at_least, .number = static_cast<double>(k), .arguments = list});
    }
  }
  for (std::size_t i = 0, n = out.size(); i < n; ++i) out.push_back(negation(out[i]));
  return out;
}

/// Calls `visit` for every way to settle the unknown findings.
template <class Visit>
void for_each_completion(const States& states, Visit visit) {
  std::vector<std::string> open;
  World world;
  for (const auto& [name, state] : states) {
    world.findings[name] = state == kYes;
    if (state == kUnknown) open.push_back(name);
  }
  for (std::size_t bits = 0; bits < std::size_t{1} << open.size(); ++bits) {
    for (std::size_t i = 0; i < open.size(); ++i) world.findings[open[i]] = (bits >> i & 1) != 0;
    visit(world);
  }
}

/// True (false) when the expression is true (false) however the unknown turns out.
Truth by_quantification(const Expression& e, const States& states) {
  bool ever = false, always = true;
  for_each_completion(states, [&](const World& world) {
    const bool holds = e.holds(world);
    ever = ever || holds;
    always = always && holds;
  });
  return always ? kYes : ever ? kUnknown : kNo;
}

std::string text(const States& states) {
  std::string out;
  for (const auto& [name, state] : states) out += name + "=" + std::string(to_string(state)) + " ";
  return out;
}

States states_of(const std::string& names, std::size_t code) {
  States out;
  for (const char name : names) out[std::string(1, name)] = kTruths[code % 3], code /= 3;
  return out;
}

std::vector<std::string> json_of(const std::vector<Expression>& expressions) {
  std::vector<std::string> out;
  for (const auto& e : expressions) out.push_back(e.json());
  return out;
}

/// A random truth over findings; findings may occur several times. `depth` bounds the tree.
Expression random_truth(Random& random, std::size_t depth, bool numbers);

Expression random_number(Random& random, std::size_t depth) {
  const auto several = [&](Kind kind, std::size_t n) {
    Expression out{.kind = kind};
    for (std::size_t i = 0; i < n; ++i) out.arguments.push_back(random_number(random, depth - 1));
    return out;
  };
  switch (depth == 0 ? random.below(3) : random.below(11)) {
    case 0: return {.kind = Kind::literal, .number = static_cast<double>(random.below(9)) - 4};
    case 1:
    case 2: return {.kind = Kind::measure, .name = std::string(1, "xyz"[random.below(3)])};
    case 3: {
      Expression out{.kind = Kind::count};
      for (std::size_t i = 0; i < 1 + random.below(3); ++i)
        out.arguments.push_back(random_truth(random, depth - 1, false));
      return out;
    }
    case 4: {
      Expression out{.kind = Kind::points};
      for (std::size_t i = 0; i < 1 + random.below(3); ++i) {
        out.arguments.push_back(random_truth(random, depth - 1, false));
        out.values.push_back(static_cast<double>(random.below(7)) - 3);
      }
      return out;
    }
    case 5: return several(Kind::sum, 1 + random.below(3));
    case 6: return several(Kind::difference, 2);
    case 7: return several(Kind::product, 1 + random.below(3));
    case 8: {
      Expression out{.kind = Kind::choose, .arguments = {random_truth(random, depth - 1, true)}};
      for (int i = 0; i < 2; ++i) out.arguments.push_back(random_number(random, depth - 1));
      return out;
    }
    case 9: {
      Expression out{.kind = Kind::bands, .arguments = {random_number(random, depth - 1)}};
      double limit = -4;
      for (std::size_t i = 0; i < random.below(4); ++i)
        out.limits.push_back(limit += static_cast<double>(1 + random.below(3)));
      for (std::size_t i = 0; i <= out.limits.size(); ++i)
        out.values.push_back(static_cast<double>(random.below(7)) - 3);
      return out;
    }
    default: return several(Kind::quotient, 2);
  }
}

Expression random_truth(Random& random, std::size_t depth, bool numbers) {
  const auto several = [&](Kind kind) {
    Expression out{.kind = kind};
    for (std::size_t i = 0; i < 1 + random.below(4); ++i)
      out.arguments.push_back(random_truth(random, depth - 1, numbers));
    return out;
  };
  if (numbers && random.chance(0.4)) {
    const std::string comparison =
        std::vector<std::string>{"at_least", "above", "at_most", "below", "equal"}[random.below(5)];
    return {.kind = Kind::compare,
            .name = comparison,
            .number = static_cast<double>(random.below(9)) - 3,
            .arguments = {random_number(random, depth)}};
  }
  switch (depth == 0 ? 0 : random.below(5)) {
    case 0: return leaf(std::string(1, "abcde"[random.below(5)]));
    case 1: return negation(random_truth(random, depth - 1, numbers));
    case 2: {
      auto out = several(Kind::at_least);
      out.number = static_cast<double>(1 + random.below(out.arguments.size()));
      return out;
    }
    case 3: return several(Kind::all);
    default: return several(Kind::any);
  }
}

}  // namespace

TEST_CASE("where every finding occurs once, three values say exactly what all completions say") {
  std::vector<Expression> expressions;
  const std::string names = "abc";
  for (std::size_t n = 1; n <= names.size(); ++n)
    for (auto& e : read_once(names, 0, n)) expressions.push_back(std::move(e));
  REQUIRE(expressions.size() > 500);
  const RuleWorld rules(json_of(expressions));
  for (std::size_t code = 0; code < 27; ++code) {
    const auto states = states_of(names, code);
    auto facts = rules.facts(states);
    const auto evaluation = evaluate(rules.knowledge(), facts);
    for (std::size_t i = 0; i < expressions.size(); ++i)
      if (evaluation.truth(rules.rule(i)) != by_quantification(expressions[i], states))
        FAIL(expressions[i].json() << " with " << text(states) << "is " << to_string(evaluation.truth(rules.rule(i))));
  }
  SUCCEED();
}

TEST_CASE("whatever the expression, what is called true or false is so in every completion") {
  CAPTURE(seed());
  Random random(1);
  for (int round = 0; round < 20; ++round) {
    std::vector<Expression> expressions;
    for (int i = 0; i < 60; ++i) expressions.push_back(random_truth(random, 3, false));
    const RuleWorld rules(json_of(expressions));
    for (std::size_t code = 0; code < 243; code += 1 + random.below(3)) {
      const auto states = states_of("abcde", code);
      auto facts = rules.facts(states);
      const auto evaluation = evaluate(rules.knowledge(), facts);
      for (std::size_t i = 0; i < expressions.size(); ++i) {
        const Truth got = evaluation.truth(rules.rule(i)), exact = by_quantification(expressions[i], states);
        if (got != exact && got != kUnknown)
          FAIL(expressions[i].json() << " with " << text(states) << "is " << to_string(got));
      }
    }
  }
  SUCCEED();
}

TEST_CASE("numbers of which only a range is known never settle a comparison wrongly") {
  CAPTURE(seed());
  Random random(2);
  constexpr double kFar = 1000;
  std::size_t settled = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<Expression> expressions;
    for (int i = 0; i < 60; ++i) expressions.push_back(random_truth(random, 2, true));
    const RuleWorld rules(json_of(expressions));
    for (int trial = 0; trial < 15; ++trial) {
      const auto states = states_of("abcde", random.below(243));
      auto facts = rules.facts(states);
      std::map<std::string, Interval> ranges;
      for (const std::string name : {"x", "y", "z"}) {
        const double low = static_cast<double>(random.below(9)) - 4, width = static_cast<double>(random.below(4));
        auto& range = ranges[name];
        if (random.chance(0.8)) range.low = low;
        if (random.chance(0.8)) range.high = low + width;
        facts.measures.set(rules.id(name), range);
      }
      const auto evaluation = evaluate(rules.knowledge(), facts);
      for (int sample = 0; sample < 12; ++sample) {
        World world;
        for (const auto& [name, state] : states)
          world.findings[name] = state == kUnknown ? random.chance(0.5) : state == kYes;
        for (const auto& [name, range] : ranges) {
          const double low = std::max(range.low, -kFar), high = std::min(range.high, kFar);
          world.numbers[name] = random.chance(0.3) ? low : random.chance(0.4) ? high : random.between(low, high);
        }
        for (std::size_t i = 0; i < expressions.size(); ++i) {
          const Truth got = evaluation.truth(rules.rule(i));
          if (got == kUnknown) continue;
          ++settled;
          if ((got == kYes) != expressions[i].holds(world))
            FAIL(expressions[i].json() << " with " << text(states) << "x=" << world.numbers["x"]
                                       << " y=" << world.numbers["y"] << " z=" << world.numbers["z"] << " is "
                                       << to_string(got));
        }
      }
    }
  }
  CHECK(settled > 10'000);
}

TEST_CASE("with everything known the value is the plain value") {
  CAPTURE(seed());
  Random random(3);
  std::vector<Expression> expressions;
  for (int i = 0; i < 500; ++i) expressions.push_back(random_truth(random, 3, true));
  const RuleWorld rules(json_of(expressions));
  for (int trial = 0; trial < 40; ++trial) {
    World world;
    States states;
    for (const char c : std::string("abcde")) {
      const std::string name(1, c);
      world.findings[name] = random.chance(0.5);
      states[name] = truth(world.findings[name]);
    }
    auto facts = rules.facts(states);
    for (const std::string name : {"x", "y", "z"}) {
      world.numbers[name] = static_cast<double>(random.below(99)) + 1;
      facts.measures.set(rules.id(name), Interval::exactly(world.numbers[name]));
    }
    const auto evaluation = evaluate(rules.knowledge(), facts);
    for (std::size_t i = 0; i < expressions.size(); ++i) {
      const Truth got = evaluation.truth(rules.rule(i));
      // A quotient by zero has no value.
      if (got != truth(expressions[i].holds(world)) && expressions[i].json().find("quotient") == std::string::npos)
        FAIL(expressions[i].json() << " with " << text(states) << " is " << to_string(got));
    }
  }
  SUCCEED();
}

TEST_CASE("of a number of which a range is known exactly the bands count that it meets") {
  Expression bands{.kind = Kind::bands, .values = {3, 1, 0, 2, 3}, .limits = {8, 11, 20, 24}};
  bands.arguments.push_back({.kind = Kind::measure, .name = "x"});
  const RuleWorld rules(
      {R"({"score": {"of": "s", "above": 0}})"},
      R"("scores": [{"id": "s", "label": "s", "basis": {"mark": "estimate", "sources": ["T"]}, "value": )" +
          bands.json() + "}],");
  const auto score = [&](Interval x) {
    auto facts = rules.facts();
    facts.measures.set(rules.id("x"), x);
    return evaluate(rules.knowledge(), facts).rules[rules.rule("s").value].number;
  };
  for (double low = 5; low <= 27; ++low)
    for (double high = low; high <= 27; ++high) {
      Interval met{9, -9};
      for (double x = low; x <= high; x += 0.5) {
        World world;
        world.numbers["x"] = x;
        const double points = bands.value(world);
        met = {std::min(met.low, points), std::max(met.high, points)};
      }
      INFO(low << " to " << high);
      CHECK(score({low, high}) == met);
    }
  CHECK(score({}) == Interval{0, 3});
}

TEST_CASE("Kleene's tables") {
  const RuleWorld rules({R"({"all": ["a", "b"]})", R"({"any": ["a", "b"]})", R"({"not": "a"})"});
  for (const Truth a : kTruths)
    for (const Truth b : kTruths) {
      const States states{{"a", a}, {"b", b}};
      CHECK(rules.truth(states, 0) == std::min(a, b));
      CHECK(rules.truth(states, 1) == std::max(a, b));
      CHECK(rules.truth(states, 2) == (a == kYes ? kNo : a == kNo ? kYes : kUnknown));
    }
}

TEST_CASE("'at_least' counts what is true and what may be") {
  const RuleWorld rules({R"({"at_least": {"count": 2, "of": ["a", "b", "c"]}})"});
  CHECK(rules.truth({{"a", kYes}, {"b", kYes}}) == kYes);
  CHECK(rules.truth({{"a", kYes}, {"b", kNo}}) == kUnknown);
  CHECK(rules.truth({{"a", kNo}, {"b", kNo}}) == kNo);
  CHECK(rules.truth(States{}) == kUnknown);
}

TEST_CASE("'recorded' takes unknown for false, and nothing else does") {
  const RuleWorld rules({R"({"recorded": "a"})", R"({"not": {"recorded": "a"}})", R"("a")", R"({"present": "a"})"});
  for (const Truth a : kTruths) {
    CHECK(rules.truth({{"a", a}}, 0) == truth(a == kYes));
    CHECK(rules.truth({{"a", a}}, 1) == truth(a != kYes));
    CHECK(rules.truth({{"a", a}}, 2) == a);
    CHECK(rules.truth({{"a", a}}, 3) == a);
  }
}

TEST_CASE("age, sex, measures, durations and severities compare as intervals") {
  const RuleWorld rules({R"({"age": {"at_least": "65 a"}})", R"({"sex": "female"})",
                         R"({"measure": {"of": "temperature", "at_least": "38 Cel"}})",
                         R"({"duration": {"of": "a", "above": "3 mo"}})", R"({"severity": {"of": "a", "at_least": 7}})",
                         R"({"age": {"at_least": "18 a", "below": "65 a"}})",
                         R"({"severity": {"of": "a", "equal": 5}})"});
  const auto with_age = [&](Interval years) {
    auto facts = rules.facts();
    facts.age = {years.low * kDaysPerYear, years.high * kDaysPerYear};
    return facts;
  };
  CHECK(rules.truth(with_age({65, 65}), 0) == kYes);
  CHECK(rules.truth(with_age({64.99, 64.99}), 0) == kNo);
  CHECK(rules.truth(with_age({60, 70}), 0) == kUnknown);
  CHECK(rules.truth(with_age({}), 0) == kUnknown);
  CHECK(rules.truth(with_age({20, 40}), 5) == kYes);
  CHECK(rules.truth(with_age({17, 40}), 5) == kUnknown);
  CHECK(rules.truth(with_age({65, 65}), 5) == kNo);

  auto facts = rules.facts();
  CHECK(rules.truth(facts, 1) == kUnknown);
  facts.sex = Sex::male;
  CHECK(rules.truth(facts, 1) == kNo);
  facts.sex = Sex::female;
  CHECK(rules.truth(facts, 1) == kYes);

  const auto about = [&](auto member, std::string_view name, Interval value) {
    auto out = rules.facts();
    (out.*member).set(rules.id(name), value);
    return out;
  };
  CHECK(rules.truth(rules.facts(), 2) == kUnknown);
  CHECK(rules.truth(about(&Facts::measures, "temperature", {38, 38}), 2) == kYes);
  CHECK(rules.truth(about(&Facts::measures, "temperature", {37.9, 37.9}), 2) == kNo);
  CHECK(rules.truth(about(&Facts::durations, "a", {70, 84}), 3) == kNo);
  CHECK(rules.truth(about(&Facts::durations, "a", {70, 100}), 3) == kUnknown);
  CHECK(rules.truth(about(&Facts::durations, "a", {100, 120}), 3) == kYes);
  CHECK(rules.truth(about(&Facts::durations, "b", {100, 120}), 3) == kUnknown);
  CHECK(rules.truth(about(&Facts::severities, "a", {7, 7}), 4) == kYes);
  CHECK(rules.truth(about(&Facts::severities, "a", {5, 5}), 6) == kYes);
  CHECK(rules.truth(about(&Facts::severities, "a", {4, 6}), 6) == kUnknown);
  CHECK(rules.truth(about(&Facts::severities, "a", {6, 7}), 6) == kNo);
}

TEST_CASE("count, points and scores are ranges while parts are unknown") {
  const std::string basis = R"("basis": {"mark": "estimate", "sources": ["T"]})";
  const std::string scores =
      R"("scores": [{"id": "s", "label": "score", )" + basis +
      R"(, "value": {"points": [{"when": "a", "value": 2}, {"when": "b", "value": 1}, {"when": "c", "value": -2}]}}],)";
  const RuleWorld rules(
      {R"({"number": {"of": {"count": ["a", "b", "c"]}, "at_least": 2}})", R"({"score": {"of": "s", "at_least": 2}})",
       R"({"number": {"of": {"sum": [{"score": "s"}, 1]}, "above": 2}})", R"({"not": {"rule": "r1"}})"},
      scores);
  CHECK(rules.truth(States{}, 0) == kUnknown);
  CHECK(rules.truth({{"a", kYes}, {"b", kYes}}, 0) == kYes);
  CHECK(rules.truth({{"a", kNo}, {"b", kNo}}, 0) == kNo);
  CHECK(rules.truth({{"a", kYes}}, 1) == kUnknown);  // c may take two points away
  CHECK(rules.truth({{"a", kYes}, {"c", kNo}}, 1) == kYes);
  CHECK(rules.truth({{"a", kYes}, {"c", kNo}}, 3) == kNo);
  CHECK(rules.truth({{"a", kNo}}, 1) == kNo);  // b alone is not enough
  CHECK(rules.truth({{"a", kYes}, {"b", kNo}, {"c", kNo}}, 2) == kYes);
  CHECK(rules.truth({{"a", kNo}, {"b", kYes}, {"c", kNo}}, 2) == kNo);
  CHECK(rules.truth({{"b", kYes}, {"c", kNo}}, 2) == kUnknown);
}

TEST_CASE("arithmetic is exact where the numbers are") {
  const RuleWorld rules({R"({"number": {"of": {"quotient": [{"measure": "x"}, {"measure": "y"}]}, "at_least": 1}})",
                         R"({"number": {"of": {"difference": [{"measure": "x"}, {"measure": "y"}]}, "equal": 0}})"});
  for (int i = 1; i <= 1000; ++i) {
    auto facts = rules.facts();
    facts.measures.set(rules.id("x"), Interval::exactly(i));
    facts.measures.set(rules.id("y"), Interval::exactly(i));
    INFO(i << " / " << i);
    REQUIRE(rules.truth(facts, 0) == kYes);
    REQUIRE(rules.truth(facts, 1) == kYes);
  }
  auto facts = rules.facts();
  facts.measures.set(rules.id("x"), Interval::exactly(1));
  facts.measures.set(rules.id("y"), Interval::exactly(0));
  CHECK(rules.truth(facts, 0) == kUnknown);  // a division by zero says nothing
}

TEST_CASE("what was not said to have been tried may have been tried") {
  const RuleWorld rules(
      {R"({"tried": {"intervention": "stretch"}})",
       R"({"tried": {"intervention": "stretch", "for": {"at_least": "6 wk"}, "response": ["none", "worse"]}})",
       R"({"tried": {"intervention": "any", "response": ["none"]}})"});
  const auto tried = [&](std::vector<Facts::Tried> list) {
    auto facts = rules.facts();
    facts.tried = std::move(list);
    return facts;
  };
  const auto stretch = rules.id("stretch"), rest = rules.id("rest");
  CHECK(rules.truth(rules.facts(), 0) == kUnknown);
  CHECK(rules.truth(tried({{rest, {}, Response::none}}), 0) == kUnknown);
  CHECK(rules.truth(tried({{stretch, {}, Response::unknown}}), 0) == kYes);
  CHECK(rules.truth(tried({{stretch, {42, 42}, Response::none}}), 1) == kYes);
  CHECK(rules.truth(tried({{stretch, {40, 40}, Response::none}}), 1) == kNo);
  CHECK(rules.truth(tried({{stretch, {40, 50}, Response::none}}), 1) == kUnknown);
  CHECK(rules.truth(tried({{stretch, {42, 42}, Response::better}}), 1) == kNo);
  CHECK(rules.truth(tried({{stretch, {42, 42}, Response::unknown}}), 1) == kUnknown);
  CHECK(rules.truth(tried({{rest, {}, Response::none}}), 2) == kYes);
  CHECK(rules.truth(tried({{rest, {}, Response::better}}), 2) == kUnknown);  // something else may have failed
}

TEST_CASE("a response and a duration must belong to one attempt") {
  const RuleWorld rules({R"({"tried": {"intervention": "any", "for": {"at_least": "6 wk"}, "response": ["none"]}})"});
  auto facts = rules.facts();
  facts.tried = {{rules.id("stretch"), {70, 70}, Response::better}, {rules.id("rest"), {7, 7}, Response::none}};
  CHECK(rules.truth(facts) != kYes);
}

TEST_CASE("a second attempt at the same thing counts as much as the first") {
  const RuleWorld rules(
      {R"({"tried": {"intervention": "stretch", "for": {"at_least": "6 wk"}, "response": ["none"]}})"});
  auto facts = rules.facts();
  facts.tried = {{rules.id("stretch"), {7, 7}, Response::none}, {rules.id("stretch"), {70, 70}, Response::none}};
  CHECK(rules.truth(facts) == kYes);
}

TEST_CASE("a definition completes the case and never overwrites it") {
  const RuleWorld rules({R"("fever")", R"("parent")"});
  const auto with = [&](double celsius, const States& states) {
    auto facts = rules.facts(states);
    facts.measures.set(rules.id("temperature"), Interval::exactly(celsius));
    return facts;
  };
  CHECK(rules.truth(rules.facts(), 0) == kUnknown);
  CHECK(rules.truth(with(38.5, {}), 0) == kYes);
  CHECK(rules.truth(with(38.5, {}), 1) == kYes);  // and what it is a kind of
  CHECK(rules.truth(with(37, {}), 0) == kNo);
  CHECK(rules.truth(with(37, {}), 1) == kUnknown);
  CHECK(rules.truth(with(37, {{"fever", kYes}}), 0) == kYes);
  CHECK(rules.truth(with(38.5, {{"fever", kNo}}), 0) == kNo);
}

TEST_CASE("a present child makes its parents present, an absent parent its children absent, and nothing more") {
  const RuleWorld rules({R"("parent")", R"("child")", R"("other-child")"});
  CHECK(rules.truth({{"child", kYes}}, 0) == kYes);
  CHECK(rules.truth({{"child", kYes}}, 2) == kUnknown);
  CHECK(rules.truth({{"child", kNo}}, 0) == kUnknown);
  CHECK(rules.truth({{"parent", kNo}}, 1) == kNo);
  CHECK(rules.truth({{"parent", kYes}}, 1) == kUnknown);
}

TEST_CASE("reasons name what made the rule true and leave out what did not") {
  const RuleWorld rules({R"({"all": ["a", {"any": ["b", "c"]}, {"not": "d"}]})", R"({"any": ["fever", "child"]})",
                         R"({"age": {"at_least": "65 a"}})", R"("parent")", R"({"rule": "r0"})"});
  const auto known = rules.facts({{"a", kYes}, {"b", kYes}, {"c", kNo}, {"d", kNo}, {"e", kYes}});
  CHECK(rules.reasons_of(known, 0) == std::vector<std::string>{"finding a", "finding b", "finding d absent"});
  CHECK(rules.reasons_of(known, 4) == rules.reasons_of(known, 0));
  auto facts = rules.facts({{"child", kYes}});
  CHECK(rules.reasons_of(facts, 1) == std::vector<std::string>{"child"});
  CHECK(rules.reasons_of(facts, 3) == std::vector<std::string>{"parent (child)"});
  facts.age = Interval::exactly(70 * kDaysPerYear);
  CHECK(rules.reasons_of(facts, 2) == std::vector<std::string>{"age 70 a"});
}

TEST_CASE("the reasons alone are enough to make the rule true") {
  CAPTURE(seed());
  Random random(4);
  std::vector<Expression> expressions;
  for (int i = 0; i < 600; ++i) expressions.push_back(random_truth(random, 3, false));
  const RuleWorld rules(json_of(expressions));
  std::size_t fired = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const auto states = states_of("abcde", random.below(243));
    auto facts = rules.facts(states);
    const auto evaluation = evaluate(rules.knowledge(), facts);
    for (std::size_t i = 0; i < expressions.size(); ++i) {
      if (evaluation.truth(rules.rule(i)) != kYes) continue;
      ++fired;
      States only;
      for (const auto& reason : reasons(rules.knowledge(), facts, evaluation, rules.rule(i))) {
        const std::string name(1, reason.at(std::string("finding ").size()));
        REQUIRE(states.at(name) == (reason.ends_with(" absent") ? kNo : kYes));
        only[name] = states.at(name);
      }
      INFO(expressions[i].json() << " with " << text(states) << "because " << text(only));
      REQUIRE(by_quantification(
                  expressions[i], only.empty() ? states : [&] {
                    auto rest = states_of("abcde", 121);  // all unknown
                    for (const auto& [name, state] : only) rest[name] = state;
                    return rest;
                  }()) == kYes);
    }
  }
  CHECK(fired > 1000);
}

TEST_CASE("open questions name everything that is still unknown, and nothing that is known") {
  const RuleWorld rules({R"({"all": ["a", {"any": ["b", "c"]}]})", R"({"all": ["a", {"age": {"at_least": "65 a"}}]})",
                         R"({"any": [{"sex": "male"}, {"duration": {"of": "a", "above": "6 wk"}}]})",
                         R"({"measure": {"of": "temperature", "at_least": "39 Cel"}})"});
  CHECK(rules.open_of(rules.facts(), 0) == std::vector<std::string>{"a", "b", "c"});
  CHECK(rules.open_of(rules.facts({{"a", kYes}, {"b", kNo}}), 0) == std::vector<std::string>{"c"});
  CHECK(rules.open_of(rules.facts({{"a", kNo}}), 0).empty());
  CHECK(rules.open_of(rules.facts(), 1) == std::vector<std::string>{"a", "age"});
  CHECK(rules.open_of(rules.facts(), 2) == std::vector<std::string>{"sex", "duration of finding a"});
  CHECK(rules.open_of(rules.facts(), 3) == std::vector<std::string>{"temperature"});
}

TEST_CASE("whatever the answers to all open questions, they settle the rule") {
  CAPTURE(seed());
  Random random(5);
  std::size_t undetermined = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Expression> expressions;
    for (int i = 0; i < 10; ++i) expressions.push_back(random_truth(random, 3, false));
    const RuleWorld rules(json_of(expressions));
    for (int trial = 0; trial < 20; ++trial) {
      const auto states = states_of("abcde", random.below(243));
      auto facts = rules.facts(states);
      const auto evaluation = evaluate(rules.knowledge(), facts);
      for (std::size_t i = 0; i < expressions.size(); ++i) {
        const auto open = open_questions(rules.knowledge(), evaluation, rules.rule(i));
        REQUIRE(open.empty() == (evaluation.truth(rules.rule(i)) != kUnknown));
        undetermined += open.empty() ? 0 : 1;
        States unknown;
        for (const auto c : open) unknown[std::string(rules.knowledge().id(c))] = kUnknown;
        for_each_completion(unknown, [&](const World& world) {
          auto answered = states;
          for (const auto& [name, holds] : world.findings) {
            if (states.at(name) != kUnknown) FAIL(name << " is known already");
            answered[name] = truth(holds);
          }
          if (rules.truth(answered, i) == kUnknown) FAIL(expressions[i].json() << " with " << text(answered));
        });
      }
    }
  }
  CHECK(undetermined > 1000);
}
