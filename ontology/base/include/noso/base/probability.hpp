/// Probabilities and odds as types of their own.
#pragma once

#include <cmath>

namespace noso {

/// In [0, 1].
struct Probability {
  double value = 0;
  auto operator<=>(const Probability&) const = default;
};

/// Natural logarithm of the odds; ±infinity for certainty.
struct LogOdds {
  double value = 0;
  auto operator<=>(const LogOdds&) const = default;
};

inline LogOdds log_odds(Probability p) { return {std::log(p.value) - std::log1p(-p.value)}; }
inline Probability probability(LogOdds o) {
  return {o.value >= 0 ? 1 / (1 + std::exp(-o.value)) : std::exp(o.value) / (1 + std::exp(o.value))};
}

/// The odds of `p` multiplied by `ratio` (≥ 0), as a probability.
inline Probability scale_odds(Probability p, double ratio) {
  return {p.value * ratio / (1 - p.value + p.value * ratio)};
}

}  // namespace noso
