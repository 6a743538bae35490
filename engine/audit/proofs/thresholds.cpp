// Rules that rest on one number alone divide its range. Three things are worth a second look: a range inside that
// belongs to no rule though both sides do, two rules of which each holds where the other does not but which also share
// a range, and one limit that some rules count to the upper side and others to the lower. All are notes: a range
// without a rule is often just what is meant ("neither underweight nor overweight").
#include <algorithm>
#include <map>
#include <optional>

#include "checks.hpp"
#include "noso/engine/evaluation.hpp"
#include "pieces.hpp"

namespace noso::audit {

namespace {

/// A number of a case: its operation and, where it has one, its concept.
using Quantity = std::pair<Op, std::uint32_t>;

bool is_quantity(Op op) { return op == Op::age || op == Op::measure || op == Op::duration || op == Op::severity; }

std::string name(const Knowledge& knowledge, const Quantity& q) {
  if (q.first == Op::age) return "the age";
  auto id = "'" + std::string(knowledge.id(ConceptId{q.second})) + "'";
  if (q.first == Op::measure) return id;
  return (q.first == Op::duration ? "the duration of " : "the severity of ") + id;
}

Dimension dimension(const Knowledge& knowledge, const Quantity& q) {
  if (q.first == Op::measure) return knowledge[ConceptId{q.second}].dimension;
  return q.first == Op::severity ? Dimension::ratio : Dimension::time;
}

Facts facts_with(const Knowledge& knowledge, const Quantity& q, double value) {
  Facts facts;
  facts.state.assign(knowledge.concept_count(), Truth::unknown);
  facts.because_of.assign(knowledge.concept_count(), ConceptId{});
  const auto exactly = Interval::exactly(value);
  if (q.first == Op::age) facts.age = exactly;
  if (q.first == Op::measure) facts.measures.set(ConceptId{q.second}, exactly);
  if (q.first == Op::duration) facts.durations.set(ConceptId{q.second}, exactly);
  if (q.first == Op::severity) facts.severities.set(ConceptId{q.second}, exactly);
  return facts;
}

/// A limit on a quantity in a rule; `upper`: the limit itself belongs to the upper side.
struct Limit {
  double value;
  bool upper;
  RuleId rule;
};

class ThresholdCheck {
 public:
  explicit ThresholdCheck(ProofWork& work) : work_(work), tables_(work.knowledge().tables()) {
    for (std::uint32_t r = 0; r < tables_.rules.size(); ++r)
      if (tables_.rules[r].kind != RuleKind::property && tables_.rules[r].kind != RuleKind::score) read(RuleId{r});
  }

  void run() {
    for (const auto& [q, limits] : limits_) check_limits(q, limits);
    for (const auto kind : {RuleKind::definition, RuleKind::escalation})
      for (const auto& [q, rules] : pure_) {
        std::vector<RuleId> of_kind;
        for (const auto r : rules)
          if (work_.knowledge()[r].kind == kind) of_kind.push_back(r);
        if (of_kind.size() > 1) check_ranges(q, of_kind);
      }
  }

 private:
  /// Notes the limits of a rule, and whether it rests on one quantity alone.
  void read(RuleId rule) {
    const auto& record = tables_.rules[rule.value];
    std::optional<Quantity> only;
    bool pure = true;
    for (const auto& node : work_.knowledge().nodes(record)) {
      const Quantity q{node.op, node.op == Op::age ? ConceptId::kNone : node.concept_ref};
      const bool logic = node.op == Op::all || node.op == Op::any || node.op == Op::negate || node.op == Op::compare;
      if (is_quantity(node.op)) {
        pure = pure && (!only || *only == q);
        only = q;
      } else if (!logic && node.op != Op::literal) {
        pure = false;
      }
      if (node.op == Op::compare) note_limit(rule, record.nodes.first, node);
    }
    if (pure && only) pure_[*only].push_back(rule);
  }

  void note_limit(RuleId rule, std::uint32_t first, const ExpressionNode& node) {
    const auto& left = tables_.nodes[first + tables_.arguments[node.arguments.first]];
    const auto& right = tables_.nodes[first + tables_.arguments[node.arguments.first + 1]];
    if (!is_quantity(left.op) || right.op != Op::literal || node.comparison == Comparison::equal) return;
    const bool upper = node.comparison == Comparison::at_least || node.comparison == Comparison::below;
    limits_[{left.op, left.op == Op::age ? ConceptId::kNone : left.concept_ref}].push_back({right.number, upper, rule});
  }

  void check_limits(const Quantity& q, std::vector<Limit> limits) {
    std::stable_sort(limits.begin(), limits.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
    for (std::size_t i = 0; i < limits.size();) {
      std::vector<RuleId> upper, lower;
      const auto value = limits[i].value;
      for (; i < limits.size() && limits[i].value == value; ++i) {
        auto& side = limits[i].upper ? upper : lower;
        if (std::find(side.begin(), side.end(), limits[i].rule) == side.end()) side.push_back(limits[i].rule);
      }
      if (upper.empty() || lower.empty()) continue;
      report_limit(q, value, upper, lower);
    }
  }

  void report_limit(const Quantity& q, double value, const std::vector<RuleId>& upper,
                    const std::vector<RuleId>& lower) {
    const auto limit = to_string(noso::Quantity{value, dimension(work_.knowledge(), q)});
    auto message = name(work_.knowledge(), q);
    message += " has the limit " + limit + " in several rules; exactly " + limit + " is on the upper side in ";
    message += work_.names(upper) + " and on the lower side in " + work_.names(lower);
    work_.add(Severity::note, "limit-differs", std::move(message),
              "use the same comparison (at_least and below, or above and at_most), if the sources allow it",
              work_.place(lower.front()));
  }

  void check_ranges(const Quantity& q, const std::vector<RuleId>& rules) {
    std::vector<double> cuts;
    for (const auto& limit : limits_[q]) cuts.push_back(limit.value);
    const auto line = pieces(cuts);
    std::vector<std::vector<bool>> holds;  // by piece, then rule
    for (const auto& piece : line) {
      auto facts = facts_with(work_.knowledge(), q, piece.sample());
      const auto evaluation = evaluate(work_.knowledge(), facts);
      auto& row = holds.emplace_back();
      for (const auto r : rules) row.push_back(evaluation.truth(r) == Truth::yes);
    }
    report_gaps(q, rules, line, holds);
    for (std::size_t a = 0; a < rules.size(); ++a)
      for (std::size_t b = a + 1; b < rules.size(); ++b) report_overlap(q, rules, line, holds, a, b);
  }

  void report_gaps(const Quantity& q, const std::vector<RuleId>& rules, const std::vector<Piece>& line,
                   const std::vector<std::vector<bool>>& holds) {
    const auto covered = [](const std::vector<bool>& row) {
      return std::find(row.begin(), row.end(), true) != row.end();
    };
    const auto first = std::find_if(holds.begin(), holds.end(), covered) - holds.begin();
    const auto last = holds.rend() - std::find_if(holds.rbegin(), holds.rend(), covered) - 1;
    std::vector<Piece> gaps;
    bool touches = false;
    for (auto i = first; i < last; ++i) {
      const bool gap = !covered(holds[static_cast<std::size_t>(i)]);
      if (gap) append_merged(gaps, line[static_cast<std::size_t>(i)], touches);
      touches = gap;
    }
    if (gaps.empty()) return;
    work_.add(Severity::note, "threshold-gap",
              name(work_.knowledge(), q) + " " + text(gaps, dimension(work_.knowledge(), q)) + " lies between " +
                  work_.names(rules) + " and belongs to none of them",
              "check that the gap is meant", work_.place(rules.front()));
  }

  void report_overlap(const Quantity& q, const std::vector<RuleId>& rules, const std::vector<Piece>& line,
                      const std::vector<std::vector<bool>>& holds, std::size_t a, std::size_t b) {
    std::vector<Piece> both;
    bool only_a = false, only_b = false, touches = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      only_a = only_a || (holds[i][a] && !holds[i][b]);
      only_b = only_b || (holds[i][b] && !holds[i][a]);
      const bool shared = holds[i][a] && holds[i][b];
      if (shared) append_merged(both, line[i], touches);
      touches = shared;
    }
    if (both.empty() || !only_a || !only_b) return;
    work_.add(Severity::note, "threshold-overlap",
              name(work_.knowledge(), q) + " " + text(both, dimension(work_.knowledge(), q)) + " belongs to both " +
                  work_.name(rules[a]) + " and " + work_.name(rules[b]),
              "check that the overlap is meant", work_.place(rules[b]));
  }

  ProofWork& work_;
  const Tables& tables_;
  std::map<Quantity, std::vector<Limit>> limits_;
  std::map<Quantity, std::vector<RuleId>> pure_;
};

}  // namespace

void check_thresholds(ProofWork& work) { ThresholdCheck(work).run(); }

}  // namespace noso::audit
