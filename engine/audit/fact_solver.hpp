/// Finds facts under which the nodes of rules take given values.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "audit/fact_draft.hpp"
#include "audit/step.hpp"

namespace noso::audit {

/// A node of a rule and what is wanted of it: a truth value, or a number in a range.
struct Goal {
  RuleId rule;
  std::uint32_t node = 0;  ///< counted from the first node of the rule
  std::optional<Truth> truth;
  Interval number;
};

/// Clauses of one rule with a weight each: the weights of the true ones, with the others false, add up to a sum in
/// `number`. What can no longer change that is left open.
struct WeightGoal {
  struct Item {
    std::uint32_t node;
    double weight;
  };
  RuleId rule;
  std::vector<Item> items;
  Interval number;
};

/// Numbers of one rule that add up to one in `number`, each out of the few that it can come to.
struct SumGoal {
  struct Part {
    std::uint32_t node;
    std::vector<double> values;  ///< ascending
  };
  RuleId rule;
  std::vector<Part> parts;
  Interval number;
};

/// Depth-first, the first alternative of the author first, so that the same rules give the same facts. A sum is reached
/// where each part can come to few numbers; differences, products, quotients and sums of what is measured are beyond
/// it: such goals are never reached.
class FactSolver {
 public:
  explicit FactSolver(const Knowledge& knowledge) : knowledge_(knowledge) {}

  /// Offers drafts that should reach all goals to `accept` until it takes one. False when there is none, or none was
  /// found within the limits on steps and offers.
  bool solve(std::vector<Goal> goals, std::vector<WeightGoal> weights, const std::function<bool(FactDraft&)>& accept);

 private:
  struct State {
    FactDraft draft;
    std::vector<Goal> goals;
    std::vector<WeightGoal> weights;
    std::vector<SumGoal> sums = {};
  };

  bool search(State state);
  /// One goal, taken from `state`. Nothing when the search goes on with `state`, else whether a draft was accepted.
  std::optional<bool> reach(State& state, const Goal& goal);
  std::optional<bool> reach_truth(State& state, const Goal& goal, const ExpressionNode& node);
  std::optional<bool> reach_comparison(State& state, const Goal& goal, const ExpressionNode& node);
  std::optional<bool> reach_number(State& state, const Goal& goal, const ExpressionNode& node);
  std::optional<bool> reach_weight(State& state);
  std::optional<bool> reach_part(State& state);
  /// The sum as a goal; nothing where a part can come to too many numbers.
  std::optional<SumGoal> sum_goal(const Goal& goal, const ExpressionNode& node) const;
  /// Every argument has the value `truth` (false: the search tries them one after the other until one has it).
  std::optional<bool> arguments(State& state, const Goal& goal, const ExpressionNode& node, Truth truth, bool every);
  std::uint32_t argument(const ExpressionNode& node, std::uint32_t i) const;
  Goal root(std::uint32_t rule) const;

  const Knowledge& knowledge_;
  const std::function<bool(FactDraft&)>* accept_ = nullptr;
  std::size_t steps_left_ = 0, offers_left_ = 0;
};

/// The items of a node that counts or adds points: one for each clause.
std::vector<WeightGoal::Item> weights_of(const Knowledge& knowledge, const RuleRecord& rule,
                                         const ExpressionNode& node);

/// The numbers for which `x comparison limit` is true (false), as a closed range: where the limit itself is not one of
/// them, it ends at a neighbour. Nothing where that is no one range ("not equal").
std::optional<Interval> numbers_where(Comparison comparison, double limit, Neighbours around, bool is_true);

}  // namespace noso::audit
