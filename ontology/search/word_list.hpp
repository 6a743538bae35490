/// The distinct words of an index: which there are, which begin so, which are spelled nearly so.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noso {

/// How many concepts a word occurs in: in their names, in their names or definition.
struct WordCounts {
  std::uint32_t in_names = 0, anywhere = 0;
};

struct NearWord {
  std::uint32_t word = 0;
  std::size_t edits = 0;
};

/// Immutable but for the trigrams, which the first `near` makes; not for several threads at once.
class WordList {
 public:
  WordList() = default;

  /// The stored form, `word names anywhere` on each line in the order of the words, and back. A damaged text gives
  /// nothing.
  static std::string encode(const std::map<std::string, WordCounts, std::less<>>& words);
  static std::optional<WordList> decode(std::string text);

  std::size_t size() const { return counts_.size(); }
  std::string_view operator[](std::uint32_t word) const {
    return std::string_view(text_).substr(begin_[word], length_[word]);
  }
  const WordCounts& counts(std::uint32_t word) const { return counts_[word]; }

  std::optional<std::uint32_t> find(std::string_view word) const;
  /// The words that begin so: half-open.
  std::pair<std::uint32_t, std::uint32_t> beginning_with(std::string_view prefix) const;
  /// Up to `count` words of names within `limit` edits (insert, delete, replace, swap neighbours) of `word`, the word
  /// itself left out; fewest edits first, then the more frequent. Complete where `limit` is 1 and the word has at least
  /// 3 letters, or where it is 2 and it has at least 8: such words share a trigram for certain.
  std::vector<NearWord> near(std::string_view word, std::size_t limit, std::size_t count);

 private:
  void index_trigrams();

  std::string text_;
  std::vector<std::uint32_t> begin_, length_;
  std::vector<WordCounts> counts_;
  std::vector<std::uint32_t> bucket_, posted_;  ///< of each bucket of trigrams its words
  std::vector<std::uint8_t> shared_;            ///< scratch: trigrams shared with the word sought
};

}  // namespace noso
