/// What remains possible when everything that is unknown becomes known.
#pragma once

#include <span>
#include <vector>

#include "noso/engine/evaluation.hpp"
#include "rule_index.hpp"

namespace noso {

/// Answers questions about all completions of the facts: every unknown finding becomes present or absent (consistently
/// with `is_a`), every partly known number takes one value of its range, and so on. What is *recorded* stays as it is.
///
/// Kleene's logic alone is too careful: "x or not x" is unknown to it, and two rules that share a fact may exclude each
/// other. But where every fact moves the goal in one direction only, Kleene is exact. So only facts that pull both ways
/// are tried out, one after the other.
class Completions {
 public:
  /// Borrows everything.
  Completions(const Knowledge& knowledge, const RuleIndex& index, const Facts& facts, const Evaluation& evaluation)
      : knowledge_(knowledge), index_(index), facts_(facts), evaluation_(evaluation) {}

  /// True when some completion gives every one of `rules` (not empty) the truth value `wanted` (yes or no).
  bool exists(std::span<const RuleId> rules, Truth wanted);

  /// For every rule whether some fact of it can pull both ways, or a fact pulls against another one: only then is there
  /// anything to search. Found on facts of which nothing is known, so it holds for all.
  static std::vector<bool> entangled(const Knowledge& knowledge, const RuleIndex& index);

  /// False when the search was given up or a fact inside arithmetic could not be tried out; the answer "true" of
  /// `exists` may then be too careful, its "false" never is.
  bool exact() const { return exact_; }

 private:
  const Knowledge& knowledge_;
  const RuleIndex& index_;
  const Facts& facts_;
  const Evaluation& evaluation_;
  bool exact_ = true;
};

}  // namespace noso
