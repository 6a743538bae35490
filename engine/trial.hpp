/// What the trials of an intervention so far say of using it now.
#pragma once

#include <string>

#include "noso/engine/care_plan.hpp"
#include "noso/engine/facts.hpp"

namespace noso {

struct TrialResult {
  Trial trial = Trial::untried;
  const Facts::Tried* attempt = nullptr;  ///< the one that decides
  bool general = false;                   ///< it was at something that the intervention is a kind of
};

/// Attempts at the intervention or at a kind of it count; an attempt at something more general leaves it unclear.
/// `least_days`: how long the dose asks for, 0 when it does not say.
TrialResult trial_of(const Graph& graph, const Facts& facts, ConceptId intervention, double least_days);

/// "tried 8 wk without effect", and what follows.
std::string trial_text(const Knowledge& knowledge, const TrialResult& result, double least_days);

}  // namespace noso
