/// The answer where one cause among thousands is sought.
#pragma once

#include "noso/engine/answer.hpp"
#include "noso/engine/engine.hpp"

namespace noso {

/// The findings of a case as single-cause inference takes them.
Findings findings_of(const Knowledge& knowledge, const Facts& facts);

/// Fills scope, differential and questions of `answer`, whose facts are there. Errors: those of `SingleCause::score`.
Status answer_with_single_cause(const SingleCause& inference, const AssessOptions& options, Answer& answer);

}  // namespace noso
