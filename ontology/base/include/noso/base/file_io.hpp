/// Whole files: read within a bound, written so that nobody ever sees half of one.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "noso/base/result.hpp"

namespace noso {

/// Errors: `cannot-open`, `is-a-directory`, `too-large` (nothing is read then), `cannot-read`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Who may read a new file.
enum class Readers { everyone, owner };

/// Calls `write` with the path of a new, empty file beside `path`; on success flushes it to disk and renames it over
/// `path`. On any failure, or if the process dies, `path` is as it was. Errors of `write`, and `cannot-write`.
Status write_atomically(const std::filesystem::path& path,
                        const std::function<Status(const std::filesystem::path&)>& write,
                        Readers readers = Readers::everyone);

/// As above with all of the content at hand.
Status write_file(const std::filesystem::path& path, std::string_view content, Readers readers = Readers::everyone);

}  // namespace noso
