/// What was read in a note as JSON (docs/answer-format.md).
#pragma once

#include "noso/base/json_writer.hpp"
#include "noso/engine/note.hpp"

namespace noso {

/// Writes the member `note`.
void write_note(JsonWriter& out, const Knowledge& knowledge, const NoteReading& note);

}  // namespace noso
