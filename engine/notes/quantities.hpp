/// Age, sex, side, times and measured values of a note.
#pragma once

#include "noso/engine/note.hpp"
#include "notes/recogniser.hpp"

namespace noso::notes {

struct NotedTime {
  std::size_t first = 0, last = 0;  ///< words
  Interval days;
  bool ago = false;
};

/// Marks in `used` the words it took.
void read_person(std::span<const Word> words, const Language& language, std::vector<bool>& used, NoteReading& out);
std::vector<NotedTime> read_times(std::span<const Word> words, const Language& language, std::vector<bool>& used);
void read_values(std::span<const Word> words, const Language& language, const Knowledge& knowledge,
                 std::vector<bool>& used, NoteReading& out);

}  // namespace noso::notes
