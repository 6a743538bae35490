#include <cstdint>
#include <string_view>

#include "noso/base/date.hpp"
#include "noso/base/quantity.hpp"
#include "noso/base/text.hpp"
#include "noso/engine/case.hpp"

/// Small parsers: no crash, folding is idempotent, what a quantity prints can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto folded = noso::fold(text);
  if (noso::fold(folded) != folded) __builtin_trap();
  for (const auto word : noso::words(folded))
    if (word.empty() || word.find(' ') != std::string_view::npos) __builtin_trap();
  if (!noso::first_invalid_utf8(text) && noso::first_invalid_utf8(folded)) __builtin_trap();
  if (const auto q = noso::parse_quantity(text); q.ok() && noso::to_string(q->dimension).empty()) __builtin_trap();
  if (const auto q = noso::parse_quantity(text); q.ok() && !noso::parse_quantity(noso::to_string(*q)).ok())
    __builtin_trap();
  (void)noso::parse_age(text).ok();
  (void)noso::parse_duration(text).ok();
  if (const auto date = noso::parse_date(text); date && noso::to_string(*date) != text) __builtin_trap();
  if (const auto date = noso::parse_partial_date(text); date && noso::to_string(*date) != text) __builtin_trap();
  return 0;
}
