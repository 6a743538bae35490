/// What the words of a query may stand for in the index.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/word_forms.hpp"
#include "search/word_list.hpp"

namespace noso {

/// A reading of a word of the query.
struct Reading {
  std::string word;   ///< a word of names; of initials the initials
  std::string token;  ///< as it is indexed
  double cost = 0;    ///< 0: as written, 1: nothing in common
  bool initials = false;
};

struct QueryWord {
  std::string_view text;
  std::vector<Reading> readings;  ///< cheapest first; none: no name or definition has anything like it
  std::uint32_t occurrences = 0;  ///< concepts in which the readings occur, at most
  bool corrected = false;         ///< the readings are not what was written
};

enum class Spelling { as_written, corrected };

/// The readings of each of the words: the word in all its forms and what differs in the ending of a disease alone;
/// of the last one the words that it begins, too. A word that is none of these is taken for an abbreviation, or for
/// misspelt; with `corrected` every word may be.
std::vector<QueryWord> plan_query(const std::vector<std::string_view>& words, Spelling spelling, WordList& list,
                                  WordForms& forms);

}  // namespace noso
