/// The fewest questions whose reassuring answers would settle the urgency.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "noso/engine/answer.hpp"

namespace noso {

/// `open`: undetermined rules. The result, answered as in `OpenFact::reassuring`, makes every one of them false; it is
/// of the smallest size unless the search for a smaller one was given up. Most dangerous first.
std::vector<OpenFact> settling_questions(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                                         std::span<const RuleId> open);

}  // namespace noso
