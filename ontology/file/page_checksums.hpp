/// Checksums for every page of a SQLite file, kept in the page's reserved bytes and verified on every read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "noso/base/result.hpp"

namespace noso {

inline constexpr std::size_t kPageSize = 16384;
inline constexpr std::size_t kChecksumSize = 8;

/// True when the last 8 bytes of the page are the checksum of the others, started from the page's number (from 0).
bool page_is_sound(std::span<const std::byte> page, std::uint64_t number);

/// Writes the checksum into every page of a finished SQLite file that reserves `kChecksumSize` bytes a page.
Status stamp_pages(const std::filesystem::path& path);

/// Name of the SQLite VFS (registered by the first call) whose reads of a main database fail with SQLITE_IOERR_DATA
/// where a page is not sound. Read-only use.
const char* checked_vfs();

}  // namespace noso
