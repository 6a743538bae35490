/// GDL2 guidelines (openEHR) → tables.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json.hpp"
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
  std::size_t bound = 0;             ///< guidelines whose inputs are bound to the knowledge
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

/// Says what the inputs of guidelines are in terms of findings and risk factors, all of them in the tables already
/// (docs/gdl2.md), instead of what was said of it before. A guideline that the tables lack is passed over; an input
/// that names an element or concept that they lack is left out, with the warning `unmatched-binding`. Errors: those of
/// JSON, `unknown-key`, `missing-key`, `wrong-type`, `unknown-unit`, `bad-binding`; the tables are then of no use.
Status add_guideline_bindings(TableBuilder& builder, const JsonDocument& document,
                              std::vector<Diagnostic>* warnings = nullptr);

/// Adds guidelines, and their bindings where a file of them is named, to the tables of a knowledge, whose positions
/// stay as they are. Without sources the guidelines of the tables are kept and bound anew. Errors: those of
/// `guideline_files` and `add_guideline_bindings`, `cannot-open`.
Result<GuidelineImport> extend_with_guidelines(Tables& tables, const std::vector<std::filesystem::path>& sources,
                                               const std::filesystem::path& bindings);

/// Tables that hold only guidelines, with their manifest.
struct GuidelineLibrary {
  Tables tables;
  Manifest manifest;
  GuidelineImport outcome;
};
/// Errors: those of `guideline_files`; `no-guidelines` where all are refused.
Result<GuidelineLibrary> import_guidelines(const std::vector<std::filesystem::path>& sources);

}  // namespace noso
