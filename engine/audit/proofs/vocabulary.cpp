#include "vocabulary.hpp"

#include <algorithm>

namespace noso::audit {

namespace {

void sort_unique(std::vector<ConceptId>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

FactVocabulary::FactVocabulary(const Knowledge& knowledge) : definition_of(knowledge.concept_count()) {
  const auto& tables = knowledge.tables();
  bool any_intervention = false;
  for (const auto& node : tables.nodes) {
    const ConceptId about{node.concept_ref};
    switch (node.op) {
      case Op::present:
      case Op::recorded: states.push_back(about); break;
      case Op::measure: measures.push_back(about); break;
      case Op::duration: durations.push_back(about), states.push_back(about); break;
      case Op::severity: severities.push_back(about), states.push_back(about); break;
      case Op::tried:
      case Op::tried_duration:
        if (about.exists())
          interventions.push_back(about);
        else
          any_intervention = true;
        break;
      default: break;
    }
  }
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    if (tables.rules[r].kind != RuleKind::definition) continue;
    const auto target = knowledge.targets(tables.rules[r]).front();
    definition_of[target.value] = RuleId{r};
    states.push_back(target);
  }
  for (const auto& property : tables.properties)
    if (property.kind == Claim::not_lowered_by)
      for (std::uint32_t i = 0; i < property.targets.count; ++i)
        states.push_back(tables.rule_targets[property.targets.first + i]);
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    if (knowledge.has_flag({c}, kEntryFinding) || knowledge.has_flag({c}, kRedFlag)) states.push_back({c});
  for (auto* list : {&states, &measures, &durations, &severities, &interventions}) sort_unique(*list);
  for (std::uint32_t c = 0; any_intervention && c < knowledge.concept_count(); ++c) {
    if (knowledge[ConceptId{c}].kind != ConceptKind::intervention) continue;
    if (std::binary_search(interventions.begin(), interventions.end(), ConceptId{c})) continue;
    interventions.insert(std::upper_bound(interventions.begin(), interventions.end(), ConceptId{c}), ConceptId{c});
    break;
  }
}

}  // namespace noso::audit
