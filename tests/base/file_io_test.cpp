#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <thread>

#include "noso/base/file_io.hpp"
#include "support/folder.hpp"

using namespace noso;
using test::bytes_of;
using test::Folder;

namespace {

std::string refused(const std::filesystem::path& path, std::size_t max_bytes = 1000) {
  const auto text = read_file(path, max_bytes);
  if (text.ok()) FAIL("read: " << path);
  REQUIRE(text.errors().size() == 1);
  CHECK(text.errors().front().where.file == path.string());
  return text.errors().front().code;
}

Status write_text(const std::filesystem::path& path, const std::string& text) {
  return write_atomically(path, [&](const std::filesystem::path& temporary) -> Status {
    std::ofstream(temporary, std::ios::binary) << text;
    return success();
  });
}

}  // namespace

TEST_CASE("a file is read whole, whatever its bytes") {
  const Folder folder;
  std::string all;
  for (int i = 0; i < 100000; ++i) all += static_cast<char>(i % 256);
  CHECK(*read_file(folder.write("all", all), 1 << 20) == all);
  CHECK(read_file(folder.write("empty", ""), 10)->empty());
}

TEST_CASE("a file is read up to the limit and not beyond") {
  const Folder folder;
  const auto path = folder.write("f", "12345678");
  CHECK(*read_file(path, 8) == "12345678");
  CHECK(refused(path, 7) == "too-large");
  CHECK(refused(path, 0) == "too-large");
}

TEST_CASE("a huge file is refused without being read") {
  const Folder folder;
  const auto path = folder.write("huge", "x");
  std::filesystem::resize_file(path, std::uintmax_t{1} << 40);  // sparse
  CHECK(refused(path, std::size_t{256} << 20) == "too-large");
}

TEST_CASE("what is no readable file is refused by name") {
  const Folder folder;
  CHECK(refused(folder.path()) == "is-a-directory");
  CHECK(refused(folder / "missing") == "cannot-open");
  CHECK(refused(folder / "missing/deeper") == "cannot-open");
  CHECK(refused(folder.write("plain", "") / "below") == "cannot-open");
  CHECK(refused("") == "cannot-open");
  std::filesystem::create_symlink("loop", folder / "loop");
  CHECK(refused(folder / "loop") == "cannot-open");
  if (::geteuid() != 0) {
    const auto secret = folder.write("secret", "x");
    ::chmod(secret.c_str(), 0);
    CHECK(refused(secret) == "cannot-open");
  }
}

TEST_CASE("files that do not tell their size are read to their end") {
  const auto status = read_file("/proc/self/status", 1 << 20);
  REQUIRE(status.ok());
  CHECK(status->size() > 100);
  CHECK(refused("/proc/self/status", 10) == "too-large");
  CHECK(refused("/dev/zero", 200000) == "too-large");
  CHECK(read_file("/dev/null", 10)->empty());
}

TEST_CASE("a pipe is read to its end, and an unused one does not hang") {
  const Folder folder;
  const auto path = folder / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(read_file(path, 10)->empty());
  // The writer opens first (O_RDWR does not wait for a reader), so the reader finds it there.
  std::FILE* writer = std::fopen(path.c_str(), "r+");
  REQUIRE(writer);
  std::thread later([&] {
    std::fputs("hello", writer);
    std::fclose(writer);
  });
  const auto text = read_file(path, 10);
  later.join();
  REQUIRE(text.ok());
  CHECK((*text == "hello" || text->empty()));  // empty: the writer was gone before the reader came
}

TEST_CASE("a file is replaced in one step") {
  const Folder folder;
  const auto path = folder.write("f", "old");
  REQUIRE(write_text(path, "new").ok());
  CHECK(bytes_of(path) == "new");
  CHECK(folder.entries() == 1);
  REQUIRE(write_text(folder / "fresh", "x").ok());
  CHECK(folder.entries() == 2);
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0644);
}

TEST_CASE("readers see the old file until the new one is whole") {
  const Folder folder;
  const auto path = folder.write("f", "old");
  const auto written = write_atomically(path, [&](const std::filesystem::path& temporary) -> Status {
    std::ofstream(temporary) << "half";
    CHECK(bytes_of(path) == "old");
    CHECK(temporary.parent_path() == path.parent_path());
    return success();
  });
  CHECK(written.ok());
}

TEST_CASE("a failed write leaves the old file and nothing else") {
  const Folder folder;
  const auto path = folder.write("f", "old");
  const auto written = write_atomically(path, [&](const std::filesystem::path& temporary) -> Status {
    std::ofstream(temporary) << "half";
    return error("no-more", "the source gave out", "");
  });
  REQUIRE_FALSE(written.ok());
  CHECK(written.errors().front().code == "no-more");
  CHECK(bytes_of(path) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a file cannot be written where there is no room for it") {
  const Folder folder;
  const auto refused_write = [&](const std::filesystem::path& path) {
    const auto before = folder.entries();
    const auto written = write_text(path, "x");
    if (written.ok()) FAIL("written: " << path);
    CHECK(folder.entries() == before);
    return written.errors().front().code;
  };
  CHECK(refused_write(folder / "missing/f") == "cannot-write");
  CHECK(refused_write(folder.write("plain", "") / "f") == "cannot-write");
  CHECK(refused_write("/proc/noso-test") == "cannot-write");
  CHECK(refused_write(folder.path()) == "is-a-directory");
  CHECK(refused_write(folder / "sub/") == "cannot-write");
  CHECK(refused_write("") == "cannot-write");
  CHECK(refused_write(folder / std::string(300, 'n')) == "cannot-write");
  if (::geteuid() != 0) {
    std::filesystem::create_directory(folder / "closed");
    ::chmod((folder / "closed").c_str(), 0500);
    CHECK(refused_write(folder / "closed/f") == "cannot-write");
  }
}
