#include "file/index_check.hpp"

namespace noso {

namespace {

/// Both queries give the same rows, and no error. `columns` of each are compared.
bool same_rows(sqlite3* one, sqlite3* other, std::string_view sql, int columns) {
  Query a(one, sql), b(other, sql);
  for (;;) {
    const int status = a.step();
    if (status != b.step()) return false;
    if (status != SQLITE_ROW) return status == SQLITE_DONE;
    for (int column = 0; column < columns; ++column)
      if (a.text(column) != b.text(column)) return false;
  }
}

/// The view of FTS5 on all words of an index lives in the temporary database of the connection.
bool show_words(sqlite3* db) {
  return sqlite3_exec(db,
                      "PRAGMA query_only=0;"
                      "CREATE VIRTUAL TABLE temp.indexed_word USING fts5vocab('main', 'name_search', 'instance')",
                      nullptr, nullptr, nullptr) == SQLITE_OK;
}

}  // namespace

bool same_search_index(sqlite3* one, sqlite3* other) {
  return show_words(one) && show_words(other) &&
         same_rows(one, other, "SELECT term, doc, col, offset FROM temp.indexed_word", 4) &&
         same_rows(one, other, "SELECT content FROM name_words", 1);
}

}  // namespace noso
