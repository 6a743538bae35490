#include <cstdint>

#include "heel_pain.hpp"

/// Any bytes are a query, never query syntax.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto found = heel_pain().search({reinterpret_cast<const char*>(data), size}, std::nullopt, 10);
  if (!found.ok() || found->size() > 10) __builtin_trap();
  return 0;
}
