#include <cstdint>

#include "heel_pain.hpp"
#include "noso/base/text.hpp"
#include "noso/ontology/completion.hpp"

/// Any bytes are a query, never query syntax; what is shown of a hit is whole text with its marks inside.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view query(reinterpret_cast<const char*>(data), size);
  const auto found = heel_pain().search(query, std::nullopt, 10);
  if (!found.ok() || found->size() > 10) __builtin_trap();
  for (const auto& hit : *found) {
    if (noso::first_invalid_utf8(hit.snippet)) __builtin_trap();
    std::size_t at = 0;
    for (const auto& [begin, end] : hit.marked) {
      if (begin < at || end <= begin || end > hit.snippet.size()) __builtin_trap();
      at = end;
    }
  }
  if (noso::complete_name(heel_pain().knowledge(), query, std::nullopt, 10).size() > 10) __builtin_trap();
  return 0;
}
