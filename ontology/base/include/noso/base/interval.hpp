/// Truth values and numbers of which only a part is known.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace noso {

/// Kleene's three values. The order false < unknown < true makes *and* the minimum and *or* the maximum.
enum class Truth : std::uint8_t { no = 0, unknown = 1, yes = 2 };

constexpr Truth truth(bool b) { return b ? Truth::yes : Truth::no; }
constexpr Truth operator!(Truth t) { return static_cast<Truth>(2 - static_cast<int>(t)); }
constexpr Truth operator&&(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth operator||(Truth a, Truth b) { return a < b ? b : a; }
std::string_view to_string(Truth t);

/// The closed range in which a number is known to lie. The default knows nothing.
struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  static constexpr Interval exactly(double x) { return {x, x}; }
  constexpr bool is_exact() const { return low == high; }
  constexpr bool knows_something() const {
    return low != -std::numeric_limits<double>::infinity() || high != std::numeric_limits<double>::infinity();
  }
  bool operator==(const Interval&) const = default;
};

constexpr Truth at_least(Interval a, Interval b) {
  return a.low >= b.high ? Truth::yes : a.high < b.low ? Truth::no : Truth::unknown;
}
constexpr Truth above(Interval a, Interval b) {
  return a.low > b.high ? Truth::yes : a.high <= b.low ? Truth::no : Truth::unknown;
}
constexpr Truth equal(Interval a, Interval b) {
  if (a.is_exact() && a == b) return Truth::yes;
  return a.high < b.low || b.high < a.low ? Truth::no : Truth::unknown;
}

}  // namespace noso
