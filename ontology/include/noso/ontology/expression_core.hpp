/// The one evaluation of expressions: logic, comparison and arithmetic over values of which only a part is known. What
/// is asked of a case of findings or of the elements of a guideline, its source answers.
#pragma once

#include <algorithm>
#include <cmath>

#include "noso/ontology/expression.hpp"
#include "noso/ontology/value.hpp"

namespace noso {

inline Interval plus(Interval a, Interval b) { return {a.low + b.low, a.high + b.high}; }
inline Interval minus(Interval a, Interval b) { return {a.low - b.high, a.high - b.low}; }

inline Interval times(Interval a, Interval b) {
  if (!a.knows_something() || !b.knows_something()) return {};
  const auto finite = [](double x) { return std::isnan(x) ? 0.0 : x; };  // 0 · ∞: the factor 0 decides
  const double corners[] = {finite(a.low * b.low), finite(a.low * b.high), finite(a.high * b.low),
                            finite(a.high * b.high)};
  return {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
}

/// Unknown where the divisor may be 0. Divides, as a product with 1/b would make 49/49 less than 1.
inline Interval divided(Interval a, Interval b) {
  if (!a.knows_something() || (b.low <= 0 && b.high >= 0)) return {};
  const auto finite = [](double x) { return std::isnan(x) ? 0.0 : x; };  // ∞ / ∞: any value between the other corners
  const double corners[] = {finite(a.low / b.low), finite(a.low / b.high), finite(a.high / b.low),
                            finite(a.high / b.high)};
  return {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
}

inline Truth compared(Comparison comparison, Interval a, Interval b) {
  switch (comparison) {
    case Comparison::at_least: return at_least(a, b);
    case Comparison::above: return above(a, b);
    case Comparison::at_most: return at_least(b, a);
    case Comparison::below: return above(b, a);
    case Comparison::equal: return equal(a, b);
  }
  return Truth::unknown;
}

/// Whether an argument with the truth value `part` is a reason for that of its node, `whole`: a true `any` rests on its
/// true arguments, a false `all` on its false ones.
constexpr bool is_reason(Op op, Truth whole, Truth part) {
  const bool same_way = op == Op::all || op == Op::any || op == Op::at_least;
  return !same_way || part == whole;
}

/// `Source` has three members: `argument(node, i)`, the value of the i-th argument, which is known by then;
/// `leaf(node)`, the value of a node of any operation that is not evaluated here; `in_unit_of(b, a)`, the number of `b`
/// as it compares with `a`, which has another symbol. A class derives from this one with itself as `Source`.
template <class Source>
class ExpressionCore {
 public:
  Value evaluate(const ExpressionNode& n) const {
    switch (n.op) {
      case Op::all: {
        Truth all = Truth::yes;
        for (std::uint32_t i = 0; i < n.arguments.count; ++i) all = all && argument(n, i).truth;
        return {all, {}};
      }
      case Op::any: {
        Truth any = Truth::no;
        for (std::uint32_t i = 0; i < n.arguments.count; ++i) any = any || argument(n, i).truth;
        return {any, {}};
      }
      case Op::negate: return {!argument(n, 0).truth, {}};
      case Op::at_least: return {at_least(count(n), Interval::exactly(n.number)), {}};
      case Op::compare: {
        const auto &a = argument(n, 0), &b = argument(n, 1);
        if (a.symbol == b.symbol) return {compared(n.comparison, a.number, b.number), {}};
        return {compared(n.comparison, a.number, static_cast<const Source&>(*this).in_unit_of(b, a)), {}};
      }
      case Op::count: return {Truth::unknown, count(n)};
      case Op::points: return {Truth::unknown, points(n)};
      case Op::sum: {
        Interval sum{0, 0};
        for (std::uint32_t i = 0; i < n.arguments.count; ++i) sum = plus(sum, argument(n, i).number);
        return {Truth::unknown, sum};
      }
      case Op::difference: return {Truth::unknown, minus(argument(n, 0).number, argument(n, 1).number)};
      case Op::product: {
        Interval product{1, 1};
        for (std::uint32_t i = 0; i < n.arguments.count; ++i) product = times(product, argument(n, i).number);
        return {Truth::unknown, product};
      }
      case Op::quotient: return {Truth::unknown, divided(argument(n, 0).number, argument(n, 1).number)};
      case Op::choose: return {Truth::unknown, chosen(n)};
      case Op::present:
      case Op::recorded:
      case Op::sex_is:
      case Op::tried:
      case Op::rule:
      case Op::test:
      case Op::literal:
      case Op::age:
      case Op::measure:
      case Op::duration:
      case Op::severity:
      case Op::tried_duration:
      case Op::score:
      case Op::element:
      case Op::function: break;
    }
    return static_cast<const Source&>(*this).leaf(n);
  }

 private:
  const Value& argument(const ExpressionNode& n, std::uint32_t i) const {
    return static_cast<const Source&>(*this).argument(n, i);
  }

  /// How many of the arguments are true, and how many may be.
  Interval count(const ExpressionNode& n) const {
    Interval total{0, 0};
    for (std::uint32_t i = 0; i < n.arguments.count; ++i) {
      const Truth t = argument(n, i).truth;
      total.low += t == Truth::yes ? 1 : 0;
      total.high += t != Truth::no ? 1 : 0;
    }
    return total;
  }

  Interval points(const ExpressionNode& n) const {
    Interval total{0, 0};
    for (std::uint32_t i = 0; i + 1 < n.arguments.count; i += 2) {
      const Truth t = argument(n, i).truth;
      const double value = argument(n, i + 1).number.low;
      if (t == Truth::yes) total = plus(total, Interval::exactly(value));
      if (t == Truth::unknown) total = plus(total, Interval{std::min(0.0, value), std::max(0.0, value)});
    }
    return total;
  }

  /// While the condition is unknown, what both alternatives span.
  Interval chosen(const ExpressionNode& n) const {
    const auto &yes = argument(n, 1).number, &no = argument(n, 2).number;
    switch (argument(n, 0).truth) {
      case Truth::yes: return yes;
      case Truth::no: return no;
      case Truth::unknown: break;
    }
    return {std::min(yes.low, no.low), std::max(yes.high, no.high)};
  }
};

}  // namespace noso
