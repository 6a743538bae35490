/// An explanation for a person to read.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"

namespace noso::cli {

/// The answer must hold an explanation.
std::string render_explanation(const Answer& answer, const std::string& color);

}  // namespace noso::cli
