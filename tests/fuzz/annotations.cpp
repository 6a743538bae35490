#include "ontology_source.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  noso::ImportReport report;
  noso::OntologyAssembler assembler(report);
  noso::OntologyDocument ontology{.id = "fuzz"};
  for (const auto* id : {"HP:0000118", "HP:0001250", "HP:0001419", "HP:0003593"})
    ontology.terms.push_back({.id = id, .label = id});
  assembler.add_ontology(std::move(ontology));
  auto source = noso::TextSource::of(noso::bytes_of(data, size), "fuzz.hpoa");
  const auto header =
      noso::read_annotations(source, report, [&](const noso::AnnotationRow& row) { assembler.add_annotation(row); });
  noso::check_refusal(header);
  if (!header.ok()) return 0;
  assembler.finish_annotations("fuzz.hpoa", *header);
  noso::check_import(assembler);
  return 0;
}
