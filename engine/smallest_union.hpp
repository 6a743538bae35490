/// One cut for each rule so that their union is smallest: a hitting set over alternatives.
#pragma once

#include <span>
#include <vector>

#include "cuts.hpp"

namespace noso {

/// `rules`: the cuts of each rule, at most SmallestCuts::kMost, none empty-handed. The answers hold a cut of as many
/// rules as the search found possible, and are as few as it found.
Cut smallest_union(std::span<const std::span<const Cut>> rules);

}  // namespace noso
