/// Which definitions can decide the state of a concept: built once for a knowledge, then only read.
#pragma once

#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso {

struct RuleIndex {
  explicit RuleIndex(const Knowledge& knowledge);

  /// For every concept the definitions of itself and of what is above and below it.
  std::vector<std::vector<std::uint32_t>> decided_by;
  std::vector<RuleId> escalations;
  /// See `Completions::entangled`.
  std::vector<bool> entangled;
};

}  // namespace noso
