#include "audit/step.hpp"

#include <charconv>
#include <cmath>

namespace noso::audit {

namespace {

/// One in the second significant digit: 0.1 for 4.5, 10 for 450.
double second_digit(double value) {
  return value == 0 ? 1 : std::pow(10, std::floor(std::log10(std::fabs(value))) - 1);
}

bool is_whole(double x) { return x == std::floor(x); }

}  // namespace

double smallest_step(Op what, Dimension dimension, double value) {
  if (what == Op::age) return is_whole(value / kDaysPerYear) ? kDaysPerYear : kDaysPerMonth;
  if (what == Op::severity || what == Op::count || what == Op::points || what == Op::score) return 1;
  switch (dimension) {
    case Dimension::time: return 1;
    case Dimension::temperature:
    case Dimension::body_mass_index: return 0.1;
    case Dimension::pressure:
    case Dimension::frequency: return 1;
    default: return second_digit(value);
  }
}

double stepped(double value, double step) {
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value + step, std::chars_format::scientific, 12).ptr;
  double out = 0;
  std::from_chars(buffer, end, out);
  return out;
}

Neighbours neighbours(Op what, Dimension dimension, double limit) {
  if (dimension == Dimension::time && what != Op::age && !is_whole(limit)) return {std::floor(limit), std::ceil(limit)};
  const double step = smallest_step(what, dimension, limit);
  return {stepped(limit, -step), stepped(limit, step)};
}

std::string value_text(double value, Dimension dimension) {
  auto text = to_string(Quantity{value, dimension});
  const bool long_form = dimension == Dimension::time && std::fabs(value) >= 1 && !is_whole(value) &&
                         !text.ends_with(" a") && !text.ends_with(" mo");
  return long_form ? format_number(std::round(value * 1e4) / 1e4) + " d" : text;
}

}  // namespace noso::audit
