#include "notes/recogniser.hpp"

#include <algorithm>
#include <tuple>

#include "notes/lists.hpp"

namespace noso::notes {

std::uint32_t Recogniser::intern(const std::string& canonical) {
  const auto [at, fresh] = numbers_.emplace(canonical, static_cast<std::uint32_t>(spelled_.size()));
  if (fresh) spelled_.push_back(canonical);
  return at->second;
}

Recogniser::Recogniser(const Knowledge& knowledge, const Language& language) : language_(language) {
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c) add_names(knowledge, ConceptId{c});
  std::sort(patterns_.begin(), patterns_.end(), [](const NamePattern& a, const NamePattern& b) {
    return std::tie(a.words, a.owner.value, a.reversed, a.rank) < std::tie(b.words, b.owner.value, b.reversed, b.rank);
  });
  patterns_.erase(std::unique(patterns_.begin(), patterns_.end(),
                              [](const NamePattern& a, const NamePattern& b) {
                                return a.owner == b.owner && a.reversed == b.reversed && a.words == b.words;
                              }),
                  patterns_.end());
  std::vector<std::size_t> uses(spelled_.size());
  for (const auto& p : patterns_)
    for (const auto w : p.words) ++uses[w];
  by_rarest_.resize(spelled_.size());
  for (std::uint32_t i = 0; i < patterns_.size(); ++i) {
    auto& list = patterns_[i].words;
    std::sort(list.begin(), list.end(),
              [&](std::uint32_t a, std::uint32_t b) { return std::pair(uses[a], a) < std::pair(uses[b], b); });
    by_rarest_[list.front()].push_back(i);
  }
}

void Recogniser::add_names(const Knowledge& knowledge, ConceptId owner) {
  for (const auto& name : knowledge.names(owner)) {
    if (name.scope == NameScope::code) continue;
    NamePattern pattern{.owner = owner, .kind = knowledge[owner].kind};
    pattern.rank = name.scope == NameScope::label ? 0 : name.scope == NameScope::related ? 2 : 1;
    const auto name_words = split_words(knowledge.text(name.text), language_);
    constexpr std::size_t kShort = 3;  // letters
    if (name_words.size() == 1) {
      const auto& word = name_words.front();
      pattern.capitals = word.capitals && word.text.size() <= kShort;
      pattern.verbal = language_.is_verbal(word.text);
    }
    bool head_known = false;
    for (const auto& word : name_words) {
      head_known |= language_.after_head.contains(word.text) || (!pattern.words.empty() && word.starts_clause);
      pattern.compound |= word.text == "and" || word.text == "or" || word.mark_before == '/';
      if (language_.weak_words.contains(word.text)) pattern.rank = 3;
      if (language_.stop_words.contains(word.text)) continue;
      const auto number = intern(language_.canonical(word.text));
      surface_.emplace(word.text, number);
      if (!head_known) pattern.head = number;
      if (std::find(pattern.words.begin(), pattern.words.end(), number) == pattern.words.end())
        pattern.words.push_back(number);
    }
    drop_complaint(pattern, name_words);
    add(std::move(pattern));
  }
}

/// "Pain on getting out of bed" is also found as "worst on getting out of bed".
void Recogniser::drop_complaint(NamePattern pattern, const std::vector<Word>& words) {
  if (pattern.kind != ConceptKind::finding || pattern.words.size() < 3) return;
  std::size_t w = 0;
  while (w < words.size() && !language_.complaint.contains(words[w].text)) ++w;
  if (w + 1 >= words.size() || !language_.circumstance.contains(words[w + 1].text)) return;
  const auto number = numbers_.find(language_.canonical(words[w].text));
  if (number == numbers_.end() || std::erase(pattern.words, number->second) == 0) return;
  const auto worse = intern(language_.canonical(language_.aggravation));
  if (std::count(pattern.words.begin(), pattern.words.end(), worse)) return;
  pattern.words.push_back(worse);
  pattern.rank = 3;
  add(std::move(pattern));
}

/// "Abnormal renal morphology" is also found as "renal abnormality", if that is no other name.
void Recogniser::shorten(const NamePattern& pattern) {
  if (pattern.words.size() < 3) return;
  for (const auto& [holder, needless] : language_.may_drop) {
    const auto has = numbers_.find(holder), other = numbers_.find(needless);
    if (has == numbers_.end() || other == numbers_.end()) continue;
    auto shorter = pattern;
    if (!std::count(shorter.words.begin(), shorter.words.end(), has->second)) continue;
    if (std::erase(shorter.words, other->second) == 0) continue;
    shorter.rank = 3;
    std::sort(shorter.words.begin(), shorter.words.end());
    patterns_.push_back(std::move(shorter));
  }
}

void Recogniser::add(NamePattern pattern) {
  auto& list = pattern.words;
  for (const auto& [holder, needless] : language_.absorbs)
    if (const auto has = numbers_.find(holder);
        has != numbers_.end() && std::count(list.begin(), list.end(), has->second))
      if (const auto other = numbers_.find(needless); other != numbers_.end()) std::erase(list, other->second);
  if (list.empty() || list.size() > kMostNameWords) return;
  shorten(pattern);
  if (list.size() == 1 && language_.not_alone.contains(spelled_[list.front()])) return;
  for (const auto& [word, others] : language_.opposites) {
    const auto has = numbers_.find(word);
    if (has == numbers_.end() || list.size() < 2) continue;
    const auto at = std::find(list.begin(), list.end(), has->second);
    if (at == list.end()) continue;
    for (const auto& other : others) {
      auto reversed = pattern;
      reversed.reversed = true;
      const auto number = intern(other);
      auto& place = reversed.words[static_cast<std::size_t>(at - list.begin())];
      if (std::count(list.begin(), list.end(), number)) continue;
      place = number;
      std::sort(reversed.words.begin(), reversed.words.end());
      patterns_.push_back(std::move(reversed));
    }
  }
  std::sort(list.begin(), list.end());
  patterns_.push_back(std::move(pattern));
}

std::size_t Recogniser::reach(std::size_t count) const {
  const auto& list = language_.extra_words;
  return list[std::min(count, list.size()) - 1];
}

std::vector<std::uint32_t> Recogniser::canonical(std::span<const Word> words) const {
  std::vector<std::uint32_t> out;
  out.reserve(words.size());
  WordMap<std::uint32_t> strange;  // words of this note that no name spells like that
  for (const auto& word : words) {
    const auto& text = word.means.empty() ? word.text : word.means;
    if (language_.stop_words.contains(text)) {
      out.push_back(kStop);
    } else if (const auto known = surface_.find(text); known != surface_.end()) {
      out.push_back(known->second);
    } else if (const auto seen = strange.find(text); seen != strange.end()) {
      out.push_back(seen->second);
    } else {
      const auto number = numbers_.find(language_.canonical(text));
      out.push_back(number == numbers_.end() ? kUnknown : number->second);
      strange.emplace(text, out.back());
    }
  }
  return out;
}

namespace {

constexpr std::uint32_t kMostLooseWords = 0;  // words that may interrupt a name which still swallows those inside it

/// Names of conditions and treatments hide none of findings ("torn plantar fascia"), and the other way round only those
/// of treatments.
bool hides(const NamePattern& longer, const NamePattern& shorter) {
  const auto fact = [](ConceptKind kind) { return kind == ConceptKind::finding || kind == ConceptKind::risk_factor; };
  return longer.kind == shorter.kind || (fact(longer.kind) && shorter.kind != ConceptKind::condition);
}

/// A name among the words of a longer one that other words interrupt stands beside it. `content`: the words before each
/// that are no stop words.
bool inside(const Match& a, const Match& b, const std::vector<std::uint32_t>& content) {
  if (a.count < b.count && a.last - a.first + 1 == a.count &&
      content[b.last + 1] - content[b.first] > b.count + kMostLooseWords)
    return false;
  return std::includes(b.at.begin(), b.at.begin() + b.count, a.at.begin(), a.at.begin() + a.count);
}

/// Finds one name around the content word `anchor`.
bool fits(const NamePattern& pattern, const WordSequence& s, std::size_t anchor, std::size_t extra, Match& out) {
  const auto count = pattern.words.size(), most = count + extra - 1;
  std::size_t low = anchor, high = anchor;
  out.at[0] = s.word[anchor];
  for (std::size_t k = 1; k < count; ++k) {
    const auto wanted = pattern.words[k];
    bool found = false;
    for (std::size_t d = 1; d <= most && !found; ++d) {
      std::size_t place = anchor;
      if (anchor >= d && s.canonical[anchor - d] == wanted)
        place = anchor - d;
      else if (anchor + d < s.canonical.size() && s.canonical[anchor + d] == wanted)
        place = anchor + d;
      else
        continue;
      found = true;
      low = std::min(low, place);
      high = std::max(high, place);
      out.at[k] = s.word[place];
    }
    if (!found || high - low > most) return false;
  }
  out.count = static_cast<std::uint32_t>(count);
  std::fill(out.at.begin() + out.count, out.at.end(), UINT32_MAX);
  std::sort(out.at.begin(), out.at.end());
  out.first = out.said_first = out.at[0];
  out.last = out.said_last = out.at[count - 1];
  return true;
}

}  // namespace

/// "Oral, dental and ocular anomalies", "anomalies of the mouth, teeth and eyes": what several words qualify stands
/// behind all of them, or before them with "of".
bool Recogniser::head_fits(const NamePattern& pattern, const Match& match, std::span<const Word> words) const {
  const auto is_head = [&](std::uint32_t w) {
    const auto known = surface_.find(words[w].text);
    return known != surface_.end() ? known->second == pattern.head
                                   : language_.canonical(words[w].text) == spelled_[pattern.head];
  };
  if (is_head(match.last)) return true;
  return is_head(match.first) && language_.after_head.contains(words[match.first + 1].text);
}

bool Recogniser::says(const NamePattern& pattern, const Match& match, const WordSequence& in,
                      std::span<const Word> words) const {
  if (in.is_item()) return spans_item(match, in);
  if (match.count == 1) {
    const auto& word = words[match.first];
    return (!pattern.capitals || word.capitals) &&
           (pattern.verbal == language_.is_verbal(word.text) || language_.has_group(word.text));
  }
  const bool one_clause = match.count == 2 || pattern.reversed;
  bool joined = false;
  for (auto w = match.first + 1; w <= match.last; ++w) {
    if ((one_clause && words[w].starts_clause && !words[w].in_list) || language_.breaks.contains(words[w].text))
      return false;
    joined |= words[w].in_list || words[w].text == "and" || words[w].text == "or";
  }
  constexpr std::uint32_t kMostJoined = 3;  // words; longer names are found in any order
  return !joined || match.count > kMostJoined || head_fits(pattern, match, words);
}

/// It takes words of the item and words of what it shares.
bool Recogniser::spans_item(const Match& match, const WordSequence& in) const {
  const auto own = std::count_if(match.at.begin(), match.at.begin() + match.count, [&](std::uint32_t w) {
    return w >= in.word[in.item_begin] && w <= in.word[in.item_end - 1];
  });
  return own > 0 && own < match.count;
}

std::vector<WordSequence> Recogniser::sequences(std::span<const Word> words) const {
  const auto canon = canonical(words);
  std::vector<WordSequence> out;
  const auto add = [&](WordSequence& to, std::uint32_t w) {
    if (canon[w] == kStop) return;
    to.word.push_back(w);
    to.canonical.push_back(canon[w]);
  };
  for (std::size_t begin = 0; begin < words.size();) {
    auto end = begin + 1;
    while (end < words.size() && !words[end].starts_sentence) ++end;
    auto& sentence = out.emplace_back();
    for (auto w = begin; w < end; ++w) add(sentence, static_cast<std::uint32_t>(w));
    for (const auto& [item, shared, shared_first] : list_items(words, begin, end, language_)) {
      WordSequence sequence;
      if (shared_first)
        for (const auto w : shared) add(sequence, w);
      sequence.item_begin = sequence.word.size();
      for (const auto w : item) add(sequence, w);
      sequence.item_end = sequence.word.size();
      if (!shared_first)
        for (const auto w : shared) add(sequence, w);
      if (sequence.is_item()) out.push_back(std::move(sequence));
    }
    begin = end;
  }
  return out;
}

std::vector<Match> Recogniser::search(const WordSequence& in, std::span<const Word> words, const Wanted& wanted) const {
  std::vector<Match> out;
  for (std::size_t i = 0; i < in.word.size(); ++i) {
    if (in.canonical[i] == kUnknown) continue;
    for (const auto p : by_rarest_[in.canonical[i]]) {
      if (wanted.kind && patterns_[p].kind != *wanted.kind) continue;
      Match match{.pattern = p};
      if (!fits(patterns_[p], in, i, reach(patterns_[p].words.size()), match)) continue;
      if (!says(patterns_[p], match, in, words)) continue;
      if (in.is_item()) match.said_first = in.word[in.item_begin], match.said_last = in.word[in.item_end - 1];
      out.push_back(match);
    }
  }
  return out;
}

std::vector<Match> Recogniser::find(std::span<const Word> words, const Wanted& wanted) const {
  std::vector<Match> out;
  std::vector<std::vector<std::uint32_t>> covering(words.size());  // positions in `out` of matches at a word
  std::vector<std::uint32_t> content(words.size() + 1);
  for (std::size_t w = 0; w < words.size(); ++w)
    content[w + 1] = content[w] + (language_.stop_words.contains(words[w].text) ? 0 : 1);
  const auto hidden = [&](const Match& match) {
    const auto& before = covering[match.first];
    return std::any_of(before.begin(), before.end(), [&](std::uint32_t i) {
      const auto& other = patterns_[out[i].pattern];
      return hides(other, patterns_[match.pattern]) && inside(match, out[i], content) &&
             (!other.compound || match.count == out[i].count);
    });
  };
  const auto sought = sequences(words);
  for (std::size_t begin = 0; begin < sought.size();) {
    auto found = search(sought[begin++], words, wanted);
    while (begin < sought.size() && sought[begin].is_item()) {
      const auto more = search(sought[begin++], words, wanted);
      found.insert(found.end(), more.begin(), more.end());
    }
    std::stable_sort(found.begin(), found.end(), [&](const Match& a, const Match& b) {
      const auto &one = patterns_[a.pattern], &other = patterns_[b.pattern];
      return std::tuple(b.count, a.last - a.first, one.rank, one.kind == ConceptKind::condition) <
             std::tuple(a.count, b.last - b.first, other.rank, other.kind == ConceptKind::condition);
    });
    for (const auto& match : found) {
      if (!wanted.overlapping && hidden(match)) continue;
      for (std::uint32_t k = 0; k < match.count; ++k)
        covering[match.at[k]].push_back(static_cast<std::uint32_t>(out.size()));
      out.push_back(match);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Match& a, const Match& b) {
    return std::tie(a.first, a.last, a.pattern) < std::tie(b.first, b.last, b.pattern);
  });
  return out;
}

}  // namespace noso::notes
