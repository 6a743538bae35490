/// What was read in a note, for a person to correct.
#pragma once

#include <string>
#include <string_view>

#include "noso/engine/note.hpp"

namespace noso::cli {

std::string render_note(std::string_view text, const NoteReading& reading, const Knowledge& knowledge,
                        const std::string& color);

}  // namespace noso::cli
