/// What the scores of the knowledge come to in a case.
#pragma once

#include "noso/engine/answer.hpp"

namespace noso {

/// The scores of which something counts in the case (a clause is true, or a value is measured) or everything is known;
/// the others would only say what they could be. By id.
std::vector<ScoreValue> scores(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation);

}  // namespace noso
