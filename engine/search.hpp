/// Search with the shorthand of notes spelled out.
#pragma once

#include "noso/engine/engine.hpp"

namespace noso {

/// See `Engine::search`.
Result<std::vector<FoundConcept>> search_concepts(const KnowledgeFile& file, std::string_view query,
                                                  std::optional<ConceptKind> kind, std::size_t limit);

}  // namespace noso
