/// The fewest changes of a case that bring something about.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "noso/engine/explanation.hpp"

namespace noso {

/// What a changed case comes to, as far as a search needs it.
struct ChangedOutcome {
  bool reached = false;
  double nearness = 0;  ///< higher is nearer to being reached
  ConceptId top;
  Urgency level = Urgency::none;
};

/// Nothing when the changes contradict the rest of the case or take it out of what the question is about.
using ChangeProbe = std::function<std::optional<ChangedOutcome>(std::span<const FactChange>)>;

struct SearchLimits {
  std::size_t probes =
      40'000;               ///< cases tried to exclude smaller sets; counted, so that equal input gives equal output
  std::size_t largest = 8;  ///< changes in a set
};

/// A set of few changes is found by a beam search that goes where the outcome comes nearest; then all smaller sets are
/// tried, size by size, as far as `limits` allow. At most one candidate of a concept is in a set.
ChangeSet fewest_changes(std::span<const FactChange> candidates, const ChangeProbe& probe,
                         const SearchLimits& limits = {});

}  // namespace noso
