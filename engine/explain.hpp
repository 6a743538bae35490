/// Why, why not, and what would change the answer, for one condition.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "model.hpp"
#include "noso/engine/answer.hpp"
#include "noso/engine/case.hpp"

namespace noso {

/// What a case comes to without explanation, questions and care.
struct QuickLook {
  bool in_scope = false;
  Urgency level = Urgency::none;
  std::vector<Belief> conditions;  ///< of the model; empty where there is no ranking
  Evaluation evaluation;
};

/// What an explanation is made from; borrowed.
struct ExplainedCase {
  const Knowledge& knowledge;
  const CausalModel& model;
  const Case& told;  ///< without left and right
  const Answer& answer;
  const Differential& all;  ///< that of the answer, with every condition of the model
  /// Nothing when the case is refused.
  std::function<std::optional<QuickLook>(const Case&)> look;
};

Explanation explain(const ExplainedCase& known, ConceptId condition);

}  // namespace noso
