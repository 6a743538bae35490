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
  std::vector<Diagnostic> overlay;         ///< what the pack replaces and withdraws of its base (notes)
};

/// True for a note on what a pack replaces or withdraws.
bool is_of_overlay(const Diagnostic& finding);

/// Reads the pack in the folder `path` and the `vignettes/*.json` of it and of the packs that it extends, or opens the
/// knowledge file `path`. On failure reports and sets the exit code.
std::optional<LoadedPack> load_pack(Program& program, const std::string& path);

}  // namespace noso::cli
