#include "annotations/series.hpp"

#include <algorithm>
#include <array>

#include "noso/base/text.hpp"

namespace noso {

namespace {

constexpr auto kRomanDigits = std::string_view("ivx");
constexpr auto kLeftOut =
    std::to_array<std::string_view>({"type", "autosomal", "dominant", "recessive", "linked", "susceptibility", "to"});
constexpr std::size_t kLongestNumber = 4;

bool numbers_a_form(std::string_view word) {
  if (word.size() == 1) return true;
  if (word.size() > kLongestNumber) return false;
  if (word.front() >= '0' && word.front() <= '9') return true;
  return word.find_first_not_of(kRomanDigits) == std::string_view::npos;
}

}  // namespace

std::string series_stem(std::string_view name) {
  const std::string folded = fold(name);
  const auto parts = words(folded);
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto next = i + 1 < parts.size() ? parts[i + 1] : std::string_view();
    if (parts[i] == "with" && next == "or") break;
    if (parts[i] == "x" && next == "linked") continue;
    if (std::find(kLeftOut.begin(), kLeftOut.end(), parts[i]) != kLeftOut.end()) continue;
    if (i > 0 && numbers_a_form(parts[i])) continue;
    out += (out.empty() ? "" : " ") + std::string(parts[i]);
  }
  return out;
}

}  // namespace noso
