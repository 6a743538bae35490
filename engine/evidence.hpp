/// Which of the known facts enter the ranking, and in which order.
#pragma once

#include "model.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

struct Evidence {
  std::vector<std::uint32_t> absent;   ///< rows, most telling first
  std::vector<std::uint32_t> present;  ///< rows, most telling first
  struct Risk {
    ConceptId factor;
    RiskEffect effect;
  };
  std::vector<Risk> risks;              ///< by factor
  std::vector<NotCounted> not_counted;  ///< what says again what another finding says
};

/// Of findings on one `is_a` line only the most specific present and the most general absent one count; of a dependent
/// group only the most telling present and the most telling absent member; of what chose the population nothing, as it
/// is in the priors already.
Evidence select_evidence(const Knowledge& knowledge, const CausalModel& model, const Facts& facts,
                         PopulationId population);

}  // namespace noso
