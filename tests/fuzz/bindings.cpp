#include <cstdint>

#include "heel_pain.hpp"
#include "noso/engine/guideline_bindings.hpp"
#include "noso/import/guidelines.hpp"

namespace {

/// A guideline with four inputs.
constexpr std::string_view kGuideline = R"({"id":"Small.v1","gdl_version":"2.0","concept":"gt0001",
"language":{"original_language":"ISO_639-1::en"},"definition":{"data_bindings":{
"gt0002":{"id":"gt0002","type":"INPUT","model_id":"m.v1","elements":{"gt0003":{"id":"gt0003","path":"/a"},
"gt0004":{"id":"gt0004","path":"/b"},"gt0005":{"id":"gt0005","path":"/c"},"gt0006":{"id":"gt0006","path":"/d"}}}},
"rules":{}},"ontology":{"term_definitions":{"en":{"id":"en","terms":{"gt0001":{"id":"gt0001","text":"Small"}}}}}})";

const noso::Tables& guidelines() {
  static const noso::Tables tables = [] {
    noso::TableBuilder builder;
    if (!noso::add_guideline(builder, kGuideline, "small.gdl2.json").ok()) __builtin_trap();
    return builder.finish();
  }();
  return tables;
}

const noso::Facts& facts() {
  static const noso::Facts facts = [] {
    noso::Case told;
    told.age = noso::Interval::exactly(50 * noso::kDaysPerYear);
    told.sex = noso::Sex::male;
    told.present = {{.name = "heel-pain"}};
    told.absent = {{.name = "fever"}};
    told.measurements = {{.finding = "body-temperature", .value = 37.2, .unit = "Cel"}};
    auto resolved = noso::resolve(heel_pain().knowledge(), told, noso::Date{});
    if (!resolved.ok()) __builtin_trap();
    return std::move(*resolved);
  }();
  return facts;
}

}  // namespace

/// Any document is refused with a reason, or gives the guideline values for elements that it has.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const noso::GuidelineRunner runner(guidelines(), 0);
  const auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "bindings.json");
  if (!document.ok()) return 0;
  const auto bindings = noso::read_guideline_bindings(*document);
  if (!bindings.ok()) {
    if (bindings.errors().empty()) __builtin_trap();
    return 0;
  }
  for (const auto& binding : *bindings) {
    std::vector<std::string> unmatched;
    for (const auto& input : noso::bound_inputs(binding, runner, heel_pain().knowledge(), facts(), unmatched))
      if (input.element >= runner.guideline().elements.count) __builtin_trap();
  }
  return 0;
}
