/// The options of the C interface, read from JSON.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "noso/base/result.hpp"
#include "noso/engine/engine.hpp"

namespace noso::capi {

inline constexpr std::size_t kMostOptionBytes = std::size_t{1} << 20;  ///< beside the earlier case

struct OpenOptions {
  std::string trusted_keys;  ///< path of a PEM file; empty: any file is opened
};

struct CaseOptions {
  AssessOptions assess;
  std::optional<Case> before;
  std::string condition;
};

struct SearchOptions {
  std::optional<ConceptKind> kind;
  std::size_t limit = 10;
};

/// Reads a case of whatever shape.
using CaseReader = std::function<Result<Case>(JsonValue)>;

/// Empty text gives the defaults. Errors: those of reading JSON, `unknown-key`, `wrong-type`, `out-of-range`,
/// `bad-date`, `unknown-kind`, `contradictory-options`, and of the earlier case those of its reader.
Result<OpenOptions> read_open_options(std::string_view json);
Result<CaseOptions> read_case_options(std::string_view json, const CaseReader& read);
Result<SearchOptions> read_search_options(std::string_view json);

}  // namespace noso::capi
