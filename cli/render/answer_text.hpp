/// An answer for a person to read; urgency always first.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"

namespace noso::cli {

struct AnswerParts {
  bool escalation = false, differential = false, questions = false, care = false;
};

std::string render(const Answer& answer, AnswerParts parts, const std::string& color);

}  // namespace noso::cli
