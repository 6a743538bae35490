// Near words: every word is cut into trigrams, with two blanks before and behind it; an edit spoils at most four of
// them (a swap), so a near word shares most. Those that share enough are measured by edit distance.
#include "search/word_list.hpp"

#include <algorithm>
#include <charconv>

#include "noso/base/text.hpp"

namespace noso {

namespace {

constexpr std::size_t kLongestWord = 60;  // of words that are looked up by spelling
constexpr std::size_t kSpoiledByAnEdit = 4;
constexpr std::uint32_t kBuckets = 1u << 15;

/// The buckets of the trigrams of a word, each once.
std::vector<std::uint32_t> trigrams(std::string_view word) {
  const std::string padded = "  " + std::string(word) + "  ";
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i + 3 <= padded.size(); ++i) {
    const auto at = [&](std::size_t k) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(padded[i + k]));
    };
    out.push_back(((at(0) * 31 + at(1)) * 31 + at(2)) * 2654435761u >> 17);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

static_assert(kBuckets == 1u << (32 - 17));

bool read_count(std::string_view& line, std::uint32_t& into) {
  const auto end = line.data() + line.size();
  const auto [rest, failed] = std::from_chars(line.data(), end, into);
  if (failed != std::errc()) return false;
  line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
  if (line.starts_with(' ')) line.remove_prefix(1);
  return true;
}

}  // namespace

std::string WordList::encode(const std::map<std::string, WordCounts, std::less<>>& words) {
  std::string out;
  for (const auto& [word, counts] : words)
    out += word + ' ' + std::to_string(counts.in_names) + ' ' + std::to_string(counts.anywhere) + '\n';
  return out;
}

std::optional<WordList> WordList::decode(std::string text) {
  WordList out;
  out.text_ = std::move(text);
  const std::string_view all = out.text_;
  for (std::size_t begin = 0; begin < all.size();) {
    const auto end = all.find('\n', begin), space = all.find(' ', begin);
    if (end == std::string_view::npos || space == begin || space > end) return std::nullopt;
    WordCounts counts;
    auto rest = all.substr(space + 1, end - space - 1);
    if (!read_count(rest, counts.in_names) || !read_count(rest, counts.anywhere)) return std::nullopt;
    const auto word = all.substr(begin, space - begin);
    if (out.size() > 0 && out[static_cast<std::uint32_t>(out.size() - 1)] >= word) return std::nullopt;
    out.begin_.push_back(static_cast<std::uint32_t>(begin));
    out.length_.push_back(static_cast<std::uint32_t>(space - begin));
    out.counts_.push_back(counts);
    begin = end + 1;
  }
  return out;
}

std::pair<std::uint32_t, std::uint32_t> WordList::beginning_with(std::string_view prefix) const {
  // First word for which `beyond` holds; the words are ordered.
  const auto first = [&](auto beyond) {
    std::uint32_t low = 0, high = static_cast<std::uint32_t>(size());
    while (low < high) {
      const auto middle = low + (high - low) / 2;
      if (beyond((*this)[middle]))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  };
  return {first([&](std::string_view w) { return w >= prefix; }),
          first([&](std::string_view w) { return w.substr(0, prefix.size()) > prefix; })};
}

std::optional<std::uint32_t> WordList::find(std::string_view word) const {
  const auto first = beginning_with(word).first;
  if (first < size() && (*this)[first] == word) return first;
  return std::nullopt;
}

void WordList::index_trigrams() {
  std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> all;
  bucket_.assign(kBuckets + 1, 0);
  for (std::uint32_t w = 0; w < size(); ++w) {
    if (counts_[w].in_names == 0 || length_[w] > kLongestWord) continue;
    all.emplace_back(w, trigrams((*this)[w]));
    for (const auto bucket : all.back().second) ++bucket_[bucket + 1];
  }
  for (std::uint32_t b = 0; b < kBuckets; ++b) bucket_[b + 1] += bucket_[b];
  posted_.resize(bucket_[kBuckets]);
  auto next = bucket_;
  for (const auto& [word, its] : all)
    for (const auto bucket : its) posted_[next[bucket]++] = word;
  shared_.assign(size(), 0);
}

std::vector<NearWord> WordList::near(std::string_view word, std::size_t limit, std::size_t count) {
  std::vector<NearWord> out;
  if (word.empty() || word.size() > kLongestWord || limit == 0) return out;
  if (bucket_.empty()) index_trigrams();
  const auto wanted = trigrams(word);
  const auto spoiled = kSpoiledByAnEdit * limit;
  const auto enough = wanted.size() > spoiled ? wanted.size() - spoiled : 1;
  std::vector<std::uint32_t> touched;
  for (const auto bucket : wanted)
    for (auto i = bucket_[bucket]; i < bucket_[bucket + 1]; ++i)
      if (shared_[posted_[i]]++ == 0) touched.push_back(posted_[i]);
  for (const auto candidate : touched) {
    const bool likely = shared_[candidate] >= enough;
    shared_[candidate] = 0;
    if (!likely) continue;
    const auto edits = edit_distance(word, (*this)[candidate], limit);
    if (edits > 0 && edits <= limit) out.push_back({candidate, edits});
  }
  std::sort(out.begin(), out.end(), [&](const NearWord& a, const NearWord& b) {
    if (a.edits != b.edits) return a.edits < b.edits;
    if (counts_[a.word].in_names != counts_[b.word].in_names)
      return counts_[a.word].in_names > counts_[b.word].in_names;
    return a.word < b.word;
  });
  if (out.size() > count) out.resize(count);
  return out;
}

}  // namespace noso
