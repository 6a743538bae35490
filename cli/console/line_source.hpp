/// Where the lines of the console come from: a terminal with line editing, or a pipe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "console/completer.hpp"

namespace noso::cli {

class LineSource {
 public:
  using Complete = std::function<Completion(std::string_view before_cursor)>;

  /// On a terminal the lines of this session can be called back; they are kept only in the file `history`, readable by
  /// its owner alone, and only where one is named.
  LineSource(Complete complete, std::string history);
  ~LineSource();
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  /// The next line without its end, or nothing at the end of the input. Of a pipe a line longer than a note may be is
  /// cut off there, so that reading it as a note refuses it.
  std::optional<std::string> next(const std::string& prompt);
  bool is_terminal() const { return terminal_ != nullptr; }

 private:
  struct Terminal;
  std::unique_ptr<Terminal> terminal_;
};

}  // namespace noso::cli
