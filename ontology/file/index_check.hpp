/// Whether a search index says what the tables say.
#pragma once

#include "file/sqlite.hpp"

namespace noso {

/// True when both search indexes hold the same words at the same places of the same concepts, and the same list of
/// words.
bool same_search_index(sqlite3* one, sqlite3* other);

}  // namespace noso
