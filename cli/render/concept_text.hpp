/// A concept with all that is stated of it, for a person to read.
#pragma once

#include <string>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::cli {

/// Of the concept first, then about it.
std::vector<StatementId> statements_of(const Knowledge& kb, ConceptId c);

std::string render_concept(const Knowledge& kb, ConceptId c, const std::string& color);

}  // namespace noso::cli
