/// The mutants of a knowledge: each one small change of one rule.
#pragma once

#include <string>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

/// A rule that stands by itself: `arguments` of its nodes count from the first of them, and point at nodes counted from
/// the first node.
struct DetachedRule {
  std::vector<ExpressionNode> nodes;
  std::vector<std::uint32_t> arguments;
  Urgency level = Urgency::none;
};

struct Mutant {
  RuleId rule;
  std::string change;  ///< in words: `age above 65 a: 65 a becomes 66 a`
  DetachedRule mutated;
};

DetachedRule detached(const Knowledge& knowledge, RuleId rule);

/// Every mutant of every definition, score, red-flag rule and caution, by rule, then node, then kind of change:
///   - `all` becomes `any` and the other way round; `recorded` becomes present; sum and difference, product and
///   quotient
///     change places;
///   - at least becomes above, at most becomes below, and the other way round; equal becomes each of the first two;
///   - a threshold moves one smallest meaningful step up and down, a number of points by one;
///   - the count of `at_least` by one, as long as it stays between 1 and the number of clauses;
///   - a negation is removed; every other clause is negated;
///   - a finding, a risk factor, an attempt, the sex or another rule in a clause never holds;
///   - female becomes male and the other way round; each response that counts does not, or the only one any does;
///   - the level of a red-flag rule moves one up and one down.
std::vector<Mutant> mutants(const Knowledge& knowledge);

}  // namespace noso::audit
