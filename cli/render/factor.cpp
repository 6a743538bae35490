#include "render/factor.hpp"

#include <cmath>
#include <cstdio>

namespace noso::cli {

std::string factor_text(double log10_ratio) {
  constexpr double kNothing = 1.05, kWhole = 9.95;  // what is shown with one digit as 1.0; what is shown without
  const double ratio = std::pow(10, std::abs(log10_ratio));
  if (ratio < kNothing) return {};
  char number[32];
  std::snprintf(number, sizeof number, ratio < kWhole ? "%.1f" : "%.0f", ratio);
  return (log10_ratio > 0 ? "×" : "÷") + std::string(number);
}

}  // namespace noso::cli
