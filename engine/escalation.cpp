#include "escalation.hpp"

#include <algorithm>

namespace noso {

std::string_view to_string(Possibility p) {
  switch (p) {
    case Possibility::impossible: return "impossible";
    case Possibility::possible: return "possible";
    case Possibility::certain: return "certain";
  }
  return "possible";
}

namespace {

/// Asked first is what the most urgent open rule with the fewest open facts needs.
std::vector<ConceptId> questions_in_order(std::vector<UndeterminedRule> rules, const Knowledge& knowledge) {
  std::stable_sort(rules.begin(), rules.end(), [&](const UndeterminedRule& a, const UndeterminedRule& b) {
    const auto la = knowledge[a.rule].level, lb = knowledge[b.rule].level;
    return la != lb ? la > lb : a.needs.size() < b.needs.size();
  });
  std::vector<ConceptId> out;
  for (const auto& rule : rules)
    for (const auto c : rule.needs)
      if (std::find(out.begin(), out.end(), c) == out.end()) out.push_back(c);
  return out;
}

}  // namespace

Escalation escalate(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation) {
  Escalation out;
  const auto& rules = knowledge.tables().rules;
  const auto raise = [](Possibility& level, Truth t) {
    const auto p = t == Truth::yes  ? Possibility::certain
                   : t == Truth::no ? Possibility::impossible
                                    : Possibility::possible;
    level = std::max(level, p);
  };
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (rules[r].kind != RuleKind::escalation) continue;
    const Truth t = evaluation.truth(RuleId{r});
    if (t == Truth::yes) out.level = std::max(out.level, rules[r].level);
    if (t != Truth::no) out.at_most = std::max(out.at_most, rules[r].level);
    if (rules[r].level == Urgency::emergency) raise(out.emergency, t);
    if (rules[r].level == Urgency::urgent) raise(out.urgent, t);
    if (rules[r].level == Urgency::soon) raise(out.soon, t);
  }
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (rules[r].kind != RuleKind::escalation) continue;
    const Truth t = evaluation.truth(RuleId{r});
    if (t == Truth::yes) out.fired.push_back({RuleId{r}, reasons(knowledge, facts, evaluation, RuleId{r})});
    if (t == Truth::unknown && rules[r].level > out.level) {
      UndeterminedRule open{RuleId{r}, {}, {}};
      open.needs = open_questions(knowledge, evaluation, RuleId{r}, &open.needs_also);
      out.undetermined.push_back(std::move(open));
    }
  }
  const auto more_urgent = [&](const auto& a, const auto& b) {
    const auto &ra = knowledge[a.rule], &rb = knowledge[b.rule];
    return ra.level != rb.level ? ra.level > rb.level : knowledge.text(ra.id) < knowledge.text(rb.id);
  };
  std::sort(out.fired.begin(), out.fired.end(), more_urgent);
  std::sort(out.undetermined.begin(), out.undetermined.end(), more_urgent);
  out.ask_first = questions_in_order(out.undetermined, knowledge);
  return out;
}

}  // namespace noso
