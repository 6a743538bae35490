#include "changed_case.hpp"

#include <algorithm>

#include "sides.hpp"

namespace noso {

namespace {

/// What the name stands for in a list of findings or risk factors; none where it is not known or ambiguous.
ConceptId meant(const Knowledge& knowledge, const std::string& name, ConceptKind preferred) {
  const auto other = preferred == ConceptKind::finding ? ConceptKind::risk_factor : ConceptKind::finding;
  for (const auto kind : {preferred, other})
    if (const auto found = knowledge.find(name, kind); !found.empty())
      return found.size() == 1 ? found.front() : ConceptId{};
  return {};
}

}  // namespace

Case with_changes(const Knowledge& knowledge, const Case& told, std::span<const FactChange> changes) {
  const auto sides = split_sides(knowledge, told);
  Case out = sides ? sides->joint : told;
  const auto is_changed = [&](const Mention& m, ConceptKind preferred) {
    const auto c = meant(knowledge, m.name, preferred);
    return std::any_of(changes.begin(), changes.end(), [&](const FactChange& change) { return change.about == c; });
  };
  for (auto* list : {&out.present, &out.absent, &out.unknown}) {
    std::erase_if(*list, [&](const Mention& m) { return is_changed(m, ConceptKind::finding); });
    for (auto& m : *list) m.side.clear();
  }
  std::erase_if(out.risk_factors, [&](const Mention& m) { return is_changed(m, ConceptKind::risk_factor); });
  for (const auto& change : changes) {
    Mention mention{.name = std::string(knowledge.id(change.about))};
    if (change.after == Truth::no)
      out.absent.push_back(std::move(mention));
    else if (change.after == Truth::yes)
      (knowledge[change.about].kind == ConceptKind::risk_factor ? out.risk_factors : out.present)
          .push_back(std::move(mention));
  }
  return out;
}

std::vector<ConceptId> changeable(const Knowledge& knowledge, const Case& told) {
  std::vector<ConceptId> out;
  const auto add = [&](const std::vector<Mention>& list, ConceptKind preferred) {
    for (const auto& m : list)
      if (const auto c = meant(knowledge, m.name, preferred); c.exists()) out.push_back(c);
  };
  add(told.present, ConceptKind::finding);
  add(told.absent, ConceptKind::finding);
  add(told.risk_factors, ConceptKind::risk_factor);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace noso
