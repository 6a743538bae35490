/// The urgency on one line: what has fired, and what is not excluded.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"
#include "render/page.hpp"

namespace noso::cli {

/// Red for what needs somebody now, yellow for soon, green for routine.
Ink ink_of(Urgency level);

/// "routine, not excluded by what is unknown: emergency".
std::string urgency_line(const Answer& answer, const Page& page);

}  // namespace noso::cli
