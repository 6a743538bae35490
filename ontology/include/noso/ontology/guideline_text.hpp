/// Conditions and actions of guidelines in words.
#pragma once

#include <string>

#include "noso/ontology/records.hpp"

namespace noso {

/// An expression of the guideline, its elements by their labels: "Heart rate at least 131 /min".
std::string guideline_expression_text(const Tables& tables, const GuidelineRecord& guideline, Range nodes);

/// "Total score = 3".
std::string guideline_action_text(const Tables& tables, const GuidelineRecord& guideline, const ActionRecord& action);

}  // namespace noso
