#include <cstdint>
#include <string>

#include "noso/engine/audit/guideline_tests.hpp"

/// Any text as a file of tests is read as far as it goes; what cannot be read is named with its place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = noso::audit::read_guideline_tests({reinterpret_cast<const char*>(data), size}, "fuzz.yml");
  for (const auto& why : file.unreadable)
    if (why.message.empty() || why.where.line == 0) __builtin_trap();
  return 0;
}
