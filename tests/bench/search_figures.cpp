// noso_search_figures FILE.noso [SEED]: how fast names are found, and how many misspelt ones, over all names of a
// knowledge file; beside plain FTS5 (the same texts, no stems, prefix index) and FTS5's trigram tokenizer. Times are of
// the processor, so that other work on the machine does not count.
#include <sqlite3.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "noso/base/text.hpp"
#include "noso/engine/engine.hpp"
#include "noso/ontology/completion.hpp"
#include "support/misspelt.hpp"

namespace {

using noso::ConceptId;

constexpr std::size_t kLimit = 10, kTop = 5, kMisspelt = 2000, kEveryBeginning = 20;

double processor_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

void print_times(const char* what, std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double share) {
    return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
  };
  std::printf("%-44s %7zu calls  median %.3f ms  p99 %.3f ms  most %.3f ms\n", what, ms.size(), at(0.5), at(0.99),
              ms.back());
}

std::vector<double> timed(const std::vector<std::string>& queries, const std::function<void(const std::string&)>& use) {
  std::vector<double> out;
  for (const auto& query : queries) {
    const auto begin = processor_ms();
    use(query);
    out.push_back(processor_ms() - begin);
  }
  return out;
}

/// FTS5 as it comes, in memory.
class Baseline {
 public:
  Baseline(const noso::Knowledge& kb, const char* create) {
    if (sqlite3_open(":memory:", &db_) != SQLITE_OK) std::abort();
    run(create);
    run("BEGIN");
    sqlite3_stmt* insert = prepare("INSERT INTO t(rowid, names, definition) VALUES (?1, ?2, ?3)");
    for (std::uint32_t c = 0; c < kb.concept_count(); ++c) {
      std::string names;
      for (const auto& name : kb.names({c})) (names += kb.text(name.folded)) += ' ';
      const auto definition = noso::fold(kb.text(kb[ConceptId{c}].definition));
      sqlite3_bind_int64(insert, 1, c);
      sqlite3_bind_text(insert, 2, names.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 3, definition.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run("COMMIT");
    search_ = prepare("SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY bm25(t, 10.0, 1.0) LIMIT 10");
  }
  ~Baseline() {
    sqlite3_finalize(search_);
    sqlite3_close(db_);
  }
  Baseline(const Baseline&) = delete;
  Baseline& operator=(const Baseline&) = delete;

  std::vector<std::uint32_t> match(const std::string& expression) {
    std::vector<std::uint32_t> out;
    sqlite3_bind_text(search_, 1, expression.c_str(), -1, SQLITE_TRANSIENT);
    while (sqlite3_step(search_) == SQLITE_ROW)
      out.push_back(static_cast<std::uint32_t>(sqlite3_column_int64(search_, 0)));
    sqlite3_reset(search_);
    return out;
  }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* out = nullptr;
    if (sqlite3_prepare_v2(db_, sql, -1, &out, nullptr) != SQLITE_OK) std::abort();
    return out;
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt* search_ = nullptr;
};

/// All words, the last one as a beginning.
std::string all_words(const std::string& query) {
  const auto folded = noso::fold(query);
  std::string out;
  for (const auto word : noso::words(folded)) out += (out.empty() ? "\"" : " AND \"") + std::string(word) + '"';
  return out.empty() ? out : out + '*';
}

/// Any trigram.
std::string any_trigram(const std::string& query) {
  const auto folded = noso::fold(query);
  std::string out;
  for (std::size_t i = 0; i + 3 <= folded.size(); ++i)
    out += (out.empty() ? "\"" : " OR \"") + folded.substr(i, 3) + '"';
  return out;
}

struct Misspelt {
  ConceptId target;
  std::string text;
};

bool holds(const std::vector<std::uint32_t>& rows, ConceptId target) {
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(kTop, rows.size()));
  return std::find(rows.begin(), end, target.value) != end;
}

void print_found(const char* what, std::size_t found, std::size_t of) {
  std::printf("%-44s %zu of %zu in the first %zu: %.2f %%\n", what, found, of, kTop,
              100.0 * static_cast<double>(found) / static_cast<double>(of));
}

void misspelt_labels(const noso::Engine& engine, std::uint64_t seed, bool show) {
  const auto& kb = engine.knowledge();
  noso::test::Random random(seed);
  std::vector<Misspelt> cases;
  while (cases.size() < kMisspelt) {
    const ConceptId c{static_cast<std::uint32_t>(random.below(kb.concept_count()))};
    if (kb[c].kind != noso::ConceptKind::finding) continue;
    if (auto text = noso::test::misspelt(kb.label(c), random)) cases.push_back({c, std::move(*text)});
  }
  std::vector<std::string> queries;
  for (const auto& one : cases) queries.push_back(one.text);
  std::size_t ours = 0;
  std::size_t next = 0;
  print_times("search, one random edit", timed(queries, [&](const std::string& query) {
                const auto found = engine.search(query, std::nullopt, kTop);
                const auto target = cases[next++].target;
                const bool hit =
                    std::any_of(found->begin(), found->end(), [&](const auto& f) { return f.found == target; });
                ours += hit ? 1 : 0;
                if (!hit && show)
                  std::printf("  missed '%s' for '%s'\n", query.c_str(), std::string(kb.label(target)).c_str());
              }));
  print_found("search", ours, cases.size());
  Baseline plain(kb,
                 "CREATE VIRTUAL TABLE t USING fts5(names, definition, content='', tokenize='ascii', prefix='2 3')");
  Baseline trigram(kb, "CREATE VIRTUAL TABLE t USING fts5(names, definition, content='', tokenize='trigram')");
  std::size_t by_plain = 0, by_trigram = 0;
  next = 0;
  timed(queries, [&](const std::string& q) { by_plain += holds(plain.match(all_words(q)), cases[next++].target); });
  next = 0;
  print_times("FTS5 trigrams, one random edit", timed(queries, [&](const std::string& q) {
                by_trigram += holds(trigram.match(any_trigram(q)), cases[next++].target);
              }));
  print_found("FTS5 words", by_plain, cases.size());
  print_found("FTS5 trigrams", by_trigram, cases.size());
  std::size_t by_oracle = 0;
  const auto every = noso::test::NearestNames(kb);
  for (const auto& one : cases) by_oracle += every.finds(one.text, one.target, kTop) ? 1 : 0;
  print_found("edit distance over all names (oracle)", by_oracle, cases.size());
}

void names_as_queries(const noso::Engine& engine) {
  const auto& kb = engine.knowledge();
  std::vector<std::string> names, begun;
  for (const auto& name : kb.tables().names) {
    if (name.scope == noso::NameScope::code || kb[name.owner].kind != noso::ConceptKind::finding) continue;
    names.emplace_back(kb.text(name.text));
    if (names.size() % kEveryBeginning == 0)
      begun.push_back(names.back().substr(0, 1 + names.size() / kEveryBeginning % 8));
  }
  (void)engine.search("warm", std::nullopt, kLimit);
  print_times("search, every name",
              timed(names, [&](const std::string& q) { (void)engine.search(q, std::nullopt, kLimit); }));
  print_times("search, beginnings of 1 to 8 letters",
              timed(begun, [&](const std::string& q) { (void)engine.search(q, std::nullopt, kLimit); }));
  print_times("completion, beginnings of 1 to 8 letters",
              timed(begun, [&](const std::string& q) { (void)noso::complete_name(kb, q, std::nullopt, kLimit); }));
  Baseline plain(kb,
                 "CREATE VIRTUAL TABLE t USING fts5(names, definition, content='', tokenize='ascii', prefix='2 3')");
  print_times("FTS5 words, every name", timed(names, [&](const std::string& q) { (void)plain.match(all_words(q)); }));
  print_times("FTS5 words, beginnings of 1 to 8 letters",
              timed(begun, [&](const std::string& q) { (void)plain.match(all_words(q)); }));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FILE.noso [SEED] [show]\n", argv[0]);
    return 2;
  }
  auto file = noso::KnowledgeFile::open(argv[1]);
  if (!file.ok()) {
    std::fprintf(stderr, "%s\n", to_string(file.errors().front()).c_str());
    return 3;
  }
  const noso::Engine engine(std::move(*file));
  names_as_queries(engine);
  misspelt_labels(engine, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1, argc > 3);
  return 0;
}
