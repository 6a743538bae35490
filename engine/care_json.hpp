/// The parts of an answer that are about care, as JSON (docs/answer-format.md).
#pragma once

#include "noso/base/json_writer.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

struct CareToWrite {
  const Knowledge& knowledge;
  const Escalation& escalation;
  const Care& care;
};

/// Writes the member `care` into the object that is open.
void write_care(JsonWriter& out, const CareToWrite& what);

/// Writes the member `since`.
void write_reassessment(JsonWriter& out, const Knowledge& knowledge, const Reassessment& since);

}  // namespace noso
