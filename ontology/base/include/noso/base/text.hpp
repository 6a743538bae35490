/// Text as names and queries see it: checked UTF-8, folded so that case, accents and punctuation do not count.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace noso {

/// Byte offset of the first invalid UTF-8 sequence, or nothing when `text` is valid.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// The one normal form of names, used by the index and by every query: Unicode case folding, compatibility
/// decomposition, accents removed, every run of other characters than letters and digits one space, none at the ends.
/// Apostrophes vanish ("runner's" → "runners"). Invalid bytes count as separators. Idempotent.
std::string fold(std::string_view text);

/// The words of folded text, in order.
std::vector<std::string_view> words(std::string_view folded);

/// True for `a`–`z`, digits and `-`, starting with a letter, at most 80 long: the form of an id.
bool is_kebab_case(std::string_view id);

/// Edits (insert, delete, replace, swap neighbours) from `a` to `b` by bytes, or `limit + 1` when there are more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// Up to `count` of the `candidates` closest to `word` (within a third of its length), best first, ties by text.
std::vector<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates,
                                 std::size_t count = 3);

/// "did you mean 'a', 'b'?" or nothing when there is no near candidate.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

/// As above out of a closed list: where none of the `choices` is near, "use one of 'a', 'b', …" names them all.
std::string choose_from(std::string_view word, std::span<const std::string_view> choices);

}  // namespace noso
