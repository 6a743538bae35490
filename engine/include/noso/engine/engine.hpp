/// The engine: a case in, an answer out.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/answer.hpp"
#include "noso/engine/case.hpp"
#include "noso/engine/note.hpp"
#include "noso/ontology/knowledge_file.hpp"

namespace noso {

inline constexpr std::string_view kEngineName = "nosograph";
extern const std::string_view kEngineVersion;  ///< `major.minor.patch`

struct AssessOptions {
  std::optional<Date> as_of;        ///< default: the day of the case; where it names none, today
  std::size_t max_conditions = 10;  ///< ranked conditions in the answer
  std::size_t max_questions = 5;
  std::size_t max_advice = 8;  ///< interventions advised, beside those that are due early
  std::string candidates;      ///< only conditions whose id starts with this are ranked (single cause)
  double care_share = 0.3;     ///< conditions at least this share as probable as the first are cared for
  double settled_at = 0.8;     ///< probability from which on the first condition counts as found (estimate)
  /// What the ranking may cost, counted as the work that a core does in so many milliseconds; where it does not suffice
  /// for exact probabilities, the answer holds bounds.
  double budget_ms = 1000;
  /// When the answer is wanted. Once it has passed, only the urgency is told, and a warning says what was left out. By
  /// the clock, so that equal input no longer gives equal output: for services.
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

struct FoundConcept {
  ConceptId found;
  double score = 0;             ///< larger is better
  std::string matched;          ///< the name that answers best; empty where only the definition does
  std::string_view matched_in;  ///< the scope of that name (label, synonym, …), or "definition"
  std::string snippet;          ///< why it was found: the name, or the part of the definition that answers
  std::vector<std::pair<std::size_t, std::size_t>> marked;  ///< the words of the snippet that answer: half-open bytes
};

/// Owns its knowledge. Immutable after construction: one engine may be used from any number of threads at once, each
/// answers as it would alone. It must outlive every answer, `Knowledge` and `NoteReader` that it gave. A moved-from
/// engine may only be destroyed or assigned to.
class Engine {
 public:
  explicit Engine(KnowledgeFile file);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  const Knowledge& knowledge() const;

  /// Answers a case. Errors: those of `resolve`, and `contradiction` where something is said to be absent that follows
  /// from the rest of the case. A note in the case (`Case::text`) is read first
  /// (`add_reading`). The answer borrows from this engine.
  Result<Answer> assess(const Case& told, const AssessOptions& options = {}) const;

  /// What stands against `interventions` in this person, whatever the case is about: an answer with the facts, the
  /// urgency and, in `care`, what rules one of them out (`avoid`), what asks for care (`caution`), and for each that
  /// nothing rules out an entry in `next` with its cautions and what to ask before. Errors: those of `assess`.
  Result<Answer> precautions(const Case& told, std::span<const ConceptId> interventions,
                             const AssessOptions& options = {}) const;

  /// The answer to `now`, held against an earlier case of the same person (`Answer::since`). What was tried earlier was
  /// tried; responses that `now` leaves open are taken from the course of the complaint, and a warning says so.
  /// Errors: those of `assess`, for either case.
  Result<Answer> reassess(const Case& now, const Case& before, const AssessOptions& options = {}) const;

  /// The answer with `Answer::explanation`: why the condition, by any of its names, stands where it stands, and what
  /// would change the answer, whether it is on the list or not. Errors: those of `assess`, and `unknown-name` and
  /// `ambiguous-name` of the condition.
  Result<Answer> explain(const Case& told, std::string_view condition, const AssessOptions& options = {}) const;

  /// The case to which `changes` of an explanation lead: `told` without left and right, with what they are about known
  /// as it is after them.
  Case changed(const Case& told, std::span<const FactChange> changes) const;
  /// Reads notes against this knowledge. Made by the first call; safe from several threads.
  const NoteReader& note_reader() const;

  /// Full-text search as in `KnowledgeFile::search`; the abbreviations of clinical English are spelled out as well.
  Result<std::vector<FoundConcept>> search(std::string_view query, std::optional<ConceptKind> kind,
                                           std::size_t limit) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// `{"results":[{"id","label","kind","score","matched"}]}`
std::string to_json(const Knowledge& knowledge, std::span<const FoundConcept> found);

}  // namespace noso
