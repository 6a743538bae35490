/// Mutation: would the vignettes notice a mistake in a rule?
#pragma once

#include <string>
#include <vector>

#include "noso/engine/audit/vignette.hpp"
#include "noso/engine/engine.hpp"

namespace noso::audit {

/// One small change of one rule.
struct MutantResult {
  RuleId rule;
  std::string change;     ///< in words: `age above 65 a: 65 a becomes 66 a`
  std::string caught_by;  ///< id of the first vignette that fails with it; empty: it survives
};

struct MutationRun {
  std::vector<MutantResult> mutants;  ///< by rule, node and kind of change

  std::size_t caught() const;
};

/// Changes every operator, threshold, count, negation, named clause and level of every definition, score, red-flag rule
/// and caution, one at a time, none left out, and asks every vignette that passes without the change whether it still
/// does. The rules that say to whom a population applies are not changed.
MutationRun mutate(const Engine& engine, const std::vector<Vignette>& vignettes);

}  // namespace noso::audit
