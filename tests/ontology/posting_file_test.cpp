// Posting lists that stay in the file until they are asked for.
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <memory>
#include <thread>

#include "file/page_checksums.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "support/annotated_world.hpp"
#include "support/folder.hpp"
#include "support/world.hpp"

using namespace noso;
using test::bytes_of;
using test::Folder;
using test::Random;

namespace {

ImportedOntology random_world() {
  Random random(91);
  return test::annotated(test::random_annotations(random, 400, 250));
}

void write(const std::filesystem::path& path, ImportedOntology content) {
  const auto written = write_knowledge_file(path, std::move(content.tables), std::move(content.manifest));
  if (!written.ok()) FAIL(test::lines(written.errors()));
}

using List = std::vector<std::pair<std::uint16_t, std::uint16_t>>;
List pairs(std::span<const PostingRecord> list) {
  List out;
  for (const auto& p : list) out.emplace_back(p.condition, p.weight);
  return out;
}

std::vector<List> expected(const PostingLists& lists) {
  std::vector<List> out;
  for (std::size_t c = 0; c + 1 < lists.starts.size(); ++c)
    out.push_back(pairs(std::span(lists.items).subspan(lists.starts[c], lists.starts[c + 1] - lists.starts[c])));
  return out;
}

/// Changes the file behind the back of its digest, with right checksums.
void forge(const std::filesystem::path& path, const char* sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  const int done = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  sqlite3_close(db);
  REQUIRE(done == SQLITE_OK);
  REQUIRE(stamp_pages(path).ok());
}

/// The code of the first list that cannot be read; empty when all can.
std::string trouble(const std::filesystem::path& path) {
  const auto file = KnowledgeFile::open(path);
  if (!file.ok()) return "refused " + file.errors().front().code;
  for (std::uint32_t c = 0; c < file->knowledge().concept_count(); ++c)
    if (const auto list = file->knowledge().gains({c}); !list.ok()) return list.errors().front().code;
  return "";
}

}  // namespace

TEST_CASE("a file gives the posting lists that were written, to several threads at once") {
  const Folder folder;
  const auto world = random_world();
  const auto lists = expected(world.tables.likelihood.gains);
  write(folder / "k.noso", world);
  const auto file = KnowledgeFile::open(folder / "k.noso");
  REQUIRE(file.ok());
  const auto& kb = file->knowledge();
  CHECK(kb.tables().likelihood.gains.items.empty());
  std::vector<std::size_t> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
    threads.emplace_back([&, t] {
      Random random(t);
      for (int i = 0; i < 3000; ++i) {
        const auto c = static_cast<std::uint32_t>(random.below(lists.size()));
        const auto list = kb.gains({c});
        if (!list.ok() || pairs(*list) != lists[c]) ++wrong[t];
        if (i % 100 == 0 && !file->search("finding", 3).ok()) ++wrong[t];
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<std::size_t>(4, 0));
  CHECK(trouble(folder / "k.noso").empty());
  CHECK(verify_knowledge_file(folder / "k.noso").ok());
}

TEST_CASE("a flipped bit never gives another posting list") {
  const Folder folder;
  const auto world = random_world();
  const auto lists = expected(world.tables.likelihood.gains);
  const auto path = folder / "k.noso";
  write(path, world);
  const auto whole = bytes_of(path);
  Random random(92);
  std::size_t refused_later = 0;
  for (std::size_t page = 1; page < whole.size() / kPageSize; ++page) {
    auto bytes = whole;
    bytes[page * kPageSize + random.below(kPageSize)] ^= static_cast<char>(1 << random.below(8));
    folder.write("k.noso", bytes);
    const auto file = KnowledgeFile::open(path);
    if (!file.ok()) continue;
    for (std::uint32_t c = 0; c < lists.size(); ++c) {
      const auto list = file->knowledge().gains({c});
      if (list.ok()) {
        REQUIRE(pairs(*list) == lists[c]);
      } else {
        REQUIRE(list.errors().front().code == "damaged-file");
        CHECK(list.errors().front().where.file == path.string());
        ++refused_later;
      }
    }
    CHECK_FALSE(verify_knowledge_file(path).ok());
  }
  CHECK(refused_later > 0);
}

TEST_CASE("posting lists that do not fit the rest are refused when they are needed") {
  const Folder folder;
  const auto path = folder / "k.noso";
  const auto forged = [&](const char* sql) {
    write(path, random_world());
    forge(path, sql);
    CHECK_FALSE(verify_knowledge_file(path).ok());
    return trouble(path);
  };
  CHECK(forged("DELETE FROM posting WHERE id = (SELECT max(id) FROM posting)") == "damaged-file");
  CHECK(forged("UPDATE posting SET content = zeroblob(length(content) + 4)") == "damaged-file");
  CHECK(forged("UPDATE posting SET content = 'text'") == "damaged-file");
  // Every byte a one: condition 257 of fewer.
  CHECK(forged("UPDATE posting SET content = CAST(replace(hex(zeroblob(length(content))), '00', char(1)) AS BLOB)") ==
        "damaged-knowledge");
  CHECK(forged("DROP TABLE posting") == "damaged-file");
}

TEST_CASE("a search index that does not fit the tables is seen by verification") {
  const Folder folder;
  const auto path = folder / "k.noso";
  for (const auto* sql :
       {"INSERT INTO name_search(rowid, label, synonyms, definition, codes) VALUES (0, 'other', '', '', '')",
        "INSERT INTO name_search(name_search) VALUES ('delete-all')"}) {
    write(path, random_world());
    CHECK(verify_knowledge_file(path).ok());
    forge(path, sql);
    const auto verified = verify_knowledge_file(path);
    REQUIRE_FALSE(verified.ok());
    CHECK(verified.errors().front().code == "damaged-file");
  }
}
