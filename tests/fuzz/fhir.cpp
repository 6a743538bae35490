#include <cstdint>

#include "heel_pain.hpp"
#include "noso/engine/fhir.hpp"

/// Whatever is read as a chart has one entry in its ledger for every primitive element, and the engine takes the case;
/// anything else is refused with a reason.
namespace {

std::size_t primitives(noso::JsonValue value) {
  if (value.is(noso::JsonType::null)) return 0;
  if (!value.is(noso::JsonType::object) && !value.is(noso::JsonType::array)) return 1;
  std::size_t out = 0;
  for (std::size_t i = 0; i < value.size(); ++i) out += primitives(value.at(i));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const noso::fhir::Reader reader(heel_pain().knowledge());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto documents = noso::fhir::parse_ndjson(text, "fuzz.ndjson");
  auto whole = noso::JsonDocument::parse(text, "fuzz.json");
  std::vector<noso::fhir::Source> sources;
  if (whole.ok())
    sources.push_back({{}, whole->root()});
  else if (documents.ok())
    sources = noso::fhir::sources_of(*documents);
  else
    return 0;
  constexpr noso::Date kDay{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};
  const auto reading = reader.read(sources, {.as_of = kDay, .bulk = !whole.ok(), .ledger = true});
  if (!reading.ok()) {
    if (reading.errors().empty()) __builtin_trap();
    return 0;
  }
  std::size_t expected = 0;
  for (const auto& source : sources) expected += primitives(source.value);
  if (reading->ledger.size() != expected) __builtin_trap();
  if (!heel_pain().assess(reading->patient, {.as_of = kDay, .budget_ms = 10}).ok()) __builtin_trap();
  return 0;
}
