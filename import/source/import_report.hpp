/// What became of the sources of an import: used, skipped, repaired, and why.
#pragma once

#include "noso/import/ontology.hpp"

namespace noso {

/// Collects outcomes; equal ones are counted together and keep their first place.
class ImportReport {
 public:
  void used(const std::string& file, std::string_view what, std::size_t count);
  void skipped(Location where, std::string_view code, std::string_view why);
  void repaired(Location where, std::string_view code, std::string_view why);

  /// In the order in which they first came up, file by file.
  const std::vector<ImportOutcome>& outcomes() const { return outcomes_; }

 private:
  void add(ImportOutcome::Kind kind, const Location& where, std::string_view code, std::string_view what,
           std::size_t count);

  std::vector<ImportOutcome> outcomes_;
};

}  // namespace noso
