/// Which sources an answer rests on.
#pragma once

#include <vector>

#include "noso/engine/answer.hpp"

namespace noso::cli {

/// The sources of everything that the page says, in the order of the knowledge.
std::vector<SourceId> cited_sources(const Answer& answer);

}  // namespace noso::cli
