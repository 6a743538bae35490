/// Random input that can be repeated: every property prints its seed when it fails, and NOSO_SEED brings it back.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace noso::test {

/// The seed of this run: the environment variable NOSO_SEED, or a fixed default so that plain runs repeat each other.
/// Put it where Catch shows it: `CAPTURE(seed())`.
inline std::uint64_t seed() {
  const char* given = std::getenv("NOSO_SEED");
  return given ? std::strtoull(given, nullptr, 10) : 20260131;
}

class Random {
 public:
  /// `stream` sets the series of one test apart from those of others under the same seed.
  explicit Random(std::uint64_t stream = 0) : engine_(seed() * 0x9E3779B97F4A7C15u + stream) {}

  /// 0 … below-1; `below` > 0. The same on every platform, which std::uniform_int_distribution is not.
  std::size_t below(std::size_t below) { return static_cast<std::size_t>(engine_() % below); }
  /// [0, 1)
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  bool chance(double p) { return unit() < p; }
  template <class T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  std::string text(std::size_t max_length, std::string_view letters) {
    std::string out(below(max_length + 1), ' ');
    for (auto& c : out) c = letters[below(letters.size())];
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

/// A two-layer network as lines for `world()`: conditions `c0` …, findings `f0` … . Not every condition has every
/// finding.
struct RandomNetwork {
  std::vector<double> priors;
  std::vector<double> leaks;
  std::vector<std::vector<double>> frequencies;  ///< [finding][condition]; 0: no link

  RandomNetwork(Random& random, std::size_t conditions, std::size_t findings, double density = 0.6) {
    double left = 0.95;
    for (std::size_t c = 0; c < conditions; ++c) {
      priors.push_back(left * random.between(0.05, 0.7));
      left -= priors.back();
    }
    for (std::size_t f = 0; f < findings; ++f) {
      leaks.push_back(random.chance(0.1) ? 1e-9 : random.between(0.001, 0.2));
      frequencies.emplace_back();
      for (std::size_t c = 0; c < conditions; ++c)
        frequencies[f].push_back(random.chance(density) ? random.between(leaks[f], 0.999) : 0);
    }
  }

  /// Not rounded: the numbers of the network are those of the world.
  std::string world() const {
    const auto exact = [](double x) {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%.17g", x);
      return std::string(buffer);
    };
    std::string out;
    for (std::size_t f = 0; f < leaks.size(); ++f) out += "leak f" + std::to_string(f) + ' ' + exact(leaks[f]) + '\n';
    for (std::size_t c = 0; c < priors.size(); ++c) {
      out += 'c' + std::to_string(c) + ' ' + exact(priors[c]) + ':';
      std::string separator = " ";
      for (std::size_t f = 0; f < leaks.size(); ++f)
        if (frequencies[f][c] > 0) {
          out += separator + 'f' + std::to_string(f) + ' ' + exact(frequencies[f][c]);
          separator = ", ";
        }
      out += '\n';
    }
    return out;
  }
};

}  // namespace noso::test
