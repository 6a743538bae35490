/// The short form of an answer, after every change of the case.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"

namespace noso::cli {

/// Urgency first, then the first conditions with bars, and the most valuable question.
std::string render_summary(const Answer& answer, const std::string& color);

/// What was told, by state.
std::string render_told(const Answer& answer, const std::string& color);

/// How the urgency and the first conditions change from one answer to another.
std::string render_change(const Answer& before, const Answer& after, const std::string& color);

/// The line of the urgency, as the head of any output.
std::string render_urgency(const Answer& answer, const std::string& color);

}  // namespace noso::cli
