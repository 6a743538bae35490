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

struct NoteEvaluationFlags {
  std::string notes;    ///< folder or file
  std::string half;     ///< of the files of the folder: first, second or both (empty)
  bool misses = false;  ///< also what was missed
};

/// Draws patients from the model of the knowledge.
void evaluate_simulated(Program& program, const SimulationFlags& flags);

/// Ranks published cases with a known diagnosis.
void evaluate_cases(Program& program, const CaseEvaluationFlags& flags);

/// Reads annotated notes (a folder of JSON files with `full_text` and `annotations[].hpo_id`) and counts how well the
/// findings named in each are found; of a file, as below.
void evaluate_notes(Program& program, const NoteEvaluationFlags& flags);

/// Reads the notes of a file (`audit::read_note_cases`), answers each, and counts how well it was read.
void evaluate_note_cases(Program& program, const NoteEvaluationFlags& flags);

}  // namespace noso::cli
