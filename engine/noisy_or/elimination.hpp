/// In which order the causes and effects of a component are summed out.
#pragma once

#include <cstdint>
#include <vector>

#include "noisy_or/component.hpp"

namespace noso::noisy_or {

/// One pass over the table of states. A state says of every open cause whether it is active and of every open effect
/// whether it is explained already; each has a bit, its slot.
struct Step {
  enum class Kind : std::uint8_t { open_cause, open_effect, link, close_cause, close_effect };
  Kind kind;
  std::uint8_t slot;             // of the cause for `link`
  std::uint8_t effect_slot = 0;  // for `link`
  std::uint8_t width;            // bits before the step
  std::uint32_t about = 0;       // the cause, the effect, or the link
};

struct Plan {
  std::vector<Step> steps;
  std::vector<std::uint32_t> order;  ///< vertices as they were completed: causes, then effects numbered after them
  std::uint32_t width = 0;           ///< most bits at once
  double work = 0;                   ///< updates of the passes forward and backward
};

/// Wider tables than this, of 16 MB, are not made.
inline constexpr std::uint32_t kMostWidth = 21;

/// A plan of low width. `width` is above `kMostWidth` when none was found that can be carried out; it has no steps
/// then.
Plan plan_elimination(const Component& component);

/// The plan that completes the vertices in `order`, which holds each once. Where an order was found for a component, it
/// serves every part of it: leaving out vertices and links opens none for longer, so `width` only falls.
Plan plan_in_order(const Component& component, const std::vector<std::uint32_t>& order);

/// Components of no more effects than this are quicker passed over in any order than planned.
inline constexpr std::uint32_t kDirectEffects = 6;

}  // namespace noso::noisy_or
