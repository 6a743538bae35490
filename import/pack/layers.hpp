/// Reads a pack and the packs that it extends from their folders.
#pragma once

#include <filesystem>
#include <vector>

#include "noso/base/json.hpp"

namespace noso {

struct ReadLayers {
  std::vector<std::filesystem::path> folders;     ///< the outermost base first, the pack itself last
  std::vector<std::vector<JsonDocument>> layers;  ///< parallel
  std::vector<Diagnostic> findings;               ///< why the layers are not complete; empty when they are
};

/// Only what cannot be read as a file of the pack itself fails. Findings: broken JSON; of a base `no-base`,
/// `wrong-base`, `wrong-base-version`, `extends-in-circles`, where the pack says what it extends.
Result<ReadLayers> read_layers(const std::filesystem::path& folder);

}  // namespace noso
