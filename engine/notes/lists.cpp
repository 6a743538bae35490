#include "notes/lists.hpp"

#include <algorithm>

namespace noso::notes {

namespace {

using Group = std::vector<std::uint32_t>;

constexpr std::size_t kMostItems = 8;
constexpr std::size_t kMostItemWords = 3, kMostHeadWords = 2, kMostTailWords = 4;
constexpr std::uint32_t kLongest = 12;  // words from the first to the last of an item with what it shares

enum class Link : std::uint8_t { end, list, preposition };

/// Words that belong together, and what joins them to the next.
struct Part {
  Group words;
  Link next = Link::end;
};

Group first_of(const Group& group, std::size_t most) {
  return {group.begin(), group.begin() + static_cast<std::ptrdiff_t>(std::min(most, group.size()))};
}
Group last_of(const Group& group, std::size_t most) {
  return {group.end() - static_cast<std::ptrdiff_t>(std::min(most, group.size())), group.end()};
}

class ListReader {
 public:
  ListReader(std::span<const Word> words, const Language& language) : words_(words), language_(language) {}

  std::vector<ListItem> read(std::size_t begin, std::size_t end) {
    split(begin, end);
    for (std::size_t first = 0; first < parts_.size();) {
      auto last = first;
      while (last + 1 < parts_.size() && parts_[last].next == Link::list) ++last;
      if (last > first && last - first < kMostItems) list(first, last);
      first = last + 1;
    }
    return std::move(out_);
  }

 private:
  void split(std::size_t begin, std::size_t end) {
    parts_.emplace_back();
    for (auto w = begin; w < end; ++w) {
      const auto& word = words_[w];
      const bool conjunction = word.text == "and" || word.text == "or";
      const bool mark = word.mark_before == ',' || word.mark_before == '/' || word.mark_before == '&';
      if (conjunction || (mark && w > begin))
        link(Link::list);
      else if ((word.starts_clause && w > begin) || language_.breaks.contains(word.text))
        link(Link::end);
      else if (language_.after_head.contains(word.text))
        link(Link::preposition);
      if (!language_.stop_words.contains(word.text)) parts_.back().words.push_back(static_cast<std::uint32_t>(w));
    }
  }

  /// Where no word stands between two links the one that separates more counts.
  void link(Link how) {
    if (!parts_.back().words.empty()) {
      parts_.back().next = how;
      parts_.emplace_back();
    } else if (parts_.size() > 1 && how == Link::end) {
      parts_[parts_.size() - 2].next = how;
    }
  }

  void list(std::size_t first, std::size_t last) {
    const auto& items = parts_;
    if (items[last].words.empty()) return;
    if (items[last].next == Link::preposition && last + 1 < items.size()) {
      const auto tail = first_of(items[last + 1].words, kMostTailWords);
      for (auto i = first; i < last; ++i)
        if (!names_body_part(items[i].words)) add(items[i].words, tail, false);
    }
    if (first > 0 && items[first - 1].next == Link::preposition && items[first - 1].words.size() <= kMostHeadWords)
      for (auto i = first + 1; i <= last; ++i) add(items[i].words, items[first - 1].words, true);
    if (items[last].words.size() > 1)
      for (auto i = first; i < last; ++i)
        if (items[i].words.size() == 1) add(items[i].words, last_of(items[last].words, 1), false);
    Group place = items[first].words;
    place.pop_back();
    if (place.size() > kMostHeadWords || !names_body_part(place)) return;
    for (auto i = first + 1; i <= last; ++i)
      if (items[i].words.size() <= kMostHeadWords && !names_body_part(items[i].words)) add(items[i].words, place, true);
  }

  bool names_body_part(const Group& group) const {
    return std::any_of(group.begin(), group.end(),
                       [&](std::uint32_t w) { return language_.body_parts.contains(words_[w].text); });
  }

  bool states(const Group& group) const {
    return std::any_of(group.begin(), group.end(),
                       [&](std::uint32_t w) { return language_.list_stops.contains(words_[w].text); });
  }

  void add(Group item, Group shared, bool shared_first) {
    if (item.empty() || shared.empty() || states(item) || states(shared)) return;
    const auto length = std::max(item.back(), shared.back()) - std::min(item.front(), shared.front());
    if (item.size() <= kMostItemWords && length <= kLongest)
      out_.push_back({std::move(item), std::move(shared), shared_first});
  }

  std::span<const Word> words_;
  const Language& language_;
  std::vector<Part> parts_;
  std::vector<ListItem> out_;
};

}  // namespace

std::vector<ListItem> list_items(std::span<const Word> words, std::size_t begin, std::size_t end,
                                 const Language& language) {
  return ListReader(words, language).read(begin, end);
}

}  // namespace noso::notes
