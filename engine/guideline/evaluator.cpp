#include "guideline/evaluator.hpp"

#include <chrono>
#include <limits>

#include "guideline/functions.hpp"
#include "noso/base/quantity.hpp"

namespace noso {

namespace {

constexpr double kMillisecondsInDay = 86'400'000;

Value number_value(double x) {
  Value out{Truth::unknown, Interval::exactly(x)};
  out.type = ValueType::number;
  return out;
}

bool has_text(ValueType type) { return type == ValueType::text || type == ValueType::coded_text; }

}  // namespace

GuidelineEvaluator::GuidelineEvaluator(const Tables& tables, std::uint32_t guideline)
    : tables_(tables.guidelines), guideline_(tables.guidelines.guidelines[guideline]) {
  const auto text = [&](TextRef ref) { return std::string_view(tables.texts).substr(ref.offset, ref.length); };
  std::vector<std::uint32_t> symbols;
  for (std::uint32_t i = 0; i < guideline_.symbols.count; ++i) {
    const auto& record = tables_.symbols[guideline_.symbols.first + i];
    symbols.push_back(pool.symbol(text(record.code), text(record.text)));
  }
  literals_.resize(guideline_.nodes.count);
  for (std::uint32_t i = 0; i < guideline_.nodes.count; ++i) {
    const auto& node = tables_.nodes[guideline_.nodes.first + i];
    if (node.op != Op::literal) continue;
    auto& value = literals_[i];
    value.type = static_cast<ValueType>(node.detail);
    if (value.type == ValueType::boolean)
      value.truth = truth(node.number != 0);
    else if (!std::isnan(node.number))
      value.number = Interval::exactly(node.number);
    if (node.concept_ref != kNoSymbol) value.symbol = symbols[node.concept_ref];
  }
  pool.keep();
  values_.resize(guideline_.nodes.count);
}

void GuidelineEvaluator::start(double now) {
  pool.reset();
  elements.assign(guideline_.elements.count, Value());
  elements[0] = number_value(now);
  elements[0].type = ValueType::date_time;
  rules.assign(guideline_.rules.count, Value(Truth::no, {}));
}

Value GuidelineEvaluator::expression(Range nodes) {
  if (nodes.count == 0) return {};
  first_ = nodes.first - guideline_.nodes.first;
  for (std::uint32_t i = 0; i < nodes.count; ++i) values_[first_ + i] = evaluate(tables_.nodes[nodes.first + i]);
  return values_[first_ + nodes.count - 1];
}

void GuidelineEvaluator::assign_number(Value& to, const Value& value, bool counts) {
  if (has_text(value.type)) {
    to = value;
    to.type = ValueType::text, to.symbol = pool.symbol({}, pool.text(value.symbol));
    return;
  }
  to.number = value.number;
  if (counts && to.type != ValueType::quantity && to.number.is_exact()) {
    to.type = ValueType::count;
    to.number = Interval::exactly(std::trunc(to.number.low));
  }
  if (to.type == ValueType::none || has_text(to.type) || to.type == ValueType::boolean) to.type = ValueType::number;
}

/// A text that is assigned to an element whose values texts say, is that value.
Value GuidelineEvaluator::typed(const Value& value, std::uint32_t element) const {
  const auto type = tables_.elements[guideline_.elements.first + element].type;
  if (value.type != ValueType::text || value.symbol == kNoSymbol || type < ValueType::time) return value;
  return from_data_value(pool, parse_data_value(std::string(pool.text(value.symbol)), type));
}

void GuidelineEvaluator::assign(const ActionRecord& action, const Value& value) {
  auto& to = elements[action.element];
  const auto which = action.attribute;
  switch (which) {
    case Attribute::whole:
      to = typed(value, action.element);
      if (to.type == ValueType::none && to.truth != Truth::unknown) to.type = ValueType::boolean;
      if (to.type == ValueType::none && to.number.is_exact()) to.type = ValueType::number;
      break;
    case Attribute::magnitude:
    case Attribute::value:
    case Attribute::count: assign_number(to, value, action.counts != 0); break;
    case Attribute::unit:
      to.symbol = value.symbol;
      to.type = ValueType::quantity;
      break;
    case Attribute::precision:
      if (value.number.is_exact() && value.number.low >= 0 && value.number.low <= 15)
        to.precision = static_cast<std::int8_t>(value.number.low);
      if (to.type == ValueType::none) to.type = ValueType::quantity;
      break;
    case Attribute::code:
    case Attribute::label: {
      if (value.symbol == kNoSymbol) break;
      const bool old = to.symbol != kNoSymbol && to.type != ValueType::quantity;
      const std::string said(pool.text(value.symbol));
      if (which == Attribute::code)
        to.symbol = pool.symbol("local::" + said, old ? std::string(pool.text(to.symbol)) : std::string());
      else
        to.symbol = pool.symbol(old ? std::string(pool.code(to.symbol)) : std::string(), said);
      if (to.type != ValueType::ordinal) to.type = ValueType::coded_text;
      break;
    }
    case Attribute::sum:
    case Attribute::year:
    case Attribute::month:
    case Attribute::day:
    case Attribute::hour:
    case Attribute::minute:
    case Attribute::numerator:
    case Attribute::denominator: break;  // refused by the import
  }
  if (to.type == ValueType::quantity && to.precision >= 0 && to.number.is_exact())
    to.number = Interval::exactly(rounded(to.number.low, to.precision));
}

bool GuidelineEvaluator::is_missing(const Value& value) const {
  switch (value.type) {
    case ValueType::none: return value.truth == Truth::unknown && !value.number.knows_something();
    case ValueType::boolean: return value.truth == Truth::unknown;
    case ValueType::coded_text:
    case ValueType::text: return value.symbol == kNoSymbol;
    case ValueType::number:
    case ValueType::count:
    case ValueType::quantity:
    case ValueType::ordinal:
    case ValueType::date_time:
    case ValueType::time:
    case ValueType::duration:
    case ValueType::proportion: break;
  }
  return !value.number.knows_something();
}

Value GuidelineEvaluator::leaf(const ExpressionNode& n) const {
  switch (n.op) {
    case Op::rule: return rules[n.concept_ref];
    case Op::literal: return literals_[static_cast<std::size_t>(&n - tables_.nodes.data()) - guideline_.nodes.first];
    case Op::element: return attribute(elements[n.concept_ref], static_cast<Attribute>(n.detail));
    case Op::test: return test(n);
    case Op::function: return function(n);
    default: return {};  // of packs
  }
}

/// In what the number of a quantity or duration is.
std::optional<Unit> GuidelineEvaluator::unit_of(const Value& value) const {
  if (value.type == ValueType::duration) return find_unit("s");
  return value.symbol == kNoSymbol ? std::nullopt : find_unit(pool.text(value.symbol));
}

/// Quantities in different units of one dimension are converted, and durations, which are in seconds; where that cannot
/// be done, nothing is known.
Interval GuidelineEvaluator::in_unit_of(const Value& b, const Value& a) const {
  const auto has_unit = [](const Value& v) { return v.type == ValueType::quantity || v.type == ValueType::duration; };
  if (!has_unit(a) || !has_unit(b)) return b.number;
  if (a.type == b.type && (a.type == ValueType::duration || a.symbol == kNoSymbol || b.symbol == kNoSymbol ||
                           pool.key(a.symbol) == pool.key(b.symbol)))
    return b.number;
  const auto to = unit_of(a), from = unit_of(b);
  if (!to || !from || to->dimension != from->dimension) return {};
  const auto convert = [&](double x) {
    return without_noise((x * from->factor + from->offset - to->offset) / to->factor);
  };
  return {convert(b.number.low), convert(b.number.high)};
}

Value GuidelineEvaluator::text(std::string_view text) const {
  Value out;
  out.type = ValueType::text, out.symbol = pool.symbol({}, text);
  return out;
}

Value GuidelineEvaluator::attribute(const Value& of, Attribute which) const {
  const bool has_symbol = of.symbol != kNoSymbol;
  switch (which) {
    case Attribute::whole: return of;
    case Attribute::magnitude:
    case Attribute::sum: return {Truth::unknown, of.number};
    case Attribute::value:
      if (of.type == ValueType::coded_text || of.type == ValueType::text || of.type == ValueType::duration)
        return has_symbol ? text(pool.text(of.symbol)) : Value();
      return of.type == ValueType::boolean ? of : Value(Truth::unknown, of.number);
    case Attribute::count: return number_value(is_missing(of) ? 0 : 1);
    case Attribute::unit: return of.type == ValueType::quantity && has_symbol ? text(pool.text(of.symbol)) : Value();
    case Attribute::precision: return of.precision < 0 ? Value() : number_value(of.precision);
    case Attribute::code: {
      if (!has_symbol || of.type == ValueType::quantity) return {};
      const auto code = pool.code(of.symbol);
      const auto colons = code.find("::");
      return code.empty() ? Value() : text(colons == code.npos ? code : code.substr(colons + 2));
    }
    case Attribute::label: return has_symbol && of.type != ValueType::quantity ? text(pool.text(of.symbol)) : Value();
    case Attribute::year:
    case Attribute::month:
    case Attribute::day:
    case Attribute::hour:
    case Attribute::minute: return date_part(of, which);
    case Attribute::numerator:
    case Attribute::denominator: return part_of_proportion(of, which);
  }
  return {};
}

Value GuidelineEvaluator::date_part(const Value& of, Attribute which) const {
  const bool is_time = of.type == ValueType::time && which >= Attribute::hour;
  if ((of.type != ValueType::date_time && !is_time) || !of.number.is_exact()) return {};
  const double day = std::floor(of.number.low / kMillisecondsInDay);
  if (std::abs(day) > 1e7) return {};
  const double minutes = std::floor((of.number.low - day * kMillisecondsInDay) / 60'000);
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
  switch (which) {
    case Attribute::year: return number_value(static_cast<int>(date.year()));
    case Attribute::month: return number_value(static_cast<unsigned>(date.month()));
    case Attribute::day: return number_value(static_cast<unsigned>(date.day()));
    case Attribute::hour: return number_value(std::floor(minutes / 60));
    default: return number_value(std::fmod(minutes, 60));
  }
}

/// What stands before and behind the line of `2/3`; a number alone is over 1, a percentage over 100.
Value GuidelineEvaluator::part_of_proportion(const Value& of, Attribute which) const {
  if (of.type != ValueType::proportion || !of.number.is_exact()) return {};
  const auto written = of.symbol == kNoSymbol ? std::string_view() : pool.text(of.symbol);
  const auto slash = written.find('/');
  double under = written.ends_with('%') ? 100 : 1;
  if (slash != written.npos) under = parse_data_value(written.substr(slash + 1)).number;
  return number_value(which == Attribute::denominator ? under : without_noise(of.number.low * under));
}

bool GuidelineEvaluator::same(const Value& a, const Value& b) const {
  const bool a_missing = is_missing(a), b_missing = is_missing(b);
  if (a_missing || b_missing) return a_missing && b_missing;
  const bool a_number = a.number.knows_something(), b_number = b.number.knows_something();
  if (a.type == ValueType::ordinal && b.type == ValueType::ordinal)
    return a.number == b.number && pool.key(a.symbol) == pool.key(b.symbol);
  if (a_number && b_number) return a.number == in_unit_of(b, a);
  if (a.symbol != kNoSymbol && b.symbol != kNoSymbol) {
    if (a.type == ValueType::text || b.type == ValueType::text) return pool.text(a.symbol) == pool.text(b.symbol);
    return pool.key(a.symbol) == pool.key(b.symbol);
  }
  return a.truth != Truth::unknown && a.truth == b.truth;
}

bool GuidelineEvaluator::is_kind_of(const ExpressionNode& n) const {
  const auto& of = argument(n, 0);
  if (of.symbol == kNoSymbol) return false;
  const auto code = pool.code(of.symbol);
  for (std::uint32_t i = 1; i < n.arguments.count; ++i) {
    const auto kind = pool.code(argument(n, i).symbol);
    if (!kind.empty() && code.starts_with(kind)) return true;
  }
  return false;
}

Value GuidelineEvaluator::test(const ExpressionNode& n) const {
  switch (static_cast<Test>(n.detail)) {
    case Test::missing: return {truth(is_missing(argument(n, 0))), {}};
    case Test::same: return {truth(same(argument(n, 0), argument(n, 1))), {}};
    case Test::is_kind_of: return {truth(is_kind_of(n)), {}};
    case Test::is_true: return {truth(argument(n, 0).truth == Truth::yes), {}};
  }
  return {};
}

Value GuidelineEvaluator::joined(const ExpressionNode& n) const {
  std::string out;
  bool any_text = false, any_missing = false;
  Interval sum{0, 0};
  for (std::uint32_t i = 0; i < n.arguments.count; ++i) {
    const auto& part = argument(n, i);
    any_missing = any_missing || is_missing(part);
    any_text = any_text || has_text(part.type);
    sum = plus(sum, part.number);
    auto value = to_data_value(pool, part);
    if (part.type == ValueType::none && part.number.is_exact())
      value = {.type = ValueType::number, .number = part.number.low};
    out += value.type == ValueType::coded_text || value.type == ValueType::ordinal ? value.text : to_string(value);
  }
  if (!any_text) return {Truth::unknown, sum};
  return any_missing ? Value() : text(out);
}

/// A time moved on (`sign` 1) or back (-1) by a quantity of time or a duration; not a number where that is unknown.
double GuidelineEvaluator::moved_by(double time, const Value& period, double sign) const {
  const auto unknown = std::numeric_limits<double>::quiet_NaN();
  if (!period.number.is_exact()) return unknown;
  const auto written = period.symbol == kNoSymbol ? std::string_view() : pool.text(period.symbol);
  if (period.type != ValueType::duration)
    return written.empty() ? unknown : moved(time, sign * period.number.low, written);
  const auto parts = parse_period(written).value_or(CalendarPeriod{0, period.number.low});
  return moved(moved(time, sign * parts.months, "mo"), sign * parts.seconds, "s");
}

Value GuidelineEvaluator::function(const ExpressionNode& n) const {
  const auto which = static_cast<Function>(n.detail);
  const auto& first = argument(n, 0);
  switch (which) {
    case Function::power: return {Truth::unknown, power(first.number, argument(n, 1).number)};
    case Function::join: return joined(n);
    case Function::later:
    case Function::earlier: {
      const auto& period = argument(n, 1);
      if (first.type != ValueType::date_time) {
        const auto number = in_unit_of(period, first);
        return {Truth::unknown, which == Function::later ? plus(first.number, number) : minus(first.number, number)};
      }
      if (!first.number.is_exact()) return {};
      const double to = moved_by(first.number.low, period, which == Function::later ? 1 : -1);
      if (std::isnan(to)) return {};
      auto out = number_value(to);
      out.type = ValueType::date_time;
      return out;
    }
    case Function::milliseconds: {
      const double now = elements[0].number.low;
      const double then = moved_by(now, first, 1);
      return std::isnan(then) ? Value() : Value(Truth::unknown, Interval::exactly(then - now));
    }
    default: return {Truth::unknown, applied(which, first.number)};
  }
}

}  // namespace noso
