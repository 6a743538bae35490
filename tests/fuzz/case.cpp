#include <cstdint>

#include "heel_pain.hpp"

/// Any text as a case is answered or refused with a reason; an answer is valid JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "case.json");
  if (!document.ok()) return 0;
  const auto told = noso::read_case(*document);
  if (!told.ok()) return 0;
  const auto answer = heel_pain().assess(*told, {.as_of = noso::Date{}});
  if (!answer.ok()) return 0;
  if (!noso::JsonDocument::parse(noso::to_json(*answer), "answer.json").ok()) __builtin_trap();
  return 0;
}
