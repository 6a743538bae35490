#include <cstdint>

#include "noso/engine/case.hpp"

/// Whatever is read is a case within its bounds, or refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "fuzz.json");
  if (!document.ok()) return 0;
  const auto told = noso::read_case(*document);
  if (told.ok() ? !(told->age.low <= told->age.high) : told.errors().empty()) __builtin_trap();
  return 0;
}
