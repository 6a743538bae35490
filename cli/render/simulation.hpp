/// What `noso eval --calibration` and `--interview` print.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/engine/audit/simulation.hpp"

namespace noso::cli {

struct SimulationReport {
  std::optional<audit::SimulatedCalibration> calibration;
  std::vector<audit::Interviews> drawn, vignettes;  ///< by policy, that of the engine first
};

std::string simulation_json(const SimulationReport& report);
std::string simulation_text(const SimulationReport& report);

}  // namespace noso::cli
