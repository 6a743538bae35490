#include <cstdint>
#include <cstdlib>

#include "gdl2/syntax.hpp"
#include "noso/engine/guideline.hpp"
#include "noso/import/guidelines.hpp"
#include "noso/ontology/knowledge.hpp"

/// What is taken is sound, and runs.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)noso::gdl2::parse_expression(text);
  (void)noso::gdl2::parse_assignment(text);
  noso::TableBuilder builder;
  if (!noso::add_guideline(builder, text, "fuzz.gdl2.json").ok()) return 0;
  builder.tables.scope.push_back({});
  const auto tables = builder.finish();
  if (!noso::check(tables).ok()) std::abort();
  noso::GuidelineRunner runner(tables, 0);
  std::vector<noso::ElementValue> inputs;
  for (std::uint32_t e = 1; e < runner.guideline().elements.count; ++e)
    inputs.push_back({e, {.type = noso::ValueType::number, .number = static_cast<double>(e)}});
  (void)runner.run(inputs, 0);
  (void)runner.run({}, 0);
  return 0;
}
