/// Names with a slip of the finger, and the slow and obvious way to find them again.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/text.hpp"
#include "noso/ontology/knowledge.hpp"
#include "support/random.hpp"

namespace noso::test {

/// `name` with one random edit (a letter more, less, another one, or two swapped) in one of its words of at least five
/// letters; nothing where it has none.
inline std::optional<std::string> misspelt(std::string_view name, Random& random) {
  constexpr std::size_t kShortest = 5;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::vector<std::pair<std::size_t, std::size_t>> long_words;
  for (std::size_t i = 0; i < name.size();) {
    auto end = i;
    while (end < name.size() && is_letter(name[end])) ++end;
    if (end - i >= kShortest) long_words.emplace_back(i, end);
    i = end + 1;
  }
  if (long_words.empty()) return std::nullopt;
  const auto [begin, end] = random.pick(long_words);
  std::string out(name);
  while (fold(out) == fold(name)) {
    out = name;
    const auto at = begin + random.below(end - begin);
    const char letter = static_cast<char>('a' + random.below(26));
    switch (random.below(4)) {
      case 0: out.insert(at, 1, letter); break;
      case 1: out.erase(at, 1); break;
      case 2: out[at] = letter; break;
      case 3:
        if (at + 1 < end) std::swap(out[at], out[at + 1]);
        break;
    }
  }
  return out;
}

/// Edit distance to every name of the knowledge.
class NearestNames {
 public:
  explicit NearestNames(const Knowledge& knowledge) {
    for (const auto& name : knowledge.tables().names)
      if (name.scope != NameScope::code) names_.emplace_back(knowledge.text(name.folded), name.owner);
  }

  /// Whether fewer than `top` other concepts have a name that is nearer to the text than the nearest of `target`.
  bool finds(std::string_view text, ConceptId target, std::size_t top) const {
    constexpr std::size_t kMostEdits = 3;
    const auto wanted = fold(text);
    std::size_t its = kMostEdits + 1;
    std::vector<std::pair<std::size_t, ConceptId>> near;
    for (const auto& [name, owner] : names_) {
      const auto edits = edit_distance(wanted, name, kMostEdits);
      if (owner == target) its = std::min(its, edits);
      if (edits <= kMostEdits) near.emplace_back(edits, owner);
    }
    if (its > kMostEdits) return false;
    std::vector<ConceptId> nearer;
    for (const auto& [edits, owner] : near)
      if (edits < its && std::find(nearer.begin(), nearer.end(), owner) == nearer.end()) nearer.push_back(owner);
    return nearer.size() < top;
  }

 private:
  std::vector<std::pair<std::string_view, ConceptId>> names_;
};

}  // namespace noso::test
