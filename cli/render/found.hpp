/// What a search found, for a person to read.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/engine.hpp"

namespace noso::cli {

/// One line for each: label, kind, id, and what it was found by with the words that answer marked.
std::string render_found(const Knowledge& knowledge, const std::vector<FoundConcept>& found, const std::string& color);

}  // namespace noso::cli
