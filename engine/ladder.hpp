/// The stage of care: where a person stands after what has been tried.
#pragma once

#include "care_index.hpp"
#include "noso/engine/care_plan.hpp"
#include "noso/engine/evaluation.hpp"

namespace noso {

/// How long it has gone on, in days: the longest duration that the case gives for an entry finding or what implies it;
/// from 0 to infinity when it gives none.
Interval course(const Knowledge& knowledge, const Facts& facts);

/// Climbs the ladder of a condition. The person starts at the first stage whose entry is not excluded and moves to the
/// next one when all of this holds: the clock has reached it for certain, the exit of the present stage is true, the
/// entry of the next one is true; or when a rule moves the person up early. Time alone moves nobody out of a stage
/// that has an exit: months without care are not a failure of care.
StagePlan climb(const Knowledge& knowledge, const CareIndex& index, const Facts& facts, const Evaluation& evaluation,
                Interval course, ConceptId condition);

}  // namespace noso
