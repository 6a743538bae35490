#include "notes/context.hpp"

#include <algorithm>

namespace noso::notes {

PhraseFinder::PhraseFinder(const Language& language) {
  for (const auto& phrase : language.phrases) {
    by_first_[phrase.words.front()].push_back(&phrase);
    if (phrase.direction == Direction::answer) answers_.emplace(phrase.words.front(), true);
  }
  for (auto& [first, list] : by_first_)
    std::stable_sort(list.begin(), list.end(),
                     [](const Phrase* a, const Phrase* b) { return a->words.size() > b->words.size(); });
}

/// Words `first` up to `end` stand between a colon or dash and the end of the clause.
bool PhraseFinder::is_answer(std::span<const Word> words, std::size_t first, std::size_t end) const {
  const char mark = words[first].mark_before;
  if (mark != '?' && (words[first].starts_sentence || (mark != ':' && mark != '-'))) return false;
  return answers_.contains(words[first].text) && (end >= words.size() || words[end].starts_clause);
}

std::vector<Trigger> PhraseFinder::find(std::span<const Word> words) const {
  std::vector<Trigger> out;
  for (std::size_t w = 0; w < words.size();) {
    std::size_t used = 0;
    if (const auto list = by_first_.find(words[w].text); list != by_first_.end()) {
      for (const auto* phrase : list->second) {
        const auto size = phrase->words.size();
        if (used != 0 && size != used) break;  // the same words in another direction count too
        bool same =
            w + size <= words.size() && (phrase->direction == Direction::answer) == is_answer(words, w, w + size);
        for (std::size_t k = 1; same && k < size; ++k)
          same = words[w + k].text == phrase->words[k] && !words[w + k].starts_sentence;
        if (!same) continue;
        used = size;
        out.push_back({phrase, w, w + size - 1});
      }
    }
    w += std::max<std::size_t>(used, 1);
  }
  return out;
}

namespace {

constexpr std::size_t kLongestScope = 30;  // words; of a sentence that does not end
constexpr std::size_t kMostListItem = 5;   // words of an item in "no fever, night pain or swelling"

class Scope {
 public:
  Scope(std::span<const Word> words, std::span<const Trigger> triggers, bool is_test)
      : words_(words), triggers_(triggers), is_test_(is_test) {}

  /// Whether a trigger reaches words `first` to `last`.
  bool reaches(const Trigger& t, std::size_t first, std::size_t last) const {
    const auto& phrase = *t.phrase;
    if (phrase.direction == Direction::forward) {
      if (t.first < first && t.last >= first) return true;  // "no hx of trauma" around "hx of trauma"
      if (t.last >= first || first - t.last > (phrase.reach != 0 ? phrase.reach : kLongestScope)) return false;
      return open(t.last + 1, first, phrase);
    }
    if (phrase.direction == Direction::answer) return t.first == last + 1;
    if (t.first <= last || t.first - last > phrase.reach) return false;
    bool may_cross = is_test_;  // "calf squeeze: foot moves normally"
    for (auto w = last + 1; w <= t.first; ++w) {
      if (words_[w].starts_sentence) return false;
      if (!words_[w].starts_clause) continue;
      if (!may_cross || words_[w].mark_before != ':') return false;
      may_cross = false;
    }
    return !terminated(last + 1, t.first);
  }

 private:
  bool terminated(std::size_t from, std::size_t to) const {
    auto at = std::lower_bound(triggers_.begin(), triggers_.end(), from,
                               [](const Trigger& t, std::size_t w) { return t.first < w; });
    for (; at != triggers_.end() && at->first < to; ++at)
      if (at->phrase->use == PhraseUse::trigger && at->phrase->kind == TriggerKind::terminator) return true;
    return false;
  }

  /// No end of sentence or scope from `from` up to `to`; a list goes on over commas while its items are short and make
  /// no statement of their own.
  bool open(std::size_t from, std::size_t to, const Phrase& phrase) const {
    const bool as_list = phrase.kind == TriggerKind::negated, one_clause = phrase.kind == TriggerKind::past;
    std::size_t item = 0;
    bool first_item = true;
    for (auto w = from; w <= to; ++w) {
      const auto& word = words_[w];
      if (word.starts_sentence || (one_clause && word.starts_clause)) return false;
      if (word.starts_clause && phrase.one_item && !word.in_joined_list) return false;
      if (!as_list) continue;
      if (word.starts_clause) {
        if (item > kMostListItem && !first_item) return false;
        item = 0;
        first_item = false;
        if (word.states || (word.describes && !word.in_or_list)) return false;
      }
      ++item;
    }
    return !terminated(from, to);
  }

  std::span<const Word> words_;
  std::span<const Trigger> triggers_;
  bool is_test_;
};

constexpr TriggerKind kOrder[] = {TriggerKind::family,     TriggerKind::hypothetical, TriggerKind::requested,
                                  TriggerKind::attributed, TriggerKind::negated,      TriggerKind::possible,
                                  TriggerKind::past,       TriggerKind::tried};
constexpr NoteState kStates[] = {NoteState::family,     NoteState::hypothetical, NoteState::requested,
                                 NoteState::attributed, NoteState::absent,       NoteState::possible,
                                 NoteState::past,       NoteState::tried};

}  // namespace

NoteState state_of(const Match& match, std::span<const Word> words, std::span<const Trigger> triggers, bool is_test) {
  constexpr std::size_t kFar = 30;  // triggers looked at before a match; bounds the time of a note without full stops
  const Scope scope(words, triggers, is_test);
  const auto part_of = [&](std::size_t w) {
    return std::find(match.at.begin(), match.at.begin() + match.count, w) != match.at.begin() + match.count;
  };
  const auto here = std::lower_bound(triggers.begin(), triggers.end(), match.first,
                                     [](const Trigger& t, std::size_t w) { return t.first < w; });
  const auto begin = here - std::min<std::ptrdiff_t>(here - triggers.begin(), kFar);
  std::size_t best = std::size(kOrder);
  for (auto t = begin; t != triggers.end() && t->first <= match.last + 8; ++t) {
    if (t->phrase->use != PhraseUse::trigger || part_of(t->first)) continue;
    if (t->phrase->kind == TriggerKind::pseudo && t->first < match.first && part_of(t->last))
      return NoteState::absent;  // "no worse at night": what it looks like, it is
    const auto rank =
        static_cast<std::size_t>(std::find(std::begin(kOrder), std::end(kOrder), t->phrase->kind) - kOrder);
    if (rank >= best) continue;
    const bool within = t->first > match.said_first && t->last < match.said_last &&
                        t->phrase->kind == TriggerKind::negated && t->phrase->direction == Direction::forward;
    if (within || scope.reaches(*t, match.said_first, match.said_last)) best = rank;
  }
  return best == std::size(kOrder) ? NoteState::present : kStates[best];
}

}  // namespace noso::notes
