/// Ontologies, mappings and annotations → tables.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "hpoa/annotations.hpp"
#include "noso/ontology/likelihood.hpp"
#include "noso/ontology/table_builder.hpp"
#include "obo/ontology_document.hpp"
#include "source/import_report.hpp"
#include "sssom/mappings.hpp"

namespace noso {

/// Feed it in this order: ontologies, mappings, annotations; then finish.
class OntologyAssembler {
 public:
  explicit OntologyAssembler(ImportReport& report) : report_(report) {}

  void add_ontology(OntologyDocument document);
  void add_mappings(const std::string& file, std::vector<Mapping> mappings);
  /// Takes one row; the header comes with `finish_annotations`.
  void add_annotation(const AnnotationRow& row);
  void finish_annotations(const std::string& file, const AnnotationsHeader& header);

  /// Errors: `no-ontology`, `too-many-conditions`, `is-a-cycle`.
  Result<ImportedOntology> finish();

 private:
  /// A term or disease before it becomes a concept.
  struct Entry {
    std::string id, label;
    const OntologyTerm* term = nullptr;  ///< none: known from annotations alone
    ConceptKind kind = ConceptKind::finding;
    ConceptId concept_id;
  };
  /// A row of annotations, texts replaced by numbers.
  struct PendingRow {
    std::uint32_t disease = 0, term = 0;  ///< in `entries_`
    AnnotationRecord record;
    Range references, modifiers;  ///< in `row_references_`, `row_modifiers_`
    std::uint32_t evidence = 0;   ///< in `evidence_`
    std::uint32_t onset = 0xFFFFFFFF;
  };
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

  std::uint32_t entry(const std::string& id, ConceptKind kind);
  /// The term that an id stands for today: itself, the one of which it is an alternative id, or its replacement.
  /// kNowhere when there is none; what was repaired is reported at `where`.
  std::uint32_t resolve_term(std::string_view id, const Location& where);
  std::uint32_t intern_reference(std::string_view id);

  void order_concepts();
  void write_concepts();
  void write_term(Entry& entry, ConceptRecord& record, std::vector<NameRecord>& names, std::vector<CodeRecord>& codes);
  void write_is_a();
  void write_sources();
  void write_statements();
  void write_merged(std::size_t first, std::size_t last);
  BasisId basis_of(std::vector<std::uint32_t> references, const std::string& evidence);
  void write_traits();
  void write_series();
  void write_manifest();
  std::vector<SameCondition> same_conditions() const;

  ImportReport& report_;
  TableBuilder builder_;
  Manifest manifest_;
  std::deque<OntologyDocument> documents_;  ///< entries point into it
  std::vector<Mapping> mappings_;
  std::map<std::string, std::vector<std::string>> codes_of_;  ///< of each disease id what it is called elsewhere
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::uint32_t> entry_of_;  ///< by id
  std::unordered_map<std::string, std::string> stands_for_;  ///< alternative id, or obsolete term → its replacement
  std::vector<PendingRow> rows_;
  std::vector<std::uint32_t> row_references_, row_modifiers_;
  std::vector<std::string> references_, evidence_;
  std::unordered_map<std::string, std::uint32_t> reference_of_, evidence_of_;
  std::map<std::pair<std::vector<std::uint32_t>, std::string>, BasisId> bases_;
};

}  // namespace noso
