/// A case with some findings or risk factors known otherwise.
#pragma once

#include <span>
#include <vector>

#include "noso/engine/case.hpp"
#include "noso/engine/explanation.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

/// `told` with what the changes are about as it is after them, without left and right; else as it was.
Case with_changes(const Knowledge& knowledge, const Case& told, std::span<const FactChange> changes);

/// The concepts that `told` says to be present or absent in its lists of findings and risk factors, each once.
std::vector<ConceptId> changeable(const Knowledge& knowledge, const Case& told);

}  // namespace noso
