#include "care_index.hpp"

#include <algorithm>

#include "noso/base/json.hpp"

namespace noso {

bool concerns(std::span<const ConceptId> list, Range range, ConceptId c) {
  const auto part = list.subspan(range.first, range.count);
  return part.empty() || std::find(part.begin(), part.end(), c) != part.end();
}

CareIndex::CareIndex(const Knowledge& knowledge) {
  index_treatments(knowledge);
  index_stages(knowledge);
  index_precautions(knowledge);
  index_safety_nets(knowledge);
}

void CareIndex::index_treatments(const Knowledge& knowledge) {
  const auto all = knowledge.statements(Relation::treats);
  if (all.empty()) return;
  first_treatment_ = knowledge.id_of(all.front()).value;
  effects_.resize(all.size());
  treatments_.resize(knowledge.concept_count());
  against_.resize(knowledge.concept_count());
  for (const auto& s : all) {
    const auto id = knowledge.id_of(s);
    const bool against = s.strength == Strength::against;
    for (const auto& q : knowledge.qualifiers(knowledge.details(s).qualifiers)) {
      if (knowledge.text(q.key) != "effect") continue;
      const auto text = JsonDocument::parse(knowledge.text(q.json), "effect");
      if (text.ok() && text->root().is(JsonType::string)) effects_[id.value - first_treatment_] = text->root().string();
    }
    for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
      if (knowledge[ConceptId{c}].kind == ConceptKind::condition && (!s.object.exists() || s.object.value == c))
        (against ? against_ : treatments_)[c].push_back(id);
  }
  for (auto& list : treatments_)
    std::stable_sort(list.begin(), list.end(),
                     [&](StatementId a, StatementId b) { return knowledge[a].strength < knowledge[b].strength; });
}

void CareIndex::index_stages(const Knowledge& knowledge) {
  const auto& tables = knowledge.tables();
  if (tables.stages.empty()) return;
  stages_.resize(knowledge.concept_count());
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    for (std::uint32_t s = 0; s < tables.stages.size(); ++s)
      if (knowledge[ConceptId{c}].kind == ConceptKind::condition &&
          concerns(tables.stage_conditions, tables.stages[s].conditions, {c}))
        stages_[c].push_back({s});
}

void CareIndex::index_precautions(const Knowledge& knowledge) {
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r)
    if (rules[r].kind == RuleKind::avoid || rules[r].kind == RuleKind::caution) all_precautions_.push_back({r});
  std::sort(all_precautions_.begin(), all_precautions_.end(),
            [&](RuleId a, RuleId b) { return knowledge.text(knowledge[a].id) < knowledge.text(knowledge[b].id); });
  if (all_precautions_.empty()) return;
  precautions_.resize(knowledge.concept_count());
  for (const auto kind : {RuleKind::avoid, RuleKind::caution})
    for (const auto rule : all_precautions_) {
      if (knowledge[rule].kind != kind) continue;
      for (const auto intervention : knowledge.targets(knowledge[rule]))
        precautions_[intervention.value].push_back(rule);
    }
}

void CareIndex::index_safety_nets(const Knowledge& knowledge) {
  const auto& tables = knowledge.tables();
  for (std::uint32_t n = 0; n < tables.safety_nets.size(); ++n) {
    const auto rules = tables.safety_nets[n].rules;
    Net entry{n, Urgency::none};
    for (std::uint32_t i = 0; i < rules.count; ++i)
      entry.danger = std::max(entry.danger, knowledge[tables.safety_net_rules[rules.first + i]].level);
    nets_.push_back(entry);
  }
  std::stable_sort(nets_.begin(), nets_.end(), [](const Net& a, const Net& b) { return a.danger > b.danger; });
}

}  // namespace noso
