/// A case from the command line: flags, or a file.
#pragma once

#include <string>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/engine/case.hpp"

namespace CLI {
class App;
}

namespace noso::cli {

struct CaseFlags {
  std::string file;  ///< "-" for standard input
  std::vector<std::string> present, absent, unknown, risks, tried, not_tried, values, medications, history, allergies;
  std::string age, sex, population;
  bool pregnant = false;

  void add_to(CLI::App& command);
};

/// Reads a case file; "-" for standard input. Errors: those of reading and parsing.
Result<Case> read_case_file(const std::string& file);

/// Flags add to what the file says. Errors: those of reading and parsing, and `bad-flag` for a flag that cannot be
/// read.
Result<Case> read_case_input(const CaseFlags& flags);

}  // namespace noso::cli
