/// Whole notes, held against what a careful reader takes from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/base/json.hpp"
#include "noso/engine/engine.hpp"

namespace noso::audit {

struct NoteCase {
  std::string id, text;
  std::optional<Interval> age;  ///< days
  Sex sex = Sex::unknown;
  std::vector<ConceptId> present, absent;  ///< findings and risk factors, said or following from what is said
  std::vector<ConceptId> right;            ///< conditions of which one should come first; none: nothing is asked
  std::optional<Urgency> urgency;          ///< the least that the answer must have
};

/// Reads an array of objects with `text` and any of `id`, `age` (years), `sex`, `present`, `absent`, `urgency` (or
/// `gold_urgency`) and `top` (or `gold_top1`: one condition or a list). Names of
/// findings that the knowledge does not have are passed over, as such lists are often in free words; a condition that
/// it does not have is an error. Errors: `bad-note-cases`.
Result<std::vector<NoteCase>> read_note_cases(const JsonDocument& document, const Knowledge& knowledge);

struct NoteOutcome {
  bool first = false, top_3 = false;  ///< a right condition is the first, is among the first three
  bool person = false;                ///< age and sex as stated, where they are
  int triage = 0;                     ///< levels above (or below, negative) the stated urgency
  std::vector<ConceptId> missed;      ///< stated, and not understood so
  std::size_t facts = 0;              ///< stated
};

/// Errors: those of `Engine::assess`.
Result<NoteOutcome> hold_against(const Engine& engine, const NoteCase& note, Date as_of);

struct NoteScore {
  std::size_t notes = 0, first = 0, top_3 = 0, under_triage = 0, over_triage = 0, facts = 0, understood = 0, person = 0;
  void add(const NoteOutcome& outcome);
};

}  // namespace noso::audit
