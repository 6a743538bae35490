/// Boundary cases: for every threshold of every rule the smallest cases just below, at and just above it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/engine/engine.hpp"

namespace noso::audit {

/// One case at a threshold, with what the engine says to it.
struct BoundaryCase {
  std::string place;      ///< the value on this side: `64 a`, `2 of 4`
  std::string case_json;  ///< a case as in docs/case-format.md
  Truth clause = Truth::unknown, rule = Truth::unknown;
  bool as_stated = false;  ///< the clause is what its operator says of this value
  Urgency level = Urgency::none, at_most = Urgency::none;
  std::string top;  ///< id of the leading condition; empty outside the scope
};

/// A comparison with a fixed number, or a count of clauses, in a rule.
struct Boundary {
  RuleId rule;
  std::uint32_t node = 0;  ///< counted from the first node of the rule
  std::string clause;      ///< in words
  std::optional<BoundaryCase> below, at, above;
  /// Why a case is missing; empty when all three are there.
  std::string missing;

  /// Every case that is there is as stated; a threshold of which no side is missing has the clause true on one side and
  /// false on the other.
  bool as_stated() const;
};

/// In order of rules and nodes. Every case holds only what the clause needs in order to decide its rule, and an entry
/// finding where that does no harm.
std::vector<Boundary> boundaries(const Engine& engine, const AssessOptions& options = {});

}  // namespace noso::audit
