#include "explain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "change_search.hpp"
#include "changed_case.hpp"

namespace noso {

namespace {

double log_odds(Belief b) { return std::log(b.yes) - std::log(b.no); }

class Explainer {
 public:
  Explainer(const ExplainedCase& known, ConceptId condition)
      : known_(known), kb_(known.knowledge), model_(known.model), condition_(condition) {
    const auto& list = model_.conditions;
    place_ = static_cast<std::uint32_t>(std::find(list.begin(), list.end(), condition) - list.begin());
    if (!known.all.conditions.empty()) top_ = known.all.conditions.front().condition;
  }

  Explanation explain() {
    Explanation out;
    out.condition.condition = condition_;
    const auto& record = kb_[condition_];
    if (record.flags & kMustNotMiss) out.rule_out_below = std::isnan(record.rule_out_below) ? 0 : record.rule_out_below;
    if (top_.exists()) {
      stand(out);
      if (condition_ != top_) out.lift = fewest_changes(answers(), lifted());
      out.other_top = fewest_changes(findings(), toppled());
    }
    const auto facts = urgency_facts();
    if (level() < Urgency::emergency) out.higher = fewest_changes(facts, raised());
    if (level() > Urgency::routine) out.lower = fewest_changes(facts, lowered());
    return out;
  }

 private:
  /// Its place, the way to its odds, and what sets it apart from the first condition.
  void stand(Explanation& out) const {
    const auto& ranked = known_.all.conditions;
    const auto own =
        std::find_if(ranked.begin(), ranked.end(), [&](const auto& c) { return c.condition == condition_; });
    out.condition = *own;
    out.rank = static_cast<std::size_t>(own - ranked.begin()) + 1;
    out.of = ranked.size();
    const auto& first = ranked.front();
    if (own == ranked.begin()) return;
    out.against_top.push_back({.about = "prior", .log10_difference = own->log10_prior_odds - first.log10_prior_odds});
    const auto add = [&](const Contribution& step, double sign) {
      const auto entry = std::find_if(out.against_top.begin() + 1, out.against_top.end(),
                                      [&](const Handicap& h) { return h.from == step.from && h.state == step.state; });
      if (entry == out.against_top.end())
        out.against_top.push_back({step.from, step.state, {}, sign * step.log10_ratio});
      else
        entry->log10_difference += sign * step.log10_ratio;
    };
    for (const auto& step : own->steps) add(step, 1);
    for (const auto& step : first.steps) add(step, -1);
    std::erase_if(out.against_top, [](const Handicap& h) { return h.log10_difference == 0; });
    std::stable_sort(out.against_top.begin(), out.against_top.end(),
                     [](const auto& a, const auto& b) { return a.log10_difference < b.log10_difference; });
  }

  void add_both(std::vector<FactChange>& out, ConceptId c) const {
    for (const Truth after : {Truth::yes, Truth::no}) out.push_back({c, Truth::unknown, after});
  }

  /// Answers to what is unknown of the findings of the model.
  std::vector<FactChange> answers() const {
    std::vector<FactChange> out;
    for (const auto& row : model_.rows)
      if (known_.answer.facts.of(row.finding) == Truth::unknown) add_both(out, row.finding);
    return out;
  }

  /// The same, and what is known of findings the other way round.
  std::vector<FactChange> findings() const {
    auto out = answers();
    for (const auto c : changeable(kb_, known_.told))
      if (kb_[c].kind == ConceptKind::finding) add_reversed(out, c);
    return out;
  }

  void add_reversed(std::vector<FactChange>& out, ConceptId c) const {
    const Truth now = known_.answer.facts.of(c);
    if (now != Truth::unknown) out.push_back({c, now, now == Truth::yes ? Truth::no : Truth::yes});
  }

  /// Findings and risk factors that rules speak of, and what is told.
  std::vector<FactChange> urgency_facts() const {
    std::vector<char> spoken_of(kb_.concept_count(), 0);
    const auto& tables = kb_.tables();
    for (const auto& rule : tables.rules)
      if (rule.kind == RuleKind::escalation || rule.kind == RuleKind::definition)
        for (const auto& node : kb_.nodes(rule))
          if (node.op == Op::present || node.op == Op::recorded) spoken_of[node.concept_ref] = 1;
    std::vector<FactChange> out;
    for (std::uint32_t c = 0; c < spoken_of.size(); ++c)
      if (spoken_of[c] != 0 && known_.answer.facts.of({c}) == Truth::unknown) add_both(out, {c});
    for (const auto c : changeable(kb_, known_.told)) add_reversed(out, c);
    return out;
  }

  std::optional<QuickLook> look(std::span<const FactChange> changes) const {
    return known_.look(with_changes(kb_, known_.told, changes));
  }

  /// Position of the most probable condition, ties by id, as in the ranking.
  std::uint32_t first_of(const std::vector<Belief>& list) const {
    std::uint32_t best = 0;
    for (std::uint32_t c = 1; c < list.size(); ++c) {
      const double p = list[c].probability(), most = list[best].probability();
      if (p > most || (p == most && kb_.id(model_.conditions[c]) < kb_.id(model_.conditions[best]))) best = c;
    }
    return best;
  }

  ChangeProbe lifted() const {
    return [this](std::span<const FactChange> changes) -> std::optional<ChangedOutcome> {
      const auto now = look(changes);
      if (!now || now->conditions.empty()) return std::nullopt;
      const auto first = first_of(now->conditions);
      return ChangedOutcome{first == place_, log_odds(now->conditions[place_]) - log_odds(now->conditions[first]),
                            model_.conditions[first], now->level};
    };
  }

  ChangeProbe toppled() const {
    return [this](std::span<const FactChange> changes) -> std::optional<ChangedOutcome> {
      const auto now = look(changes);
      if (!now || now->conditions.empty()) return std::nullopt;
      const auto first = first_of(now->conditions);
      double top = 0, other = -std::numeric_limits<double>::infinity();
      for (std::uint32_t c = 0; c < now->conditions.size(); ++c)
        if (model_.conditions[c] == top_)
          top = log_odds(now->conditions[c]);
        else
          other = std::max(other, log_odds(now->conditions[c]));
      return ChangedOutcome{model_.conditions[first] != top_, other - top, model_.conditions[first], now->level};
    };
  }

  ChangeProbe raised() const {
    return moved([level = level()](const QuickLook& now) { return now.level > level; },
                 [this](const QuickLook& now) { return -fewest_open(now.evaluation); });
  }

  ChangeProbe lowered() const {
    return moved([level = level()](const QuickLook& now) { return now.level < level; },
                 [this](const QuickLook& now) { return -fired(now.evaluation); });
  }

  template <class Reached, class Nearness>
  ChangeProbe moved(Reached reached, Nearness nearness) const {
    return [this, reached, nearness](std::span<const FactChange> changes) -> std::optional<ChangedOutcome> {
      const auto now = look(changes);
      if (!now || now->in_scope != known_.answer.in_scope) return std::nullopt;
      ChangedOutcome out{reached(*now), nearness(*now), {}, now->level};
      if (!now->conditions.empty()) out.top = model_.conditions[first_of(now->conditions)];
      return out;
    };
  }

  Urgency level() const { return known_.answer.escalation.level; }

  /// How many rules of the present level or above are true.
  double fired(const Evaluation& evaluation) const {
    double count = 0;
    const auto& rules = kb_.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r)
      if (rules[r].kind == RuleKind::escalation && rules[r].level >= level() && evaluation.truth({r}) == Truth::yes)
        ++count;
    return count;
  }

  /// Of the rules above the present level that are undetermined, the fewest unknown facts in one.
  double fewest_open(const Evaluation& evaluation) const {
    double fewest = static_cast<double>(kb_.concept_count());
    const auto& rules = kb_.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
      if (rules[r].kind != RuleKind::escalation || rules[r].level <= level()) continue;
      if (evaluation.truth({r}) != Truth::unknown) continue;
      double open = 0;
      for (std::uint32_t n = 0; n < rules[r].nodes.count; ++n) {
        const auto node = rules[r].nodes.first + n;
        if (kb_.tables().nodes[node].op == Op::present && evaluation.nodes[node].truth == Truth::unknown) ++open;
      }
      fewest = std::min(fewest, open);
    }
    return fewest;
  }

  const ExplainedCase& known_;
  const Knowledge& kb_;
  const CausalModel& model_;
  const ConceptId condition_;
  std::uint32_t place_ = 0;
  ConceptId top_;
};

}  // namespace

Explanation explain(const ExplainedCase& known, ConceptId condition) { return Explainer(known, condition).explain(); }

}  // namespace noso
