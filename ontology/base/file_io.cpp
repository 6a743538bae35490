#include "noso/base/file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace noso {

namespace {

/// Closes a descriptor at the end of its scope.
struct Descriptor {
  int value = -1;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

std::string reason() { return std::strerror(errno); }

Diagnostic too_large(const std::filesystem::path& path, std::size_t max_bytes) {
  return error("too-large", "the file is larger than " + std::to_string(max_bytes >> 20) + " MiB",
               "no valid input is that large; check that it is the right file", {path.string()});
}

bool flush_to_disk(const std::filesystem::path& path, int flags) {
  const Descriptor file{::open(path.c_str(), flags | O_CLOEXEC)};
  return file.value >= 0 && ::fsync(file.value) == 0;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.value < 0)
    return error("cannot-open", "cannot open the file: " + reason(), "check the path and its permissions",
                 {path.string()});
  struct stat status {};
  if (::fstat(file.value, &status) != 0)
    return error("cannot-open", "cannot look at the file: " + reason(), "check its folder and permissions",
                 {path.string()});
  if (S_ISDIR(status.st_mode))
    return error("is-a-directory", "this is a directory, a file is expected", "name a file in it", {path.string()});
  if (S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) > max_bytes)
    return too_large(path, max_bytes);
  ::fcntl(file.value, F_SETFL, 0);

  std::string text;
  std::size_t used = 0;
  text.resize(S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1 : 65536);
  for (;;) {
    if (used == text.size()) text.resize(text.size() * 2);
    const auto n = ::read(file.value, text.data() + used, text.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return error("cannot-read", "cannot read the file: " + reason(), "check the disk or connection it is on",
                   {path.string()});
    if (n == 0) break;
    used += static_cast<std::size_t>(n);
    if (used > max_bytes) return too_large(path, max_bytes);
  }
  text.resize(used);
  return text;
}

Status write_atomically(const std::filesystem::path& path,
                        const std::function<Status(const std::filesystem::path&)>& write, Readers readers) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure))
    return error("is-a-directory", "this is a directory, a file name is expected", "name a file in it",
                 {path.string()});
  // Renaming over it would replace the device itself.
  if (std::filesystem::exists(path, failure) && !std::filesystem::is_regular_file(path, failure))
    return error("cannot-write", "this is a device, pipe or socket, not a file", "name a file", {path.string()});
  std::string name = (folder / ("." + path.filename().string() + ".XXXXXX")).string();
  {
    const Descriptor file{::mkstemp(name.data())};
    if (file.value < 0)
      return error("cannot-write", "cannot create a file in '" + folder.string() + "': " + reason(),
                   "check that the folder exists and may be written to", {path.string()});
    ::fchmod(file.value, readers == Readers::owner ? 0600 : 0644);
  }
  const std::filesystem::path temporary = name;
  auto written = write(temporary);
  if (written.ok() && !flush_to_disk(temporary, O_RDONLY))
    written = error("cannot-write", "cannot flush to disk: " + reason(), "make room on the disk, or write elsewhere",
                    {path.string()});
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0)
    written = error("cannot-write", "cannot rename into place: " + reason(), "check the permissions of its folder",
                    {path.string()});
  if (!written.ok()) {
    std::filesystem::remove(temporary, failure);
    return written;
  }
  flush_to_disk(folder, O_RDONLY | O_DIRECTORY);
  return success();
}

Status write_file(const std::filesystem::path& path, std::string_view content, Readers readers) {
  return write_atomically(
      path,
      [&](const std::filesystem::path& temporary) -> Status {
        const Descriptor file{::open(temporary.c_str(), O_WRONLY | O_CLOEXEC)};
        std::size_t written = 0;
        while (file.value >= 0 && written < content.size()) {
          const auto n = ::write(file.value, content.data() + written, content.size() - written);
          if (n < 0 && errno == EINTR) continue;
          if (n <= 0) break;
          written += static_cast<std::size_t>(n);
        }
        if (file.value >= 0 && written == content.size()) return success();
        return error("cannot-write", "cannot write the file: " + reason(), "make room on the disk, or write elsewhere",
                     {path.string()});
      },
      readers);
}

}  // namespace noso
