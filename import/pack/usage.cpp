// What is declared and never used, and what is used and lacks something: checks over the whole pack.
#include <algorithm>
#include <array>

#include "pack/assembler.hpp"

namespace noso {

namespace {

/// Interventions of these classes can harm, so a pack says when not to use them.
constexpr auto kRisky = std::to_array<InterventionClass>(
    {InterventionClass::drug, InterventionClass::injection, InterventionClass::procedure, InterventionClass::surgery});

/// Marks everything that can be reached from what is marked already.
void spread(std::vector<bool>& marked, const std::vector<std::vector<std::uint32_t>>& edges) {
  std::vector<std::uint32_t> open;
  for (std::uint32_t c = 0; c < marked.size(); ++c)
    if (marked[c]) open.push_back(c);
  while (!open.empty()) {
    const auto c = open.back();
    open.pop_back();
    for (const auto next : edges[c])
      if (!marked[next]) {
        marked[next] = true;
        open.push_back(next);
      }
  }
}

}  // namespace

void PackAssembler::report_unused_sources() {
  for (const auto& [id, entry] : sources_.entries())
    if (!source_used_[entry.id.value])
      out_.warning(entry.where, "unused-source", "source '" + id + "' is never cited", "cite it, or remove it");
}

void PackAssembler::report_unused_concepts() {
  const auto& tables = builder_.tables;
  std::vector<bool> used(tables.concepts.size(), false);
  const auto use = [&](ConceptId c) {
    if (c.exists()) used[c.value] = true;
  };
  for (std::uint32_t c = 0; c < tables.concepts.size(); ++c)
    if (tables.concepts[c].flags & kEntryFinding) use({c});
  for (const auto& statement : tables.statements) use(statement.subject), use(statement.object);
  for (const auto& node : tables.nodes)
    if (node.op != Op::rule && node.op != Op::score && node.concept_ref < used.size()) used[node.concept_ref] = true;
  for (const auto& rule : tables.rules)
    if (rule.kind != RuleKind::definition)
      for (std::uint32_t i = 0; i < rule.targets.count; ++i) use(tables.rule_targets[rule.targets.first + i]);
  for (const auto* list :
       {&tables.contents, &tables.group_members, &tables.stage_conditions, &tables.safety_net_conditions})
    for (const auto c : *list) use(c);
  // A kind is used where what it is a kind of is, and the other way round.
  std::vector<std::vector<std::uint32_t>> up(used.size()), down(used.size());
  for (const auto& edge : tables.is_a) {
    up[edge.child.value].push_back(edge.parent.value);
    down[edge.parent.value].push_back(edge.child.value);
  }
  spread(used, down);
  spread(used, up);
  for (const auto& [id, entry] : concepts_.entries())
    if (!used[entry.id.value])
      out_.warning(entry.where, "unused-concept",
                   "nothing is stated of " + std::string(to_string(tables.concepts[entry.id.value].kind)) + " '" + id +
                       "', and no rule asks for it",
                   "state something of it, or remove it");
}

void PackAssembler::report_missing_contraindications() {
  const auto& tables = builder_.tables;
  std::vector<bool> warned(tables.concepts.size(), false);
  for (const auto& rule : tables.rules)
    if (rule.kind == RuleKind::avoid || rule.kind == RuleKind::caution)
      for (std::uint32_t i = 0; i < rule.targets.count; ++i)
        warned[tables.rule_targets[rule.targets.first + i].value] = true;
  for (const auto& [id, entry] : concepts_.entries()) {
    const auto& record = tables.concepts[entry.id.value];
    const auto type = static_cast<InterventionClass>(record.type);
    if (record.kind == ConceptKind::intervention && !warned[entry.id.value] &&
        std::find(kRisky.begin(), kRisky.end(), type) != kRisky.end())
      out_.warning(
          entry.where, "no-contraindication",
          "'" + id + "' is of class " + std::string(to_string(type)) + ", and no caution speaks of it",
          "state in 'cautions' when to avoid it, or accept this with the reason why there is nothing to state");
  }
}

}  // namespace noso
