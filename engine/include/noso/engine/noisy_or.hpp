/// Exact posteriors in a two-layer noisy-OR network (BN2O): several causes may be at work at once.
#pragma once

#include <cstdint>
#include <vector>

namespace noso {

/// A probability and its complement, or two masses with a common factor. Both are kept, so that neither is lost to
/// rounding where the other is near 1.
struct Belief {
  double yes = 0;
  double no = 1;

  double probability() const { return yes / (yes + no); }
  double odds() const { return yes / no; }
  bool operator==(const Belief&) const = default;
};

struct CausalLink {
  std::uint32_t cause;
  double strength;  ///< chance that the cause, when active, brings about the finding; in [0, 1]
};

/// A finding that is present.
struct Effect {
  double leak;  ///< chance that it is there without any of the causes
  std::vector<CausalLink> links;
};

struct NoisyOrPosterior {
  /// False when the evidence is impossible under the network; the beliefs are then the priors.
  bool possible = true;
  std::vector<Belief> causes;
  /// For each effect the probability that no cause brought it about.
  std::vector<double> unexplained;
  double log_evidence = 0;  ///< natural logarithm of the probability of the effects
  std::uint32_t largest_frontier = 0;
};

/// Takes an absent finding into account: odds *= 1 - strength, exactly.
Belief absorb_absence(Belief prior, double strength);

/// Posterior of every cause given that all `effects` are present. `priors[i]` are normalised (yes + no = 1). No
/// subtraction of like numbers: relative error is a few units of rounding. Time and memory grow with 2^frontier.
NoisyOrPosterior noisy_or_posterior(const std::vector<Belief>& priors, const std::vector<Effect>& effects);

}  // namespace noso
