#include "audit/fact_solver.hpp"

#include <algorithm>
#include <set>

namespace noso::audit {

namespace {

constexpr std::size_t kMostSteps = 5'000, kMostOffers = 200;
constexpr std::size_t kMostValues = 64;  // of a part of a sum

/// The numbers that each node of a rule can come to, ascending; empty where they are not few, as for what is measured.
std::vector<std::vector<double>> possible_values(const Tables& tables, const RuleRecord& rule) {
  std::vector<std::vector<double>> out(rule.nodes.count);
  for (std::uint32_t i = 0; i < rule.nodes.count; ++i) {
    const auto& node = tables.nodes[rule.nodes.first + i];
    const auto argument = [&](std::uint32_t a) { return tables.arguments[node.arguments.first + a]; };
    std::set<double> values;
    if (node.op == Op::literal) values = {node.number};
    if (node.op == Op::choose && !out[argument(1)].empty() && !out[argument(2)].empty())
      for (const auto alternative : {argument(1), argument(2)})
        values.insert(out[alternative].begin(), out[alternative].end());
    if (node.op == Op::points) {
      values = {0};
      for (std::uint32_t a = 1; a < node.arguments.count && values.size() <= kMostValues; a += 2)
        for (const double before : std::vector(values.begin(), values.end()))
          values.insert(before + out[argument(a)].front());
    }
    if (values.size() <= kMostValues) out[i].assign(values.begin(), values.end());
  }
  return out;
}

}  // namespace

std::vector<WeightGoal::Item> weights_of(const Knowledge& knowledge, const RuleRecord& rule,
                                         const ExpressionNode& node) {
  const auto& tables = knowledge.tables();
  std::vector<WeightGoal::Item> out;
  const auto arguments = std::span(tables.arguments).subspan(node.arguments.first, node.arguments.count);
  if (node.op != Op::points)
    for (const auto a : arguments) out.push_back({a, 1});
  else
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2)
      out.push_back({arguments[i], tables.nodes[rule.nodes.first + arguments[i + 1]].number});
  return out;
}

std::optional<Interval> numbers_where(Comparison comparison, double limit, Neighbours around, bool is_true) {
  const Interval all;
  const Interval up{limit, all.high}, over{around.above, all.high}, down{all.low, limit}, under{all.low, around.below};
  switch (comparison) {
    case Comparison::at_least: return is_true ? up : under;
    case Comparison::above: return is_true ? over : down;
    case Comparison::at_most: return is_true ? down : over;
    case Comparison::below: return is_true ? under : up;
    case Comparison::equal: return is_true ? std::optional(Interval::exactly(limit)) : std::nullopt;
  }
  return std::nullopt;
}

bool FactSolver::solve(std::vector<Goal> goals, std::vector<WeightGoal> weights,
                       const std::function<bool(FactDraft&)>& accept) {
  accept_ = &accept;
  steps_left_ = kMostSteps;
  offers_left_ = kMostOffers;
  std::reverse(goals.begin(), goals.end());
  return search({FactDraft(knowledge_), std::move(goals), std::move(weights)});
}

bool FactSolver::search(State state) {
  while (steps_left_ > 0 && offers_left_ > 0) {
    --steps_left_;
    std::optional<bool> end;
    if (!state.goals.empty()) {
      const auto goal = state.goals.back();
      state.goals.pop_back();
      end = reach(state, goal);
    } else if (!state.weights.empty()) {
      end = reach_weight(state);
    } else if (!state.sums.empty()) {
      end = reach_part(state);
    } else {
      --offers_left_;
      return (*accept_)(state.draft);
    }
    if (end) return *end;
  }
  return false;
}

std::uint32_t FactSolver::argument(const ExpressionNode& node, std::uint32_t i) const {
  return knowledge_.tables().arguments[node.arguments.first + i];
}

Goal FactSolver::root(std::uint32_t rule) const {
  return {RuleId{rule}, knowledge_[RuleId{rule}].nodes.count - 1, {}, {}};
}

std::optional<bool> FactSolver::reach(State& state, const Goal& goal) {
  const auto& node = knowledge_.nodes(knowledge_[goal.rule])[goal.node];
  return goal.truth ? reach_truth(state, goal, node) : reach_number(state, goal, node);
}

std::optional<bool> FactSolver::arguments(State& state, const Goal& goal, const ExpressionNode& node, Truth truth,
                                          bool every) {
  if (every) {
    for (auto i = node.arguments.count; i-- > 0;) state.goals.push_back({goal.rule, argument(node, i), truth, {}});
    return std::nullopt;
  }
  for (std::uint32_t i = 0; i < node.arguments.count; ++i) {
    State next = state;
    next.goals.push_back({goal.rule, argument(node, i), truth, {}});
    if (search(std::move(next))) return true;
  }
  return false;
}

std::optional<bool> FactSolver::reach_truth(State& state, const Goal& goal, const ExpressionNode& node) {
  const bool yes = *goal.truth == Truth::yes;
  const ConceptId about{node.concept_ref};
  const auto go_on = [](bool agrees) { return agrees ? std::nullopt : std::optional<bool>(false); };
  switch (node.op) {
    case Op::present:
    case Op::recorded: return go_on(state.draft.set(about, *goal.truth));
    case Op::all: return arguments(state, goal, node, *goal.truth, yes);
    case Op::any: return arguments(state, goal, node, *goal.truth, !yes);
    case Op::negate: return arguments(state, goal, node, !*goal.truth, true);
    case Op::at_least: {
      const Interval wanted = yes ? Interval{node.number, Interval{}.high} : Interval{0, node.number - 1};
      state.weights.push_back({goal.rule, weights_of(knowledge_, knowledge_[goal.rule], node), wanted});
      return std::nullopt;
    }
    case Op::sex_is: {
      const auto sex = static_cast<Sex>(node.number);
      return go_on(state.draft.set_sex(yes ? sex : sex == Sex::female ? Sex::male : Sex::female));
    }
    case Op::tried: {
      const auto responses = static_cast<unsigned>(node.number);
      return go_on(yes ? state.draft.try_out(about, responses, {}) : state.draft.try_in_vain(about, responses));
    }
    case Op::rule: {
      auto next = root(node.concept_ref);
      next.truth = goal.truth;
      state.goals.push_back(next);
      return std::nullopt;
    }
    case Op::compare: return reach_comparison(state, goal, node);
    default: return false;
  }
}

std::optional<bool> FactSolver::reach_comparison(State& state, const Goal& goal, const ExpressionNode& node) {
  const auto nodes = knowledge_.nodes(knowledge_[goal.rule]);
  const auto& left = nodes[argument(node, 0)];
  const auto& right = nodes[argument(node, 1)];
  if (right.op != Op::literal) return false;
  const auto around = neighbours(left.op, left.dimension, right.number);
  const auto range = numbers_where(node.comparison, right.number, around, *goal.truth == Truth::yes);
  if (!range) return false;
  state.goals.push_back({goal.rule, argument(node, 0), std::nullopt, *range});
  return std::nullopt;
}

std::optional<bool> FactSolver::reach_number(State& state, const Goal& goal, const ExpressionNode& node) {
  const ConceptId about{node.concept_ref};
  const auto go_on = [](bool agrees) { return agrees ? std::nullopt : std::optional<bool>(false); };
  switch (node.op) {
    case Op::literal: return go_on(goal.number.low <= node.number && node.number <= goal.number.high);
    case Op::age:
    case Op::measure:
    case Op::duration:
    case Op::severity: return go_on(state.draft.narrow(node.op, about, goal.number));
    case Op::tried_duration: return go_on(state.draft.try_out(about, static_cast<unsigned>(node.number), goal.number));
    case Op::count:
    case Op::points:
      state.weights.push_back({goal.rule, weights_of(knowledge_, knowledge_[goal.rule], node), goal.number});
      return std::nullopt;
    case Op::sum: {
      auto sum = sum_goal(goal, node);
      if (!sum) return false;
      state.sums.push_back(std::move(*sum));
      return std::nullopt;
    }
    case Op::score: {
      auto next = root(node.concept_ref);
      next.number = goal.number;
      state.goals.push_back(next);
      return std::nullopt;
    }
    case Op::choose:
      for (const Truth condition : {Truth::yes, Truth::no}) {
        State next = state;
        next.goals.push_back({goal.rule, argument(node, condition == Truth::yes ? 1 : 2), std::nullopt, goal.number});
        next.goals.push_back({goal.rule, argument(node, 0), condition, {}});
        if (search(std::move(next))) return true;
      }
      return false;
    default: return false;
  }
}

std::optional<bool> FactSolver::reach_weight(State& state) {
  auto weight = std::move(state.weights.back());
  state.weights.pop_back();
  Interval rest{0, 0};
  for (const auto& item : weight.items) (item.weight < 0 ? rest.low : rest.high) += item.weight;
  const auto& wanted = weight.number;
  if (rest.low >= wanted.low && rest.high <= wanted.high) return std::nullopt;
  if (weight.items.empty() || rest.high < wanted.low || rest.low > wanted.high) return false;
  const auto item = weight.items.front();
  weight.items.erase(weight.items.begin());
  for (const Truth truth : {Truth::yes, Truth::no}) {
    State next = state;
    next.weights.push_back(weight);
    if (truth == Truth::yes) {
      auto& number = next.weights.back().number;
      number = {number.low - item.weight, number.high - item.weight};
    }
    next.goals.push_back({weight.rule, item.node, truth, {}});
    if (search(std::move(next))) return true;
  }
  return false;
}

std::optional<SumGoal> FactSolver::sum_goal(const Goal& goal, const ExpressionNode& node) const {
  const auto values = possible_values(knowledge_.tables(), knowledge_[goal.rule]);
  SumGoal out{goal.rule, {}, goal.number};
  for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
    const auto part = argument(node, a);
    if (values[part].empty()) return std::nullopt;
    out.parts.push_back({part, values[part]});
  }
  return out;
}

std::optional<bool> FactSolver::reach_part(State& state) {
  auto sum = std::move(state.sums.back());
  state.sums.pop_back();
  if (sum.parts.empty()) return sum.number.low <= 0 && 0 <= sum.number.high ? std::nullopt : std::optional(false);
  const auto part = std::move(sum.parts.front());
  sum.parts.erase(sum.parts.begin());
  Interval rest{0, 0};
  for (const auto& other : sum.parts) rest = {rest.low + other.values.front(), rest.high + other.values.back()};
  const auto wanted = sum.number;
  for (const double value : part.values) {
    if (value + rest.high < wanted.low || value + rest.low > wanted.high) continue;
    State next = state;
    sum.number = {wanted.low - value, wanted.high - value};
    next.sums.push_back(sum);
    next.goals.push_back({sum.rule, part.node, std::nullopt, Interval::exactly(value)});
    if (search(std::move(next))) return true;
  }
  return false;
}

}  // namespace noso::audit
