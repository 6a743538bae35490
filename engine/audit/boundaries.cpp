// Idea: walk from the clause up to the root of its rule and ask of every sibling on the way the value that lets the
// clause decide: true beside it in `all`, false in `any`, one short of the count in `at_least`. An alternative in `any`
// that holds whenever the clause does is left to hold. Then put the number on each side of the threshold and let the
// engine say what comes out. What the search proposes is always checked by evaluating it; a wrong proposal costs a
// case, never a wrong answer.
#include "noso/engine/audit/boundaries.hpp"

#include <algorithm>
#include <cmath>

#include "audit/expectations.hpp"
#include "audit/fact_solver.hpp"
#include "noso/engine/evaluation.hpp"
#include "noso/ontology/expression_text.hpp"

namespace noso::audit {

namespace {

constexpr double kOldestDays = 130 * kDaysPerYear, kWorst = 10;  // what a case may say

/// What must hold around a clause for it to decide its rule.
struct Context {
  std::vector<Goal> goals;  ///< what must be true beside it
  std::vector<Goal> quiet;  ///< what must be false beside it, where that can be
  std::vector<WeightGoal> weights;
  bool inverted = false;  ///< the rule is true where the clause is false
  bool possible = true;
};

/// A value on one side of a threshold.
struct Side {
  Interval number;  ///< wanted of the left side of a comparison, or of the count
  Truth expected = Truth::unknown;
};

Interval intersection(Interval a, Interval b) { return {std::max(a.low, b.low), std::min(a.high, b.high)}; }
Interval shifted(Interval a, double by) { return {a.low + by, a.high + by}; }
bool is_empty(Interval a) { return a.low > a.high; }

/// What a comparison says of a value below (-1), at (0) or above (1) its threshold.
Truth stated(Comparison comparison, int offset) {
  switch (comparison) {
    case Comparison::at_least: return truth(offset >= 0);
    case Comparison::above: return truth(offset > 0);
    case Comparison::at_most: return truth(offset <= 0);
    case Comparison::below: return truth(offset < 0);
    case Comparison::equal: return truth(offset == 0);
  }
  return Truth::unknown;
}

bool is_counted(Op op) { return op == Op::count || op == Op::points || op == Op::score; }

class BoundaryFinder {
 public:
  BoundaryFinder(const Engine& engine, const AssessOptions& options)
      : engine_(engine), knowledge_(engine.knowledge()), options_(options), solver_(engine.knowledge()) {
    for (std::uint32_t c = 0; c < knowledge_.concept_count() && !entry_.exists(); ++c)
      if (knowledge_.has_flag({c}, kEntryFinding)) entry_ = {c};
  }

  std::vector<Boundary> all() {
    std::vector<Boundary> out;
    const auto& rules = knowledge_.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
      rule_ = RuleId{r};
      nodes_ = knowledge_.nodes(rules[r]);
      for (std::uint32_t i = 0; i < nodes_.size(); ++i)
        if (nodes_[i].op == Op::at_least ||
            (nodes_[i].op == Op::compare && nodes_[argument(nodes_[i], 1)].op == Op::literal))
          out.push_back(boundary(i));
    }
    return out;
  }

 private:
  std::uint32_t argument(const ExpressionNode& node, std::uint32_t i) const {
    return knowledge_.tables().arguments[node.arguments.first + i];
  }

  Boundary boundary(std::uint32_t clause) {
    Boundary out{.rule = rule_, .node = clause, .clause = expression_text(knowledge_, knowledge_[rule_], clause)};
    const auto around = context(clause);
    if (!around.possible) {
      out.missing = "the clause stands inside arithmetic";
      return out;
    }
    const auto& node = nodes_[clause];
    const double limit = node.op == Op::at_least ? node.number : nodes_[argument(node, 1)].number;
    for (const auto& [offset, into] : {std::pair{-1, &out.below}, std::pair{0, &out.at}, std::pair{1, &out.above}}) {
      const auto side = node.op == Op::at_least ? count_side(limit, offset) : number_side(node, limit, offset);
      const auto why_not = node.op == Op::at_least ? std::string() : outside(nodes_[argument(node, 0)], side.number);
      if (node.op == Op::at_least && limit + offset > node.arguments.count) continue;
      if (why_not.empty()) *into = find(clause, around, side);
      if (!*into && out.missing.empty())
        out.missing = !why_not.empty() ? why_not : "no facts were found that make the clause decide the rule";
    }
    return out;
  }

  Side count_side(double limit, int offset) const { return {Interval::exactly(limit + offset), truth(offset >= 0)}; }

  Side number_side(const ExpressionNode& node, double limit, int offset) const {
    const auto& left = nodes_[argument(node, 0)];
    const auto around = neighbours(left.op, left.dimension, limit);
    Side out{.number = Interval::exactly(offset == 0  ? limit
                                         : offset < 0 ? around.below
                                                      : around.above),
             .expected = stated(node.comparison, offset)};
    // Sums of points need not move in whole steps: anything up to one step away will do.
    if (is_counted(left.op) && offset < 0) out.number.high = std::nextafter(limit, -HUGE_VAL);
    if (is_counted(left.op) && offset > 0) out.number.low = std::nextafter(limit, HUGE_VAL);
    return out;
  }

  /// Why no case may say this number of `what`; empty where it may.
  std::string outside(const ExpressionNode& what, Interval number) const {
    Interval plausible;
    if (what.op == Op::age) plausible = {0, kOldestDays};
    if (what.op == Op::severity) plausible = {0, kWorst};
    if (what.op == Op::duration || what.op == Op::tried_duration) plausible.low = 0;
    if (what.op == Op::measure) {
      const auto& record = knowledge_[ConceptId{what.concept_ref}];
      if (!std::isnan(record.minimum)) plausible.low = record.minimum;
      if (!std::isnan(record.maximum)) plausible.high = record.maximum;
    }
    if (!is_empty(intersection(plausible, number))) return {};
    return value_text(number.low, what.dimension) + " is outside the plausible range";
  }

  /// The parent of a node; nothing for the root. A number may have several, of which the first counts.
  std::optional<std::uint32_t> parent(std::uint32_t child) const {
    for (std::uint32_t i = child + 1; i < nodes_.size(); ++i)
      for (std::uint32_t a = 0; a < nodes_[i].arguments.count; ++a)
        if (argument(nodes_[i], a) == child) return i;
    return std::nullopt;
  }

  Context context(std::uint32_t clause) const {
    Context out;
    auto child = clause;
    for (auto above = parent(child); above && out.possible; child = *above, above = parent(child)) {
      const auto& node = nodes_[*above];
      switch (node.op) {
        case Op::all: siblings(node, child, Truth::yes, out.goals); break;
        case Op::any: siblings(node, child, Truth::no, out.quiet); break;
        case Op::negate: out.inverted = !out.inverted; break;
        case Op::at_least: {
          auto others = without(node, child);
          out.weights.push_back({rule_, std::move(others), Interval::exactly(node.number - 1)});
          break;
        }
        case Op::count:
        case Op::points: through_sum(node, child, *above, out); break;
        case Op::compare: break;
        case Op::choose:
          if (argument(node, 0) != child)
            out.goals.push_back({rule_, argument(node, 0), truth(argument(node, 1) == child), {}});
          out.possible = is_number(nodes_.back().op);  // of a score every value counts, whichever side it is on
          break;
        case Op::sum: out.possible = is_number(nodes_.back().op); break;
        default: out.possible = false;
      }
    }
    return out;
  }

  void siblings(const ExpressionNode& node, std::uint32_t child, Truth wanted, std::vector<Goal>& out) const {
    for (std::uint32_t a = 0; a < node.arguments.count; ++a)
      if (argument(node, a) != child) out.push_back({rule_, argument(node, a), wanted, {}});
  }

  std::vector<WeightGoal::Item> without(const ExpressionNode& node, std::uint32_t child) const {
    auto items = weights_of(knowledge_, knowledge_[rule_], node);
    std::erase_if(items, [&](const WeightGoal::Item& i) { return i.node == child; });
    return items;
  }

  /// The clause adds its weight to a sum: the other summands must leave it to the clause on which side of its own
  /// threshold the sum falls.
  void through_sum(const ExpressionNode& node, std::uint32_t child, std::uint32_t at, Context& out) const {
    double weight = 0;
    for (const auto& item : weights_of(knowledge_, knowledge_[rule_], node))
      if (item.node == child) weight = item.weight;
    const auto above = parent(at);
    if (!above) return out.weights.push_back({rule_, without(node, child), Interval::exactly(0)});
    const auto& comparison = nodes_[*above];
    out.possible = comparison.op == Op::compare && argument(comparison, 0) == at &&
                   nodes_[argument(comparison, 1)].op == Op::literal && comparison.comparison != Comparison::equal;
    if (!out.possible) return;
    const double limit = nodes_[argument(comparison, 1)].number;
    const Neighbours around{limit - 1, limit + 1};
    const auto yes = *numbers_where(comparison.comparison, limit, around, true);
    const auto no = *numbers_where(comparison.comparison, limit, around, false);
    const auto raising = intersection(no, shifted(yes, -weight));
    const auto lowering = intersection(yes, shifted(no, -weight));
    const bool lowers = is_empty(raising);
    out.inverted = out.inverted != lowers;
    out.weights.push_back({rule_, without(node, child), lowers ? lowering : raising});
  }

  std::optional<BoundaryCase> find(std::uint32_t clause, const Context& around, const Side& side) {
    auto goals = around.goals;
    goals.insert(goals.end(), around.quiet.begin(), around.quiet.end());
    auto found = find(clause, around, side, std::move(goals));
    return found || around.quiet.empty() ? found : find(clause, around, side, around.goals);
  }

  std::optional<BoundaryCase> find(std::uint32_t clause, const Context& around, const Side& side,
                                   std::vector<Goal> goals) {
    auto weights = around.weights;
    const auto& node = nodes_[clause];
    if (node.op == Op::at_least)
      weights.push_back({rule_, weights_of(knowledge_, knowledge_[rule_], node), side.number});
    else
      goals.insert(goals.begin(), Goal{rule_, argument(node, 0), std::nullopt, side.number});
    std::optional<BoundaryCase> found;
    solver_.solve(std::move(goals), std::move(weights), [&](FactDraft& draft) {
      auto inside = draft;
      for (auto* candidate : {&inside, &draft}) {
        if (candidate == &inside && !(entry_.exists() && inside.set(entry_, Truth::yes))) continue;
        const auto tried = ask(*candidate, clause, around.inverted, side);
        if (tried && (!found || tried->as_stated)) found = tried;
        if (found && found->as_stated) return true;
      }
      return false;
    });
    return found;
  }

  /// The case of a draft; nothing where it is not on this side, or the clause does not decide the rule in it.
  std::optional<BoundaryCase> ask(const FactDraft& draft, std::uint32_t clause, bool inverted, const Side& side) const {
    BoundaryCase out{.case_json = case_json(draft.told())};
    const auto document = JsonDocument::parse(out.case_json, "boundary case");
    if (!document.ok()) return std::nullopt;
    const auto told = read_case(*document);
    if (!told.ok()) return std::nullopt;
    auto facts = case_facts(knowledge_, *told);
    if (!facts.ok()) return std::nullopt;
    const auto evaluation = evaluate(knowledge_, *facts);
    const auto first = knowledge_[rule_].nodes.first;
    out.clause = evaluation.nodes[first + clause].truth;
    out.rule = evaluation.truth(rule_);
    const bool is_truth = !is_number(nodes_.back().op);
    if (out.clause == Truth::unknown) return std::nullopt;
    if (is_truth && out.rule != (inverted ? !out.clause : out.clause)) return std::nullopt;
    const auto number = value(nodes_[clause], evaluation);
    if (number < side.number.low || number > side.number.high) return std::nullopt;
    out.as_stated = out.clause == side.expected;
    out.place = place(nodes_[clause], number);
    const auto answer = engine_.assess(*told, options_);
    if (!answer.ok()) return std::nullopt;
    out.level = answer->escalation.level;
    out.at_most = answer->escalation.at_most;
    if (!answer->differential.conditions.empty())
      out.top = knowledge_.id(answer->differential.conditions.front().condition);
    return out;
  }

  /// The left side of a comparison, or how many clauses are true.
  double value(const ExpressionNode& node, const Evaluation& evaluation) const {
    const auto argument_value = [&](std::uint32_t a) -> const Value& {
      return evaluation.nodes[knowledge_[rule_].nodes.first + argument(node, a)];
    };
    if (node.op == Op::compare) return argument_value(0).number.low;
    double count = 0;
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) count += argument_value(a).truth == Truth::yes ? 1 : 0;
    return count;
  }

  std::string place(const ExpressionNode& node, double number) const {
    if (node.op == Op::compare) return value_text(number, nodes_[argument(node, 0)].dimension);
    return format_number(number) + " of " + std::to_string(node.arguments.count);
  }

  const Engine& engine_;
  const Knowledge& knowledge_;
  const AssessOptions& options_;
  FactSolver solver_;
  ConceptId entry_;
  RuleId rule_;
  std::span<const ExpressionNode> nodes_;
};

}  // namespace

bool Boundary::as_stated() const {
  bool yes = false, no = false;
  for (const auto* side : {&below, &at, &above}) {
    if (!*side) continue;
    if (!(*side)->as_stated) return false;
    ((*side)->clause == Truth::yes ? yes : no) = true;
  }
  return (yes && no) || !missing.empty();
}

std::vector<Boundary> boundaries(const Engine& engine, const AssessOptions& options) {
  return BoundaryFinder(engine, options).all();
}

}  // namespace noso::audit
