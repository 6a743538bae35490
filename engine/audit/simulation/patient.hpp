/// A patient drawn from the causal model of a knowledge.
#pragma once

#include <random>
#include <vector>

#include "model.hpp"
#include "noso/engine/case.hpp"

namespace noso::audit {

/// [0, 1), the same on every platform.
inline double unit(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

struct Patient {
  Case told;  ///< population, risk factors, complaint
  PopulationId population;
  std::vector<char> has;  ///< of each condition of the model
};

/// Draws patients who come with a complaint.
class PatientSource {
 public:
  /// Borrows both.
  PatientSource(const Knowledge& knowledge, const CausalModel& model);

  /// Conditions are drawn from the priors of a random population, with at most two random risk factors, until they
  /// cause the complaint.
  Patient draw(std::mt19937_64& random) const;

  /// P(the finding of the row is present | the conditions of the patient).
  double chance(const FindingRow& row, const Patient& patient) const;

  ConceptId complaint() const { return complaint_; }
  /// Rows that say something of their own in this population: not the complaint, nor what chose the population.
  const std::vector<std::uint32_t>& rows(PopulationId population) const { return rows_[population.value]; }

 private:
  const Knowledge& kb_;
  const CausalModel& model_;
  ConceptId complaint_;
  std::vector<ConceptId> risk_factors_;
  std::vector<std::vector<std::uint32_t>> rows_;  // by population
};

}  // namespace noso::audit
