/// Lines in, lines out, worked on by several threads and written in the order in which they came.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace noso::cli {

struct NumberedLine {
  std::uint64_t number = 0;  ///< from 1
  std::string text;          ///< without its end
  bool too_long = false;     ///< the text is left out
};

/// Calls `work` for every line but blank ones and hands what it returns to `write`, in the order of the lines, from the
/// calling thread. `work` is called from `threads` threads at once and must not throw. At most eight lines a thread are
/// under way, so memory stays bounded and a slow reader slows the work; a line longer than `max_bytes` is passed on
/// without its text. Ends at the end of `in`, or when `write` returns false.
void for_each_line(std::istream& in, std::size_t max_bytes, unsigned threads,
                   const std::function<std::string(const NumberedLine&)>& work,
                   const std::function<bool(std::string)>& write);

}  // namespace noso::cli
