#include "exp_sum.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "support/random.hpp"

using namespace noso;

TEST_CASE("the fast sum of exponentials is that of std::exp") {
  CAPTURE(test::seed());
  test::Random random(95);
  for (const float rate : {0.2F, 0.5F, 1.0F})
    for (const std::size_t count : {1u, 15u, 16u, 17u, 1000u}) {
      std::vector<float> xs{-3};
      while (xs.size() < count) {
        const bool out = random.chance(0.1);
        xs.push_back(out ? -std::numeric_limits<float>::infinity()
                         : -3 - static_cast<float>(random.below(1'000'000)) / 5000);
      }
      double sum = 0;
      for (const float x : xs) sum += std::exp(static_cast<double>(rate) * (static_cast<double>(x) + 3));
      CHECK(sum_of_exp(xs, -3, rate) == Approx(sum).epsilon(2e-6));
    }
}

TEST_CASE("single exponentials are exact to a millionth down to the smallest") {
  for (float x = 0; x > -86; x -= 0.01F) {
    CHECK(sum_of_exp(std::vector<float>{x}, 0, 1) == Approx(std::exp(static_cast<double>(x))).epsilon(1e-6));
  }
}

TEST_CASE("the largest of many") {
  CAPTURE(test::seed());
  test::Random random(96);
  CHECK(largest_of({}) == -std::numeric_limits<float>::infinity());
  for (const std::size_t count : {1u, 15u, 16u, 17u, 64u, 100u, 1000u}) {
    std::vector<float> xs(count, -std::numeric_limits<float>::infinity());
    for (auto& x : xs)
      if (random.chance(0.9)) x = static_cast<float>(random.below(1'000'000)) / 1000 - 500;
    CHECK(largest_of(xs) == *std::max_element(xs.begin(), xs.end()));
  }
}
