// Every node is looked at once, after its arguments: can it be true, can it be false, in which range can its number be?
// Parts are taken as independent of each other, but for pairs under one *all* or *any*, so the answer errs towards
// "can". `{"all": [{"age": {"at_least": "65 a"}}, {"age": {"below": "18 a"}}]}`: each limit can be true, but the two
// exclude each other, so the whole cannot.
//
// One rule implies another when a table over the pairs of their nodes, filled from the leaves up, says so of the roots.
#include "pack/rule_logic.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "noso/ontology/expression_core.hpp"

namespace noso {

namespace {

constexpr std::uint64_t kMostComparisons = 200'000'000;
constexpr double kOldestInYears = 130;
constexpr double kWorstSeverity = 10;
constexpr double kEndless = std::numeric_limits<double>::infinity();

// What a node is over all cases: a truth value is unknown where it can be both, a number is its range.
bool can_be_true(const Value& v) { return v.truth != Truth::no; }
bool can_be_false(const Value& v) { return v.truth != Truth::yes; }

class RuleLogic : public ExpressionCore<RuleLogic> {
 public:
  RuleLogic(const Tables& tables, const Places& places, Diagnostics& out)
      : tables_(tables), places_(places), out_(out), values_(tables.nodes.size()) {
    parents_.resize(tables.concepts.size());
    for (const auto& edge : tables.is_a) parents_[edge.child.value].push_back(edge.parent.value);
  }

  void check() {
    find_ancestors();
    for (std::uint32_t r = 0; r < tables_.rules.size(); ++r) {
      for (std::uint32_t i = 0; i < tables_.rules[r].nodes.count; ++i) look_at(r, i);
      report_firing(r);
    }
    for (std::uint32_t r = 0; r < tables_.rules.size(); ++r) report_shadow(r);
  }

  // What the core asks for: of a case that nobody knows anything of but what is plausible.

  const Value& argument(const ExpressionNode& n, std::uint32_t i) const {
    return values_[first_ + tables_.arguments[n.arguments.first + i]];
  }
  static Interval in_unit_of(const Value& b, const Value&) { return b.number; }
  Value leaf(const ExpressionNode& n) const {
    switch (n.op) {
      case Op::rule:
      case Op::score: return root(n.concept_ref);
      case Op::literal: return {Truth::unknown, Interval::exactly(n.number)};
      case Op::age: return {Truth::unknown, {0, kOldestInYears * kDaysPerYear}};
      case Op::measure: return {Truth::unknown, plausible(n.concept_ref)};
      case Op::duration:
      case Op::tried_duration: return {Truth::unknown, {0, kEndless}};
      case Op::severity: return {Truth::unknown, {0, kWorstSeverity}};
      default: return {};  // may be true or false
    }
  }

 private:
  // One node.

  const ExpressionNode& node(std::uint32_t rule, std::uint32_t i) const {
    return tables_.nodes[tables_.rules[rule].nodes.first + i];
  }
  const Value& root(std::uint32_t rule) const {
    const auto range = tables_.rules[rule].nodes;
    return values_[range.first + range.count - 1];
  }
  std::span<const std::uint32_t> arguments(const ExpressionNode& n) const {
    return std::span(tables_.arguments).subspan(n.arguments.first, n.arguments.count);
  }

  void look_at(std::uint32_t rule, std::uint32_t i) {
    const auto& n = node(rule, i);
    first_ = tables_.rules[rule].nodes.first;
    auto& value = values_[first_ + i];
    value = evaluate(n);
    if (n.op == Op::all && some_pair(rule, n, &RuleLogic::exclude)) value.truth = Truth::no;
    if (n.op == Op::any && some_pair(rule, n, &RuleLogic::complete)) value.truth = Truth::yes;
  }

  Interval plausible(std::uint32_t finding) const {
    const auto& c = tables_.concepts[finding];
    return {std::isnan(c.minimum) ? -kEndless : c.minimum, std::isnan(c.maximum) ? kEndless : c.maximum};
  }

  // Two nodes of one rule.

  bool some_pair(std::uint32_t rule, const ExpressionNode& n,
                 bool (RuleLogic::*related)(std::uint32_t, std::uint32_t, std::uint32_t) const) const {
    // Parts of parts: `all` within `all` says the same as one list.
    std::vector<std::uint32_t> parts(arguments(n).begin(), arguments(n).end());
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (const auto& inner = node(rule, parts[i]); inner.op == n.op)
        parts.insert(parts.end(), arguments(inner).begin(), arguments(inner).end());
    constexpr std::size_t kMostParts = 200;
    if (parts.size() > kMostParts) return false;
    for (std::size_t i = 0; i < parts.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if ((this->*related)(rule, parts[i], parts[j]) || (this->*related)(rule, parts[j], parts[i])) return true;
    return false;
  }

  /// `a` and `b` are never both true.
  bool exclude(std::uint32_t rule, std::uint32_t a, std::uint32_t b) const {
    const auto &x = node(rule, a), &y = node(rule, b);
    if (x.op == Op::negate) return leaf_implies(rule, b, rule, arguments(x)[0]);
    if (x.op == Op::sex_is && y.op == Op::sex_is) return x.number != y.number;
    if (!same_subject(rule, x, rule, y)) return false;
    const auto p = limits(rule, x), q = limits(rule, y);
    return p.below(q) || q.below(p);
  }

  /// `a` or `b` is always true.
  bool complete(std::uint32_t rule, std::uint32_t a, std::uint32_t b) const {
    const auto& x = node(rule, a);
    return x.op == Op::negate && leaf_implies(rule, arguments(x)[0], rule, b);
  }

  /// The numbers for which a comparison with a literal is true.
  struct Limits {
    double low = -kEndless, high = kEndless;
    bool low_included = true, high_included = true;
    bool below(const Limits& other) const {
      return high < other.low || (high == other.low && !(high_included && other.low_included));
    }
    bool within(const Limits& o) const {
      return (low > o.low || (low == o.low && (o.low_included || !low_included))) &&
             (high < o.high || (high == o.high && (o.high_included || !high_included)));
    }
  };

  Limits limits(std::uint32_t rule, const ExpressionNode& compare) const {
    const double limit = node(rule, arguments(compare)[1]).number;
    switch (compare.comparison) {
      case Comparison::at_least: return {.low = limit};
      case Comparison::above: return {.low = limit, .low_included = false};
      case Comparison::at_most: return {.high = limit};
      case Comparison::below: return {.high = limit, .high_included = false};
      case Comparison::equal: return {.low = limit, .high = limit};
    }
    return {};
  }

  /// Both compare the same one number of the case with a literal.
  bool same_subject(std::uint32_t rule_x, const ExpressionNode& x, std::uint32_t rule_y,
                    const ExpressionNode& y) const {
    if (x.op != Op::compare || y.op != Op::compare) return false;
    const auto &left_x = node(rule_x, arguments(x)[0]), &left_y = node(rule_y, arguments(y)[0]);
    if (left_x.op != left_y.op || left_x.concept_ref != left_y.concept_ref || left_x.number != left_y.number ||
        left_x.arguments.count != 0 || left_y.arguments.count != 0)
      return false;
    return node(rule_x, arguments(x)[1]).op == Op::literal && node(rule_y, arguments(y)[1]).op == Op::literal;
  }

  /// Whether leaf `a` implies leaf `b`; false for what is no leaf.
  bool leaf_implies(std::uint32_t rule_a, std::uint32_t a, std::uint32_t rule_b, std::uint32_t b) const {
    const auto &x = node(rule_a, a), &y = node(rule_b, b);
    switch (x.op) {
      case Op::present: return y.op == Op::present && is_kind_of(x.concept_ref, y.concept_ref);
      case Op::recorded:
        return (y.op == Op::present && is_kind_of(x.concept_ref, y.concept_ref)) ||
               (y.op == Op::recorded && x.concept_ref == y.concept_ref);
      case Op::sex_is: return y.op == Op::sex_is && x.number == y.number;
      case Op::rule: return y.op == Op::rule && x.concept_ref == y.concept_ref;
      case Op::tried: return y.op == Op::tried && x.concept_ref == y.concept_ref && x.number == y.number;
      case Op::compare: return same_subject(rule_a, x, rule_b, y) && limits(rule_a, x).within(limits(rule_b, y));
      case Op::all:
      case Op::any:
      case Op::negate:
      case Op::at_least:
      case Op::literal:
      case Op::age:
      case Op::measure:
      case Op::duration:
      case Op::severity:
      case Op::tried_duration:
      case Op::count:
      case Op::points:
      case Op::sum:
      case Op::difference:
      case Op::product:
      case Op::quotient:
      case Op::score:
      case Op::choose:
      case Op::test:
      case Op::element:
      case Op::function: break;
    }
    return false;
  }

  bool is_kind_of(std::uint32_t c, std::uint32_t ancestor) const {
    if (c == ancestor) return true;
    const auto& above = ancestors_[c];
    return std::find(above.begin(), above.end(), ancestor) != above.end();
  }

  /// Everything above the concepts that rules name, which are few.
  void find_ancestors() {
    ancestors_.resize(parents_.size());
    for (const auto& n : tables_.nodes) {
      if (n.op != Op::present && n.op != Op::recorded) continue;
      auto& above = ancestors_[n.concept_ref];
      if (!above.empty()) continue;
      above = parents_[n.concept_ref];
      for (std::size_t i = 0; i < above.size(); ++i)
        for (const auto p : parents_[above[i]])
          if (std::find(above.begin(), above.end(), p) == above.end()) above.push_back(p);
    }
  }

  // Two rules.

  /// Whether rule `a` is true only where rule `b` is.
  bool implies(std::uint32_t a, std::uint32_t b) {
    const auto rows = tables_.rules[a].nodes.count, columns = tables_.rules[b].nodes.count;
    comparisons_ += std::uint64_t{rows} * columns;
    if (comparisons_ > kMostComparisons) return false;
    forth_.assign(std::size_t{rows} * columns, false);
    back_.assign(std::size_t{rows} * columns, false);
    for (std::uint32_t i = 0; i < rows; ++i)
      for (std::uint32_t j = 0; j < columns; ++j) {
        const auto& x = node(a, i);
        const auto& y = node(b, j);
        const auto forth = [&](std::uint32_t p, std::uint32_t q) { return forth_[p * columns + q]; };
        const auto back = [&](std::uint32_t q, std::uint32_t p) { return back_[p * columns + q]; };
        forth_[i * columns + j] = leaf_implies(a, i, b, j) || part_implies(x, i, y, j, forth, back);
        back_[i * columns + j] = leaf_implies(b, j, a, i) || part_implies(y, j, x, i, back, forth);
      }
    return forth_.back();
  }

  /// Whether `x` implies `y`, given which of their arguments imply which (`forth`) and are implied (`back`).
  template <class Forth, class Back>
  bool part_implies(const ExpressionNode& x, std::uint32_t i, const ExpressionNode& y, std::uint32_t j, Forth forth,
                    Back back) const {
    const auto of_x = arguments(x), of_y = arguments(y);
    const auto x_is = [&](std::uint32_t p) { return forth(p, j); };
    const auto y_is = [&](std::uint32_t q) { return forth(i, q); };
    if (x.op == Op::all && std::any_of(of_x.begin(), of_x.end(), x_is)) return true;
    if (x.op == Op::any && std::all_of(of_x.begin(), of_x.end(), x_is)) return true;
    if (y.op == Op::any && std::any_of(of_y.begin(), of_y.end(), y_is)) return true;
    if (y.op == Op::all && std::all_of(of_y.begin(), of_y.end(), y_is)) return true;
    if (x.op == Op::negate && y.op == Op::negate) return back(of_y[0], of_x[0]);
    if (x.op != Op::at_least || y.op != Op::at_least || x.number < y.number) return false;
    // As many of the one list true as of the other: every member has its own match.
    std::vector<bool> taken(of_y.size(), false);
    return std::all_of(of_x.begin(), of_x.end(), [&](std::uint32_t p) {
      for (std::size_t q = 0; q < of_y.size(); ++q)
        if (!taken[q] && forth(p, of_y[q])) return taken[q] = true, true;
      return false;
    });
  }

  // Reports.

  std::string name(std::uint32_t rule) const {
    const auto id = tables_.rules[rule].id;
    return "'" + tables_.texts.substr(id.offset, id.length) + "'";
  }

  void report_firing(std::uint32_t rule) {
    const auto kind = tables_.rules[rule].kind;
    if (kind == RuleKind::score || kind == RuleKind::property) return;
    const auto where = Places::of(places_.rules, rule);
    if (!can_be_true(root(rule)))
      out_.warning(where, "dead-rule", "no case makes " + name(rule) + " true",
                   "its clauses exclude each other: correct them, or remove it");
    if (!can_be_false(root(rule)))
      out_.warning(where, "always-fires", "every case makes " + name(rule) + " true",
                   "what holds of everyone distinguishes nobody: correct its clauses");
  }

  bool refers_to(std::uint32_t rule, std::uint32_t other) const {
    for (std::uint32_t i = 0; i < tables_.rules[rule].nodes.count; ++i)
      if (node(rule, i).op == Op::rule && node(rule, i).concept_ref == other) return true;
    return false;
  }

  /// Whether `other` makes `rule` of no effect wherever it is true.
  bool would_shadow(std::uint32_t rule, std::uint32_t other) const {
    const auto &r = tables_.rules[rule], &o = tables_.rules[other];
    if (rule == other || o.kind != r.kind || !can_be_false(root(other))) return false;
    if (r.kind == RuleKind::escalation) return o.level >= r.level && !refers_to(rule, other) && !refers_to(other, rule);
    return false;
  }

  void report_shadow(std::uint32_t rule) {
    if (!can_be_true(root(rule)) || !can_be_false(root(rule))) return;
    for (std::uint32_t other = 0; other < tables_.rules.size(); ++other)
      if (would_shadow(rule, other) && implies(rule, other)) {
        out_.add({Severity::note, "shadowed-rule",
                  "whenever " + name(rule) + " fires, so does " + name(other) + " of the same level or a higher one",
                  "its level never decides; keep it for its action, or widen it", Places::of(places_.rules, rule)});
        return;
      }
  }

  const Tables& tables_;
  const Places& places_;
  Diagnostics& out_;
  std::vector<Value> values_;  ///< by node
  std::uint32_t first_ = 0;    ///< node of the rule at hand
  std::vector<std::vector<std::uint32_t>> parents_;
  std::vector<std::vector<std::uint32_t>> ancestors_;  ///< of the concepts that rules name
  std::vector<bool> forth_, back_;                     ///< for pairs of nodes of two rules
  std::uint64_t comparisons_ = 0;
};

}  // namespace

void check_rule_logic(const Tables& tables, const Places& places, Diagnostics& out) {
  RuleLogic(tables, places, out).check();
}

}  // namespace noso
