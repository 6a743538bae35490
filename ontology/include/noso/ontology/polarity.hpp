/// In which direction the parts of an expression move the whole.
#pragma once

#include <cstdint>

#include "noso/ontology/records.hpp"

namespace noso {

/// Bits: the value of a part raises, lowers, or both (in different contexts) the value of the whole.
enum Polarity : std::uint8_t { kUntouched = 0, kRaises = 1, kLowers = 2, kMixed = 3 };

constexpr Polarity operator|(Polarity a, Polarity b) {
  return static_cast<Polarity>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}

constexpr Polarity flipped(Polarity p) {
  return static_cast<Polarity>((p & kRaises ? kLowers : 0) | (p & kLowers ? kRaises : 0));
}

/// Polarity of argument `index` of `node`, given that of the node itself. `rule_first` is the first node of its rule.
Polarity argument_polarity(const Tables& tables, std::uint32_t rule_first, const ExpressionNode& node,
                           std::uint32_t index, Polarity polarity);

}  // namespace noso
