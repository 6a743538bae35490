/// What `noso eval` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/engine/audit/evaluation.hpp"

namespace noso::cli {

struct BaselineReport {
  std::string name;
  audit::Summary summary;
  audit::Difference gain;  ///< of the engine over this baseline
};

struct EvaluationReport {
  std::string protocol;
  std::size_t read = 0, unknown_diagnosis = 0, no_finding = 0, unresolved_terms = 0;
  audit::Summary summary;
  double microseconds_per_case = 0;
  std::optional<audit::Calibration> calibration;
  std::vector<BaselineReport> baselines;
};

std::string evaluation_json(const EvaluationReport& report);
std::string evaluation_text(const EvaluationReport& report);

}  // namespace noso::cli
