/// Finds concepts: plans the query, asks the full-text index, and orders what it finds by the name that answers best.
#pragma once

#include <sqlite3.h>

#include <optional>
#include <vector>

#include "noso/ontology/knowledge_file.hpp"
#include "search/name_match.hpp"
#include "search/query_plan.hpp"

namespace noso {

/// Not for several threads at once. Database and knowledge must outlive it.
class Searcher {
 public:
  /// Errors: `damaged-file`.
  static Result<Searcher> open(sqlite3* db, const Knowledge& knowledge);

  /// See `KnowledgeFile::search`.
  Result<std::vector<SearchHit>> search(std::string_view query, std::optional<ConceptKind> kind, std::size_t limit);

 private:
  Searcher(sqlite3* db, const Knowledge& knowledge, WordList list)
      : db_(db), knowledge_(&knowledge), list_(std::move(list)) {}

  sqlite3* db_;
  const Knowledge* knowledge_;
  WordList list_;
  WordForms forms_;
};

}  // namespace noso
