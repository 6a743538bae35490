/// The full-text index over the names of all concepts, and the list of its words: how they are written and read.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "noso/ontology/knowledge.hpp"
#include "search/word_forms.hpp"
#include "search/word_list.hpp"

namespace noso {

/// Creates and fills the index: one row for each concept, every word folded and in its stem; and the words as they are.
/// False on a SQLite error.
bool build_search_index(sqlite3* db, const Tables& tables);

/// The token under which a name is found by the first letters of its words ("deep vein thrombosis", "dvt"). No word of
/// a text can be such a token.
std::string initials_token(std::string_view initials);
/// The first letters of the words of a folded name, or nothing where it is too short or long for an abbreviation.
std::string initials(std::string_view folded_name);

struct IndexRow {
  std::uint32_t found = 0;  ///< position of a concept
  double bm25 = 0;          ///< larger is better
};

/// Tokens, one of which must occur.
using AnyOf = std::vector<std::string>;

/// Rows that hold a token of every group (`all`), or of any; best first. Of more than `kMostRows` rows the first by
/// position are looked at. Tokens are data: letters and digits, or made by `initials_token`. Errors: `damaged-file`.
Result<std::vector<IndexRow>> match_rows(sqlite3* db, const std::vector<AnyOf>& groups, bool all);
inline constexpr std::size_t kMostRows = 4000;

/// The words of the index. Errors: `damaged-file`.
Result<WordList> read_words(sqlite3* db);

}  // namespace noso
