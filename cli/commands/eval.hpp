/// The parts of `noso eval`, each a way of measuring.
#pragma once

#include <string>

#include "program.hpp"

namespace noso::cli {

struct CaseEvaluationFlags {
  std::string cases;  ///< JSON lines, plain or gzip
  std::string candidates, protocol = "all";
  bool baselines = false, calibrate = false, no_publication_prior = false;
};

/// Ranks published cases with a known diagnosis.
void evaluate_cases(Program& program, const CaseEvaluationFlags& flags);

}  // namespace noso::cli
