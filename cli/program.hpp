/// What all commands share: global options, exit codes, how they report.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/engine/engine.hpp"

namespace noso::cli {

enum class Exit : int { done = 0, answer_is_no = 1, wrong_usage = 2, bad_input = 3, internal_error = 4 };

struct Program {
  std::string kb;  ///< knowledge file; empty: the built-in one
  bool json = false;
  std::optional<Date> as_of;
  std::optional<TrustedKeys> signed_by;  ///< whose signatures are required; none: of nobody
  std::string color = "auto";            ///< auto, always or never
  bool quiet = false;
  bool verbose = false;
  Exit exit = Exit::done;

  /// Opens a knowledge file, signed where that is required. Errors: those of `KnowledgeFile::open`.
  Result<KnowledgeFile> open_knowledge(const std::string& path) const;
  /// Of a pack or a source that is about to be read, where signatures are required. Errors: those of `verify_content`.
  Status check_signature(const std::string& path) const;
  /// Opens the knowledge file of this run; on failure reports and sets the exit code.
  std::optional<Engine> open_engine();
  /// Reports to standard error: errors always, warnings unless quiet, notes when verbose. Sets the exit code for
  /// errors.
  void report(const std::vector<Diagnostic>& diagnostics);
  /// The same where an error in one of many, such as a guideline, is no reason to refuse the others.
  void report_as_warnings(std::vector<Diagnostic> diagnostics);
  /// Says on standard error what was done, unless quiet.
  void inform(const std::string& text) const;
  AssessOptions assess_options() const { return {.as_of = as_of}; }
};

/// Where a file or folder that comes with the program lies: beside it in the build tree, or in the installation's data
/// folder found from the program's own place.
std::string data_path(const std::string& name);
/// Where the built-in knowledge lies: in $NOSO_KB_DIR, else with the program.
std::string built_in_knowledge();

}  // namespace noso::cli
