/// How urgent it is: both ends, and what would settle it.
#pragma once

#include "noso/engine/answer.hpp"
#include "rule_index.hpp"

namespace noso {

/// Sees the rules alone, never the ranking.
Escalation escalate(const Knowledge& knowledge, const RuleIndex& index, const Facts& facts,
                    const Evaluation& evaluation);

}  // namespace noso
