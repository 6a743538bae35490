#include "ontology_source.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  noso::ImportReport report;
  auto source = noso::TextSource::of(noso::bytes_of(data, size), "fuzz.tsv");
  noso::check_refusal(noso::read_mappings(source, report));
  return 0;
}
