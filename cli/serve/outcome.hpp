/// Refusals as FHIR OperationOutcome.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "noso/base/diagnostic.hpp"
#include "serve/http.hpp"

namespace noso::serve {

/// Why a request is not answered: an HTTP status and what is wrong.
struct Refusal {
  unsigned status = 400;
  std::vector<Diagnostic> why;
};

/// An OperationOutcome with one issue for each diagnostic: its place, code, message and remedy.
std::string operation_outcome(unsigned status, std::span<const Diagnostic> why);

HttpResponse refuse(unsigned status, std::span<const Diagnostic> why);
inline HttpResponse refuse(const Refusal& refusal) { return refuse(refusal.status, refusal.why); }

}  // namespace noso::serve
