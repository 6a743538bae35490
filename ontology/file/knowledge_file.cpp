// The layout is described in docs/knowledge-file.md; writer and reader share the constants below.
#include "noso/ontology/knowledge_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <mutex>

#include "file/index_check.hpp"
#include "file/page_checksums.hpp"
#include "file/posting_table.hpp"
#include "file/search_index.hpp"
#include "file/sqlite.hpp"
#include "noso/base/digest.hpp"
#include "noso/base/file_io.hpp"
#include "noso/base/text.hpp"
#include "search/searcher.hpp"

namespace noso {

namespace {

constexpr std::uint32_t kApplicationId = 0x4E4F534F;  // "NOSO"
constexpr std::size_t kMaxFileBytes = std::size_t{2} << 30;
constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20;
constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr const char* kSchema =
    "CREATE TABLE manifest(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE block(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, content BLOB NOT NULL);";

bool run(sqlite3* db, const std::string& sql) {
  const int status = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  throw_if_no_memory(status);
  return status == SQLITE_OK;
}

Diagnostic cannot_write(sqlite3* db, const std::filesystem::path& path) {
  return error("cannot-write", "cannot write the knowledge file: " + std::string(sqlite3_errmsg(db)),
               "is the disk full?", {path.string()});
}

/// Fills the empty file at `path`. One transaction without a journal: the file has no readers until it is renamed.
Status write_database(const std::filesystem::path& path, const Tables& tables, const Manifest& manifest) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  const Database db(raw);
  if (opened != SQLITE_OK) return cannot_write(raw, path);
  int reserved = kChecksumSize;
  if (!run(raw, "PRAGMA page_size=" + std::to_string(kPageSize)) ||
      sqlite3_file_control(raw, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) != SQLITE_OK ||
      !run(raw, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA encoding='UTF-8'; PRAGMA application_id=" +
                    std::to_string(kApplicationId) + "; PRAGMA user_version=" + std::to_string(kFormatVersion)) ||
      !run(raw, "BEGIN") || !run(raw, kSchema))
    return cannot_write(raw, path);

  Query fact(raw, "INSERT INTO manifest(name, value) VALUES (?1, ?2)");
  for (const auto& [name, value] : manifest.facts()) {
    if (fact.bind(1, name).bind(2, value).step() != SQLITE_DONE) return cannot_write(raw, path);
    fact.reset();
  }
  bool written = true;
  Query block(raw, "INSERT INTO block(name, content) VALUES (?1, ?2)");
  for_each_table(tables, [&](std::string_view name, const auto& table) {
    if (name == kGains) return;
    const auto bytes = std::as_bytes(std::span(table));
    block.bind(1, name).bind_blob(2, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    written = written && block.step() == SQLITE_DONE;
    block.reset();
  });
  if (!written || !write_postings(raw, tables.likelihood.gains) || !build_search_index(raw, tables) ||
      !run(raw, "COMMIT"))
    return cannot_write(raw, path);
  return success();
}

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

/// Looks at SQLite's header before SQLite does, so that the reason of a refusal is named.
Status check_header(const std::filesystem::path& path) {
  const Location where{path.string()};
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure))
    return error("is-a-directory", "this is a directory, a knowledge file is expected",
                 "compile it with 'noso compile'", where);
  const auto size = std::filesystem::file_size(path, failure);
  if (failure)
    return error("cannot-open", "cannot open the knowledge file: " + failure.message(), "check the path", where);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return error("cannot-open", "cannot open the knowledge file: " + std::string(std::strerror(errno)),
                 "check its permissions", where);
  std::array<char, 100> bytes{};
  const auto read = std::max<::ssize_t>(0, ::read(file, bytes.data(), bytes.size()));
  ::close(file);
  const std::string_view header(bytes.data(), static_cast<std::size_t>(read));
  if (header.size() < bytes.size() || !header.starts_with(kMagic) || big_endian(header, 68, 4) != kApplicationId)
    return error("not-a-knowledge-file", "this is not a Nosograph knowledge file",
                 "make one with 'noso compile PACK -o FILE.noso'", where);
  if (const auto version = big_endian(header, 60, 4); version != static_cast<std::uint32_t>(kFormatVersion))
    return error("wrong-format-version",
                 "the file has format version " + std::to_string(version) + ", this program reads version " +
                     std::to_string(kFormatVersion),
                 "compile it again with this program", where);
  if (big_endian(header, 16, 2) != kPageSize || big_endian(header, 20, 1) != kChecksumSize)
    return error("damaged-file", "the header of the file is damaged", "compile it again", where);
  const std::uint64_t expected = std::uint64_t{big_endian(header, 28, 4)} * kPageSize;
  if (size < expected)
    return error("truncated-file", "the file has " + std::to_string(size) + " bytes of " + std::to_string(expected),
                 "copy or compile it again", where);
  if (size > expected || size > kMaxFileBytes)
    return error("damaged-file",
                 "the file has " + std::to_string(size) + " bytes, " + std::to_string(expected) + " are expected",
                 "copy or compile it again", where);
  return success();
}

Diagnostic damaged(const std::filesystem::path& path, const std::string& what) {
  return error("damaged-file", what, "the file was changed or damaged after it was written; copy or compile it again",
               {path.string()});
}

/// Whatever the schema of the file says, it is data: no view, trigger, function or extension of it runs.
bool distrust(sqlite3* db) {
  for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                      {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}})
    if (sqlite3_db_config(db, option, value, nullptr) != SQLITE_OK) return false;
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  return true;
}

/// SHA-256 of the file that is open, whatever stands at its path by now.
Result<std::string> digest_of_open_file(sqlite3* db, const std::filesystem::path& path) {
  sqlite3_file* file = nullptr;
  sqlite3_int64 size = 0;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file->pMethods->xFileSize(file, &size) != SQLITE_OK)
    return damaged(path, "the size of the file cannot be read");
  Sha256 digest;
  std::string page(kPageSize, '\0');
  for (sqlite3_int64 at = 0; at < size; at += static_cast<sqlite3_int64>(kPageSize)) {
    if (file->pMethods->xRead(file, page.data(), static_cast<int>(kPageSize), at) != SQLITE_OK)
      return damaged(path, "a page of the file is damaged");
    digest.add(page);
  }
  return digest.hex();
}

Result<Database> open_database(const std::filesystem::path& path) {
  if (auto checked = check_header(path); !checked.ok()) return checked.errors();
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      uri += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    } else {
      uri += c;
    }
  }
  uri += "?immutable=1";
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(uri.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, checked_vfs());
  Database db(raw);
  throw_if_no_memory(raw ? opened : SQLITE_NOMEM);
  if (opened != SQLITE_OK) return damaged(path, "SQLite cannot open the file: " + std::string(sqlite3_errmsg(raw)));
  if (!distrust(raw) || !run(raw, "PRAGMA query_only=1; PRAGMA cell_size_check=1"))
    return damaged(path, "SQLite cannot read the file: " + std::string(sqlite3_errmsg(raw)));
  return db;
}

/// Asks for huge pages under a large table that is about to be filled: most of the time of opening a large file would
/// go to page faults. A hint; without it all works the same.
void prefer_huge_pages([[maybe_unused]] const void* data, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  const auto begin = (reinterpret_cast<std::uintptr_t>(data) + kHugePage - 1) & ~(kHugePage - 1);
  const auto end = (reinterpret_cast<std::uintptr_t>(data) + bytes) & ~(kHugePage - 1);
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

/// Room for a table of `bytes`; of a large one the end, too, lies on a huge page.
template <class Table>
void reserve_table(Table& table, std::size_t bytes) {
  using Entry = typename Table::value_type;
  const auto room = bytes < kHugePage ? bytes : bytes + kHugePage;
  table.reserve(room / sizeof(Entry));
  prefer_huge_pages(table.data(), room);
}

/// Appends block `row` to `table`, which is empty, piece by piece: the pieces stay in the cache of the processor. False
/// when the block is missing, unreadable or not a whole number of entries.
template <class Table>
bool read_block(sqlite3* db, sqlite3_int64 row, Table& table) {
  sqlite3_blob* raw = nullptr;
  const int opened = sqlite3_blob_open(db, "main", "block", "content", row, 0, &raw);
  throw_if_no_memory(opened);
  if (opened != SQLITE_OK) return false;
  const std::unique_ptr<sqlite3_blob, decltype(&sqlite3_blob_close)> blob(raw, &sqlite3_blob_close);
  const auto size = static_cast<std::size_t>(sqlite3_blob_bytes(raw));
  using Entry = typename Table::value_type;
  if (size % sizeof(Entry) != 0) return false;
  reserve_table(table, size);
  constexpr std::size_t kPiece = kPieceBytes / sizeof(Entry);
  std::vector<Entry> piece(std::min(kPiece, size / sizeof(Entry)));
  for (std::size_t at = 0; at < size;) {
    const auto bytes = std::min(piece.size() * sizeof(Entry), size - at);
    const int read = sqlite3_blob_read(raw, piece.data(), static_cast<int>(bytes), static_cast<int>(at));
    throw_if_no_memory(read);
    if (read != SQLITE_OK) return false;
    table.insert(table.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(bytes / sizeof(Entry)));
    at += bytes;
  }
  return true;
}

struct Content {
  Tables tables;
  Manifest manifest;
};

/// Everything but the lists of gains.
Result<Content> read_content(sqlite3* db, const std::filesystem::path& path) {
  Content out;
  auto& [tables, manifest] = out;
  Query facts(db, "SELECT name, value FROM manifest");
  int status = SQLITE_OK;
  while ((status = facts.step()) == SQLITE_ROW) manifest.set(std::string(facts.text(0)), std::string(facts.text(1)));
  if (status != SQLITE_DONE) return damaged(path, "the manifest cannot be read: " + std::string(sqlite3_errmsg(db)));

  std::string bad;
  for_each_table(tables, [&](std::string_view name, auto& table) {
    if (!bad.empty() || name == kGains) return;
    Query find(db, "SELECT id FROM block WHERE name = ?1");
    find.bind(1, name);
    if (find.step() != SQLITE_ROW || !read_block(db, find.integer(0), table)) bad = name;
  });
  if (!bad.empty()) return damaged(path, "block '" + bad + "' is damaged or missing");
  return out;
}

Result<Knowledge> make_knowledge(Content content, const std::filesystem::path& path,
                                 std::unique_ptr<const PostingSource> gains) {
  auto made = Knowledge::make(std::move(content.tables), std::move(content.manifest), std::move(gains));
  if (made.ok()) return made;
  auto errors = made.errors();
  for (auto& e : errors) e.where.file = path.string();
  return errors;
}

/// With every list of gains in the tables.
Result<Knowledge> read_whole(sqlite3* db, const std::filesystem::path& path) {
  auto content = read_content(db, path);
  if (!content.ok()) return content.errors();
  if (!read_postings(db, content->tables.likelihood.gains))
    return damaged(path, "a posting list is damaged or missing");
  return make_knowledge(std::move(*content), path, {});
}

}  // namespace

Status write_knowledge_file(const std::filesystem::path& path, Tables tables, Manifest manifest) {
  manifest.set("digest", content_digest(tables, manifest));
  auto made = Knowledge::make(std::move(tables), std::move(manifest));
  if (!made.ok()) return made.errors();
  const auto& knowledge = *made;
  return write_atomically(path, [&](const std::filesystem::path& temporary) -> Status {
    auto written = write_database(temporary, knowledge.tables(), knowledge.manifest());
    return written.ok() ? stamp_pages(temporary) : written;
  });
}

struct KnowledgeFile::Impl {
  std::shared_ptr<SharedDatabase> file;  ///< of knowledge that was never on disk: no database until the first search
  Knowledge knowledge;
  std::optional<Searcher> searcher;  ///< from the first search on; the database is its own while it has its turn

  Status start_searching();
};

KnowledgeFile::KnowledgeFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KnowledgeFile::KnowledgeFile(KnowledgeFile&&) noexcept = default;
KnowledgeFile& KnowledgeFile::operator=(KnowledgeFile&&) noexcept = default;
KnowledgeFile::~KnowledgeFile() = default;

Result<KnowledgeFile> KnowledgeFile::open(const std::filesystem::path& path, const TrustedKeys* signed_by) {
  auto db = open_database(path);
  if (!db.ok()) return db.errors();
  if (signed_by) {
    const auto digest = digest_of_open_file(db->get(), path);
    if (!digest.ok()) return digest.errors();
    if (const auto verified = verify_file_digest(path, *digest, *signed_by); !verified.ok()) return verified.errors();
  }
  auto content = read_content(db->get(), path);
  if (!content.ok()) return content.errors();
  auto file = std::make_shared<SharedDatabase>(std::move(*db));
  auto knowledge = make_knowledge(std::move(*content), path, posting_table(file, path));
  if (!knowledge.ok()) return knowledge.errors();
  return KnowledgeFile(std::unique_ptr<Impl>(new Impl{std::move(file), std::move(*knowledge), {}}));
}

namespace {

/// A database in memory that holds the search index alone.
Result<Database> index_in_memory(const Tables& tables) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db(raw);
  if (opened != SQLITE_OK || !build_search_index(raw, tables))
    return error("out-of-memory", "cannot build the search index: " + std::string(sqlite3_errmsg(raw)),
                 "free memory, or use less knowledge at once");
  return db;
}

}  // namespace

Result<KnowledgeFile> KnowledgeFile::in_memory(Tables tables, Manifest manifest) {
  manifest.set("digest", content_digest(tables, manifest));
  auto knowledge = Knowledge::make(std::move(tables), std::move(manifest));
  if (!knowledge.ok()) return knowledge.errors();
  return KnowledgeFile(std::unique_ptr<Impl>(new Impl{std::make_shared<SharedDatabase>(), std::move(*knowledge), {}}));
}

const Knowledge& KnowledgeFile::knowledge() const { return impl_->knowledge; }

Status KnowledgeFile::Impl::start_searching() {
  if (searcher) return success();
  auto& db = file->db;
  if (!db) {
    auto index = index_in_memory(knowledge.tables());
    if (!index.ok()) return index.errors();
    db = std::move(*index);
  }
  auto opened = Searcher::open(db.get(), knowledge);
  if (!opened.ok()) return opened.errors();
  searcher.emplace(std::move(*opened));
  return success();
}

Result<std::vector<SearchHit>> KnowledgeFile::search(std::string_view query, std::size_t limit,
                                                     std::optional<ConceptKind> kind) const {
  const std::lock_guard turn(impl_->file->turn);
  if (auto started = impl_->start_searching(); !started.ok()) return started.errors();
  return impl_->searcher->search(query, kind, limit);
}

Status verify_knowledge_file(const std::filesystem::path& path) {
  if (auto checked = check_header(path); !checked.ok()) return checked;
  auto bytes = read_file(path, kMaxFileBytes);
  if (!bytes.ok()) return bytes.errors();
  const auto all = std::as_bytes(std::span(*bytes));
  for (std::uint64_t number = 0; number * kPageSize < all.size(); ++number)
    if (!page_is_sound(all.subspan(number * kPageSize, kPageSize), number))
      return damaged(path, "page " + std::to_string(number) + " (bytes " + std::to_string(number * kPageSize) + " to " +
                               std::to_string((number + 1) * kPageSize) + ") is damaged");
  auto db = open_database(path);
  if (!db.ok()) return db.errors();
  Query integrity(db->get(), "PRAGMA integrity_check(1)");
  if (integrity.step() != SQLITE_ROW || integrity.text(0) != "ok")
    return damaged(path, "SQLite finds: " + std::string(integrity.text(0)));
  auto knowledge = read_whole(db->get(), path);
  if (!knowledge.ok()) return knowledge.errors();
  const auto digest = content_digest(knowledge->tables(), knowledge->manifest());
  if (digest != knowledge->manifest().digest())
    return error(
        "digest-mismatch",
        "the content has digest " + digest + ", the manifest says " + std::string(knowledge->manifest().digest()),
        "the file was changed after it was compiled; compile it again", {path.string()});
  auto fresh = index_in_memory(knowledge->tables());
  if (!fresh.ok()) return fresh.errors();
  if (!same_search_index(db->get(), fresh->get())) return damaged(path, "the search index does not fit the tables");
  return success();
}

}  // namespace noso
