// The second half of assembling: entries and rows → sorted tables, and what inference precomputes.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include "annotations/assembler.hpp"
#include "annotations/series.hpp"
#include "noso/base/text.hpp"
#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/onset.hpp"

namespace noso {

namespace {

constexpr std::string_view kXLinkedRecessiveTerm = "HP:0001419";
constexpr std::uint8_t kMostRows = 255;

/// How far the evidence code of an annotation vouches for it: a published study was read by the curator, everything
/// else is told by another database or author.
Mark mark_of(std::string_view evidence) { return evidence == "PCS" ? Mark::read : Mark::second_hand; }

void add_capped(std::uint8_t& to, std::uint8_t more) {
  to = static_cast<std::uint8_t>(std::min<int>(kMostRows, to + more));
}

/// Both of one pair of disease and finding, in one.
void add_up(AnnotationRecord& to, const AnnotationRecord& row) {
  to.affected += row.affected;
  to.examined += row.examined;
  if (row.stated > 0)
    to.share = (to.share * to.stated + row.share * row.stated) / static_cast<float>(to.stated + row.stated);
  add_capped(to.stated, row.stated);
  add_capped(to.unstated, row.unstated);
  to.aspect = std::min(to.aspect, row.aspect);
  if (to.sex != row.sex) to.sex = Sex::unknown;
}

}  // namespace

Result<ImportedOntology> OntologyAssembler::finish() {
  if (entries_.empty())
    return error("no-ontology", "there are no terms in the sources", "name an ontology (OBO Graphs JSON or OBO)");
  const auto conditions =
      std::count_if(entries_.begin(), entries_.end(), [](const Entry& e) { return e.kind == ConceptKind::condition; });
  if (static_cast<std::size_t>(conditions) > kMostConditions)
    return error("too-many-conditions",
                 std::to_string(conditions) + " conditions are more than the format holds (" +
                     std::to_string(kMostConditions) + ")",
                 "leave out a source");
  order_concepts();
  write_concepts();
  write_is_a();
  write_sources();
  write_statements();
  write_series();
  write_manifest();
  builder_.tables.scope.push_back({builder_.text("The case has no finding of this vocabulary."), {}, 0, 1, 0});
  ImportedOntology out;
  out.tables = builder_.finish();
  if (auto checked = check_is_a(out.tables); !checked.ok()) return checked.errors();
  if (!rows_.empty()) build_likelihood_index(out.tables, same_conditions());
  out.manifest = std::move(manifest_);
  out.outcomes = report_.outcomes();
  return out;
}

/// Conditions come first (postings name them by position), then by id.
void OntologyAssembler::order_concepts() {
  std::vector<std::uint32_t> order(entries_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(entries_[a].kind, entries_[a].id) < std::tie(entries_[b].kind, entries_[b].id);
  });
  for (std::uint32_t i = 0; i < order.size(); ++i) entries_[order[i]].concept_id = {i};
}

void OntologyAssembler::write_concepts() {
  builder_.tables.concepts.resize(entries_.size());
  std::vector<Entry*> in_order(entries_.size());
  for (auto& e : entries_) in_order[e.concept_id.value] = &e;
  for (const auto& [from, to] : mappings_) {
    codes_of_[to].push_back(from);
    codes_of_[from].push_back(to);
  }
  for (auto* e : in_order) {
    ConceptRecord record{.id = builder_.text(e->id), .label = builder_.text(e->label)};
    record.kind = e->kind;
    std::vector<NameRecord> names;
    std::vector<CodeRecord> codes;
    write_term(*e, record, names, codes);
    if (const auto known = codes_of_.find(e->id); known != codes_of_.end())
      for (const auto& code : known->second)
        codes.push_back({builder_.text(code.substr(0, code.find(':'))), builder_.text(code), Mark::read});
    record.names = TableBuilder::append(builder_.tables.names, names);
    record.codes = TableBuilder::append(builder_.tables.codes, codes);
    builder_.tables.concepts[e->concept_id.value] = record;
  }
}

void OntologyAssembler::write_term(Entry& e, ConceptRecord& record, std::vector<NameRecord>& names,
                                   std::vector<CodeRecord>& codes) {
  const auto add = [&](std::string_view text, NameScope scope) {
    const auto folded = builder_.text(fold(text));
    const bool known = std::any_of(names.begin(), names.end(), [&](const NameRecord& n) { return n.folded == folded; });
    if (!folded.empty() && !known) names.push_back({builder_.text(text), folded, e.concept_id, scope});
  };
  add(e.label, NameScope::label);
  add(e.id, NameScope::code);
  if (!e.term) return;
  record.definition = builder_.text(e.term->definition);
  for (const auto& synonym : e.term->synonyms) add(synonym.text, synonym.scope);
  for (const auto& id : e.term->alternative_ids) add(id, NameScope::code);
  for (const auto& xref : e.term->xrefs)
    if (is_curie(xref))
      codes.push_back({builder_.text(xref.substr(0, xref.find(':'))), builder_.text(xref), Mark::read});
}

void OntologyAssembler::write_is_a() {
  for (const auto& document : documents_) {
    for (const auto& term : document.terms) {
      const auto child = entry_of_.find(term.id);
      if (child == entry_of_.end() || entries_[child->second].term != &term) continue;
      for (const auto& id : term.parents) {
        const Location where{document.file, term.line, 0};
        const auto parent = resolve_term(id, where);
        if (parent == kNowhere)
          report_.skipped(where, "unknown-parent", "is_a to terms that are not there or obsolete");
        else if (entries_[parent].kind != entries_[child->second].kind)
          report_.skipped(where, "other-kind", "is_a between a disease and a finding");
        else
          builder_.tables.is_a.push_back({entries_[child->second].concept_id, entries_[parent].concept_id});
      }
    }
  }
  auto& is_a = builder_.tables.is_a;
  const auto ends = [](const IsARecord& e) { return std::tie(e.child, e.parent); };
  std::sort(is_a.begin(), is_a.end(), [&](const IsARecord& a, const IsARecord& b) { return ends(a) < ends(b); });
  is_a.erase(
      std::unique(is_a.begin(), is_a.end(), [&](const IsARecord& a, const IsARecord& b) { return ends(a) == ends(b); }),
      is_a.end());
}

void OntologyAssembler::write_sources() {
  for (const auto& reference : references_) {
    const auto id = builder_.text(reference);
    builder_.tables.sources.push_back({id, id, {}, {}, Mark::second_hand, {}});
  }
}

void OntologyAssembler::write_statements() {
  auto& traits = builder_.tables.likelihood.traits;
  if (rows_.empty()) return;
  traits.resize(static_cast<std::size_t>(std::count_if(
      entries_.begin(), entries_.end(), [](const Entry& e) { return e.kind == ConceptKind::condition; })));
  const auto pair = [&](const PendingRow& row) {
    return std::pair(entries_[row.disease].concept_id, entries_[row.term].concept_id);
  };
  std::stable_sort(rows_.begin(), rows_.end(),
                   [&](const PendingRow& a, const PendingRow& b) { return pair(a) < pair(b); });
  for (std::size_t first = 0, last = 0; first < rows_.size(); first = last) {
    while (last < rows_.size() && pair(rows_[last]) == pair(rows_[first])) ++last;
    write_merged(first, last);
  }
  write_traits();
}

void OntologyAssembler::write_merged(std::size_t first, std::size_t last) {
  PendingRow merged = rows_[first];
  std::set<std::uint32_t> references, modifiers;
  std::set<std::string_view> evidence;
  for (std::size_t i = first; i < last; ++i) {
    const auto& row = rows_[i];
    if (i > first) {
      add_up(merged.record, row.record);
      if (merged.onset != row.onset) merged.onset = kNowhere;
    }
    for (std::uint32_t r = 0; r < row.references.count; ++r)
      references.insert(row_references_[row.references.first + r]);
    for (std::uint32_t m = 0; m < row.modifiers.count; ++m)
      modifiers.insert(entries_[row_modifiers_[row.modifiers.first + m]].concept_id.value);
    evidence.insert(evidence_[row.evidence]);
  }
  auto& likelihood = builder_.tables.likelihood;
  if (merged.onset != kNowhere) merged.record.onset = entries_[merged.onset].concept_id;
  std::vector<ConceptId> modifier_ids;
  for (const auto m : modifiers) modifier_ids.push_back({m});
  merged.record.modifiers = TableBuilder::append(likelihood.modifiers, modifier_ids);
  std::string codes;
  for (const auto code : evidence) codes += (codes.empty() ? "" : ",") + std::string(code);

  StatementRecord statement{.subject = entries_[merged.disease].concept_id, .object = entries_[merged.term].concept_id};
  statement.relation = Relation::has_finding;
  statement.applied = merged.record.aspect == Aspect::phenotype;
  const auto [affected, examined] = patients(merged.record);
  statement.value = examined > 0 ? std::min(1.0, affected / examined) : 0;
  statement.basis = basis_of({references.begin(), references.end()}, codes);
  builder_.tables.statements.push_back(statement);
  likelihood.annotations.push_back(merged.record);
}

BasisId OntologyAssembler::basis_of(std::vector<std::uint32_t> references, const std::string& evidence) {
  auto& bases = builder_.tables.bases;
  const auto [known, is_new] =
      bases_.emplace(std::pair(references, evidence), BasisId{static_cast<std::uint32_t>(bases.size())});
  if (!is_new) return known->second;
  std::vector<SourceId> sources;
  for (const auto r : references) sources.push_back({r});
  BasisRecord basis{TableBuilder::append(builder_.tables.basis_sources, sources), builder_.text(evidence), {}, {}, {}};
  basis.mark = mark_of(evidence.substr(0, evidence.find(',')));
  bases.push_back(basis);
  return known->second;
}

/// Onset, inheritance and how often it is described, from all rows of a disease.
void OntologyAssembler::write_traits() {
  auto& traits = builder_.tables.likelihood.traits;
  std::vector<std::set<std::uint32_t>> publications(traits.size());
  for (const auto& row : rows_) {
    const auto disease = entries_[row.disease].concept_id.value;
    auto& trait = traits[disease];
    for (std::uint32_t r = 0; r < row.references.count; ++r) {
      const auto reference = row_references_[row.references.first + r];
      if (references_[reference].starts_with("PMID:")) publications[disease].insert(reference);
    }
    const auto& term = entries_[row.term].id;
    if (row.record.aspect == Aspect::inheritance)
      trait.inheritance |= term == kXLinkedRecessiveTerm ? kXLinkedRecessive : kOtherInheritance;
    if (const auto range = onset_range(term); range && row.record.aspect == Aspect::course) {
      const auto from = static_cast<float>(range->from), until = static_cast<float>(range->until);
      trait.onset_from = std::isnan(trait.onset_from) ? from : std::min(trait.onset_from, from);
      trait.onset_until = std::isnan(trait.onset_until) ? until : std::max(trait.onset_until, until);
    }
  }
  for (std::size_t c = 0; c < traits.size(); ++c)
    traits[c].publications = static_cast<std::uint32_t>(publications[c].size());
}

/// Diseases of one vocabulary with one stem.
void OntologyAssembler::write_series() {
  auto& likelihood = builder_.tables.likelihood;
  if (likelihood.traits.empty()) return;
  std::map<std::pair<std::string, std::string>, std::vector<ConceptId>> by_stem;
  for (const auto& e : entries_) {
    if (e.kind != ConceptKind::condition) continue;
    const auto stem = series_stem(e.label);
    if (!stem.empty()) by_stem[{e.id.substr(0, e.id.find(':')), stem}].push_back(e.concept_id);
  }
  for (auto& [key, members] : by_stem) {
    if (members.size() < 2) continue;
    std::sort(members.begin(), members.end());
    for (const auto m : members)
      likelihood.traits[m.value].series = static_cast<std::uint32_t>(likelihood.series.size());
    likelihood.series.push_back({builder_.text(key.second), TableBuilder::append(likelihood.series_members, members)});
  }
}

std::vector<SameCondition> OntologyAssembler::same_conditions() const {
  const auto condition = [&](const std::string& id) -> std::optional<ConceptId> {
    const auto found = entry_of_.find(id);
    if (found == entry_of_.end() || entries_[found->second].kind != ConceptKind::condition) return std::nullopt;
    return entries_[found->second].concept_id;
  };
  std::set<std::pair<ConceptId, ConceptId>> pairs;
  for (const auto& [id, others] : codes_of_) {
    std::vector<std::string> names = others;
    names.push_back(id);
    for (const auto& a : names)
      for (const auto& b : names)
        if (const auto ca = condition(a), cb = condition(b); ca && cb && *ca != *cb) pairs.insert({*ca, *cb});
  }
  std::vector<SameCondition> out;
  for (const auto& [a, b] : pairs) out.push_back({a, b});
  return out;
}

void OntologyAssembler::write_manifest() {
  std::string title, version;
  for (const auto& document : documents_) {
    title += (title.empty() ? "" : " + ") + document.id;
    version += (version.empty() ? "" : " + ") + document.version;
    if (!document.licence.empty()) manifest_.set("licence", document.licence);
  }
  const auto annotations = std::string(manifest_.get("annotations_version"));
  manifest_.set("id", rows_.empty() ? "ontology" : "disease-annotations");
  manifest_.set("title", title);
  manifest_.set("version", annotations.empty() ? version : version + ", annotations " + annotations);
  manifest_.set("status", "draft");
  manifest_.set("method", rows_.empty() ? "none" : "single-cause");
}

}  // namespace noso
