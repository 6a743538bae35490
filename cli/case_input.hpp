/// A case from the command line: flags, or a file.
#pragma once

#include <string>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/engine/case.hpp"
#include "noso/engine/fhir.hpp"

namespace CLI {
class App;
}

namespace noso::cli {

struct CaseFlags {
  std::string file;  ///< "-" for standard input
  std::vector<std::string> present, absent, unknown, risks, tried, not_tried, values, medications, history, allergies;
  std::string age, sex, population;
  bool pregnant = false;
  std::string patient;  ///< whom a chart is read for
  bool ledger = false;  ///< of a chart

  void add_to(CLI::App& command);
};

/// Reads a case file; "-" for standard input. A chart in FHIR, told apart by its shape, is read against `knowledge`;
/// its ledger is filled when asked for. Errors: those of reading and parsing.
Result<fhir::Reading> read_case_file(const std::string& file, const Knowledge& knowledge,
                                     const fhir::ReadOptions& options);

/// Flags add to what the file says. Errors: those of reading and parsing, and `bad-flag` for a flag that cannot be
/// read.
Result<fhir::Reading> read_case_input(const CaseFlags& flags, const Knowledge& knowledge, std::optional<Date> as_of);

}  // namespace noso::cli
