/// The causal model of a knowledge, laid out for inference: built once, then only read.
#pragma once

#include <vector>

#include "noso/engine/noisy_or.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

/// A row of the matrix: how a finding comes about. A condition that has a kind of the finding has the finding.
struct FindingRow {
  ConceptId finding;
  double leak = 0;
  double leak_entropy = 0;  ///< bits
  struct Cell {
    std::uint32_t condition;  ///< position in CausalModel::conditions
    double link;              ///< causal strength, > 0
    double frequency;         ///< P(finding | condition), for the question value
    double entropy;           ///< of `frequency`, bits
    StatementId statement;    ///< of the finding, or of the kind of it from which the cell is taken over
  };
  std::vector<Cell> cells;  ///< by condition
  StatementId background;
  double strength_present = 0;  ///< largest |ln| of a likelihood ratio that its presence (absence) can have
  double strength_absent = 0;
};

struct RiskEffect {
  std::uint32_t condition;
  double odds_ratio;
  StatementId statement;
};

struct CausalModel {
  /// Empty for knowledge that is served by a single cause.
  explicit CausalModel(const Knowledge& knowledge);

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::vector<ConceptId> conditions;                      ///< by id
  std::vector<FindingRow> rows;                           ///< by finding
  std::vector<std::uint32_t> row_of;                      ///< of each concept, or kNone
  std::vector<std::vector<RiskEffect>> risk_effects;      ///< of each concept
  std::vector<std::vector<double>> shares;                ///< of each population, for each condition
  std::vector<std::vector<std::uint32_t>> groups_of_row;  ///< dependent groups of each row
  std::vector<std::vector<std::uint32_t>> telling;  ///< for each condition the rows with a link, most telling first
};

/// Entropy of a yes/no question in bits.
double binary_entropy(double p);

}  // namespace noso
