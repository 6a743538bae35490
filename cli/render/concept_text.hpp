/// A concept with all that is stated of it, for a person to read.
#pragma once

#include <string>

#include "noso/ontology/knowledge.hpp"

namespace noso::cli {

std::string render_concept(const Knowledge& kb, ConceptId c, const std::string& color);

}  // namespace noso::cli
