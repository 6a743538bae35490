#include "evidence.hpp"

#include <algorithm>

namespace noso {

namespace {

/// The concepts that the rule of a population asks for.
std::vector<ConceptId> asked_by(const Knowledge& knowledge, PopulationId population) {
  std::vector<ConceptId> out;
  const auto rule = knowledge[population].applies_to;
  if (!rule.exists()) return out;
  for (const auto& node : knowledge.nodes(knowledge[rule]))
    if (node.op == Op::present) out.push_back(ConceptId{node.concept_ref});
  return out;
}

bool contains(std::span<const ConceptId> list, ConceptId c) {
  return std::find(list.begin(), list.end(), c) != list.end();
}

}  // namespace

Evidence select_evidence(const Knowledge& knowledge, const CausalModel& model, const Facts& facts,
                         PopulationId population) {
  Evidence out;
  const auto& graph = knowledge.graph();
  const auto in_priors = asked_by(knowledge, population);
  const auto counts = [&](ConceptId c, Truth state) {
    return facts.of(c) == state && model.row_of[c.value] != model.kNone;
  };

  // A present finding is superseded by a more specific one below it, an absent one by a more general one above it.
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t r = 0; r < model.rows.size(); ++r) {
    const auto finding = model.rows[r].finding;
    const Truth state = facts.of(finding);
    if (state == Truth::unknown) continue;
    if (contains(in_priors, finding)) {
      out.not_counted.push_back({finding, {}});
      continue;
    }
    const auto others = state == Truth::yes ? graph.descendants(finding) : graph.ancestors(finding);
    const auto better = std::find_if(others.begin(), others.end(), [&](ConceptId c) { return counts(c, state); });
    if (better == others.end())
      candidates.push_back(r);
    else if (facts.because_of[finding.value] == finding)
      out.not_counted.push_back({finding, *better});
  }

  const auto strength = [&](std::uint32_t r) {
    const auto& row = model.rows[r];
    return facts.of(row.finding) == Truth::yes ? row.strength_present : row.strength_absent;
  };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return strength(a) > strength(b); });
  // That one member is present and another absent are two pieces of news: members stand for each other in one state.
  std::vector<std::uint32_t> present_in(knowledge.tables().groups.size(), model.kNone), absent_in = present_in;
  for (const auto r : candidates) {
    const bool present = facts.of(model.rows[r].finding) == Truth::yes;
    auto& taken_by = present ? present_in : absent_in;
    const auto& groups = model.groups_of_row[r];
    const auto taken = std::find_if(groups.begin(), groups.end(), [&](auto g) { return taken_by[g] != model.kNone; });
    if (taken != groups.end()) {
      out.not_counted.push_back({model.rows[r].finding, model.rows[taken_by[*taken]].finding});
      continue;
    }
    for (const auto g : groups) taken_by[g] = r;
    (present ? out.present : out.absent).push_back(r);
  }

  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c) {
    const ConceptId factor{c};
    if (model.risk_effects[c].empty() || facts.of(factor) != Truth::yes) continue;
    for (const auto& effect : model.risk_effects[c]) {
      const auto below = graph.descendants(factor);
      const bool superseded = std::any_of(below.begin(), below.end(), [&](ConceptId child) {
        const auto& effects = model.risk_effects[child.value];
        return facts.of(child) == Truth::yes && std::any_of(effects.begin(), effects.end(), [&](const auto& e) {
                 return e.condition == effect.condition;
               });
      });
      if (!superseded) out.risks.push_back({factor, effect});
    }
  }
  return out;
}

}  // namespace noso
