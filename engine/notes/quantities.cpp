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

}  // namespace

namespace {

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

void read_person(std::span<const Word> words, const Language& language, std::vector<bool>& used, NoteReading& out) {
  constexpr std::size_t kNear = 4;
  int best = 0;
  double years = 0;
  std::size_t age_at = 0, age_end = 0;
  for (std::size_t w = 0; w < words.size(); ++w) {
    std::size_t next = 0;
    const auto number = number_at(words, language, w, next);
    if (!number || *number > kMostYears || (next < words.size() && words[next].mark_before == '/')) continue;
    const bool unit = next < words.size() && language.years_old.contains(words[next].text);
    const auto word = [&](std::size_t at) { return at < words.size() ? std::string_view(words[at].text) : ""; };
    int score = 0;
    if (unit && (word(next + 1) == "old" || word(next).starts_with("yo") || word(next) == "y/o"))
      score = 5;
    else if (w > 0 && (word(w - 1) == "aged" || word(w - 1) == "age"))
      score = 4;
    else if (next < words.size() && sex_word(words[next], language) != Sex::unknown)
      score = 4;
    else if (w > 0 && sex_word(words[w - 1], language) != Sex::unknown && !unit)
      score = 3;
    else if (unit && next + 1 < words.size() &&
             (sex_word(words[next + 1], language) != Sex::unknown || language.female.contains(word(next + 1)) ||
              language.male.contains(word(next + 1))))
      score = 4;
    else if (w > 0 && (word(w - 1) == "am" || word(w - 1) == "m") && !unit)
      score = 2;
    else if (!unit && words[w].is_number && w < 4 && *number >= 1 && next < words.size() &&
             (language.male.contains(word(next)) || language.female.contains(word(next)) || words[next].starts_clause ||
              (w > 0 && words[w].starts_clause)))
      score = 1;
    if (score > best) best = score, years = *number, age_at = w, age_end = next;
  }
  if (best > 0) {
    out.age = Interval::exactly(years * kDaysPerYear);
    for (auto w = age_at; w < age_end; ++w) used[w] = true;
    out.age_at = {words[age_at].begin, words[age_end - 1].end, {}};
  }
  std::size_t nearest = words.size() + 1;
  int female = 0, male = 0;
  for (std::size_t w = 0; w < words.size(); ++w) {
    auto sex = sex_word(words[w], language);
    if (sex == Sex::unknown && best > 0 && w == age_end && words[w].text.size() == 1)
      sex = language.female.contains(words[w].text) ? Sex::female
            : language.male.contains(words[w].text) ? Sex::male
                                                    : sex;
    female += language.female_pronoun.contains(words[w].text);
    male += language.male_pronoun.contains(words[w].text);
    if (sex == Sex::unknown) continue;
    const auto distance = best == 0 ? w + kNear : w > age_at ? w - age_at : age_at - w;
    if (words[w].text.size() == 1 && distance > kNear) continue;
    if (distance < nearest) nearest = distance, out.sex = sex, out.sex_at = {words[w].begin, words[w].end, {}};
    used[w] = true;
  }
  if (out.sex == Sex::unknown && (female == 0) != (male == 0)) {
    out.sex = female > 0 ? Sex::female : Sex::male;
    const auto& pronouns = female > 0 ? language.female_pronoun : language.male_pronoun;
    const auto first =
        std::find_if(words.begin(), words.end(), [&](const Word& w) { return pronouns.contains(w.text); });
    out.sex_at = {first->begin, first->end, {}};
  }
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
      if (v + 1 < words.size() && words[v + 1].mark_before != '/')
        if (const auto unit = language.measure_unit.find(words[v + 1].text); unit != language.measure_unit.end())
          value.unit = unit->second;
      const auto& record = knowledge[value.finding];
      const auto quantity =
          make_quantity(value.value, value.unit.empty() ? base_unit(record.dimension) : std::string_view(value.unit));
      if (quantity.ok() && quantity->dimension == record.dimension && quantity->value >= record.minimum &&
          quantity->value <= record.maximum) {
        for (auto k = w; k <= v; ++k) used[k] = true;
        out.values.push_back(std::move(value));
      }
    }
    w = last;
  }
}

}  // namespace noso::notes
