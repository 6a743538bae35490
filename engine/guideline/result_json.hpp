/// What a guideline came to, as JSON.
#pragma once

#include "noso/base/json_writer.hpp"
#include "noso/engine/guideline.hpp"

namespace noso {

/// One object, as docs/answer-format.md has it.
void write_guideline_result(JsonWriter& out, const Tables& tables, const GuidelineResult& result);

}  // namespace noso
