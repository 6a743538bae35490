#include "notes/language.hpp"

#include <algorithm>
#include <cstdlib>

#include "noso/base/json.hpp"
#include "noso/base/text.hpp"

namespace noso::notes {

extern const std::string_view kLanguageText;

namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  for (const auto word : words(text)) out.emplace_back(word);
  return out;
}

std::size_t as_size(JsonValue value) { return static_cast<std::size_t>(value.number()); }

/// Reads the sections; a missing one is a defect of this program.
class Reader {
 public:
  Reader(JsonValue root, Language& out) : root_(root), out_(out) {}

  void read() {
    each(at("reach", "extra_words"), [&](JsonValue v) { out_.extra_words.push_back(as_size(v)); });
    set(at("stop_words", "words"), out_.stop_words);
    set(at("list_stops", "words"), out_.list_stops);
    set(at("breaks", "words"), out_.breaks);
    set(at("after_head", "words"), out_.after_head);
    set(at("weak_words", "words"), out_.weak_words);
    set(at("circumstances", "complaint"), out_.complaint);
    set(at("circumstances", "follow"), out_.circumstance);
    out_.aggravation = at("circumstances", "aggravation").string();
    set(at("list_stops", "before_period"), out_.before_period);
    set(at("list_stops", "describing"), out_.describing);
    set(at("responses", "of"), out_.response_of);
    suffixes();
    groups();
    abbreviations();
    set_stems(at("not_alone", "words"), out_.not_alone);
    const auto canonical = [&](std::string_view word) { return out_.canonical(word); };
    pairs(at("absorbs", "pairs"), out_.absorbs, canonical);
    pairs(at("may_drop", "pairs"), out_.may_drop, canonical);
    opposites();
    set(at("opposites", "denied_by"), out_.direct_denials);
    triggers();
    responses();
    numbers();
  }

 private:
  static JsonValue member(JsonValue object, std::string_view name) {
    const auto found = object.find(name);
    if (!found) std::abort();
    return *found;
  }
  JsonValue at(std::string_view section, std::string_view name) const { return member(member(root_, section), name); }

  template <class Use>
  static void each(JsonValue list, Use use) {
    for (std::size_t i = 0; i < list.size(); ++i) use(list.at(i));
  }
  static void set(JsonValue list, WordMap<bool>& into) {
    each(list, [&](JsonValue v) { into.emplace(v.string(), true); });
  }
  void set_stems(JsonValue list, WordMap<bool>& into) const {
    each(list, [&](JsonValue v) { into.emplace(out_.canonical(v.string()), true); });
  }
  static void map(JsonValue object, WordMap<std::string>& into) {
    for (std::size_t i = 0; i < object.size(); ++i)
      into.emplace(std::string(object.key(i)), std::string(object.at(i).string()));
  }
  template <class Form>
  static void pairs(JsonValue list, std::vector<std::pair<std::string, std::string>>& into, Form form) {
    each(list, [&](JsonValue pair) { into.emplace_back(form(pair.at(0).string()), form(pair.at(1).string())); });
  }

  void suffixes() {
    out_.shortest_stem = as_size(at("suffixes", "shortest_stem"));
    const auto as_it_is = [](std::string_view letters) { return std::string(letters); };
    pairs(at("suffixes", "ending"), out_.endings, as_it_is);
    pairs(at("suffixes", "spelling"), out_.spellings, as_it_is);
    std::stable_sort(out_.endings.begin(), out_.endings.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  }

  void groups() {
    each(at("same_meaning", "groups"), [&](JsonValue group) {
      const auto first = out_.stem(group.at(0).string());
      each(group, [&](JsonValue word) { out_.representatives.emplace(out_.stem(word.string()), first); });
    });
  }

  void abbreviations() {
    const auto list = at("abbreviations", "expand");
    for (std::size_t i = 0; i < list.size(); ++i)
      out_.expansions.emplace(std::string(list.key(i)), split(list.at(i).string()));
    map(at("joined", "words"), out_.joined);
    for (const auto& [apart, one] : out_.joined) out_.may_join.emplace(apart.substr(0, apart.find(' ')), true);
  }

  void opposites() {
    each(at("opposites", "pairs"), [&](JsonValue pair) {
      std::vector<std::string> others;
      each(pair.at(1), [&](JsonValue v) { others.push_back(out_.canonical(v.string())); });
      out_.opposites.emplace_back(out_.canonical(pair.at(0).string()), std::move(others));
    });
  }

  void triggers() {
    constexpr std::string_view kinds[] = {"negated",   "possible",   "family", "past",   "hypothetical",
                                          "requested", "attributed", "tried",  "pseudo", "terminator"};
    each(member(root_, "triggers"), [&](JsonValue group) {
      Phrase phrase;
      const auto* kind = std::find(std::begin(kinds), std::end(kinds), member(group, "kind").string());
      if (kind == std::end(kinds)) std::abort();
      phrase.kind = static_cast<TriggerKind>(kind - std::begin(kinds));
      const auto direction = member(group, "direction").string();
      phrase.direction = direction == "forward"    ? Direction::forward
                         : direction == "backward" ? Direction::backward
                         : direction == "answer"   ? Direction::answer
                                                   : Direction::none;
      if (const auto reach = group.find("reach")) phrase.reach = as_size(*reach);
      phrase.one_item = group.find("one_item").has_value();
      each(member(group, "phrases"), [&](JsonValue text) { add_phrase(phrase, text.string()); });
    });
  }

  /// "%person" stands for each person.
  void add_phrase(Phrase phrase, std::string_view text) {
    constexpr std::string_view kPerson = "%person";
    const auto at_person = text.find(kPerson);
    if (at_person == std::string_view::npos) {
      phrase.words = split(text);
      out_.phrases.push_back(std::move(phrase));
      return;
    }
    each(at("persons", "words"), [&](JsonValue person) {
      const auto said = std::string(text.substr(0, at_person)) + std::string(person.string()) +
                        std::string(text.substr(at_person + kPerson.size()));
      phrase.words = split(said);
      out_.phrases.push_back(phrase);
    });
  }

  void responses() {
    const std::pair<std::string_view, PhraseUse> uses[] = {{"none", PhraseUse::none},
                                                           {"better", PhraseUse::better},
                                                           {"worse", PhraseUse::worse},
                                                           {"resolved", PhraseUse::resolved}};
    for (const auto& [name, use] : uses)
      each(at("responses", name),
           [&, use = use](JsonValue text) { out_.phrases.push_back({.words = split(text.string()), .use = use}); });
  }

  void numbers() {
    map(at("measures", "alias"), out_.measure_alias);
    map(at("measures", "unit"), out_.measure_unit);
    set(at("measures", "between"), out_.measure_between);
    map(at("time", "unit"), out_.time_unit);
    map(at("time", "fraction"), out_.fraction_unit);
    set(at("time", "years_old"), out_.years_old);
    set(at("time", "self"), out_.self);
    set(at("time", "past"), out_.past_time);
    out_.recent_days = at("time", "recent_days").number();
    const auto spelled = at("time", "number");
    for (std::size_t i = 0; i < spelled.size(); ++i)
      out_.numbers.emplace(std::string(spelled.key(i)), spelled.at(i).number());
    set(at("sex", "female"), out_.female);
    set(at("sex", "male"), out_.male);
    set(at("sex", "female_pronoun"), out_.female_pronoun);
    set(at("sex", "male_pronoun"), out_.male_pronoun);
    set(at("sides", "left"), out_.left);
    set(at("sides", "right"), out_.right);
    set(at("sides", "body_parts"), out_.body_parts);
    each(at("clinical_endings", "endings"), [&](JsonValue v) { out_.clinical_endings.emplace_back(v.string()); });
  }

  JsonValue root_;
  Language& out_;
};

}  // namespace

const Language& Language::english() {
  static const Language language = [] {
    const auto document = JsonDocument::parse(kLanguageText, "language.json");
    if (!document.ok()) std::abort();
    Language out;
    Reader(document->root(), out).read();
    return out;
  }();
  return language;
}

std::string Language::stem(std::string_view folded) const {
  std::string word(folded);
  for (const auto& [from, to] : spellings)
    if (const auto at = word.find(from); at != std::string::npos) word.replace(at, from.size(), to);
  for (const auto& [ending, instead] : endings) {
    if (word.size() < ending.size() + shortest_stem || !word.ends_with(ending)) continue;
    word.replace(word.size() - ending.size(), ending.size(), instead);
    break;
  }
  return word;
}

bool Language::is_verbal(std::string_view folded) const {
  constexpr std::size_t kShortest = 5;  // "red" and "bed" are none
  return folded.size() >= kShortest && (folded.ends_with("ed") || folded.ends_with("ing"));
}

std::string Language::canonical(std::string_view folded) const {
  auto word = stem(folded);
  const auto found = representatives.find(word);
  return found == representatives.end() ? word : found->second;
}

}  // namespace noso::notes
