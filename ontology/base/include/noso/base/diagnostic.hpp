/// What went wrong, where, and what to do about it: the one form in which every layer reports.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace noso {

/// A place in a source. `line` and `column` count from 1, columns in Unicode code points; 0 means "no such detail".
struct Location {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  auto operator<=>(const Location&) const = default;
};

/// `file:line:column` with the parts that are there.
std::string to_string(const Location& where);

enum class Severity : std::uint8_t { error, warning, note };

std::string_view to_string(Severity severity);

/// One finding about an input. `code` is stable and documented (kebab-case); `help` says what to do.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;
  std::string message;
  std::string help;
  Location where;

  bool operator==(const Diagnostic&) const = default;
};

/// `file:line:column: error[code]: message; help` with the parts that are there.
std::string to_string(const Diagnostic& diagnostic);

/// Shorthand for an error.
Diagnostic error(std::string code, std::string message, std::string help, Location where = {});

/// Collects findings and lets the work go on. Holds at most `kMax` findings of an input; further ones are counted.
class Diagnostics {
 public:
  static constexpr std::size_t kMax = 1000;

  void add(Diagnostic diagnostic);
  void error(Location where, std::string code, std::string message, std::string help);
  void warning(Location where, std::string code, std::string message, std::string help);

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  std::size_t dropped() const { return dropped_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  /// The findings, ordered by place; leaves this collection empty.
  std::vector<Diagnostic> take();

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
  Location first_dropped_;
};

}  // namespace noso
