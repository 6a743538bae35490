/// Ontologies, disease annotations and mappings → a knowledge file.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/manifest.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

/// What became of one kind of entry of a source.
struct ImportOutcome {
  enum class Kind { used, skipped, repaired };
  Kind kind = Kind::used;
  std::string code;  ///< stable, kebab-case; empty for what was used
  std::string what;  ///< what it is, and why
  std::size_t count = 0;
  Location first;  ///< of a used entry the file alone
};

struct ImportedOntology {
  Tables tables;
  Manifest manifest;
  std::vector<ImportOutcome> outcomes;
};

/// Called with the name of each step as it begins.
using ImportProgress = std::function<void(const std::string&)>;

/// Reads ontologies (OBO Graphs JSON, OBO 1.4), disease annotations (`phenotype.hpoa`) and mappings (SSSOM), told apart
/// by their content, plain or gzip, and puts them together with everything that inference precomputes. Errors:
/// `cannot-open`, `unknown-format`, `no-ontology`, `no-annotations`, what is wrong with compression or JSON syntax, and
/// `too-many-conditions`, `is-a-cycle`. Rows that cannot be used are skipped and reported.
Result<ImportedOntology> import_ontology(const std::vector<std::filesystem::path>& sources,
                                         const ImportProgress& progress = {});

}  // namespace noso
