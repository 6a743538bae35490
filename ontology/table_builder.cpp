#include "noso/ontology/table_builder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace noso {

TextRef TableBuilder::text(std::string_view text) {
  if (text.empty()) return {};
  const auto known = known_.find(std::string(text));
  if (known != known_.end()) return known->second;
  const TextRef ref{static_cast<std::uint32_t>(tables.texts.size()), static_cast<std::uint32_t>(text.size())};
  tables.texts += text;
  known_.emplace(text, ref);
  return ref;
}

DetailsId TableBuilder::details(const StatementDetails& details) {
  const bool empty = details.qualifiers.count == 0 && !details.dose.exists() && std::isnan(details.low);
  if (empty) return {};
  tables.statement_details.push_back(details);
  return {static_cast<std::uint32_t>(tables.statement_details.size() - 1)};
}

Tables TableBuilder::finish() {
  std::stable_sort(tables.statements.begin(), tables.statements.end(),
                   [](const StatementRecord& a, const StatementRecord& b) {
                     return std::tie(a.relation, a.subject, a.object, a.population) <
                            std::tie(b.relation, b.subject, b.object, b.population);
                   });
  tables.names_by_text.resize(tables.names.size());
  std::iota(tables.names_by_text.begin(), tables.names_by_text.end(), 0u);
  const auto folded = [&](std::uint32_t i) {
    const auto ref = tables.names[i].folded;
    return std::string_view(tables.texts).substr(ref.offset, ref.length);
  };
  std::sort(tables.names_by_text.begin(), tables.names_by_text.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto fa = folded(a), fb = folded(b);
    return std::tie(fa, tables.names[a].owner, a) < std::tie(fb, tables.names[b].owner, b);
  });
  return std::move(tables);
}

}  // namespace noso
