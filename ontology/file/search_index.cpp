#include "file/search_index.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "file/sqlite.hpp"
#include "noso/base/text.hpp"

namespace noso {

namespace {

// Text is folded and stemmed before it is indexed, so the tokenizer has only to split at spaces.
constexpr std::string_view kCreate =
    "CREATE VIRTUAL TABLE name_search USING fts5(label, synonyms, definition, codes, content='', tokenize='ascii');"
    "CREATE TABLE name_words(content TEXT NOT NULL);";
constexpr std::string_view kInsert =
    "INSERT INTO name_search(rowid, label, synonyms, definition, codes) VALUES (?1, ?2, ?3, ?4, ?5)";
// Weights: a word of the label says more than one of a synonym, and that more than one of the definition.
constexpr std::string_view kMatch =
    "SELECT rowid, -bm25(name_search, 10.0, 6.0, 1.0, 6.0) FROM name_search WHERE name_search MATCH ?1";
constexpr std::string_view kInitialsMark = "\xC2\xB6";  // a pilcrow: no letter, so that folded text never holds it

/// Quoted, tokens are plain data to FTS5: they hold no quotes.
std::string match_expression(const std::vector<AnyOf>& groups, bool all) {
  std::string out;
  for (const auto& group : groups) {
    if (group.empty()) continue;
    out += out.empty() ? "(" : all ? " AND (" : " OR (";
    for (std::size_t i = 0; i < group.size(); ++i) out += (i > 0 ? " OR \"" : "\"") + group[i] + '"';
    out += ')';
  }
  return out;
}

/// Collects what stands in one row, and counts its words.
class IndexWriter {
 public:
  explicit IndexWriter(const Tables& tables) : tables_(tables) {}

  std::array<std::string, 4> columns(const ConceptRecord& record) {
    std::array<std::string, 4> out;  // label, synonyms, definition, codes
    seen_.clear();
    names_ = true;
    add(fold(text(record.label)), out[0]);
    std::set<std::string> short_forms;
    for (std::uint32_t i = 0; i < record.names.count; ++i) {
      const auto& name = tables_.names[record.names.first + i];
      const auto folded = text(name.folded);
      if (name.scope == NameScope::code) {
        add_stems(folded, out[3]);
        continue;
      }
      if (name.scope != NameScope::label) add(folded, out[1]);
      if (auto letters = initials(folded); !letters.empty() && name.scope != NameScope::related)
        short_forms.insert(std::move(letters));
    }
    add_stems(fold(text(record.id)), out[3]);
    for (const auto& letters : short_forms) out[3] += ' ' + initials_token(letters);
    names_ = false;
    add(fold(text(record.definition)), out[2]);
    return out;
  }

  const std::map<std::string, WordCounts, std::less<>>& words() const { return words_; }

 private:
  std::string_view text(TextRef ref) const { return std::string_view(tables_.texts).substr(ref.offset, ref.length); }

  void add_stems(std::string_view folded, std::string& column) {
    for (const auto word : noso::words(folded)) (column += ' ') += forms_.stem(word);
  }

  void add(std::string_view folded, std::string& column) {
    add_stems(folded, column);
    for (const auto word : noso::words(folded)) {
      if (!seen_.insert(std::string(word)).second) continue;
      auto at = words_.find(word);
      if (at == words_.end()) at = words_.emplace(word, WordCounts{}).first;
      ++at->second.anywhere;
      if (names_) ++at->second.in_names;
    }
  }

  const Tables& tables_;
  WordForms forms_;
  std::map<std::string, WordCounts, std::less<>> words_;
  std::set<std::string, std::less<>> seen_;  ///< words of this concept
  bool names_ = true;
};

Diagnostic index_damaged(sqlite3* db) {
  return error("damaged-file", "the search index cannot be read: " + std::string(sqlite3_errmsg(db)),
               "run 'noso verify', then compile the file again");
}

}  // namespace

std::string initials_token(std::string_view initials) { return std::string(kInitialsMark) + std::string(initials); }

std::string initials(std::string_view folded_name) {
  constexpr std::size_t kFewest = 2, kMost = 6;
  const auto parts = words(folded_name);
  std::string out;
  if (parts.size() < kFewest || parts.size() > kMost) return out;
  for (const auto part : parts) out += part.front();
  const bool letters = std::all_of(out.begin(), out.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters ? out : std::string();
}

bool build_search_index(sqlite3* db, const Tables& tables) {
  const auto run = [&](std::string_view sql) {
    return sqlite3_exec(db, std::string(sql).c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  };
  if (!run(kCreate)) return false;
  IndexWriter writer(tables);
  Query insert(db, kInsert);
  for (std::size_t c = 0; c < tables.concepts.size(); ++c) {
    const auto columns = writer.columns(tables.concepts[c]);
    insert.bind(1, static_cast<sqlite3_int64>(c));
    for (std::size_t i = 0; i < columns.size(); ++i) insert.bind(static_cast<int>(i) + 2, columns[i]);
    if (insert.step() != SQLITE_DONE) return false;
    insert.reset();
  }
  const auto words = WordList::encode(writer.words());
  if (Query(db, "INSERT INTO name_words(content) VALUES (?1)").bind(1, words).step() != SQLITE_DONE) return false;
  return run("INSERT INTO name_search(name_search) VALUES ('optimize')");
}

Result<std::vector<IndexRow>> match_rows(sqlite3* db, const std::vector<AnyOf>& groups, bool all) {
  std::vector<IndexRow> rows;
  const auto expression = match_expression(groups, all);
  if (expression.empty()) return rows;
  Query match(db, kMatch);
  match.bind(1, expression);
  int status = SQLITE_OK;
  while ((status = match.step()) == SQLITE_ROW) {
    rows.push_back({static_cast<std::uint32_t>(match.integer(0)), match.real(1)});
    if (rows.size() == kMostRows) break;
  }
  if (status != SQLITE_ROW && status != SQLITE_DONE) return index_damaged(db);
  std::sort(rows.begin(), rows.end(), [](const IndexRow& a, const IndexRow& b) {
    return a.bm25 != b.bm25 ? a.bm25 > b.bm25 : a.found < b.found;
  });
  return rows;
}

Result<WordList> read_words(sqlite3* db) {
  Query read(db, "SELECT content FROM name_words");
  if (read.step() != SQLITE_ROW) return index_damaged(db);
  auto words = WordList::decode(std::string(read.text(0)));
  if (!words)
    return error("damaged-file", "the list of the words of names is damaged",
                 "run 'noso verify', then compile the file again");
  return std::move(*words);
}

}  // namespace noso
