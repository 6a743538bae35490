/// How the results of guideline tests are written.
#pragma once

#include <string>

#include "noso/engine/audit/guideline_tests.hpp"
#include "noso/import/guidelines.hpp"

namespace noso::cli {

/// What was loaded and how its tests went.
struct GuidelineReport {
  GuidelineImport loaded;
  double load_seconds = 0;
  audit::GuidelineTestRun run;
};

std::string guideline_tests_text(const GuidelineReport& report, const std::string& color, bool verbose);
/// `{"passed":N,"failed":N,"skipped":N,"failures":[…]}` at its end.
std::string guideline_tests_json(const GuidelineReport& report);
std::string guideline_tests_junit(const GuidelineReport& report);

}  // namespace noso::cli
