/// Bounds of the evidence and of all marginals of a component whose exact answer is out of reach.
#pragma once

#include <vector>

#include "noisy_or/component.hpp"

namespace noso::noisy_or {

/// The two extremes between which the split of an effect lies.
struct SplitRange {
  Split most_explained, most_unexplained;
};

struct ComponentRanges {
  double log_low = 0, log_high = 0;  ///< of the evidence; `log_low` may be -infinity
  std::vector<ProbabilityRange> causes;
  std::vector<SplitRange> effects;
};

/// Spends about `most`. More work never gives wider bounds but by rounding.
ComponentRanges bound(const Component& component, Work most);

}  // namespace noso::noisy_or
