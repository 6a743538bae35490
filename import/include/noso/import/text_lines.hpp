/// The lines of a text file, plain or gzip.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "noso/base/result.hpp"

namespace noso {

/// Calls `visit(line, number)` for every line, numbers from 1; the text is valid during the call. Memory is that of
/// the longest line (at most 1 MiB; longer ones are an error: `too-long`). Further errors: `cannot-open`,
/// `is-a-directory`, `cannot-read`, `too-large`, `truncated-gzip`, `damaged-gzip`, and what `visit` returns, which
/// ends the reading.
Status for_each_line(const std::filesystem::path& path,
                     const std::function<Status(std::string_view line, std::uint32_t number)>& visit);

}  // namespace noso
