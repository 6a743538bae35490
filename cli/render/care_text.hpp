/// The care of an answer for a clinician to read.
#pragma once

#include "noso/engine/answer.hpp"
#include "render/page.hpp"

namespace noso::cli {

void render_care(const Knowledge& knowledge, const Care& care, Page& page);

/// What has changed since the earlier case.
void render_reassessment(const Knowledge& knowledge, const Reassessment& since, Page& page);

/// ` [A51, A52]`, or nothing.
std::string cited(const std::vector<std::string_view>& sources);

std::string joined(const std::vector<std::string>& parts, std::string_view between);

}  // namespace noso::cli
