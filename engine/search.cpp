#include "search.hpp"

#include <algorithm>

#include "noso/base/text.hpp"
#include "notes/language.hpp"

namespace noso {

namespace {

/// What is found by an abbreviation spelled out comes after the same found as written.
constexpr double kSpelledOut = 0.9;
constexpr std::size_t kMostSpelledOut = 1000;  // bytes of a query

/// The query with the abbreviations of clinical English spelled out; empty where there are none.
std::string spelled_out(std::string_view query) {
  const auto& expansions = notes::Language::english().expansions;
  const auto folded = fold(query.substr(0, kMostSpelledOut));
  std::string out;
  bool any = false;
  for (const auto word : words(folded)) {
    const auto found = expansions.find(word);
    any = any || found != expansions.end();
    if (found == expansions.end()) {
      (out += ' ') += word;
      continue;
    }
    for (const auto& longer : found->second) (out += ' ') += longer;
  }
  return any ? out : std::string();
}

FoundConcept found_concept(const SearchHit& hit, double score) {
  return {hit.found,
          score,
          std::string(hit.name),
          hit.name.empty() ? std::string_view("definition") : to_string(hit.scope),
          hit.snippet,
          hit.marked};
}

}  // namespace

Result<std::vector<FoundConcept>> search_concepts(const KnowledgeFile& file, std::string_view query,
                                                  std::optional<ConceptKind> kind, std::size_t limit) {
  std::vector<FoundConcept> out;
  const auto add = [&](std::string_view text, double weight) -> Status {
    const auto hits = file.search(text, limit, kind);
    if (!hits.ok()) return hits.errors();
    for (const auto& hit : *hits) {
      const auto known =
          std::find_if(out.begin(), out.end(), [&](const FoundConcept& f) { return f.found == hit.found; });
      if (known == out.end())
        out.push_back(found_concept(hit, hit.score * weight));
      else if (hit.score * weight > known->score)
        *known = found_concept(hit, hit.score * weight);
    }
    return success();
  };
  if (const auto done = add(query, 1); !done.ok()) return done.errors();
  if (const auto longer = spelled_out(query); !longer.empty())
    if (const auto done = add(longer, kSpelledOut); !done.ok()) return done.errors();
  std::sort(out.begin(), out.end(), [](const FoundConcept& a, const FoundConcept& b) {
    return a.score != b.score ? a.score > b.score : a.found < b.found;
  });
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace noso
