#include "guideline/functions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

namespace noso {

namespace {

constexpr double kDayInMilliseconds = 86'400'000;
constexpr double kMostYears = 20'000;

/// Of a function that never falls.
template <class Increasing>
Interval mapped(Interval x, Increasing f) {
  const Interval out{f(x.low), f(x.high)};
  return std::isnan(out.low) || std::isnan(out.high) ? Interval{} : out;
}

double round_half_up(double x) { return std::floor(x + 0.5); }

double moved_by_months(double milliseconds, double months) {
  using namespace std::chrono;
  const double day = std::floor(milliseconds / kDayInMilliseconds);
  if (std::abs(day) > kMostYears * 366 || std::abs(months) > kMostYears * 12)
    return std::numeric_limits<double>::quiet_NaN();
  const year_month_day date{sys_days(days(static_cast<int>(day)))};
  auto moved_date = date + std::chrono::months(static_cast<int>(std::trunc(months)));
  if (!moved_date.ok()) moved_date = moved_date.year() / moved_date.month() / last;
  return static_cast<double>(sys_days(moved_date).time_since_epoch().count()) * kDayInMilliseconds +
         (milliseconds - day * kDayInMilliseconds);
}

}  // namespace

Interval applied(Function function, Interval x) {
  if (!x.knows_something()) return {};
  switch (function) {
    case Function::absolute: {
      const double a = std::abs(x.low), b = std::abs(x.high);
      return {x.low <= 0 && x.high >= 0 ? 0 : std::min(a, b), std::max(a, b)};
    }
    case Function::ceiling: return mapped(x, [](double v) { return std::ceil(v); });
    case Function::floor: return mapped(x, [](double v) { return std::floor(v); });
    case Function::round: return mapped(x, round_half_up);
    case Function::exponential: return mapped(x, [](double v) { return std::exp(v); });
    case Function::natural_log: return x.low > 0 ? mapped(x, [](double v) { return std::log(v); }) : Interval{};
    case Function::decimal_log: return x.low > 0 ? mapped(x, [](double v) { return std::log10(v); }) : Interval{};
    case Function::log_of_one_plus: return x.low > -1 ? mapped(x, [](double v) { return std::log1p(v); }) : Interval{};
    case Function::square_root: return x.low >= 0 ? mapped(x, [](double v) { return std::sqrt(v); }) : Interval{};
    case Function::power:
    case Function::join:
    case Function::later:
    case Function::earlier:
    case Function::milliseconds: break;
  }
  return {};
}

Interval power(Interval base, Interval exponent) {
  if (!base.knows_something() || !exponent.knows_something()) return {};
  if (base.low < 0 && !(base.is_exact() && exponent.is_exact())) return {};
  const double corners[] = {std::pow(base.low, exponent.low), std::pow(base.low, exponent.high),
                            std::pow(base.high, exponent.low), std::pow(base.high, exponent.high)};
  for (const double corner : corners)
    if (!std::isfinite(corner)) return {};
  return {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
}

double moved(double milliseconds, double amount, std::string_view unit) {
  if (unit == "a") return moved_by_months(milliseconds, std::trunc(amount) * 12);
  if (unit == "mo") return moved_by_months(milliseconds, amount);
  if (unit == "wk") return milliseconds + amount * 7 * kDayInMilliseconds;
  if (unit == "d") return milliseconds + amount * kDayInMilliseconds;
  if (unit == "h") return milliseconds + amount * 3'600'000;
  if (unit == "min") return milliseconds + amount * 60'000;
  if (unit == "s") return milliseconds + amount * 1000;
  return std::numeric_limits<double>::quiet_NaN();
}

double without_noise(double x) {
  if (!std::isfinite(x)) return x;
  std::array<char, 64> buffer{};
  const auto [end, failure] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::scientific, 11);
  double out = x;
  if (failure == std::errc()) std::from_chars(buffer.data(), end, out);
  return out;
}

}  // namespace noso
