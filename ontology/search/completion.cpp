#include "noso/ontology/completion.hpp"

#include <algorithm>
#include <tuple>

#include "noso/base/text.hpp"

namespace noso {

std::vector<std::string_view> complete_name(const Knowledge& knowledge, std::string_view typed,
                                            std::optional<ConceptKind> kind, std::size_t limit) {
  constexpr std::size_t kMostTyped = 1000, kMostSeen = 5000;
  const auto folded = fold(typed.substr(0, kMostTyped));
  const bool codes = std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto& names = knowledge.tables().names;
  const auto& order = knowledge.tables().names_by_text;
  const auto text = [&](std::uint32_t i) { return knowledge.text(names[i].folded); };
  auto at = std::lower_bound(order.begin(), order.end(), folded,
                             [&](std::uint32_t i, const std::string& wanted) { return text(i) < wanted; });
  std::vector<std::uint32_t> found;
  for (std::size_t seen = 0; at != order.end() && seen < kMostSeen && text(*at).starts_with(folded); ++at, ++seen)
    if ((!kind || knowledge[names[*at].owner].kind == *kind) && (codes || names[*at].scope != NameScope::code))
      found.push_back(*at);
  const auto rank = [&](std::uint32_t i) {
    return std::tuple(names[i].scope != NameScope::label, names[i].folded.length, i);
  };
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); };
  // Of a concept several names can begin so; four for each result are enough in all but odd cases.
  const auto count = std::min(found.size(), limit * 4);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(), before);
  found.resize(count);
  std::vector<std::string_view> out;
  std::vector<ConceptId> owners;
  for (const auto i : found) {
    if (out.size() == limit) break;
    if (std::find(owners.begin(), owners.end(), names[i].owner) != owners.end()) continue;
    owners.push_back(names[i].owner);
    out.push_back(knowledge.text(names[i].text));
  }
  return out;
}

}  // namespace noso
