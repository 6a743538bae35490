/// What of the knowledge the vignettes have touched, and what not.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/audit/vignette.hpp"
#include "noso/engine/engine.hpp"

namespace noso::audit {

/// A part of a rule that has a truth value, and the values that it took over all vignettes.
struct ClauseCoverage {
  RuleId rule;
  std::uint32_t node = 0;      ///< counted from the first node of the rule; the last one is the whole rule
  bool can_be_unknown = true;  ///< false: it rests on what is recorded alone
  bool seen_true = false, seen_false = false, seen_unknown = false;

  bool complete() const { return seen_true && seen_false && (seen_unknown || !can_be_unknown); }
};

struct Coverage {
  std::vector<ClauseCoverage> clauses;         ///< of all rules, in order
  std::vector<StatementId> unused_statements;  ///< frequencies and applied odds ratios that were never evidence
  std::vector<RuleId> silent_rules;            ///< red-flag rules and cautions that never were true
  std::vector<ConceptId> unranked_conditions;  ///< never among the first three
  std::size_t statements = 0, rules = 0, conditions = 0;  ///< how many of each there are

  std::size_t seen_true() const, seen_false() const, seen_unknown() const;
  std::size_t can_be_unknown = 0;  ///< of the clauses
};

/// Asks the engine every vignette and notes what took part in the answer. Cases that it refuses touch nothing.
Coverage coverage(const Engine& engine, const std::vector<Vignette>& vignettes, const AssessOptions& options = {});

}  // namespace noso::audit
