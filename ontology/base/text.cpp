#include "noso/base/text.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace noso {

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    if (bytes[i] < 0x80) {
      ++i;
      continue;
    }
    utf8proc_int32_t code_point = 0;
    const auto n = utf8proc_iterate(bytes + i, static_cast<utf8proc_ssize_t>(text.size() - i), &code_point);
    if (n <= 0) return i;
    i += static_cast<std::size_t>(n);
  }
  return std::nullopt;
}

namespace {

bool is_word_character(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return true;
    default: return false;
  }
}

bool is_mark(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

bool vanishes(utf8proc_int32_t c) { return c == '\'' || c == 0x2019 || c == 0x00AD; }

/// Appends the folded form of one code point to `out`, or a single space where it separates words.
void fold_code_point(utf8proc_int32_t code_point, std::string& out) {
  if (vanishes(code_point)) return;
  utf8proc_int32_t parts[32];
  int boundary = 0;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE);
  const auto count = utf8proc_decompose_char(code_point, parts, 32, options, &boundary);
  for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, 32); ++i) {
    if (is_mark(parts[i]) || vanishes(parts[i])) continue;
    if (!is_word_character(parts[i])) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    utf8proc_uint8_t encoded[4];
    const auto n = utf8proc_encode_char(parts[i], encoded);
    out.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(n));
  }
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      ++i;
      if (c >= 'A' && c <= 'Z')
        out += static_cast<char>(c + ('a' - 'A'));
      else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        out += static_cast<char>(c);
      else if (c != '\'' && !out.empty() && out.back() != ' ')
        out += ' ';
      continue;
    }
    utf8proc_int32_t code_point = 0;
    const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i,
                                    static_cast<utf8proc_ssize_t>(text.size() - i), &code_point);
    if (n <= 0) {
      ++i;
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    i += static_cast<std::size_t>(n);
    fold_code_point(code_point, out);
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<std::string_view> words(std::string_view folded) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  while (begin < folded.size()) {
    const auto end = std::min(folded.find(' ', begin), folded.size());
    if (end > begin) out.push_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool is_kebab_case(std::string_view id) {
  if (id.empty() || id.size() > 80 || id[0] < 'a' || id[0] > 'z') return false;
  return std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> before(a.size() + 1), previous(a.size() + 1), current(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) previous[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    current[0] = j;
    std::size_t best = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::size_t replaced = previous[i - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
      current[i] = std::min({previous[i] + 1, current[i - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[i] = std::min(current[i], before[i - 2] + 1);
      best = std::min(best, current[i]);
    }
    if (best > limit) return limit + 1;
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return std::min(previous[a.size()], limit + 1);
}

std::vector<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates,
                                 std::size_t count) {
  constexpr std::size_t kLongestWord = 200;
  if (word.size() > kLongestWord) return {};
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const auto candidate : candidates) {
    const auto distance = edit_distance(word, candidate, limit);
    if (distance <= limit) found.emplace_back(distance, candidate);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string> out;
  for (const auto& [distance, text] : found) {
    if (out.size() == count) break;
    out.emplace_back(text);
  }
  return out;
}

namespace {

template <class Texts>
std::string quoted(const Texts& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "'" : ", '") + std::string(text) + "'";
  return out;
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = nearest(word, candidates);
  return near.empty() ? std::string() : "did you mean " + quoted(near) + "?";
}

std::string choose_from(std::string_view word, std::span<const std::string_view> choices) {
  auto help = did_you_mean(word, choices);
  return help.empty() ? "use one of " + quoted(choices) : help;
}

}  // namespace noso
