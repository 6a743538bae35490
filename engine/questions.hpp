/// What to ask next: the findings that would tell most.
#pragma once

#include <vector>

#include "model.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

/// Unknown findings by expected information about which condition it is, in bits: the mutual information of the finding
/// and the condition, with the posteriors taken as one distribution (they sum to 1 with `none`). Nothing where no
/// question is worth a thousandth of a bit.
std::vector<Question> next_questions(const Knowledge& knowledge, const CausalModel& model, const Facts& facts,
                                     const std::vector<double>& probabilities, double none, std::size_t max_questions);

}  // namespace noso
