/// How clinical English is written and what its words do to a finding: the data of language.json, ready for use.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace noso::notes {

enum class TriggerKind : std::uint8_t {
  negated,
  possible,
  family,
  past,
  hypothetical,
  requested,   ///< asked for, not done
  attributed,  ///< somebody else's opinion
  tried,
  pseudo,     ///< looks like a trigger and is none
  terminator  ///< ends the scope of what stands before it
};

enum class Direction : std::uint8_t {
  none,
  forward,
  backward,
  answer  ///< of what stands before its colon: "fever: no"
};

enum class PhraseUse : std::uint8_t { trigger, none, better, worse, resolved };

struct Phrase {
  std::vector<std::string> words;
  PhraseUse use = PhraseUse::trigger;
  TriggerKind kind = TriggerKind::pseudo;
  Direction direction = Direction::none;
  std::size_t reach = 0;  ///< words; 0: to the end of the sentence
  bool one_item = false;  ///< goes on over a comma only in a list that ends with "and" or "or"
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using WordMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

struct Language {
  WordMap<std::vector<std::string>> expansions;  ///< of an abbreviation
  WordMap<std::string> joined;                   ///< two words written apart → the one word
  WordMap<std::string> representatives;          ///< stem → stem of the first word of its group
  WordMap<bool> stop_words, not_alone, list_stops, breaks, after_head, weak_words, complaint, circumstance, may_join,
      before_period, response_of, self, describing, direct_denials;
  std::vector<std::pair<std::string, std::string>> absorbs, may_drop;       ///< stems
  std::vector<std::pair<std::string, std::vector<std::string>>> opposites;  ///< stems
  std::vector<std::pair<std::string, std::string>> endings, spellings;      ///< endings longest first
  std::string aggravation;  ///< what may stand for the complaint: "worse on standing up"
  std::size_t shortest_stem = 3;
  std::vector<std::size_t> extra_words;  ///< by number of words of a name, from 1
  std::vector<Phrase> phrases;
  WordMap<std::string> measure_alias, measure_unit, time_unit, fraction_unit;
  WordMap<bool> measure_between, years_old, past_time;
  double recent_days = 0;  ///< what was that long ago is "recent", longer "previous"
  WordMap<double> numbers;
  WordMap<bool> female, male, female_pronoun, male_pronoun, left, right, body_parts;
  std::vector<std::string> clinical_endings;

  /// Parsed once. The file is compiled in; a defect of it ends the program (a test reads it).
  static const Language& english();

  /// The word without its inflection, words of one meaning alike. `folded` is one folded word.
  std::string canonical(std::string_view folded) const;
  std::string stem(std::string_view folded) const;
  /// A form of a verb: "…ing", "…ed".
  bool is_verbal(std::string_view folded) const;
  /// It is listed among words of one meaning.
  bool has_group(std::string_view folded) const { return representatives.contains(stem(folded)); }
};

}  // namespace noso::notes
