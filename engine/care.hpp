/// What to do next: the interventions that fit the likely conditions and the stage, minus what is contraindicated.
#pragma once

#include "noso/engine/answer.hpp"

namespace noso {

/// Advice for the conditions of the ranking that are likely enough to act on. While an urgent rule fires there is none:
/// the action of the rule comes first.
Care advise(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation, const Escalation& escalation,
            const Differential& differential);

}  // namespace noso
