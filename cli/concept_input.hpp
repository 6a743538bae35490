/// A concept named on the command line.
#pragma once

#include <optional>
#include <string>

#include "noso/base/result.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso::cli {

/// The one concept, of `kind` alone where given, that has this id, else this label, synonym or
/// code. Errors: `unknown-name` with
/// the nearest names, `ambiguous-name` with the ids.
Result<ConceptId> one_concept(const Knowledge& knowledge, const std::string& name,
                              std::optional<ConceptKind> kind = {});

}  // namespace noso::cli
