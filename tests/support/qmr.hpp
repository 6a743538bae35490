/// A generated network of the size of QMR-DT, and cases sampled from it. For tests and benchmarks.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "noso/engine/noisy_or.hpp"

namespace noso::test {

/// The numbers are those of QMR-DT (Shwe et al., Methods Inf Med 1991;30:241): about 600 diseases, 4,000 findings and
/// 40,000 links. Priors are log-uniform, links one of five frequencies, drawn at random.
struct QmrNetwork {
  static constexpr std::uint32_t kConditions = 600, kFindings = 4000, kLinks = 40'000;
  static constexpr double kLeak = 1e-4, kLeastPrior = 1e-5, kMostPrior = 0.02;

  std::vector<Belief> priors;
  std::vector<Effect> findings;

  explicit QmrNetwork(std::uint64_t seed) : findings(kFindings, Effect{kLeak, {}}) {
    std::mt19937_64 random(seed);
    for (std::uint32_t c = 0; c < kConditions; ++c) {
      const double p = kLeastPrior * std::pow(kMostPrior / kLeastPrior, unit(random));
      priors.push_back({p, 1 - p});
    }
    constexpr double kStrengths[] = {0.025, 0.2, 0.5, 0.8, 0.985};
    std::vector<bool> linked(std::size_t{kConditions} * kFindings, false);
    for (std::uint32_t made = 0; made < kLinks;) {
      const auto condition = static_cast<std::uint32_t>(random() % kConditions);
      const auto finding = static_cast<std::uint32_t>(random() % kFindings);
      if (linked[condition * kFindings + finding]) continue;
      linked[condition * kFindings + finding] = true;
      findings[finding].links.push_back({condition, kStrengths[random() % 5]});
      ++made;
    }
  }

  /// [0, 1), the same on every platform.
  static double unit(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }
};

/// What is known of a sampled patient: absent findings are in the priors already.
struct QmrCase {
  std::vector<Belief> priors;
  std::vector<Effect> present;
};

/// Samples a patient with at least `least_present` present findings, and reveals `present` of these (all: 0) and
/// `absent` of the absent ones at random.
inline QmrCase sample_case(const QmrNetwork& net, std::mt19937_64& random, std::size_t least_present,
                           std::size_t present, std::size_t absent) {
  std::vector<std::uint32_t> there, not_there;
  do {
    there.clear(), not_there.clear();
    std::vector<bool> active;
    for (const auto& prior : net.priors) active.push_back(QmrNetwork::unit(random) < prior.yes);
    for (std::uint32_t f = 0; f < net.findings.size(); ++f) {
      double miss = 1 - net.findings[f].leak;
      for (const auto& link : net.findings[f].links) miss *= active[link.cause] ? 1 - link.strength : 1;
      (QmrNetwork::unit(random) < miss ? not_there : there).push_back(f);
    }
  } while (there.size() < least_present);
  const auto reveal = [&](std::vector<std::uint32_t>& list, std::size_t count) {
    for (std::size_t i = 0; i < std::min(count, list.size()); ++i)
      std::swap(list[i], list[i + random() % (list.size() - i)]);
    if (count < list.size()) list.resize(count);
  };
  reveal(not_there, absent);
  if (present > 0) reveal(there, present);
  QmrCase out{net.priors, {}};
  for (const auto f : not_there)
    for (const auto& link : net.findings[f].links)
      out.priors[link.cause] = absorb_absence(out.priors[link.cause], link.strength);
  for (const auto f : there) out.present.push_back(net.findings[f]);
  return out;
}

}  // namespace noso::test
