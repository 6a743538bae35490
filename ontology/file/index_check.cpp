#include "file/index_check.hpp"

namespace noso {

namespace {

constexpr int kColumns = 4;

/// The view of FTS5 on all words of an index lives in the temporary database of the connection.
bool show_words(sqlite3* db) {
  return sqlite3_exec(db,
                      "PRAGMA query_only=0;"
                      "CREATE VIRTUAL TABLE temp.indexed_word USING fts5vocab('main', 'name_search', 'instance')",
                      nullptr, nullptr, nullptr) == SQLITE_OK;
}

}  // namespace

bool same_search_index(sqlite3* one, sqlite3* other) {
  if (!show_words(one) || !show_words(other)) return false;
  constexpr std::string_view kWords = "SELECT term, doc, col, offset FROM temp.indexed_word";
  Query a(one, kWords), b(other, kWords);
  for (;;) {
    const int status = a.step();
    if (status != b.step()) return false;
    if (status != SQLITE_ROW) return status == SQLITE_DONE;
    for (int column = 0; column < kColumns; ++column)
      if (a.text(column) != b.text(column)) return false;
  }
}

}  // namespace noso
