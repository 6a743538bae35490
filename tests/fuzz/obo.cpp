#include "ontology_source.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  noso::ImportReport report;
  noso::OntologyAssembler assembler(report);
  auto source = noso::TextSource::of(noso::bytes_of(data, size), "fuzz.obo");
  auto document = noso::read_obo(source, report);
  noso::check_refusal(document);
  if (!document.ok()) return 0;
  assembler.add_ontology(std::move(*document));
  noso::check_import(assembler);
  return 0;
}
