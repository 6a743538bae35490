/// What to ask next: the findings that would tell most.
#pragma once

#include <vector>

#include "model.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

/// What is known when a question is chosen; borrowed.
struct KnownSoFar {
  const Knowledge& knowledge;
  const CausalModel& model;
  const Facts& facts;
  const Escalation& escalation;
  const Differential& differential;
  const std::vector<double>& probabilities;  ///< of every condition of the model
};

/// Unknown findings by their value in bits, most valuable first: what is expected to be learnt about which condition it
/// is (with the posteriors and "none of these" taken as one distribution), about whether each must-not-miss condition
/// that is not ruled out is there, and a share in each level of urgency that is open. What was asked without
/// an answer, follows from what is known, or says again what a stronger finding of a dependent group said, is left out.
/// Nothing where no question is worth a thousandth of a bit.
std::vector<Question> next_questions(const KnownSoFar& known, std::size_t max_questions);

/// Enough is known when the first condition is as probable as `settled_at`, no other dangerous condition is above its
/// rule-out threshold, and the urgency is settled; or when there is nothing left that is worth asking.
StopAsking stop_asking(const KnownSoFar& known, const std::vector<Question>& questions, double settled_at);

}  // namespace noso
