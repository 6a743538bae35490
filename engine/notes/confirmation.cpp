#include "notes/confirmation.hpp"

#include <algorithm>

namespace noso::notes {

namespace {

bool is_open(const Escalation& escalation, RuleId rule) {
  return std::any_of(escalation.undetermined.begin(), escalation.undetermined.end(),
                     [&](const UndeterminedRule& open) { return open.rule == rule; });
}

}  // namespace

std::vector<ConceptId> decisive_absences(const Case& told, const Answer& answer, const UrgencyOf& urgency_of) {
  auto silent = told;
  std::erase_if(silent.absent, [](const Mention& m) { return m.from.starts_with("text "); });
  if (silent.absent.size() == told.absent.size()) return {};
  const auto open = urgency_of(silent);
  if (!open) return {};
  std::vector<ConceptId> out;
  for (const auto& rule : open->undetermined) {
    if ((*answer.knowledge)[rule.rule].level <= answer.escalation.level || is_open(answer.escalation, rule.rule))
      continue;
    for (const auto needed : rule.needs) {
      if (answer.facts.of(needed) != Truth::no) continue;
      const auto said = answer.facts.because_of[needed.value];
      for (const auto& fact : answer.facts.given)
        if (fact.about == said && fact.from.starts_with("text ")) out.push_back(said);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace noso::notes
