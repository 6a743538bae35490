/// The part of the page that says what to do.
#pragma once

#include "noso/engine/answer.hpp"
#include "report/html.hpp"

namespace noso::cli {

void write_plan(const Knowledge& knowledge, const Care& care, Html& out);

/// "[A51, A52]" in small print, or nothing.
void write_cited(const std::vector<std::string_view>& sources, Html& out);

}  // namespace noso::cli
