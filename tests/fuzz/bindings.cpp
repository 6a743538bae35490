#include <cstdint>

#include "heel_pain.hpp"
#include "noso/import/guidelines.hpp"
#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/table_builder.hpp"

namespace {

/// A guideline with four inputs.
constexpr std::string_view kGuideline = R"({"id":"Small.v1","gdl_version":"2.0","concept":"gt0001",
"language":{"original_language":"ISO_639-1::en"},"definition":{"data_bindings":{
"gt0002":{"id":"gt0002","type":"INPUT","model_id":"m.v1","elements":{"gt0003":{"id":"gt0003","path":"/a"},
"gt0004":{"id":"gt0004","path":"/b"},"gt0005":{"id":"gt0005","path":"/c"},"gt0006":{"id":"gt0006","path":"/d"}}}},
"rules":{}},"ontology":{"term_definitions":{"en":{"id":"en","terms":{"gt0001":{"id":"gt0001","text":"Small"}}}}}})";

/// The shipped knowledge with the guideline.
const noso::Tables& tables_to_bind() {
  static const noso::Tables tables = [] {
    noso::TableBuilder builder(heel_pain().knowledge().tables());
    if (!noso::add_guideline(builder, kGuideline, "small.gdl2.json").ok()) __builtin_trap();
    return builder.finish();
  }();
  return tables;
}

}  // namespace

/// Any document is refused with a reason, or binds the guideline in tables that pass the check of a knowledge file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "bindings.json");
  if (!document.ok()) return 0;
  noso::TableBuilder builder(tables_to_bind());
  const auto bound = noso::add_guideline_bindings(builder, *document);
  if (!bound.ok()) {
    if (bound.errors().empty()) __builtin_trap();
    return 0;
  }
  if (!noso::check(builder.finish()).ok()) __builtin_trap();
  return 0;
}
