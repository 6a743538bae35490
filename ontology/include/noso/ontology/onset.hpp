/// The onset terms of the Human Phenotype Ontology as ages.
#pragma once

#include <optional>
#include <string_view>

namespace noso {

/// Years after birth, half-open; before birth counts as 0.
struct OnsetRange {
  double from = 0, until = 0;
};

/// The range that the definition of an onset term gives (HP:0003593: 28 days to one year); nothing for other terms.
std::optional<OnsetRange> onset_range(std::string_view term);

}  // namespace noso
