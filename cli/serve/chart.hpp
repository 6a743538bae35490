/// What was prefetched, read as one case.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/case.hpp"
#include "serve/hooks.hpp"
#include "serve/served_knowledge.hpp"

namespace noso::serve {

struct Chart {
  Case told;
  std::vector<std::string> unseen;    ///< keys of the prefetch that were not fetched, failed or are one page of more
  std::vector<std::string> warnings;  ///< what a clinician should know of the reading
  std::vector<std::string> remarks;   ///< what an integrator should know of the request
};

/// Errors: those of `fhir::Reader::read`, such as `two-patients` and `other-patient`.
Result<Chart> read_chart(const Served& served, const HookRequest& request, const AssessOptions& options);

}  // namespace noso::serve
