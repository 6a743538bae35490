/// GDL2 guidelines (openEHR) → tables.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/manifest.hpp"
#include "noso/ontology/records.hpp"
#include "noso/ontology/table_builder.hpp"

namespace noso {

/// What became of the guidelines of an import: a guideline is taken as a whole or refused as a whole, since one without
/// a rule of its author would say something else than its author.
struct GuidelineImport {
  std::size_t read = 0;              ///< guidelines taken
  std::size_t refused = 0;           ///< guidelines refused, each named in `findings`
  std::vector<Diagnostic> findings;  ///< why, with file and place; warnings of what was taken
};

/// The files that end in `.gdl2.json`: those of `sources`, and those in its folders and their subfolders, ordered by
/// path. Errors: `cannot-open`, `no-guidelines`.
Result<std::vector<std::filesystem::path>> guideline_files(const std::vector<std::filesystem::path>& sources);

/// Reads one guideline and adds it, with the concept by which it is found, to the tables. Errors: those of JSON,
/// `guideline-syntax`, `guideline-unsupported`, `guideline-unknown-name`, `guideline-type`, `duplicate-guideline`, and
/// `unknown-key`, `missing-key`, `wrong-type`, `empty-text` for its structure; the tables are then as they were, but
/// for texts.
Status add_guideline(TableBuilder& builder, std::string_view text, const std::string& file);

/// Adds the guidelines of the files; those that are refused are left out and named.
GuidelineImport add_guidelines(TableBuilder& builder, const std::vector<std::filesystem::path>& files);

/// Tables that hold only guidelines, with their manifest.
struct GuidelineLibrary {
  Tables tables;
  Manifest manifest;
  GuidelineImport outcome;
};
/// Errors: those of `guideline_files`; `no-guidelines` where all are refused.
Result<GuidelineLibrary> import_guidelines(const std::vector<std::filesystem::path>& sources);

}  // namespace noso
