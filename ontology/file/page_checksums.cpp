// SQLite lets a file reserve bytes at the end of each page for extensions; its own "checksum VFS" uses eight of them.
// We do the same with XXH3 seeded by the page number, so that neither a flipped bit nor two swapped pages go unseen,
// whatever structure they belong to: tables, search index or schema.
//
// The VFS is a thin shim over the default one: it passes everything on, but reads whole pages and checks them.
#include "file/page_checksums.hpp"

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <fstream>
#include <vector>

#include "noso/base/digest.hpp"

namespace noso {

bool page_is_sound(std::span<const std::byte> page, std::uint64_t number) {
  std::uint64_t stored = 0;
  std::memcpy(&stored, page.data() + page.size() - kChecksumSize, kChecksumSize);
  return stored == checksum(page.first(page.size() - kChecksumSize), number + 1);
}

Status stamp_pages(const std::filesystem::path& path) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  std::vector<std::byte> page(kPageSize);
  for (std::uint64_t number = 0;; ++number) {
    const auto offset = static_cast<std::streamoff>(number * kPageSize);
    file.seekg(offset);
    file.read(reinterpret_cast<char*>(page.data()), static_cast<std::streamsize>(page.size()));
    if (file.gcount() == 0) break;
    const auto sum = checksum(std::span(page).first(kPageSize - kChecksumSize), number + 1);
    file.seekp(offset + static_cast<std::streamoff>(kPageSize - kChecksumSize));
    file.write(reinterpret_cast<const char*>(&sum), sizeof sum);
    if (!file) break;
  }
  const bool finished = file.eof() && !file.bad();
  file.clear();
  file.flush();
  if (!finished || !file) return error("cannot-write", "cannot write checksums", "is the disk full?", {path.string()});
  return success();
}

namespace {

struct CheckedFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

CheckedFile* self(sqlite3_file* file) { return reinterpret_cast<CheckedFile*>(file); }

int close_file(sqlite3_file* file) {
  auto* real = self(file)->real();
  return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

/// Reads the whole page around the request and hands out the part asked for, if the page is sound.
int read_checked(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset) {
  auto* real = self(file)->real();
  constexpr auto kSize = static_cast<sqlite3_int64>(kPageSize);
  const sqlite3_int64 number = offset / kSize;
  const sqlite3_int64 skip = offset - number * kSize;
  if (offset < 0 || amount < 0 || skip + amount > kSize) return SQLITE_IOERR_DATA;
  if (amount == kSize) {
    const int status = real->pMethods->xRead(real, buffer, amount, offset);
    if (status != SQLITE_OK) return status;
    const std::span page(static_cast<const std::byte*>(buffer), kPageSize);
    return page_is_sound(page, static_cast<std::uint64_t>(number)) ? SQLITE_OK : SQLITE_IOERR_DATA;
  }
  std::array<std::byte, kPageSize> page;  // no exception may pass through SQLite
  const int status = real->pMethods->xRead(real, page.data(), static_cast<int>(kPageSize), number * kSize);
  if (status != SQLITE_OK) return status;
  if (!page_is_sound(page, static_cast<std::uint64_t>(number))) return SQLITE_IOERR_DATA;
  std::memcpy(buffer, page.data() + skip, static_cast<std::size_t>(amount));
  return SQLITE_OK;
}

int write_file(sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_READONLY; }
int truncate_file(sqlite3_file*, sqlite3_int64) { return SQLITE_READONLY; }
int sync_file(sqlite3_file*, int) { return SQLITE_OK; }
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  auto* real = self(file)->real();
  return real->pMethods->xFileSize(real, size);
}
int lock_file(sqlite3_file* file, int level) {
  auto* real = self(file)->real();
  return real->pMethods->xLock(real, level);
}
int unlock_file(sqlite3_file* file, int level) {
  auto* real = self(file)->real();
  return real->pMethods->xUnlock(real, level);
}
int check_reserved_lock(sqlite3_file* file, int* out) {
  auto* real = self(file)->real();
  return real->pMethods->xCheckReservedLock(real, out);
}
int file_control(sqlite3_file* file, int op, void* argument) {
  auto* real = self(file)->real();
  return real->pMethods->xFileControl(real, op, argument);
}
int sector_size(sqlite3_file* file) {
  auto* real = self(file)->real();
  return real->pMethods->xSectorSize(real);
}
int device_characteristics(sqlite3_file* file) {
  auto* real = self(file)->real();
  return real->pMethods->xDeviceCharacteristics(real);
}

// Version 1 has no memory mapping and no shared memory, so every byte passes through read_checked().
const sqlite3_io_methods kMethods = {1,
                                     close_file,
                                     read_checked,
                                     write_file,
                                     truncate_file,
                                     sync_file,
                                     file_size,
                                     lock_file,
                                     unlock_file,
                                     check_reserved_lock,
                                     file_control,
                                     sector_size,
                                     device_characteristics,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* real_vfs = static_cast<sqlite3_vfs*>(vfs->pAppData);
  auto* checked = self(file);
  checked->base.pMethods = nullptr;
  checked->real()->pMethods = nullptr;
  const int status = real_vfs->xOpen(real_vfs, name, checked->real(), flags, out_flags);
  if (status == SQLITE_OK) checked->base.pMethods = &kMethods;
  return status;
}

sqlite3_vfs make_vfs() {
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = *real;
  vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + real->szOsFile;
  vfs.zName = "noso-checked";
  vfs.pAppData = real;
  vfs.xOpen = open_file;
  return vfs;
}

}  // namespace

const char* checked_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  (void)registered;
  return vfs.zName;
}

}  // namespace noso
