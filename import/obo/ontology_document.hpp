/// An ontology as its file tells it: terms and their places, nothing looked up yet. Both readers give this.
#pragma once

#include <string>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/vocabulary.hpp"
#include "source/import_report.hpp"
#include "source/text_source.hpp"

namespace noso {

struct OntologyTerm {
  std::string id;  ///< as a CURIE: HP:0001250
  std::string label, definition;
  struct Synonym {
    std::string text;
    NameScope scope = NameScope::synonym;
  };
  std::vector<Synonym> synonyms;
  std::vector<std::string> xrefs, alternative_ids, parents;
  std::string replaced_by;  ///< of an obsolete term: the one to use instead, or empty
  bool obsolete = false;
  std::uint32_t line = 0;
};

struct OntologyDocument {
  std::string file, id, version, licence;
  std::vector<OntologyTerm> terms;  ///< in the order of the file
};

/// OBO Graphs JSON, the first graph of the document. What cannot be used is counted in `report`. Errors, with line and
/// column: `json-syntax`, `json-encoding`, `json-too-deep`, `no-ontology`, and those of `TextSource`.
Result<OntologyDocument> read_obo_graphs(TextSource& source, ImportReport& report);

/// OBO 1.4 (and 1.2), the stanzas `[Term]`. Broken lines are reported and skipped. Errors: `no-ontology`, and those of
/// `TextSource`.
Result<OntologyDocument> read_obo(TextSource& source, ImportReport& report);

/// `http://purl.obolibrary.org/obo/HP_0001250` as `HP:0001250`; text that is no such address as it is.
std::string to_curie(std::string_view iri);

/// True for `PREFIX:local` without white space.
bool is_curie(std::string_view id);

}  // namespace noso
