#include <cstdint>

#include "heel_pain.hpp"

/// Any bytes are a note: what is read lies within it, or it is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto reading = heel_pain().note_reader().read({reinterpret_cast<const char*>(data), size});
  if (!reading.ok()) return 0;
  for (const auto& c : reading->concepts)
    if (c.begin >= c.end || c.end > size) __builtin_trap();
  return 0;
}
