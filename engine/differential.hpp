/// What it could be: exact posteriors of all conditions, and how each came about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

/// The population whose priors apply: the one the case names; otherwise the first whose rule holds and whose ages are
/// not excluded, certain ages before possible ones, wider age ranges first. Nothing when none fits; `reason` then says
/// why. What had to be assumed is added to `warnings`.
std::optional<PopulationId> choose_population(const Knowledge& knowledge, const Facts& facts,
                                              const Evaluation& evaluation, std::string& reason,
                                              std::vector<std::string>& warnings);

struct RankingOptions {
  std::size_t max_conditions = 10;
  std::size_t max_unasked = 5;
  Work most = kUsualWork;
};

struct RankingResult {
  Differential differential;
  std::vector<double> probabilities;  ///< of every condition of the model, in its order; empty when there is no ranking
};

RankingResult rank(const Knowledge& knowledge, const CausalModel& model, const Facts& facts, PopulationId population,
                   const RankingOptions& options, std::vector<std::string>& warnings);

/// The posterior of every condition of the model, as `rank` finds it, without the way there. Empty when the evidence is
/// impossible.
std::vector<Belief> posterior(const Knowledge& knowledge, const CausalModel& model, const Facts& facts,
                              PopulationId population, Work most = kUsualWork);

}  // namespace noso
