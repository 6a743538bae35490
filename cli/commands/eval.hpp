/// The parts of `noso eval`, each a way of measuring.
#pragma once

#include <cstdint>
#include <string>

#include "program.hpp"

namespace noso::cli {

struct CaseEvaluationFlags {
  std::string cases;  ///< JSON lines, plain or gzip
  std::string candidates, protocol = "all";
  bool baselines = false, calibrate = false, no_publication_prior = false;
};

struct SimulationFlags {
  bool calibration = false, interview = false;
  std::size_t sampled = 0;  ///< 0: the usual number of each
  std::uint64_t seed = 1;
  std::string pack;  ///< whose vignettes are interviewed; empty: none
};

/// Draws patients from the model of the knowledge.
void evaluate_simulated(Program& program, const SimulationFlags& flags);

/// Ranks published cases with a known diagnosis.
void evaluate_cases(Program& program, const CaseEvaluationFlags& flags);

/// Reads annotated notes (a folder of JSON files with `full_text` and `annotations[].hpo_id`) and counts how well the
/// findings named in each are found.
void evaluate_notes(Program& program, const std::string& folder);

}  // namespace noso::cli
