/// A note as words with their places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notes/language.hpp"

namespace noso::notes {

struct Word {
  std::size_t begin = 0, end = 0;  ///< half-open bytes of the note
  std::string text;                ///< folded; "+ve", "-ve" and "?" stand for themselves, "c/o" keeps its stroke
  double number = 0;
  bool is_number = false;
  bool starts_sentence = false;  ///< a new sentence begins here
  bool starts_clause = false;    ///< something like a comma stands before it
  bool states = false;           ///< at the start of a clause: it makes a statement of its own
  bool describes = false;        ///< at the start of a clause: it may make one, or be an item: "red", "swollen"
  bool in_list = false;          ///< `starts_clause`, but as an item of a list: "oral, dental and ocular anomalies"
  bool in_joined_list = false;   ///< and the list ends with "and" or "or"
  bool in_or_list = false;       ///< and the list ends with "or"
  bool upper_case = false;       ///< of one capital letter
  std::string means;             ///< what stands for it in names, if not itself: "recent" for the "ago" of "3 wk ago"
  bool capitals = false;         ///< of two or more letters, none of them small
  char mark_before = ' ';        ///< the punctuation directly before it: '/', ':', '(', …
};

/// The words of valid UTF-8, abbreviations spelled out (each word of an expansion has the place of the abbreviation).
std::vector<Word> split_words(std::string_view text, const Language& language);

}  // namespace noso::notes
