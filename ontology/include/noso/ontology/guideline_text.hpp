/// Guidelines by their names; their conditions and actions in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "noso/ontology/records.hpp"

namespace noso {

/// The guideline with this id, ignoring case, spaces and underscores; nothing where there is none.
std::optional<std::uint32_t> find_guideline(const Tables& tables, std::string_view id);

/// An expression of the guideline, its elements by their labels: "Heart rate at least 131 /min".
std::string guideline_expression_text(const Tables& tables, const GuidelineRecord& guideline, Range nodes);

/// "Total score = 3".
std::string guideline_action_text(const Tables& tables, const GuidelineRecord& guideline, const ActionRecord& action);

}  // namespace noso
