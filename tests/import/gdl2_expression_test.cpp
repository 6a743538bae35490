// The parser against trees that are written out and read again, and the refusals of what is no expression.
#include <catch2/catch.hpp>

#include "gdl2/syntax.hpp"
#include "support/random.hpp"

namespace {

using namespace noso::gdl2;
using noso::DataValue;
using noso::ValueType;
using noso::test::Random;
using Kind = SyntaxNode::Kind;

/// A tree in prefix form with every bracket: two trees are the same when their forms are.
std::string prefix(const SyntaxTree& tree, std::uint32_t i) {
  const auto& node = tree[i];
  switch (node.kind) {
    case Kind::null: return "null";
    case Kind::constant: return "<" + std::string(to_string(node.constant.type)) + ' ' + to_string(node.constant) + ">";
    case Kind::variable: return "$" + node.name + (node.attribute.empty() ? "" : "." + node.attribute);
    case Kind::call: return node.name + "(" + prefix(tree, node.left) + ")";
    case Kind::negation: return "(! " + prefix(tree, node.left) + ")";
    case Kind::minus: return "(- " + prefix(tree, node.left) + ")";
    case Kind::binary:
      return "(" + std::string(to_string(node.op)) + ' ' + prefix(tree, node.left) + ' ' + prefix(tree, node.right) +
             ")";
  }
  return {};
}

std::string prefix(std::string_view text) {
  const auto tree = parse_expression(text);
  return tree.ok() ? prefix(*tree, static_cast<std::uint32_t>(tree->nodes.size() - 1)) : "refused";
}

/// The oracle: a random tree as it must be read, and a text that says it, with brackets only where they are needed
/// (and some where they are not).
struct Written {
  std::string text, expected;
  int binds = 9;  ///< precedence of its outermost operator
};

Written random_expression(Random& random, int depth) {
  if (depth == 0 || random.chance(0.2)) {
    const std::vector<Written> leaves{{"$gt0003|Heart (rate)|", "$gt0003"},
                                      {"$gt0004.magnitude", "$gt0004.magnitude"},
                                      {"12.5", "<number 12.5>"},
                                      {"8,/min", "<quantity 8,/min>"},
                                      {"1|local::at0006|Yes, it's so|", "<ordinal 1|local::at0006|Yes, it's so|>"},
                                      {"local::at0005|No|", "<coded text local::at0005|No|>"},
                                      {"'it's a text'", "<text it's a text>"},
                                      {"true", "<boolean true>"},
                                      {"null", "null"},
                                      {"log10($gt0003)", "log10($gt0003)"},
                                      {"(-2),mmol/l", "<quantity -2,mmol/l>"}};
    return random.pick(leaves);
  }
  if (random.chance(0.1)) {
    auto inner = random_expression(random, depth - 1);
    return {"!(" + inner.text + ")", "(! " + inner.expected + ")"};
  }
  const auto op = static_cast<Operator>(random.below(kOperatorCount));
  auto left = random_expression(random, depth - 1), right = random_expression(random, depth - 1);
  const int own = precedence(op);
  const bool leans_right = op == Operator::power;
  const auto bracket = [&](Written& side, bool needed) {
    if (needed || random.chance(0.1)) side.text = "(" + side.text + ")";
  };
  bracket(left, left.binds < own || (leans_right && left.binds == own));
  bracket(right, right.binds < own || (!leans_right && right.binds == own));
  // A unit goes on to the next space, so operators stand between spaces.
  return {left.text + ' ' + std::string(to_string(op)) + ' ' + right.text,
          "(" + std::string(to_string(op)) + ' ' + left.expected + ' ' + right.expected + ")", own};
}

}  // namespace

TEST_CASE("an expression is read as the tree that it was written from") {
  CAPTURE(noso::test::seed());
  Random random(1);
  for (int i = 0; i < 4000; ++i) {
    const auto written = random_expression(random, 1 + static_cast<int>(random.below(5)));
    CAPTURE(written.text);
    REQUIRE(prefix(written.text) == written.expected);
  }
}

TEST_CASE("a unit ends at a bracket, a space or a logical operator") {
  CHECK(prefix("($gt1>=8,/min)||($gt2<5,10*9/l)") == "(|| (>= $gt1 <quantity 8,/min>) (< $gt2 <quantity 5,10*9/l>))");
  CHECK(prefix("$gt1==5,mg/dl&&$gt2==null") == "(&& (== $gt1 <quantity 5,mg/dl>) (== $gt2 null))");
  CHECK(prefix("$gt1>$currentDateTime-18,a") == "(> $gt1 (- $currentDateTime <quantity 18,a>))");
  CHECK(prefix("$gt1<3,\u00B5mol/l") == "(< $gt1 <quantity 3,umol/l>)");
}

TEST_CASE("what is no expression is refused with its character") {
  for (const std::string_view text : {"", "(", "$", "$gt1 ==", "$gt1|label", "1 2", "log10($gt1) !", "'open", "5,",
                                      "3|local::|x|", "$gt1.", "abc", "$gt1 = 3", "1e999", ")"}) {
    CAPTURE(text);
    const auto tree = parse_expression(text);
    REQUIRE_FALSE(tree.ok());
    CHECK(tree.errors().front().code == "guideline-syntax");
    CHECK(tree.errors().front().message.find("at character") != std::string::npos);
  }
  CHECK_FALSE(parse_expression(std::string(100'000, '(')).ok());
  CHECK_FALSE(parse_expression(std::string(1000, '!') + "$gt1").ok());
  CHECK_FALSE(parse_expression(std::string(70'000, ' ') + "1").ok());
  const auto in_a_row = [](std::string_view part, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out + "1";
  };
  CHECK(parse_expression(in_a_row("2^", 150)).ok());
  CHECK_FALSE(parse_expression(in_a_row("2^", 30'000)).ok());
  CHECK(parse_expression(in_a_row("2+", 900)).ok());
  CHECK_FALSE(parse_expression(in_a_row("2+", 30'000)).ok());
  CHECK_FALSE(parse_assignment("local::at0016|Negative|").ok());
  CHECK_FALSE(parse_assignment("$gt1 == 3").ok());
}

TEST_CASE("an assignment names an element and an attribute of it") {
  const auto whole = parse_assignment("$gt0018|Respiration rate| = 3|local::at0021|<=8|");
  REQUIRE(whole.ok());
  CHECK(whole->name == "gt0018");
  CHECK(whole->value.root().constant.code == "local::at0021");
  const auto attribute = parse_assignment("$gt0008|BMI|.magnitude=$gt0005.magnitude/($gt0006.magnitude/100)^2");
  REQUIRE(attribute.ok());
  CHECK(attribute->attribute == "magnitude");
  CHECK(prefix(attribute->value, static_cast<std::uint32_t>(attribute->value.nodes.size() - 1)) ==
        "(/ $gt0005.magnitude (^ (/ $gt0006.magnitude <number 100>) <number 2>))");
}
