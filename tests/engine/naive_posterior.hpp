/// The slow and obvious posterior of a noisy-OR network: a sum over all sets of causes, in long double. Tests only.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "noso/engine/noisy_or.hpp"

namespace noso::oracle {

struct Mass {
  long double yes = 0;
  long double no = 0;
};

struct NaivePosterior {
  bool possible = false;
  bool absence_possible = false;  ///< what is absent has a chance on its own
  std::vector<Mass> causes;       ///< normalised
  std::vector<long double> unexplained;
  long double log_evidence = 0;
};

/// For every set of causes the logarithm of the chance that none of its members brings the effect about. A sum of
/// logarithms, as 1 - (1-a)(1-b)… in floating point would lose the small chances that matter.
inline std::vector<long double> log_failures(const std::vector<CausalLink>& links, std::size_t causes) {
  std::vector<long double> log_miss(causes, 0);
  for (const auto& link : links) log_miss[link.cause] += std::log1p(-static_cast<long double>(link.strength));
  std::vector<long double> sum(std::size_t{1} << causes, 0);
  for (std::size_t set = 1; set < sum.size(); ++set) {
    std::size_t lowest = 0;
    while ((set >> lowest & 1) == 0) ++lowest;
    sum[set] = sum[set & (set - 1)] + log_miss[lowest];
  }
  return sum;
}

/// `absent`: findings that are absent; their own evidence is not counted in `log_evidence`, as they are absorbed into
/// the priors before. Not possible where either part of the evidence has no chance.
inline NaivePosterior naive_posterior(const std::vector<Belief>& priors, const std::vector<Effect>& present,
                                      const std::vector<Effect>& absent = {}) {
  const std::size_t n = priors.size(), m = present.size();
  std::vector<std::vector<long double>> failures, absences;
  for (const auto& effect : present) failures.push_back(log_failures(effect.links, n));
  for (const auto& effect : absent) absences.push_back(log_failures(effect.links, n));

  NaivePosterior out{false, false, std::vector<Mass>(n), std::vector<long double>(m, 0), 0};
  long double total = 0, total_absent = 0;
  std::vector<long double> shown(m), before(m + 1), after(m + 1);
  for (std::size_t set = 0; set < std::size_t{1} << n; ++set) {
    long double weight = 1;
    for (std::size_t c = 0; c < n; ++c) weight *= set >> c & 1 ? priors[c].yes : priors[c].no;
    for (const auto& absence : absences) weight *= std::exp(absence[set]);
    total_absent += weight;
    for (std::size_t f = 0; f < m; ++f)
      shown[f] = -std::expm1(failures[f][set] + std::log1p(-static_cast<long double>(present[f].leak)));
    before[0] = after[m] = 1;
    for (std::size_t f = 0; f < m; ++f) before[f + 1] = before[f] * shown[f];
    for (std::size_t f = m; f-- > 0;) after[f] = after[f + 1] * shown[f];
    const long double mass = weight * before[m];
    total += mass;
    for (std::size_t c = 0; c < n; ++c) (set >> c & 1 ? out.causes[c].yes : out.causes[c].no) += mass;
    for (std::size_t f = 0; f < m; ++f)
      out.unexplained[f] += weight * before[f] * after[f + 1] * present[f].leak * std::exp(failures[f][set]);
  }
  out.possible = total > 0;
  out.absence_possible = total_absent > 0;
  if (!out.possible) return out;
  for (auto& mass : out.causes) mass = {mass.yes / total, mass.no / total};
  for (auto& u : out.unexplained) u /= total;
  out.log_evidence = std::log(total) - std::log(total_absent);
  return out;
}

}  // namespace noso::oracle
