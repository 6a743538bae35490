/// Posteriors in a two-layer noisy-OR network (BN2O): several causes may be at work at once. Exact where that is in
/// reach, else a range that holds the exact value for certain.
#pragma once

#include <cstdint>
#include <memory>
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

/// A probability between two bounds, both included.
struct ProbabilityRange {
  double low = 0, high = 1;

  double middle() const { return low + (high - low) / 2; }
  double half_width() const { return (high - low) / 2; }
};

struct NoisyOrPosterior {
  /// False when the evidence is impossible under the network; the beliefs are then the priors.
  bool possible = true;
  /// Of each cause; the middle of its range where there are ranges.
  std::vector<Belief> causes;
  /// For each effect the probability that no cause brought it about; where there are ranges, the middle of one.
  std::vector<double> unexplained;
  double log_evidence = 0;  ///< natural logarithm of the probability of the effects
  /// For each cause the bounds of its probability; empty when the answer is exact.
  std::vector<ProbabilityRange> ranges;
  double log_evidence_error = 0;       ///< `log_evidence` is off by this much at most; 0 when exact
  std::uint32_t largest_frontier = 0;  ///< of the exact passes: they held 2^frontier numbers at once

  bool exact() const { return ranges.empty(); }
  /// How far the probability of a cause can be off; 0 when exact.
  double error_bound() const;
};

/// Work that an answer may cost, in updates of one number. Counted, not timed, so that equal input gives equal output.
struct Work {
  std::uint64_t updates = 0;

  /// What a core of 2 GHz does in this time, with some to spare.
  static constexpr Work milliseconds(double budget) {
    return {static_cast<std::uint64_t>(budget * kUpdatesPerMillisecond)};
  }
  static constexpr double kUpdatesPerMillisecond = 200'000;
};

inline constexpr Work kUsualWork = Work::milliseconds(1000);

/// Takes an absent finding into account: odds *= 1 - strength, exactly.
Belief absorb_absence(Belief prior, double strength);

/// Computes posteriors and keeps its memory from one to the next. Not for two threads at once.
class NoisyOrSolver {
 public:
  NoisyOrSolver();
  NoisyOrSolver(NoisyOrSolver&&) noexcept;
  NoisyOrSolver& operator=(NoisyOrSolver&&) noexcept;
  ~NoisyOrSolver();

  /// Looks for good orders of summation now, for the calls that follow with the same causes and with these effects or a
  /// beginning of them. Results are the same without it; only the time differs.
  void plan_ahead(const std::vector<Belief>& priors, const std::vector<Effect>& effects);

  /// Posterior of every cause given that all `effects` are present. `priors[i]` are normalised (yes + no = 1). Exact
  /// parts subtract no like numbers: their relative error is a few units of rounding. What would cost more than `most`
  /// is answered with ranges.
  NoisyOrPosterior posterior(const std::vector<Belief>& priors, const std::vector<Effect>& effects,
                             Work most = kUsualWork);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

/// The same with memory of its own.
NoisyOrPosterior noisy_or_posterior(const std::vector<Belief>& priors, const std::vector<Effect>& effects,
                                    Work most = kUsualWork);

}  // namespace noso
