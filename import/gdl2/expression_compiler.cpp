#include "gdl2/expression_compiler.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "noso/base/text.hpp"

namespace noso::gdl2 {

namespace {

struct NamedFunction {
  std::string_view name;
  Function function;
};
constexpr std::array<NamedFunction, 9> kFunctions{{{"abs", Function::absolute},
                                                   {"ceil", Function::ceiling},
                                                   {"floor", Function::floor},
                                                   {"round", Function::round},
                                                   {"exp", Function::exponential},
                                                   {"log", Function::natural_log},
                                                   {"log10", Function::decimal_log},
                                                   {"log1p", Function::log_of_one_plus},
                                                   {"sqrt", Function::square_root}}};

struct NamedAttribute {
  std::string_view name;
  Attribute attribute;
};
constexpr std::array<NamedAttribute, 20> kAttributes{{{"", Attribute::whole},
                                                      {"magnitude", Attribute::magnitude},
                                                      {"unit", Attribute::unit},
                                                      {"units", Attribute::unit},
                                                      {"precision", Attribute::precision},
                                                      {"value", Attribute::value},
                                                      {"code", Attribute::code},
                                                      {"symbol", Attribute::code},
                                                      {"definingCode", Attribute::code},
                                                      {"label", Attribute::label},
                                                      {"text", Attribute::label},
                                                      {"count", Attribute::count},
                                                      {"sum", Attribute::sum},
                                                      {"year", Attribute::year},
                                                      {"month", Attribute::month},
                                                      {"day", Attribute::day},
                                                      {"hour", Attribute::hour},
                                                      {"minute", Attribute::minute},
                                                      {"numerator", Attribute::numerator},
                                                      {"denominator", Attribute::denominator}}};

std::optional<Attribute> attribute_named(std::string_view name) {
  for (const auto& a : kAttributes)
    if (a.name == name) return a.attribute;
  return std::nullopt;
}

/// Units of which the calendar, not a factor, says how long they are, and hours.
bool is_period_unit(std::string_view unit) {
  return unit == "a" || unit == "mo" || unit == "wk" || unit == "d" || unit == "h";
}

std::optional<double> spelled_number(std::string_view text) {
  double x = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(x)) return std::nullopt;
  return x;
}

Comparison comparison_of(Operator op) {
  switch (op) {
    case Operator::at_least: return Comparison::at_least;
    case Operator::above: return Comparison::above;
    case Operator::at_most: return Comparison::at_most;
    case Operator::below: return Comparison::below;
    default: return Comparison::equal;
  }
}

}  // namespace

Result<Range> ExpressionCompiler::condition(const std::vector<SyntaxTree>& all) {
  begin();
  std::vector<std::uint32_t> parts;
  for (const auto& tree : all) {
    const auto part = truth_of(tree, static_cast<std::uint32_t>(tree.nodes.size() - 1));
    if (!part) return *failure_;
    parts.push_back(*part);
  }
  if (parts.size() > 1) {
    ExpressionNode node{.op = Op::all};
    node.arguments = TableBuilder::append(builder_.tables.guidelines.arguments, parts);
    builder_.tables.guidelines.nodes.push_back(node);
  }
  return end();
}

Result<ActionRecord> ExpressionCompiler::action(const Assignment& assignment) {
  begin();
  ActionRecord out;
  const auto element = names_.elements.find(assignment.name);
  const auto attribute = attribute_named(assignment.attribute);
  if (element == names_.elements.end() || element->second == 0)
    return error("guideline-unknown-name", "'$" + assignment.name + "' cannot be assigned to",
                 "assign to an element of the guideline");
  if (!attribute || *attribute == Attribute::sum || *attribute >= Attribute::year)
    return error("guideline-unsupported", "the attribute '" + assignment.attribute + "' cannot be assigned",
                 "use magnitude, unit, precision, value, code, label or count");
  out.element = element->second, out.attribute = *attribute;
  const auto& tree = assignment.value;
  if (tree.root().kind == SyntaxNode::Kind::null) return out;
  const bool as_number =
      *attribute == Attribute::magnitude || *attribute == Attribute::precision || *attribute == Attribute::count;
  const auto root = static_cast<std::uint32_t>(tree.nodes.size() - 1);
  if (!(*attribute == Attribute::unit ? unit(tree, root) : side(tree, root, as_number))) return *failure_;
  out.nodes = end();
  return out;
}

void ExpressionCompiler::begin() {
  first_ = static_cast<std::uint32_t>(builder_.tables.guidelines.nodes.size());
  failure_.reset();
}

Range ExpressionCompiler::end() {
  return {first_, static_cast<std::uint32_t>(builder_.tables.guidelines.nodes.size()) - first_};
}

std::uint32_t ExpressionCompiler::emit(ExpressionNode node, std::initializer_list<std::uint32_t> arguments) {
  auto& g = builder_.tables.guidelines;
  node.arguments = TableBuilder::append(g.arguments, std::vector<std::uint32_t>(arguments));
  g.nodes.push_back(node);
  return static_cast<std::uint32_t>(g.nodes.size()) - 1 - first_;
}

std::uint32_t ExpressionCompiler::symbol(std::string_view code, std::string_view text) {
  const auto [known, is_new] =
      symbol_of_.try_emplace({std::string(code), std::string(text)}, static_cast<std::uint32_t>(symbols_.size()));
  if (is_new) symbols_.push_back({builder_.text(code), builder_.text(text)});
  return known->second;
}

std::uint32_t ExpressionCompiler::literal(const DataValue& value) {
  ExpressionNode node{.op = Op::literal, .detail = static_cast<std::uint8_t>(value.type)};
  const bool has_number = value.type != ValueType::coded_text && value.type != ValueType::text;
  node.number = value.type == ValueType::boolean ? (value.flag ? 1 : 0) : has_number ? value.number : kNoNumber;
  if (value.type != ValueType::number && value.type != ValueType::boolean)
    node.concept_ref = symbol(value.code, value.text);
  return emit(node);
}

std::uint32_t ExpressionCompiler::number(double x) { return literal({.type = ValueType::number, .number = x}); }

std::uint32_t ExpressionCompiler::test(Test test, std::initializer_list<std::uint32_t> arguments) {
  return emit({.op = Op::test, .detail = static_cast<std::uint8_t>(test)}, arguments);
}

std::uint32_t ExpressionCompiler::function(Function function, std::initializer_list<std::uint32_t> arguments) {
  return emit({.op = Op::function, .detail = static_cast<std::uint8_t>(function)}, arguments);
}

std::nullopt_t ExpressionCompiler::fail(Diagnostic why) {
  if (!failure_) failure_ = std::move(why);
  return std::nullopt;
}

/// An operand of a comparison or calculation, or what is assigned. A number that is written as a text counts as the
/// number where a number is needed.
std::optional<ExpressionCompiler::Operand> ExpressionCompiler::side(const SyntaxTree& tree, std::uint32_t i,
                                                                    bool as_number) {
  const auto& node = tree[i];
  if (as_number && node.kind == SyntaxNode::Kind::constant && node.constant.type == ValueType::text)
    if (const auto x = spelled_number(node.constant.text)) return Operand{number(*x), Kind::number};
  return compile(tree, i);
}

/// What a unit is compared with or becomes.
std::optional<ExpressionCompiler::Operand> ExpressionCompiler::unit(const SyntaxTree& tree, std::uint32_t i) {
  const auto& node = tree[i];
  if (node.kind != SyntaxNode::Kind::constant || node.constant.type != ValueType::text) return compile(tree, i);
  DataValue value{.type = ValueType::text};
  value.text = plain_unit(node.constant.text);
  return Operand{literal(value), Kind::text};
}

std::optional<std::uint32_t> ExpressionCompiler::truth_of(const SyntaxTree& tree, std::uint32_t i) {
  const auto operand = compile(tree, i);
  if (!operand) return std::nullopt;
  return operand->kind == Kind::truth ? operand->node : test(Test::is_true, {operand->node});
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::compile(const SyntaxTree& tree, std::uint32_t i) {
  const auto& node = tree[i];
  switch (node.kind) {
    case SyntaxNode::Kind::null:
      return fail(
          error("guideline-type", "null can only be compared for equality or assigned", "correct the expression"));
    case SyntaxNode::Kind::constant: {
      const auto& value = node.constant;
      const bool period = value.type == ValueType::quantity && is_period_unit(value.text);
      const bool is_number = value.type == ValueType::number || value.type == ValueType::quantity;
      return Operand{literal(value), period                          ? Kind::period
                                     : value.type == ValueType::text ? Kind::text
                                     : is_number                     ? Kind::number
                                                                     : Kind::any};
    }
    case SyntaxNode::Kind::variable: return variable(node);
    case SyntaxNode::Kind::call: return call(tree, node);
    case SyntaxNode::Kind::negation: {
      const auto inner = truth_of(tree, node.left);
      if (!inner) return std::nullopt;
      return Operand{emit({.op = Op::negate}, {*inner}), Kind::truth};
    }
    case SyntaxNode::Kind::minus: {
      const auto zero = number(0);
      const auto inner = side(tree, node.left, true);
      if (!inner) return std::nullopt;
      return Operand{emit({.op = Op::difference}, {zero, inner->node}), Kind::number};
    }
    case SyntaxNode::Kind::binary: return binary(tree, node);
  }
  return std::nullopt;
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::variable(const SyntaxNode& node) {
  if (node.attribute == "term") {
    const auto term = names_.terms.find(node.name);
    if (term == names_.terms.end())
      return fail(error("guideline-unknown-name", "the term of '$" + node.name + "' is not defined",
                        "define it in the ontology"));
    DataValue value{.type = ValueType::text};
    value.text = term->second;
    return Operand{literal(value), Kind::text};
  }
  const auto element = names_.elements.find(node.name);
  if (element == names_.elements.end())
    return fail(error("guideline-unknown-name", "'$" + node.name + "' is no element of the guideline",
                      "bind it, assign to it, or correct its name"));
  const auto attribute = attribute_named(node.attribute);
  if (!attribute)
    return fail(error("guideline-unsupported", "the attribute '" + node.attribute + "' is not supported",
                      "docs/gdl2.md names those that are"));
  ExpressionNode out{.op = Op::element, .detail = static_cast<std::uint8_t>(*attribute)};
  out.concept_ref = element->second;
  const bool is_text = *attribute == Attribute::unit || *attribute == Attribute::code || *attribute == Attribute::label;
  if (*attribute == Attribute::whole && names_.durations.contains(node.name)) return Operand{emit(out), Kind::period};
  const bool is_any = *attribute == Attribute::whole || *attribute == Attribute::value;
  return Operand{emit(out), is_text ? Kind::text : is_any ? Kind::any : Kind::number};
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::call(const SyntaxTree& tree, const SyntaxNode& node) {
  if (node.name == "fired") {
    const auto& argument = tree[node.left];
    const auto rule = names_.rules.find(argument.name);
    if (argument.kind != SyntaxNode::Kind::variable || rule == names_.rules.end())
      return fail(error("guideline-unknown-name", "fired() asks for '" + argument.name + "', which is no rule",
                        "name a rule of the guideline"));
    ExpressionNode out{.op = Op::rule};
    out.concept_ref = rule->second;
    return Operand{emit(out), Kind::truth};
  }
  if (node.name == "not") {
    const auto inner = truth_of(tree, node.left);
    if (!inner) return std::nullopt;
    return Operand{emit({.op = Op::negate}, {*inner}), Kind::truth};
  }
  for (const auto& known : kFunctions) {
    if (known.name != node.name) continue;
    const auto argument = side(tree, node.left, true);
    if (!argument) return std::nullopt;
    return Operand{function(known.function, {argument->node}), Kind::number};
  }
  return fail(error("guideline-unsupported", "the function '" + node.name + "' is not supported",
                    "use fired, abs, ceil, floor, round, exp, log, log10, log1p or sqrt"));
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::binary(const SyntaxTree& tree, const SyntaxNode& node) {
  switch (node.op) {
    case Operator::either:
    case Operator::both: {
      const auto left = truth_of(tree, node.left);
      const auto right = left ? truth_of(tree, node.right) : std::nullopt;
      if (!right) return std::nullopt;
      return Operand{emit({.op = node.op == Operator::both ? Op::all : Op::any}, {*left, *right}), Kind::truth};
    }
    case Operator::equal:
    case Operator::unequal: return equality(tree, node);
    case Operator::is_a:
    case Operator::is_not_a: return kind_of(tree, node);
    case Operator::below:
    case Operator::at_most:
    case Operator::above:
    case Operator::at_least: {
      const auto left = side(tree, node.left, true);
      auto right = left ? side(tree, node.right, true) : std::nullopt;
      if (!right) return std::nullopt;
      // A calculated time against a period: both in milliseconds.
      if (right->kind == Kind::period && tree[node.left].kind == SyntaxNode::Kind::binary)
        right->node = function(Function::milliseconds, {right->node});
      return Operand{emit({.op = Op::compare, .comparison = comparison_of(node.op)}, {left->node, right->node}),
                     Kind::truth};
    }
    default: break;
  }
  const bool may_be_text = node.op == Operator::add;
  const auto left = side(tree, node.left, !may_be_text);
  const auto right = left ? side(tree, node.right, !may_be_text) : std::nullopt;
  return right ? arithmetic(node.op, *left, *right) : std::nullopt;
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::equality(const SyntaxTree& tree,
                                                                        const SyntaxNode& node) {
  const bool left_null = tree[node.left].kind == SyntaxNode::Kind::null;
  const bool right_null = tree[node.right].kind == SyntaxNode::Kind::null;
  std::uint32_t out = 0;
  if (left_null || right_null) {
    const auto other = compile(tree, left_null ? node.right : node.left);
    if (!other) return std::nullopt;
    out = test(Test::missing, {other->node});
  } else {
    const auto left = compile(tree, node.left);
    if (!left) return std::nullopt;
    const bool of_unit = tree[node.left].attribute == "unit" || tree[node.left].attribute == "units";
    const auto right = of_unit ? unit(tree, node.right) : side(tree, node.right, left->kind == Kind::number);
    if (!right) return std::nullopt;
    out = test(Test::same, {left->node, right->node});
  }
  if (node.op == Operator::unequal) out = emit({.op = Op::negate}, {out});
  return Operand{out, Kind::truth};
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::kind_of(const SyntaxTree& tree, const SyntaxNode& node) {
  const auto& right = tree[node.right];
  if (right.kind != SyntaxNode::Kind::constant || right.constant.code.empty())
    return fail(error("guideline-type", "is_a is followed by a code", "name a code of the guideline"));
  const auto left = compile(tree, node.left);
  if (!left) return std::nullopt;
  std::vector<std::uint32_t> arguments{left->node, literal(right.constant)};
  const auto code = right.constant.code.substr(right.constant.code.find("::") + 2);
  if (const auto bound = names_.bindings.find(code); bound != names_.bindings.end())
    for (const auto& other : bound->second) {
      DataValue value{.type = ValueType::coded_text};
      value.code = other;
      arguments.push_back(literal(value));
    }
  ExpressionNode out{.op = Op::test, .detail = static_cast<std::uint8_t>(Test::is_kind_of)};
  out.arguments = TableBuilder::append(builder_.tables.guidelines.arguments, arguments);
  builder_.tables.guidelines.nodes.push_back(out);
  auto at = static_cast<std::uint32_t>(builder_.tables.guidelines.nodes.size()) - 1 - first_;
  if (node.op == Operator::is_not_a) at = emit({.op = Op::negate}, {at});
  return Operand{at, Kind::truth};
}

std::optional<ExpressionCompiler::Operand> ExpressionCompiler::arithmetic(Operator op, Operand left, Operand right) {
  const auto emitted = [&](Op of) { return Operand{emit({.op = of}, {left.node, right.node}), Kind::number}; };
  if (op == Operator::add) {
    if (left.kind == Kind::text || right.kind == Kind::text)
      return Operand{function(Function::join, {left.node, right.node}), Kind::text};
    if (right.kind == Kind::period) return Operand{function(Function::later, {left.node, right.node}), Kind::any};
    return emitted(Op::sum);
  }
  if (op == Operator::subtract) {
    if (right.kind == Kind::period) return Operand{function(Function::earlier, {left.node, right.node}), Kind::any};
    return emitted(Op::difference);
  }
  if (op == Operator::power) return Operand{function(Function::power, {left.node, right.node}), Kind::number};
  if (op == Operator::divide) {
    if (right.kind == Kind::period) right.node = function(Function::milliseconds, {right.node});
    return emitted(Op::quotient);
  }
  return emitted(Op::product);
}

}  // namespace noso::gdl2
