/// What the words around a match say of it: denied, suspected, somebody else's, past, conditional (ConText).
#pragma once

#include <span>
#include <vector>

#include "noso/engine/note.hpp"
#include "notes/recogniser.hpp"

namespace noso::notes {

struct Trigger {
  const Phrase* phrase = nullptr;
  std::size_t first = 0, last = 0;  ///< words, both included
};

/// The phrases of the language in the note, the longest at each place, none overlapping.
class PhraseFinder {
 public:
  explicit PhraseFinder(const Language& language);
  std::vector<Trigger> find(std::span<const Word> words) const;

 private:
  bool is_answer(std::span<const Word> words, std::size_t first, std::size_t end) const;

  WordMap<std::vector<const Phrase*>> by_first_;  ///< longest first
  WordMap<bool> answers_;                         ///< first words of those that answer
};

/// Triggers in order of place; `family` before `hypothetical` before `requested`, `attributed`, `absent`, `possible`,
/// `past`. A trigger that is itself part of the match says nothing of it. Of a test the result may follow a colon.
NoteState state_of(const Match& match, std::span<const Word> words, std::span<const Trigger> triggers, bool is_test);

}  // namespace noso::notes
