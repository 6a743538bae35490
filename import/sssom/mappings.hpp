/// SSSOM mappings: which ids of two vocabularies mean the same.
#pragma once

#include <string>
#include <vector>

#include "noso/base/result.hpp"
#include "source/import_report.hpp"
#include "source/text_source.hpp"

namespace noso {

/// `subject` and `object` are the same: an exact match.
struct Mapping {
  std::string subject, object;
};

/// The rows whose predicate is skos:exactMatch; ids of Orphanet are spelt as in disease annotations (ORPHA:58). Errors:
/// `no-mappings` where there is no header line, and those of `TextSource`.
Result<std::vector<Mapping>> read_mappings(TextSource& source, ImportReport& report);

}  // namespace noso
