/// Finds the names of the knowledge in a sequence of words.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "noso/ontology/knowledge.hpp"
#include "notes/tokens.hpp"

namespace noso::notes {

inline constexpr std::size_t kMostNameWords = 12;

/// A name as a set of canonical words. `reversed`: a name of the opposite ("windlass test negative").
struct NamePattern {
  ConceptId owner;
  std::vector<std::uint32_t> words;         ///< distinct, rarest first
  std::uint8_t rank = 0;                    ///< 0 label, 1 synonym, 2 related, 3 shortened
  ConceptKind kind = ConceptKind::finding;  ///< of the owner
  std::uint32_t head =
      0;  ///< the word that the others qualify: "anomaly" of "renal anomaly" and "anomaly of the kidney"
  bool compound = false;  ///< "cleft lip and palate": the names in it are found, too
  bool reversed = false;
  bool capitals = false;  ///< a short abbreviation: found only in capitals
  bool verbal = false;    ///< one word such as "bleeding": only one such is found by "…ing" and "…ed"
};

struct Match {
  std::uint32_t pattern = 0;
  std::uint32_t first = 0, last = 0;  ///< words of the note, both included
  std::uint32_t count = 0;
  std::array<std::uint32_t, kMostNameWords> at{};  ///< `count` words that the name is made of, ascending
  std::uint32_t said_first = 0, said_last = 0;     ///< what is said of it is said of these: its item of a list, or all
};

/// Content words in their order: a sentence, or one item of a list with what it shares.
struct WordSequence {
  std::vector<std::uint32_t> word, canonical;  ///< number in the note; `Recogniser::canonical` of it
  std::size_t item_begin = 0, item_end = 0;    ///< of an item of a list its own words; none: a sentence
  bool is_item() const { return item_end > item_begin; }
};

/// Immutable after construction. A name is found at an occurrence of its rarest word where each of its other words
/// stands within reach in the same sentence (the nearest one is taken, the earlier of two as near), in any order, with
/// at most `Language::extra_words` other words among them. Of names in the same place the one with more words wins; of
/// equal ones that of a finding over that of a condition, as only findings are evidence.
class Recogniser {
 public:
  Recogniser(const Knowledge& knowledge, const Language& language);

  struct Wanted {
    std::optional<ConceptKind> kind;  ///< of this kind alone, as if there were no other names
    bool overlapping = false;         ///< those inside longer ones too
  };
  /// The sentences of a note and the items of its lists, in order of place. Every name is found in one of them.
  std::vector<WordSequence> sequences(std::span<const Word> words) const;

  /// By place, then by pattern.
  std::vector<Match> find(std::span<const Word> words, const Wanted& wanted) const;
  std::vector<Match> find(std::span<const Word> words) const { return find(words, {}); }

  const NamePattern& pattern(std::uint32_t index) const { return patterns_[index]; }
  std::span<const NamePattern> patterns() const { return patterns_; }
  /// Canonical word number of each word; `kStop` and `kUnknown` for words that no name is made of.
  std::vector<std::uint32_t> canonical(std::span<const Word> words) const;

  /// Whether words in reach make this name: commas, "and", capitals and verb forms are looked at.
  bool says(const NamePattern& pattern, const Match& match, const WordSequence& in, std::span<const Word> words) const;

  static constexpr std::uint32_t kStop = 0xffffffff, kUnknown = 0xfffffffe;
  /// Most other words among `count` words of a name.
  std::size_t reach(std::size_t count) const;

 private:
  void add_names(const Knowledge& knowledge, ConceptId owner);
  void add(NamePattern pattern);
  void drop_complaint(NamePattern pattern, const std::vector<Word>& words);
  void shorten(const NamePattern& pattern);
  bool spans_item(const Match& match, const WordSequence& in) const;
  std::vector<Match> search(const WordSequence& in, std::span<const Word> words, const Wanted& wanted) const;
  bool head_fits(const NamePattern& pattern, const Match& match, std::span<const Word> words) const;
  std::uint32_t intern(const std::string& canonical);

  const Language& language_;
  WordMap<std::uint32_t> numbers_;  ///< canonical word → number
  WordMap<std::uint32_t> surface_;  ///< folded word → number, of all words of names
  std::vector<std::string> spelled_;
  std::vector<NamePattern> patterns_;
  std::vector<std::vector<std::uint32_t>> by_rarest_;
};

}  // namespace noso::notes
