/// Guidelines and what became of running one, for people and as JSON.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/guideline.hpp"

namespace noso::cli {

std::string guideline_list_text(const Tables& tables, const std::string& color);
std::string guideline_list_json(const Tables& tables);
/// What it asks for, what it gives, its rules in words.
std::string guideline_text(const Tables& tables, const GuidelineRecord& guideline, const std::string& color);
std::string guideline_json(const Tables& tables, const GuidelineRecord& guideline);
/// The form to be filled in: every input with the values that it may have.
std::string guideline_form_json(const Tables& tables, const GuidelineRecord& guideline);

std::string guideline_run_text(const GuidelineRunner& runner, const GuidelineRun& run, const std::string& color);
std::string guideline_run_json(const GuidelineRunner& runner, const GuidelineRun& run);

}  // namespace noso::cli
