/// The result of `noso diff` for people and for other programs.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/audit/difference.hpp"

namespace noso::cli {

struct Difference {
  std::vector<audit::Change> changes;
  std::vector<audit::BehaviourChange> behaviour;
  std::size_t probes = 0;            ///< cases put to both
  std::vector<Diagnostic> findings;  ///< what an overlay replaces; what a later version may not do
};

std::string difference_text(const Difference& difference, const std::string& color);
std::string difference_json(const Difference& difference);

}  // namespace noso::cli
