/// The FTS5 table over the names of all concepts.
#pragma once

#include <sqlite3.h>

#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/knowledge_file.hpp"

namespace noso {

/// Creates and fills the index; one row for each concept, all text folded. False on a SQLite error.
bool build_search_index(sqlite3* db, const Tables& tables);

/// See `KnowledgeFile::search`.
Result<std::vector<SearchHit>> search_index(sqlite3* db, std::string_view query, std::size_t limit);

}  // namespace noso
