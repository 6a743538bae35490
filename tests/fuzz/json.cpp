#include <cstdint>

#include "noso/base/json.hpp"
#include "noso/base/json_writer.hpp"

/// Whatever parses is written and parsed again to the same text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "fuzz.json");
  if (!document.ok()) {
    if (document.errors().empty() || document.errors().front().message.empty()) __builtin_trap();
    return 0;
  }
  const auto text = noso::to_json(document->root());
  const auto again = noso::JsonDocument::parse(text, "again.json");
  if (!again.ok() || noso::to_json(again->root()) != text) __builtin_trap();
  return 0;
}
