#include <sys/stat.h>
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <map>
#include <thread>

#include "file/page_checksums.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "support/folder.hpp"
#include "support/minimal_pack.hpp"
#include "support/random.hpp"
#include "support/world.hpp"

using namespace noso;
using test::bytes_of;
using test::Folder;
using test::Random;

namespace {

AssembledPack::Content minimal() {
  auto pack = test::assembled({std::string(test::kMinimalPack)});
  if (!pack.content) FAIL(test::lines(pack.findings));
  return std::move(*pack.content);
}

void write(const std::filesystem::path& path, AssembledPack::Content content) {
  const auto written = write_knowledge_file(path, std::move(content.tables), std::move(content.manifest));
  if (!written.ok()) FAIL(test::lines(written.errors()));
}

/// All tables as bytes, by name.
std::map<std::string, std::string> bytes_of_tables(const Tables& tables) {
  std::map<std::string, std::string> out;
  for_each_table(tables, [&](std::string_view name, const auto& table) {
    const auto bytes = std::as_bytes(std::span(table));
    out[std::string(name)] = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  });
  return out;
}

/// Everything a reader can get out of a file: facts, tables, searches; or the code of the refusal.
std::string reading(const std::filesystem::path& path) {
  const auto file = KnowledgeFile::open(path);
  if (!file.ok()) {
    if (file.errors().front().where.file.empty()) FAIL("a refusal without the file's name");
    return "refused " + file.errors().front().code;
  }
  std::string out;
  for (const auto& [name, value] : file->knowledge().manifest().facts()) out += name + '=' + value + '\n';
  for (const auto& [name, bytes] : bytes_of_tables(file->knowledge().tables())) out += name + ':' + bytes + '\n';
  for (const auto* query : {"heel pain", "g", "overload band"}) {
    const auto hits = file->search(query, 10);
    if (!hits.ok()) return "refused " + hits.errors().front().code;
    for (const auto& hit : *hits) out += std::to_string(hit.found.value) + ' ' + std::to_string(hit.score) + '\n';
  }
  return out;
}

std::string refused(const std::filesystem::path& path) {
  const auto text = reading(path);
  if (text.rfind("refused ", 0) != 0) FAIL("opened: " << path);
  const auto verified = verify_knowledge_file(path);
  if (verified.ok()) FAIL("verified: " << path);
  CHECK(verified.errors().front().code == text.substr(8));
  return text.substr(8);
}

/// A file whose bytes are changed in place.
class Patched {
 public:
  explicit Patched(const std::filesystem::path& path) : descriptor_(::open(path.c_str(), O_RDWR)) {
    REQUIRE(descriptor_ >= 0);
  }
  ~Patched() { ::close(descriptor_); }
  void put(std::size_t at, std::string_view bytes) const {
    if (::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at)) < 0) FAIL("cannot write");
  }

 private:
  int descriptor_;
};

}  // namespace

TEST_CASE("what is written is what is read") {
  const Folder folder;
  const auto path = folder / "k.noso";
  const auto content = minimal();
  write(path, content);
  const auto file = KnowledgeFile::open(path);
  REQUIRE(file.ok());
  CHECK(bytes_of_tables(file->knowledge().tables()) == bytes_of_tables(content.tables));
  auto facts = content.manifest.facts();
  facts["digest"] = content_digest(content.tables, content.manifest);
  CHECK(file->knowledge().manifest().facts() == facts);
  CHECK(verify_knowledge_file(path).ok());
  CHECK(folder.entries() == 1);
}

TEST_CASE("knowledge in memory says what the file says") {
  const Folder folder;
  const auto content = minimal();
  write(folder / "k.noso", content);
  const auto on_disk = KnowledgeFile::open(folder / "k.noso");
  const auto in_memory = KnowledgeFile::in_memory(content.tables, content.manifest);
  REQUIRE((on_disk.ok() && in_memory.ok()));
  CHECK(on_disk->knowledge().manifest().facts() == in_memory->knowledge().manifest().facts());
  for (const auto* query : {"heel", "pain", "plantar fasc", "202882003", "zzz"}) {
    const auto a = on_disk->search(query, 10), b = in_memory->search(query, 10);
    REQUIRE((a.ok() && b.ok()));
    REQUIRE(a->size() == b->size());
    for (std::size_t i = 0; i < a->size(); ++i) {
      CHECK((*a)[i].found == (*b)[i].found);
      CHECK((*a)[i].score == (*b)[i].score);
    }
  }
}

TEST_CASE("equal content gives equal bytes") {
  const Folder folder;
  write(folder / "a.noso", minimal());
  write(folder / "b.noso", minimal());
  CHECK(bytes_of(folder / "a.noso") == bytes_of(folder / "b.noso"));
  auto other = minimal();
  other.manifest.set("version", "1.0.1");
  write(folder / "c.noso", other);
  CHECK(bytes_of(folder / "a.noso") != bytes_of(folder / "c.noso"));
}

TEST_CASE("names of files need no escaping") {
  const Folder folder;
  for (const auto* name :
       {"a b.noso", "q?mode=rw.noso", "h#x", "p%41.noso", "é漢.noso", ":memory:", "file:x", "'\"\\", "&vfs=unix"}) {
    CAPTURE(name);
    write(folder / name, minimal());
    CHECK(KnowledgeFile::open(folder / name).ok());
    CHECK(verify_knowledge_file(folder / name).ok());
  }
}

TEST_CASE("what is no knowledge file is refused by name") {
  const Folder folder;
  CHECK(refused(folder.write("text", std::string(5000, 'x'))) == "not-a-knowledge-file");
  CHECK(refused(folder.write("empty", "")) == "not-a-knowledge-file");
  CHECK(refused(folder.write("short", "SQLite format 3")) == "not-a-knowledge-file");
  CHECK(refused(folder.write("sqlite", std::string("SQLite format 3\0", 16) + std::string(4000, '\0'))) ==
        "not-a-knowledge-file");
  CHECK(refused(folder.path()) == "is-a-directory");
  CHECK(refused(folder / "missing") == "cannot-open");
  CHECK(refused("/dev/zero") == "cannot-open");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(refused(folder / "pipe") == "cannot-open");
}

TEST_CASE("another format version is refused by its number") {
  const Folder folder;
  write(folder / "k.noso", minimal());
  const Patched file(folder / "k.noso");
  for (const int version : {0, kFormatVersion + 1, 255}) {
    file.put(60, std::string{'\0', '\0', '\0', static_cast<char>(version)});
    CHECK(refused(folder / "k.noso") == "wrong-format-version");
    const auto opened = KnowledgeFile::open(folder / "k.noso");
    CHECK(opened.errors().front().message.find("version " + std::to_string(version)) != std::string::npos);
  }
}

TEST_CASE("a file cut short anywhere is refused") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  const auto whole = bytes_of(path);
  REQUIRE(whole.size() % kPageSize == 0);
  std::vector<std::size_t> sizes{0, 1, 15, 16, 59, 99, 100, 101, 4096, whole.size() - 1, whole.size() - 8};
  for (std::size_t size = kPageSize; size < whole.size(); size += kPageSize)
    sizes.insert(sizes.end(), {size - 1, size, size + 1});
  for (const auto size : sizes) {
    CAPTURE(size);
    const auto cut = folder.write("cut", whole.substr(0, size));
    CHECK(refused(cut) == (size < 100 ? "not-a-knowledge-file" : "truncated-file"));
  }
  CHECK(refused(folder.write("long", whole + "x")) == "damaged-file");
  CHECK(refused(folder.write("longer", whole + std::string(kPageSize, '\0'))) == "damaged-file");
}

TEST_CASE("a flipped bit is refused or changes nothing, and verification always sees it") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  const auto whole = bytes_of(path);
  const auto original = reading(path);
  const Patched file(path);
  std::size_t seen_at_once = 0, tried = 0;
  // Every seventh byte, and every byte of the first header and of each page's own header and checksum.
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const auto in_page = at % kPageSize;
    if (at % 7 != 0 && at >= 200 && in_page >= 16 && in_page < kPageSize - 8) continue;
    const char flipped = static_cast<char>(whole[at] ^ 1 << at % 8);
    file.put(at, std::string_view(&flipped, 1));
    const auto now = reading(path);
    const bool harmless = now == original;
    if (!harmless && now.rfind("refused ", 0) != 0) FAIL("byte " << at << " changes the content unseen");
    if (verify_knowledge_file(path).ok()) FAIL("verification does not see byte " << at);
    file.put(at, std::string_view(&whole[at], 1));
    seen_at_once += harmless ? 0 : 1;
    ++tried;
  }
  CHECK(reading(path) == original);
  CHECK(verify_knowledge_file(path).ok());
  CHECK(seen_at_once > tried / 2);
}

TEST_CASE("pages that changed places are seen") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  const auto whole = bytes_of(path);
  const auto original = reading(path);
  const auto pages = whole.size() / kPageSize;
  REQUIRE(pages > 2);
  for (std::size_t a = 1; a < pages; ++a)
    for (std::size_t b = a + 1; b < pages; ++b) {
      auto swapped = whole;
      std::swap_ranges(swapped.begin() + static_cast<std::ptrdiff_t>(a * kPageSize),
                       swapped.begin() + static_cast<std::ptrdiff_t>((a + 1) * kPageSize),
                       swapped.begin() + static_cast<std::ptrdiff_t>(b * kPageSize));
      folder.write("k.noso", swapped);
      const auto now = reading(path);
      CHECK((now == original || now == "refused damaged-file"));
      CHECK_FALSE(verify_knowledge_file(path).ok());
    }
}

TEST_CASE("content that was changed with its checksums set right is seen by the digest") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  auto bytes = bytes_of(path);
  const auto at = bytes.find("Overload of the band");
  REQUIRE(at != std::string::npos);
  bytes.replace(at, 8, "Underuse");
  folder.write("k.noso", bytes);
  CHECK_FALSE(verify_knowledge_file(path).ok());
  REQUIRE(stamp_pages(path).ok());
  const auto verified = verify_knowledge_file(path);
  REQUIRE_FALSE(verified.ok());
  CHECK(verified.errors().front().code == "digest-mismatch");
}

TEST_CASE("a forged file with right checksums never does harm") {
  CAPTURE(test::seed());
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  const auto whole = bytes_of(path);
  for (std::uint64_t round = 0; round < 400; ++round) {
    CAPTURE(round);
    Random random(round);
    auto forged = whole;
    for (auto n = 1 + random.below(4); n > 0; --n) {
      const auto at = random.below(forged.size());
      forged[at] = random.chance(0.5) ? static_cast<char>(random.below(256))
                                      : static_cast<char>(forged[at] ^ 1 << random.below(8));
    }
    // Most bytes of a page are free; the structure stands at both ends.
    const auto page = random.below(forged.size() / kPageSize) * kPageSize;
    forged[page + random.below(40)] = static_cast<char>(random.below(256));
    folder.write("k.noso", forged);
    REQUIRE(stamp_pages(path).ok());
    (void)reading(path);
    (void)verify_knowledge_file(path);
  }
}

TEST_CASE("a failed write leaves the old file as it was") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  const auto before = bytes_of(path);
  auto bad = minimal();
  bad.tables.is_a[0].parent = {1'000'000};
  const auto written = write_knowledge_file(path, std::move(bad.tables), bad.manifest);
  REQUIRE_FALSE(written.ok());
  CHECK(written.errors().front().code == "damaged-knowledge");
  CHECK(bytes_of(path) == before);
  CHECK(folder.entries() == 1);
  const auto content = minimal();
  CHECK(write_knowledge_file(folder / "missing/k.noso", content.tables, content.manifest).errors().front().code ==
        "cannot-write");
  CHECK(write_knowledge_file(folder.path(), content.tables, content.manifest).errors().front().code ==
        "is-a-directory");
  CHECK(write_knowledge_file("/proc/k.noso", content.tables, content.manifest).errors().front().code == "cannot-write");
}

TEST_CASE("who has the old file open keeps it while a new one takes its place") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  const auto old = KnowledgeFile::open(path);
  REQUIRE(old.ok());
  const auto other = test::pack_content(test::world_pack("flu 0.5: cough 0.9"));
  write(path, other);
  CHECK(old->search("plantar", 5)->size() == 1);
  const auto fresh = KnowledgeFile::open(path);
  REQUIRE(fresh.ok());
  CHECK(fresh->search("plantar", 5)->empty());
  CHECK(fresh->search("cough", 5)->size() == 1);
}

TEST_CASE("a file without write permission can be read") {
  const Folder folder;
  const auto path = folder / "k.noso";
  write(path, minimal());
  ::chmod(path.c_str(), 0444);
  ::chmod(folder.path().c_str(), 0555);
  CHECK(KnowledgeFile::open(path).ok());
  CHECK(verify_knowledge_file(path).ok());
  ::chmod(folder.path().c_str(), 0755);
  CHECK(folder.entries() == 1);
}

TEST_CASE("several threads may search one file") {
  const Folder folder;
  write(folder / "k.noso", minimal());
  const auto file = KnowledgeFile::open(folder / "k.noso");
  REQUIRE(file.ok());
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        const auto hits = file->search(i % 2 == 0 ? "plantar fasciitis" : "gout", 5);
        if (!hits.ok() || hits->size() != 1) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
