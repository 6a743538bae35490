/// Expressions in words for people: `any of (sudden pop, calf squeeze positive)`, `age at least 65 a`.
#pragma once

#include <cstdint>
#include <string>

#include "noso/ontology/knowledge.hpp"

namespace noso {

/// The whole expression of a rule. Concepts by label, rules by id. A part longer than some thousand bytes is cut ("…").
std::string expression_text(const Knowledge& knowledge, const RuleRecord& rule);

/// The part of it below node `node`, counted from the first node of the rule.
std::string expression_text(const Knowledge& knowledge, const RuleRecord& rule, std::uint32_t node);

/// The expression in a form that is equal for two rules, also of different knowledge, exactly when they say the same
/// with the same ids and numbers. For comparing, not for reading.
std::string expression_key(const Knowledge& knowledge, const RuleRecord& rule);

}  // namespace noso
