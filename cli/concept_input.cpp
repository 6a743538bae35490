#include "concept_input.hpp"

namespace noso::cli {

Result<ConceptId> one_concept(const Knowledge& knowledge, const std::string& name, std::optional<ConceptKind> kind) {
  const auto found = knowledge.find(name, kind);
  if (found.size() == 1) return found.front();
  for (const auto c : found)
    if (knowledge.id(c) == name) return c;
  std::string ids;
  for (const auto c : found) ids += (ids.empty() ? "'" : ", '") + std::string(knowledge.id(c)) + "'";
  if (!found.empty()) return error("ambiguous-name", "'" + name + "' names several concepts", "use one of " + ids);
  const auto near = knowledge.similar_names(name, kind);
  std::string help = near.empty() ? "look for it with 'noso search'" : "did you mean";
  for (const auto& text : near) help += (text == near.front() ? " '" : ", '") + text + "'";
  return error("unknown-name", "no concept '" + name + "'", help);
}

}  // namespace noso::cli
