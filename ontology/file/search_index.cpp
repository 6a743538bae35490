#include "file/search_index.hpp"

#include <algorithm>

#include "file/sqlite.hpp"
#include "noso/base/text.hpp"

namespace noso {

namespace {

// Text is folded before it is indexed, so the tokenizer has only to split at spaces.
constexpr std::string_view kCreate =
    "CREATE VIRTUAL TABLE name_search USING fts5(label, synonyms, definition, codes, content='', tokenize='ascii', "
    "prefix='2 3')";
constexpr std::string_view kInsert =
    "INSERT INTO name_search(rowid, label, synonyms, definition, codes) VALUES (?1, ?2, ?3, ?4, ?5)";
// Weights: a word of the label says more than one of a synonym, and that more than one of the definition.
constexpr std::string_view kSearch =
    "SELECT rowid, -bm25(name_search, 10.0, 6.0, 1.0, 6.0) AS score FROM name_search WHERE name_search MATCH ?1 "
    "ORDER BY score DESC, rowid LIMIT ?2";

constexpr std::size_t kMaxQueryWords = 16;
constexpr std::size_t kMaxQueryBytes = 1000;

/// Folded words hold only letters and digits, so quoting them makes them plain data to FTS5.
std::string match_expression(const std::vector<std::string_view>& words, std::string_view joined_by) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += joined_by;
    out += '"' + std::string(words[i]) + '"';
    if (i + 1 == words.size()) out += '*';
  }
  return out;
}

}  // namespace

bool build_search_index(sqlite3* db, const Tables& tables) {
  if (sqlite3_exec(db, std::string(kCreate).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return false;
  const auto text = [&](TextRef ref) { return std::string_view(tables.texts).substr(ref.offset, ref.length); };
  Query insert(db, kInsert);
  for (std::size_t c = 0; c < tables.concepts.size(); ++c) {
    const auto& record = tables.concepts[c];
    std::string synonyms, codes = fold(text(record.id));
    for (std::uint32_t i = 0; i < record.names.count; ++i) {
      const auto& name = tables.names[record.names.first + i];
      std::string& list = name.scope == NameScope::code ? codes : synonyms;
      if (name.scope != NameScope::label) list += ' ' + std::string(text(name.folded));
    }
    const std::string label = fold(text(record.label)), definition = fold(text(record.definition));
    insert.bind(1, static_cast<sqlite3_int64>(c)).bind(2, label).bind(3, synonyms).bind(4, definition).bind(5, codes);
    if (insert.step() != SQLITE_DONE) return false;
    insert.reset();
  }
  return sqlite3_exec(db, "INSERT INTO name_search(name_search) VALUES ('optimize')", nullptr, nullptr, nullptr) ==
         SQLITE_OK;
}

Result<std::vector<SearchHit>> search_index(sqlite3* db, std::string_view query, std::size_t limit) {
  const std::string folded = fold(query.substr(0, kMaxQueryBytes));
  auto query_words = words(folded);
  if (query_words.size() > kMaxQueryWords) query_words.resize(kMaxQueryWords);
  std::vector<SearchHit> hits;
  if (query_words.empty()) return hits;
  for (const std::string_view joined_by : {" AND ", " OR "}) {
    const std::string expression = match_expression(query_words, joined_by);
    Query search(db, kSearch);
    search.bind(1, expression).bind(2, static_cast<sqlite3_int64>(limit));
    int status = SQLITE_OK;
    while ((status = search.step()) == SQLITE_ROW)
      hits.push_back({ConceptId{static_cast<std::uint32_t>(search.integer(0))}, search.real(1)});
    if (status != SQLITE_DONE)
      return error("damaged-file", "the search index cannot be read: " + std::string(sqlite3_errmsg(db)),
                   "run 'noso verify', then compile the file again");
    if (!hits.empty()) break;
  }
  return hits;
}

}  // namespace noso
