// Knowledge files made to harm: their checksums are right, since anybody can compute them, but their schema is not
// ours.
#include <sqlite3.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "file/page_checksums.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "support/folder.hpp"
#include "support/minimal_pack.hpp"
#include "support/world.hpp"

using namespace noso;
using test::Folder;

namespace {

void write_good(const std::filesystem::path& path) {
  auto pack = test::assembled({std::string(test::kMinimalPack)});
  if (!pack.content) FAIL(test::lines(pack.findings));
  if (!write_knowledge_file(path, std::move(pack.content->tables), std::move(pack.content->manifest)).ok())
    FAIL("cannot write " << path);
}

/// Changes the file as its attacker would, and gives every page a right checksum.
void rewrite(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  char* message = nullptr;
  const int status = sqlite3_exec(db, ("PRAGMA journal_mode=OFF;" + sql).c_str(), nullptr, nullptr, &message);
  INFO((message ? message : ""));
  CHECK(status == SQLITE_OK);
  sqlite3_free(message);
  sqlite3_close(db);
  REQUIRE(stamp_pages(path).ok());
}

/// The code of the refusal when it is opened, else when it is searched; empty when all is answered.
std::string refusal(const std::filesystem::path& path) {
  const auto file = KnowledgeFile::open(path);
  if (!file.ok()) return file.errors().front().code;
  const auto hits = file->search("heel pain", 10);
  return hits.ok() ? std::string() : hits.errors().front().code;
}

}  // namespace

TEST_CASE("a view that stands for a table of the knowledge file is not evaluated") {
  const Folder folder;
  const auto path = folder / "evil.noso";
  for (const char* table : {"manifest", "block"}) {
    write_good(path);
    rewrite(path, "ALTER TABLE " + std::string(table) + " RENAME TO kept; CREATE VIEW " + table +
                      " AS SELECT * FROM kept WHERE randomblob(10) IS NOT NULL;");
    CHECK(refusal(path) == "damaged-file");
  }
}

TEST_CASE("an endless view in place of the search index ends at once") {
  const Folder folder;
  const auto path = folder / "evil.noso";
  write_good(path);
  rewrite(path,
          "DROP TABLE name_search; CREATE VIEW name_search AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
          "FROM n) "
          "SELECT x AS label FROM n;");
  ::alarm(20);
  CHECK(refusal(path) == "damaged-file");
  ::alarm(0);
}

TEST_CASE("a search index that names concepts beyond the tables is refused") {
  const Folder folder;
  const auto path = folder / "evil.noso";
  write_good(path);
  rewrite(path, "INSERT INTO name_search(rowid, label) VALUES (4000000000, 'heel pain');");
  CHECK(refusal(path) == "damaged-file");
}

TEST_CASE("triggers and further tables of a knowledge file change nothing") {
  const Folder folder;
  const auto path = folder / "odd.noso";
  write_good(path);
  rewrite(path,
          "CREATE TABLE more(x); CREATE TRIGGER t AFTER INSERT ON more BEGIN DELETE FROM block; END;"
          "CREATE TABLE computed(x, y AS (x + 1));");
  CHECK(refusal(path).empty());
}
