#include "search/name_match.hpp"

#include <algorithm>

#include "file/search_index.hpp"
#include "noso/base/text.hpp"

namespace noso {

namespace {

bool in_a_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         byte == '\'';
}

/// The nearest place at or before `at` that is not inside a code point.
std::size_t code_point_begin(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

double NameMatch::agreement(std::size_t query_words) const {
  if (query_words + words == 0) return 0;
  return 2 * std::max(0.0, static_cast<double>(matched) - cost) / static_cast<double>(query_words + words);
}

NameMatcher::NameMatcher(const std::vector<QueryWord>& plan, WordForms& forms) : plan_(plan), forms_(forms) {
  for (std::size_t q = 0; q < plan_.size(); ++q)
    for (const auto& reading : plan_[q].readings) {
      if (reading.initials) continue;
      by_word_[reading.word].push_back({q, reading.cost});
      auto& same_token = by_token_[reading.token];
      if (same_token.empty() || same_token.back().query_word != q) same_token.push_back({q, reading.cost});
    }
}

const NameMatcher::Uses* NameMatcher::uses(std::string_view word) {
  if (const auto found = by_word_.find(word); found != by_word_.end()) return &found->second;
  const auto found = by_token_.find(forms_.stem(word));
  return found == by_token_.end() ? nullptr : &found->second;
}

/// The cost where the whole query is the initials of the name.
std::optional<double> NameMatcher::by_initials(std::string_view folded_name) const {
  if (plan_.size() != 1) return std::nullopt;
  for (const auto& reading : plan_.front().readings)
    if (reading.initials && initials(folded_name) == reading.word) return reading.cost;
  return std::nullopt;
}

NameMatch NameMatcher::match(std::string_view folded_name) {
  const auto parts = words(folded_name);
  if (const auto cost = by_initials(folded_name)) return {1, 1, *cost, true};
  NameMatch out{.words = parts.size()};
  std::uint32_t done = 0;  // bits of query words; there are few
  std::size_t last = 0;
  for (const auto part : parts) {
    const auto* candidates = uses(part);
    if (!candidates) continue;
    const Use* best = nullptr;
    for (const auto& use : *candidates)
      if ((done >> use.query_word & 1) == 0 && (!best || use.cost < best->cost)) best = &use;
    if (!best) continue;
    done |= 1u << best->query_word;
    out.in_order = out.in_order && best->query_word >= last;
    last = best->query_word;
    ++out.matched;
    out.cost += best->cost;
  }
  return out;
}

std::vector<std::pair<std::size_t, std::size_t>> NameMatcher::places(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (std::size_t i = 0; i < text.size();) {
    if (!in_a_word(text[i])) {
      ++i;
      continue;
    }
    auto end = i;
    while (end < text.size() && in_a_word(text[end])) ++end;
    const auto folded = fold(text.substr(i, end - i));
    for (const auto word : words(folded))
      if (uses(word)) {
        out.emplace_back(i, end);
        break;
      }
    i = end;
  }
  return out;
}

std::pair<std::string, std::vector<std::pair<std::size_t, std::size_t>>> excerpt(
    std::string_view text, const std::vector<std::pair<std::size_t, std::size_t>>& places, std::size_t width) {
  constexpr std::string_view kCut = "…";
  const auto lead = width / 3;
  auto begin = places.front().first > lead ? places.front().first - lead : 0;
  if (begin > 0) {
    const auto space = text.find(' ', begin);
    begin = space < places.front().first ? space + 1 : places.front().first;
  }
  auto end = std::min(text.size(), std::max(begin + width, places.front().second));
  if (end < text.size()) {
    const auto space = text.rfind(' ', end);
    end = space != std::string_view::npos && space >= places.front().second ? space : code_point_begin(text, end);
    end = std::max(end, places.front().second);
  }
  std::pair<std::string, std::vector<std::pair<std::size_t, std::size_t>>> out;
  if (begin > 0) out.first = kCut;
  const auto shift = out.first.size();
  out.first += text.substr(begin, end - begin);
  if (end < text.size()) out.first += kCut;
  for (const auto& [from, to] : places)
    if (to <= end) out.second.emplace_back(from - begin + shift, to - begin + shift);
  return out;
}

}  // namespace noso
