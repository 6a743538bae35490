#include "exp_sum.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include "vector_code.hpp"

namespace noso {

namespace {

constexpr std::size_t kLanes = 16;
constexpr float kLeast = -87;  // e^-87 is the smallest power of e that is a normal float

/// e^x for kLeast ≤ x ≤ 0: 2^n · e^r with n whole and |r| ≤ ln 2 / 2, and e^r by its Taylor series. No branches.
inline float exp_of(float x) {
  constexpr float kRound = 12582912;  // 1.5 · 2^23: added to a small float it leaves it whole
  constexpr float kLog2E = 1.44269504F;
  // ln 2 in two parts, the first with few bits, so that n times it is exact.
  constexpr float kLn2 = 0.693359375F, kLn2Rest = -2.12194440e-4F;
  const float shifted = x * kLog2E + kRound;
  const float n = shifted - kRound;
  const float r = (x - n * kLn2) - n * kLn2Rest;
  const float series =
      1 + r * (1 + r * (1.0F / 2 + r * (1.0F / 6 + r * (1.0F / 24 + r * (1.0F / 120 + r * (1.0F / 720))))));
  const auto exponent = std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kRound) + 127;
  return series * std::bit_cast<float>(exponent << 23);
}

}  // namespace

NOSO_VECTOR_CODE float largest_of(std::span<const float> xs) {
  std::array<float, kLanes> most;
  most.fill(-std::numeric_limits<float>::infinity());
  std::size_t i = 0;
  for (; i + kLanes <= xs.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      most[lane] = xs[i + lane] > most[lane] ? xs[i + lane] : most[lane];
  for (; i < xs.size(); ++i) most[0] = xs[i] > most[0] ? xs[i] : most[0];
  return *std::max_element(most.begin(), most.end());
}

NOSO_VECTOR_CODE double sum_of_exp(std::span<const float> xs, float most, float rate) {
  const auto term = [&](float x) {
    const float scaled = rate * (x - most);
    return exp_of(scaled > kLeast ? scaled : kLeast);
  };
  std::array<double, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= xs.size(); i += kLanes) {
    std::array<float, kLanes> terms;
    for (std::size_t lane = 0; lane < kLanes; ++lane) terms[lane] = term(xs[i + lane]);
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += terms[lane];
  }
  double sum = 0;
  for (const double part : sums) sum += part;
  for (; i < xs.size(); ++i) sum += term(xs[i]);
  return sum;
}

}  // namespace noso
