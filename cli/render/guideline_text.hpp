/// Guidelines and what became of running one, for people and as JSON.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/guideline.hpp"
#include "render/page.hpp"

namespace noso::cli {

std::string guideline_list_text(const Tables& tables, const std::string& color);
std::string guideline_list_json(const Tables& tables);
/// What it asks for, what it gives, its rules in words.
std::string guideline_text(const Tables& tables, const GuidelineRecord& guideline, const std::string& color);
std::string guideline_json(const Tables& tables, const GuidelineRecord& guideline);
/// The form to be filled in: every input with the values that it may have.
std::string guideline_form_json(const Tables& tables, const GuidelineRecord& guideline);

/// What it came to, why, and what it lacks; as JSON: `to_json`.
void render_guideline(const Tables& tables, const GuidelineResult& result, Page& page);
std::string guideline_result_text(const Tables& tables, const GuidelineResult& result, const std::string& color);

}  // namespace noso::cli
