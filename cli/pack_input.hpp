/// A pack from the command line: a folder with its vignettes, or a knowledge file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/engine/audit/vignette.hpp"
#include "program.hpp"

namespace noso::cli {

struct LoadedPack {
  Engine engine;
  std::vector<audit::Vignette> vignettes;  ///< of a folder; a knowledge file has none
};

/// Reads the pack in the folder `path` and its `vignettes/*.json`, or opens the knowledge file `path`. On failure
/// reports and sets the exit code.
std::optional<LoadedPack> load_pack(Program& program, const std::string& path);

}  // namespace noso::cli
