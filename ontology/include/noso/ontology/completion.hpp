/// Names as they are typed.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso {

/// Up to `limit` names that begin with `typed` (folded), one for each concept, of `kind` alone where given: labels
/// first, then the shortest. Codes only where a digit was typed. Of very many names the first in the alphabet are
/// looked at. The names borrow from the knowledge.
std::vector<std::string_view> complete_name(const Knowledge& knowledge, std::string_view typed,
                                            std::optional<ConceptKind> kind, std::size_t limit);

}  // namespace noso
