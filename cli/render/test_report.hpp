/// The result of `noso test` for people and for other programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/engine/audit/boundaries.hpp"
#include "noso/engine/audit/coverage.hpp"
#include "noso/engine/audit/mutation.hpp"
#include "noso/engine/audit/vignette_run.hpp"

namespace noso::cli {

struct TestReport {
  audit::VignetteRun run;
  std::optional<audit::Coverage> coverage;
  std::optional<std::vector<audit::Boundary>> boundaries;
  std::optional<audit::MutationRun> mutation;
};

/// `passed` lists the vignettes that pass too.
std::string test_text(const Knowledge& knowledge, const TestReport& report, const std::string& color, bool passed);
std::string test_json(const Knowledge& knowledge, const TestReport& report);
/// JUnit XML: one test case for each vignette, and for each boundary when there are any.
std::string test_junit(const Knowledge& knowledge, const TestReport& report);

}  // namespace noso::cli
