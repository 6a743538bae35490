/// Conditions and explanations as JSON (docs/answer-format.md).
#pragma once

#include "noso/base/json_writer.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

/// Writes the members of a ranked condition into the object that is open. `rank` 0: it has none.
void write_condition(JsonWriter& out, const Knowledge& knowledge, const RankedCondition& condition, std::size_t rank);

/// Writes the member `explanation`.
void write_explanation(JsonWriter& out, const Knowledge& knowledge, const Explanation& explanation);

}  // namespace noso
