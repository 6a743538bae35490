#include "noso/ontology/knowledge.hpp"

#include <algorithm>
#include <type_traits>

#include "noso/base/digest.hpp"
#include "noso/base/text.hpp"

namespace noso {

Knowledge::Knowledge(Tables tables, Manifest manifest)
    : tables_(std::move(tables)), manifest_(std::move(manifest)), graph_(std::make_unique<Graph>(tables_)) {}

Diagnostic too_many_kinds() {
  return error("too-many-kinds",
               "with kinds of kinds counted, there are more than " + std::to_string(kMostKindPairs) + " is_a",
               "make the hierarchy flatter or smaller: every kind counts once for each concept above it");
}

Status check_is_a(const Tables& tables) {
  if (const auto cycle = find_is_a_cycle(tables.concepts.size(), tables.is_a)) {
    std::string path;
    const auto name = [&](ConceptId c) {
      const auto ref = tables.concepts[c.value].id;
      return tables.texts.substr(ref.offset, ref.length);
    };
    for (const auto c : *cycle) path += "'" + name(c) + "' is a ";
    return error("is-a-cycle", path + "'" + name(cycle->front()) + "'", "remove one of these is_a");
  }
  if (!closure_fits(tables.concepts.size(), tables.is_a)) return too_many_kinds();
  return success();
}

Result<Knowledge> Knowledge::make(Tables tables, Manifest manifest, std::unique_ptr<const PostingSource> gains) {
  if (auto checked = check(tables, gains != nullptr); !checked.ok()) return checked.errors();
  if (auto checked = check_is_a(tables); !checked.ok()) return checked.errors();
  Knowledge made(std::move(tables), std::move(manifest));
  const auto& likelihood = made.tables_.likelihood;
  if (gains)
    made.gains_ = std::make_unique<KeptPostings>(likelihood.gains.starts, likelihood.traits.size(), std::move(gains));
  return made;
}

Result<std::span<const PostingRecord>> Knowledge::gains(ConceptId finding) const {
  if (gains_) return gains_->of(finding);
  const auto& lists = tables_.likelihood.gains;
  const auto first = lists.starts[finding.value];
  return std::span(lists.items).subspan(first, lists.starts[finding.value + 1] - first);
}

std::span<const NameRecord> Knowledge::names(ConceptId c) const {
  const auto range = (*this)[c].names;
  return std::span(tables_.names).subspan(range.first, range.count);
}

std::span<const CodeRecord> Knowledge::codes(ConceptId c) const {
  const auto range = (*this)[c].codes;
  return std::span(tables_.codes).subspan(range.first, range.count);
}

std::span<const QualifierRecord> Knowledge::qualifiers(Range range) const {
  return std::span(tables_.qualifiers).subspan(range.first, range.count);
}

const StatementDetails& Knowledge::details(const StatementRecord& statement) const {
  static const StatementDetails none;
  return statement.details.exists() ? tables_.statement_details[statement.details.value] : none;
}

std::vector<std::string_view> Knowledge::sources(BasisId basis) const {
  std::vector<std::string_view> out;
  if (!basis.exists()) return out;
  const auto range = (*this)[basis].sources;
  for (std::uint32_t i = 0; i < range.count; ++i)
    out.push_back(text((*this)[tables_.basis_sources[range.first + i]].id));
  return out;
}

std::span<const ExpressionNode> Knowledge::nodes(const RuleRecord& rule) const {
  return std::span(tables_.nodes).subspan(rule.nodes.first, rule.nodes.count);
}

std::span<const ConceptId> Knowledge::targets(const RuleRecord& rule) const {
  return std::span(tables_.rule_targets).subspan(rule.targets.first, rule.targets.count);
}

std::span<const ConceptId> Knowledge::contents(ConceptId intervention) const {
  const auto range = (*this)[intervention].contains;
  return std::span(tables_.contents).subspan(range.first, range.count);
}

std::span<const StatementRecord> Knowledge::statements(Relation relation) const {
  const auto [first, last] =
      std::equal_range(tables_.statements.begin(), tables_.statements.end(), StatementRecord{.relation = relation},
                       [](const StatementRecord& a, const StatementRecord& b) { return a.relation < b.relation; });
  return std::span(first, last);
}

std::span<const StatementRecord> Knowledge::statements(Relation relation, ConceptId subject) const {
  const auto all = statements(relation);
  const auto [first, last] =
      std::equal_range(all.begin(), all.end(), StatementRecord{.subject = subject},
                       [](const StatementRecord& a, const StatementRecord& b) { return a.subject < b.subject; });
  return std::span(first, last);
}

std::vector<StatementId> Knowledge::statements_about(ConceptId c) const {
  std::vector<StatementId> out, to;
  for (std::uint32_t s = 0; s < tables_.statements.size(); ++s) {
    if (tables_.statements[s].subject == c) out.push_back({s});
    if (tables_.statements[s].object == c) to.push_back({s});
  }
  out.insert(out.end(), to.begin(), to.end());
  return out;
}

StatementId Knowledge::id_of(const StatementRecord& statement) const {
  return {static_cast<std::uint32_t>(&statement - tables_.statements.data())};
}

std::string Knowledge::name(StatementId s) const {
  const auto& statement = (*this)[s];
  std::string out = std::string(id(statement.subject)) + '/' + std::string(to_string(statement.relation));
  if (statement.object.exists()) out += '/' + std::string(id(statement.object));
  if (statement.population.exists()) out += '/' + std::string(text((*this)[statement.population].id));
  return out;
}

std::vector<ConceptId> Knowledge::find(std::string_view name, std::optional<ConceptKind> kind) const {
  const std::string wanted = fold(name);
  const auto folded = [&](std::uint32_t i) { return text(tables_.names[i].folded); };
  auto at = std::lower_bound(tables_.names_by_text.begin(), tables_.names_by_text.end(), wanted,
                             [&](std::uint32_t i, const std::string& text) { return folded(i) < text; });
  std::vector<ConceptId> found;
  for (; at != tables_.names_by_text.end() && folded(*at) == wanted; ++at) {
    const auto owner = tables_.names[*at].owner;
    if ((!kind || (*this)[owner].kind == *kind) && (found.empty() || found.back() != owner)) found.push_back(owner);
  }
  return found;
}

std::vector<std::string> Knowledge::similar_names(std::string_view name, std::optional<ConceptKind> kind) const {
  std::vector<std::string_view> candidates;
  for (const auto& record : tables_.names)
    if (record.scope != NameScope::code && (!kind || (*this)[record.owner].kind == *kind))
      candidates.push_back(text(record.folded));
  return nearest(fold(name), candidates);
}

std::string content_digest(const Tables& tables, const Manifest& manifest) {
  Sha256 digest;
  const auto add_sized = [&](std::string_view bytes) {
    digest.add(std::to_string(bytes.size()) + ":");
    digest.add(bytes);
  };
  for (const auto& [name, value] : manifest.facts()) {
    if (name == "digest") continue;
    add_sized(name);
    add_sized(value);
  }
  for_each_table(tables, [&](std::string_view name, const auto& table) {
    if (table.empty() && is_binding_table(name)) return;
    add_sized(name);
    const auto bytes = std::as_bytes(std::span(table));
    add_sized({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  });
  return digest.hex();
}

}  // namespace noso
