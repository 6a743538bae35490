/// What was read in a note, for a person to correct.
#pragma once

#include <string>
#include <string_view>

#include "noso/engine/answer.hpp"

namespace noso::cli {

/// `answer` is one to a case with this note.
std::string render_note(std::string_view text, const Answer& answer, const std::string& color);

}  // namespace noso::cli
