#include "notes/quantities.hpp"

#include <algorithm>
#include <optional>

#include "noso/base/quantity.hpp"

namespace noso::notes {

namespace {

constexpr double kMostYears = 130;

/// A number in digits or words ("fifty six") at `w`; `next` is the word after it.
std::optional<double> number_at(std::span<const Word> words, const Language& language, std::size_t w,
                                std::size_t& next) {
  next = w + 1;
  if (words[w].is_number) return words[w].number;
  const auto first = language.numbers.find(words[w].text);
  if (first == language.numbers.end()) return std::nullopt;
  double value = first->second;
  if (value >= 20 && next < words.size())
    if (const auto ones = language.numbers.find(words[next].text);
        ones != language.numbers.end() && ones->second < 10) {
      value += ones->second;
      ++next;
    }
  return value;
}

Sex sex_word(const Word& word, const Language& language) {
  if (word.text.size() == 1 && !word.upper_case && word.mark_before != '(') return Sex::unknown;
  return language.female.contains(word.text) ? Sex::female
         : language.male.contains(word.text) ? Sex::male
                                             : Sex::unknown;
}

/// One small letter is a side only before a part of the body ("l heel").
void read_side(std::span<const Word> words, const Language& language, NoteReading& out) {
  bool left = false, right = false;
  for (std::size_t w = 0; w < words.size(); ++w) {
    const auto& word = words[w];
    const bool body = w + 1 < words.size() && language.body_parts.contains(words[w + 1].text);
    if (word.text.size() == 1 && !word.upper_case && !body) continue;
    const bool is_left = language.left.contains(word.text), is_right = language.right.contains(word.text);
    if ((is_left || is_right) && !left && !right) out.side_at = {word.begin, word.end, {}};
    left |= is_left;
    right |= is_right;
  }
  if (left != right)
    out.side = left ? "left" : "right";
  else
    out.side_at = {};
}

}  // namespace

namespace {

struct FoundAge {
  int score = 0;
  Interval days;
  std::size_t first = 0, end = 0;  ///< words
};

/// How surely a number is the age of the person, by what stands beside it.
class AgeReader {
 public:
  AgeReader(std::span<const Word> words, const Language& language, const std::vector<bool>& used)
      : words_(words), language_(language), used_(used) {}

  FoundAge read() const {
    FoundAge best;
    for (std::size_t w = 0; w < words_.size(); ++w) {
      std::size_t next = 0;
      const auto number = number_at(words_, language_, w, next);
      if (!number || *number > kMostYears || used_[w]) continue;
      const auto score = score_of(w, next, *number);
      if (score <= best.score) continue;
      const auto unit = language_.years_old.contains(word(next)) ? std::string("a") : time_unit(next);
      const auto days = make_quantity(*number, unit.empty() ? "a" : unit);
      if (!days.ok()) continue;
      auto end = next;
      if (language_.years_old.contains(word(end)) || !time_unit(end).empty()) ++end;
      if (word(end) == "old") ++end;
      best = {score, Interval::exactly(days->value), w, end};
    }
    return best;
  }

 private:
  std::string_view word(std::size_t at) const { return at < words_.size() ? std::string_view(words_[at].text) : ""; }
  std::string time_unit(std::size_t at) const {
    const auto unit = language_.time_unit.find(word(at));
    return unit == language_.time_unit.end() ? std::string() : unit->second;
  }
  /// Directly behind an age one small letter is a sex, too.
  bool is_sex(std::size_t at, bool small) const {
    if (at >= words_.size()) return false;
    return sex_word(words_[at], language_) != Sex::unknown ||
           (small && (language_.female.contains(word(at)) || language_.male.contains(word(at))));
  }

  int score_of(std::size_t w, std::size_t next, double number) const {
    if (next < words_.size() && words_[next].mark_before == '/' && !is_sex(next, false)) return 0;  // 6/52, 4/10
    if (words_[w].mark_before == '/' && (w == 0 || !is_sex(w - 1, false))) return 0;
    const bool unit = language_.years_old.contains(word(next));
    if (word(next + 1) == "old" && (unit || !time_unit(next).empty())) return 5;
    if (unit && (word(next).starts_with("yo") || word(next) == "y/o")) return 5;
    const bool timed = !unit && (!time_unit(next).empty() || language_.measure_unit.contains(word(next)));
    if (timed && !is_sex(next, false)) return 0;
    if (w > 0 && language_.self.contains(words_[w - 1].text)) return 4;
    if (is_sex(next, false) || (unit && is_sex(next + 1, true))) return 4;
    if (w > 0 && !unit && is_sex(w - 1, false)) return 3;
    if (unit) return 0;
    constexpr std::size_t kHead = 6;  // words of a note among which an age in brackets stands
    if (w < kHead && words_[w].mark_before == '(' && next < words_.size() && words_[next].mark_before == ')') return 2;
    const bool apart = is_sex(next, true) ||
                       (next < words_.size() && (words_[next].starts_clause || (w > 0 && words_[w].starts_clause)));
    return w < 4 && number >= 1 && apart && words_[w].is_number ? 1 : 0;
  }

  std::span<const Word> words_;
  const Language& language_;
  const std::vector<bool>& used_;
};

void read_sex(std::span<const Word> words, const Language& language, const FoundAge& age, std::vector<bool>& used,
              NoteReading& out) {
  constexpr std::size_t kNear = 4;  // words
  std::size_t nearest = words.size() + 1;
  int female = 0, male = 0;
  for (std::size_t w = 0; w < words.size(); ++w) {
    if (used[w]) continue;
    auto sex = sex_word(words[w], language);
    if (sex == Sex::unknown && age.score > 0 && w == age.end && words[w].text.size() == 1)
      sex = language.female.contains(words[w].text) ? Sex::female
            : language.male.contains(words[w].text) ? Sex::male
                                                    : sex;
    female += language.female_pronoun.contains(words[w].text);
    male += language.male_pronoun.contains(words[w].text);
    if (sex == Sex::unknown) continue;
    const auto distance = age.score == 0 ? w + kNear : w > age.first ? w - age.first : age.first - w;
    if (words[w].text.size() == 1 && distance > kNear) continue;
    if (distance < nearest) nearest = distance, out.sex = sex, out.sex_at = {words[w].begin, words[w].end, {}};
    used[w] = true;
  }
  if (out.sex != Sex::unknown || (female == 0) == (male == 0)) return;
  out.sex = female > 0 ? Sex::female : Sex::male;
  const auto& pronouns = female > 0 ? language.female_pronoun : language.male_pronoun;
  const auto first = std::find_if(words.begin(), words.end(), [&](const Word& w) { return pronouns.contains(w.text); });
  out.sex_at = {first->begin, first->end, {}};
}

}  // namespace

void read_person(std::span<const Word> words, const Language& language, std::vector<bool>& used, NoteReading& out) {
  const auto age = AgeReader(words, language, used).read();
  if (age.score > 0) {
    out.age = age.days;
    for (auto w = age.first; w < age.end; ++w) used[w] = true;
    out.age_at = {words[age.first].begin, words[age.end - 1].end, {}};
  }
  read_sex(words, language, age, used, out);
  read_side(words, language, out);
}

std::vector<NotedTime> read_times(std::span<const Word> words, const Language& language, std::vector<bool>& used) {
  std::vector<NotedTime> out;
  for (std::size_t w = 0; w < words.size(); ++w) {
    std::size_t next = 0;
    const auto number = number_at(words, language, w, next);
    if (!number || used[w] || next >= words.size() || words[next].starts_sentence) continue;
    std::string unit;
    if (words[next].mark_before == '/') {
      if (const auto f = language.fraction_unit.find(words[next].text); f != language.fraction_unit.end())
        unit = f->second;
    } else if (const auto u = language.time_unit.find(words[next].text); u != language.time_unit.end()) {
      unit = u->second;
    }
    if (unit.empty()) continue;
    const auto days = make_quantity(*number, unit);
    if (!days.ok() || days->value > kMostYears * kDaysPerYear) continue;
    const bool ago = next + 1 < words.size() && language.past_time.contains(words[next + 1].text);
    for (auto k = w; k <= next; ++k) used[k] = true;
    out.push_back({w, next, Interval::exactly(days->value), ago});
    w = next;
  }
  return out;
}

namespace {

bool is_plausible(const NotedValue& value, const Knowledge& knowledge) {
  const auto& record = knowledge[value.finding];
  const auto quantity =
      make_quantity(value.value, value.unit.empty() ? base_unit(record.dimension) : std::string_view(value.unit));
  return quantity.ok() && quantity->dimension == record.dimension && quantity->value >= record.minimum &&
         quantity->value <= record.maximum;
}

}  // namespace

void read_values(std::span<const Word> words, const Language& language, const Knowledge& knowledge,
                 std::vector<bool>& used, NoteReading& out) {
  for (std::size_t w = 0; w + 1 < words.size(); ++w) {
    // An abbreviation that was spelled out is several words in one place.
    auto last = w;
    std::string name = words[w].text;
    while (last + 1 < words.size() && words[last + 1].begin == words[w].begin) name += ' ' + words[++last].text;
    auto alias = language.measure_alias.find(name);
    auto looked_up = alias == language.measure_alias.end() ? std::string() : alias->second;
    auto found = knowledge.find(looked_up.empty() ? name : looked_up, ConceptKind::finding);
    auto v = last + 1;
    while (v < words.size() && language.measure_between.contains(words[v].text)) ++v;
    if (found.size() == 1 && knowledge.has_flag(found.front(), kMeasured) && v < words.size() && words[v].is_number &&
        !words[v].starts_sentence) {
      NotedValue value{
          .finding = found.front(), .value = words[v].number, .begin = words[w].begin, .end = words[v].end};
      auto end = v + 1;
      if (end < words.size() && words[end].mark_before != '/')
        if (const auto unit = language.measure_unit.find(words[end].text); unit != language.measure_unit.end())
          value.unit = unit->second, ++end;
      if (value.unit.empty() && !is_plausible(value, knowledge)) value.unit = "%";
      if (is_plausible(value, knowledge)) {
        for (auto k = w; k < end; ++k) used[k] = true;
        out.values.push_back(std::move(value));
      }
    }
    w = last;
  }
}

}  // namespace noso::notes
