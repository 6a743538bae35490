/// What to do next: the interventions that fit the likely conditions and the stage, minus what is contraindicated.
#pragma once

#include "care_index.hpp"
#include "noso/engine/engine.hpp"

namespace noso {

/// What a plan is made from; borrowed.
struct CareCase {
  const Knowledge& knowledge;
  const CareIndex& index;
  const Facts& facts;
  const Evaluation& evaluation;
  const Escalation& escalation;
  const Differential& differential;
  Date as_of;
};

/// Care for the conditions of the ranking that are likely enough to act on. While an urgent rule fires, what it asks
/// for comes first: the plan then says what to avoid and when to come back, and offers nothing else.
Care advise(const CareCase& known, const AssessOptions& options);

}  // namespace noso
