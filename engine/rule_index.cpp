#include "rule_index.hpp"

#include "completions.hpp"

namespace noso {

RuleIndex::RuleIndex(const Knowledge& knowledge) : decided_by(knowledge.concept_count()) {
  const auto& tables = knowledge.tables();
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    if (tables.rules[r].kind == RuleKind::escalation) escalations.push_back(RuleId{r});
    if (tables.rules[r].kind != RuleKind::definition) continue;
    const auto target = knowledge.targets(tables.rules[r]).front();
    decided_by[target.value].push_back(r);
    for (const auto c : knowledge.graph().ancestors(target)) decided_by[c.value].push_back(r);
    for (const auto c : knowledge.graph().descendants(target)) decided_by[c.value].push_back(r);
  }
  entangled = Completions::entangled(knowledge, *this);
}

}  // namespace noso
