// What the sources say, with ids looked up: the first half of assembling. The second half writes tables.
#include "annotations/assembler.hpp"

#include <algorithm>
#include <array>

namespace noso {

namespace {

/// Vocabularies of diseases: their terms are conditions. The terms of others are findings.
constexpr auto kDiseaseVocabularies =
    std::to_array<std::string_view>({"DOID", "MONDO", "OMIM", "OMIMPS", "ORPHA", "Orphanet", "DECIPHER"});
constexpr std::size_t kMostReplacements = 8;  // obsolete terms replaced by obsolete terms replaced by …

ConceptKind kind_of(std::string_view id) {
  const auto prefix = id.substr(0, id.find(':'));
  const bool disease =
      std::find(kDiseaseVocabularies.begin(), kDiseaseVocabularies.end(), prefix) != kDiseaseVocabularies.end();
  return disease ? ConceptKind::condition : ConceptKind::finding;
}

Aspect aspect_of(char letter) {
  switch (letter) {
    case 'I': return Aspect::inheritance;
    case 'C': return Aspect::course;
    case 'M': return Aspect::modifier;
    case 'H': return Aspect::history;
    default: return Aspect::phenotype;
  }
}

Sex sex_of(std::string_view text) {
  if (text == "MALE" || text == "male") return Sex::male;
  if (text == "FEMALE" || text == "female") return Sex::female;
  return Sex::unknown;
}

AnnotationRecord record_of(const AnnotationRow& row) {
  AnnotationRecord out;
  out.aspect = aspect_of(row.aspect);
  out.sex = sex_of(row.sex);
  switch (row.frequency.form) {
    case FrequencyForm::count:
      out.affected = static_cast<float>(row.frequency.affected);
      out.examined = static_cast<float>(row.frequency.examined);
      break;
    case FrequencyForm::category:
    case FrequencyForm::percentage:
      out.share = static_cast<float>(row.frequency.share);
      out.stated = 1;
      break;
    case FrequencyForm::unstated: out.unstated = 1; break;
  }
  if (!row.negated) return out;
  out.affected = 0;
  out.share = 0;
  if (out.unstated > 0) out.unstated = 0, out.examined = 1;  // it was looked for and not there
  return out;
}

}  // namespace

std::uint32_t OntologyAssembler::entry(const std::string& id, ConceptKind kind) {
  const auto [at, is_new] = entry_of_.emplace(id, static_cast<std::uint32_t>(entries_.size()));
  if (is_new) entries_.push_back({id, {}, nullptr, kind, {}});
  return at->second;
}

void OntologyAssembler::add_ontology(OntologyDocument document) {
  documents_.push_back(std::move(document));
  const auto& added = documents_.back();
  std::size_t terms = 0, synonyms = 0, alternatives = 0, is_a = 0;
  for (const auto& term : added.terms) {
    const Location where{added.file, term.line, 0};
    if (term.obsolete) {
      if (!term.replaced_by.empty()) stands_for_.emplace(term.id, term.replaced_by);
      report_.skipped(where, "obsolete", "obsolete terms");
      continue;
    }
    if (term.label.empty()) {
      report_.skipped(where, "no-label", "terms without a name");
      continue;
    }
    const auto position = entry(term.id, kind_of(term.id));
    if (entries_[position].term) {
      report_.skipped(where, "duplicate-term", "terms that were there before");
      continue;
    }
    entries_[position].label = term.label;
    entries_[position].term = &term;
    for (const auto& id : term.alternative_ids) stands_for_.emplace(id, term.id);
    ++terms;
    synonyms += term.synonyms.size(), alternatives += term.alternative_ids.size(), is_a += term.parents.size();
  }
  report_.used(added.file, "terms", terms);
  report_.used(added.file, "synonyms", synonyms);
  report_.used(added.file, "alternative ids", alternatives);
  report_.used(added.file, "is_a", is_a);
}

void OntologyAssembler::add_mappings(const std::string& file, std::vector<Mapping> mappings) {
  report_.used(file, "exact mappings", mappings.size());
  mappings_.insert(mappings_.end(), std::make_move_iterator(mappings.begin()), std::make_move_iterator(mappings.end()));
}

std::uint32_t OntologyAssembler::resolve_term(std::string_view id, const Location& where) {
  std::string now(id);
  for (std::size_t i = 0; i < kMostReplacements; ++i) {
    if (const auto found = entry_of_.find(now); found != entry_of_.end() && entries_[found->second].term) {
      if (i > 0) report_.repaired(where, "replaced-id", "ids of terms that have another id now");
      return found->second;
    }
    const auto next = stands_for_.find(now);
    if (next == stands_for_.end()) break;
    now = next->second;
  }
  return kNowhere;
}

std::uint32_t OntologyAssembler::intern_reference(std::string_view id) {
  const auto [at, is_new] = reference_of_.emplace(std::string(id), static_cast<std::uint32_t>(references_.size()));
  if (is_new) references_.emplace_back(id);
  return at->second;
}

void OntologyAssembler::add_annotation(const AnnotationRow& row) {
  PendingRow pending;
  pending.term = resolve_term(row.term, row.where);
  if (pending.term == kNowhere)
    return report_.skipped(row.where, "unknown-term", "rows with a term that no ontology has");
  if (entries_[pending.term].kind != ConceptKind::finding)
    return report_.skipped(row.where, "no-finding", "rows whose term is a disease");
  pending.disease = entry(std::string(row.disease), ConceptKind::condition);
  auto& disease = entries_[pending.disease];
  if (disease.kind != ConceptKind::condition)
    return report_.skipped(row.where, "no-disease", "rows whose disease is a finding");
  if (disease.label.empty()) disease.label = row.disease_name.empty() ? row.disease : row.disease_name;
  pending.record = record_of(row);
  pending.references.first = static_cast<std::uint32_t>(row_references_.size());
  for_each_part(row.references, [&](std::string_view id) { row_references_.push_back(intern_reference(id)); });
  pending.references.count = static_cast<std::uint32_t>(row_references_.size()) - pending.references.first;
  pending.modifiers.first = static_cast<std::uint32_t>(row_modifiers_.size());
  for_each_part(row.modifiers, [&](std::string_view id) {
    const auto term = resolve_term(id, row.where);
    if (term == kNowhere)
      report_.skipped(row.where, "unknown-modifier", "modifiers that no ontology has (the row is used)");
    else
      row_modifiers_.push_back(term);
  });
  pending.modifiers.count = static_cast<std::uint32_t>(row_modifiers_.size()) - pending.modifiers.first;
  const auto [evidence, is_new] =
      evidence_of_.emplace(std::string(row.evidence), static_cast<std::uint32_t>(evidence_.size()));
  if (is_new) evidence_.emplace_back(row.evidence);
  pending.evidence = evidence->second;
  if (!row.onset.empty()) {
    pending.onset = resolve_term(row.onset, row.where);
    if (pending.onset == kNowhere)
      report_.skipped(row.where, "unknown-onset", "onsets that no ontology has (the row is used)");
  }
  rows_.push_back(pending);
}

void OntologyAssembler::finish_annotations(const std::string& file, const AnnotationsHeader& header) {
  report_.used(file, "annotation rows", rows_.size());
  manifest_.set("annotations_version", header.version.empty() ? header.date : header.version);
}

}  // namespace noso
