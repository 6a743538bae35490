/// Reads a clinical note in English: what it says, about whom, and where it says so.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/engine/case.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

/// What a note says of a concept. Only `present`, `absent` and `tried` become facts of the case.
enum class NoteState : std::uint8_t {
  present,
  absent,
  possible,
  past,
  family,
  hypothetical,
  requested,
  attributed,
  tried,
  mentioned
};
std::string_view to_string(NoteState state);

struct NotedConcept {
  ConceptId found;
  NoteState state = NoteState::present;
  std::size_t begin = 0, end = 0;  ///< half-open bytes of the note
  Interval duration;               ///< days
  std::optional<double> severity;  ///< 0 to 10
  Response response = Response::unknown;
};

struct NamedConcept {
  ConceptId found;
  std::size_t begin = 0, end = 0;
};

struct NotedValue {
  ConceptId finding;
  double value = 0;
  std::string unit;  ///< UCUM; empty: the base unit of the finding
  std::size_t begin = 0, end = 0;
};

/// Words of the note.
struct NotedText {
  std::size_t begin = 0, end = 0;
  std::string text;
};

struct NoteReading {
  std::vector<NotedConcept> concepts;  ///< by place
  std::vector<NotedValue> values;
  Interval age;  ///< days
  Sex sex = Sex::unknown;
  std::string side;                       ///< left or right, where the note names one side only
  NotedText age_at, sex_at, side_at;      ///< where these three were read first
  std::vector<NotedText> not_understood;  ///< words that look clinical
  /// Findings that were read as absent and thereby exclude a level of urgency: to be confirmed. Filled by
  /// `Engine::assess`.
  std::vector<ConceptId> to_confirm;
};

/// "text 12..27"
std::string place_in_note(std::size_t begin, std::size_t end);

/// Immutable after construction; shared between threads. The knowledge must outlive it.
class NoteReader {
 public:
  static constexpr std::size_t kMostBytes = 4u << 20;

  explicit NoteReader(const Knowledge& knowledge);
  NoteReader(NoteReader&&) noexcept;
  NoteReader& operator=(NoteReader&&) noexcept;
  ~NoteReader();

  /// Errors: `note-too-large`, and `bad-utf8` with the offset of the first byte that is no text.
  Result<NoteReading> read(std::string_view text) const;

  /// What is named anywhere in the text, whatever is said of it, by place; of `kind` alone.
  Result<std::vector<NamedConcept>> mentions(std::string_view text, ConceptKind kind) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// Adds what the note says to a case, each with its place ("text 12..27"), and makes the case lenient. What the case
/// says already of age and sex stands.
void add_reading(Case& told, const NoteReading& reading, const Knowledge& knowledge);

}  // namespace noso
