/// The answer to a case: plain data, every claim with its basis.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/engine/care_plan.hpp"
#include "noso/engine/evaluation.hpp"
#include "noso/engine/explanation.hpp"
#include "noso/engine/facts.hpp"
#include "noso/engine/guideline.hpp"
#include "noso/engine/noisy_or.hpp"
#include "noso/engine/note.hpp"
#include "noso/engine/reassessment.hpp"
#include "noso/engine/single_cause.hpp"

namespace noso {

/// Over everything that is still unknown.
enum class Possibility : std::uint8_t { impossible, possible, certain };
std::string_view to_string(Possibility p);

struct FiredRule {
  RuleId rule;
  std::vector<std::string> because;
};

struct UndeterminedRule {
  RuleId rule;
  std::vector<ConceptId> needs;
  std::vector<std::string> needs_also;  ///< what is not a concept: "age", "duration of heel pain"
};

/// A fact that is not known: a concept, or something else of the case in words ("age", "duration of heel pain").
struct OpenFact {
  ConceptId about;
  std::string what;
  Truth reassuring = Truth::no;  ///< the answer that helps to exclude something worse
};

/// What a score comes to.
struct ScoreValue {
  RuleId score;
  Interval value;                       ///< over everything that is unknown
  std::vector<std::string> bands;       ///< the names of the ranges that the value may be in
  std::vector<std::string> because;     ///< the facts it rests on
  std::vector<ConceptId> needs;         ///< what would narrow it
  std::vector<std::string> needs_also;  ///< what is not a concept: "age"
};

struct Escalation {
  Urgency level = Urgency::none;    ///< the highest that fired
  Urgency at_most = Urgency::none;  ///< the highest that is not excluded
  bool settled() const { return level == at_most; }
  Possibility emergency = Possibility::impossible, urgent = Possibility::impossible, soon = Possibility::impossible;
  std::vector<FiredRule> fired;                ///< most urgent first
  std::vector<UndeterminedRule> undetermined;  ///< most urgent first; only what is above `level`
  /// The fewest facts whose reassuring answers would settle the level, the most dangerous first.
  std::vector<OpenFact> ask_first;
  bool exact = true;  ///< false: a level called possible may be impossible (the search was given up)
};

struct Combination {
  std::vector<ConceptId> conditions;
  double probability = 0;
};

struct NotCounted {
  ConceptId finding;
  ConceptId instead;  ///< the finding that says the same and counts in its place
};

/// Forms of one disease that the findings cannot tell apart.
struct SeriesAnswer {
  std::string_view label;
  std::vector<ConceptId> members;  ///< those that count, most probable first
  double probability = 0;          ///< of all members together
};

struct Differential {
  std::string method;
  double error_bound = 0;  ///< no probability below is off by more
  /// The evidence moves no condition that is worth a thought by as much as a factor of 2: the list is little more than
  /// the priors.
  bool insufficient_evidence = false;
  PopulationId population;
  double none_of_these = 0;
  std::vector<RankedCondition> conditions;  ///< most probable first, ties by id
  std::vector<Combination> combinations;    ///< most probable first
  std::vector<ConceptId> must_not_miss;
  std::vector<ConceptId> unexplained;
  std::vector<NotCounted> not_counted;
  std::vector<SeriesAnswer> series;  ///< most probable first
};

struct Question {
  ConceptId finding;              ///< or risk factor
  std::string text;               ///< as a clinician asks it
  double information_bits = 0;    ///< expected about which condition it is
  double must_not_miss_bits = 0;  ///< expected about whether each dangerous condition that is not ruled out is there
  double urgency_bits = 0;        ///< its share in what is open about the urgency
  std::string why;

  double value_bits() const { return information_bits + must_not_miss_bits + urgency_bits; }
};

/// Whether further questions are worth it.
struct StopAsking {
  bool now = false;
  std::string because;  ///< what is settled; else what is open
};

/// One side where left and right are two problems. The urgency is that of the person: it stands in the answer.
struct Problem {
  std::string_view side;  ///< left or right
  Facts facts;
  bool in_scope = false;
  std::string scope_reason;
  Differential differential;
  std::vector<Question> ask_next;
  StopAsking stop_asking;
  Care care;
};

/// Borrows texts from the knowledge it was made with, which must outlive it.
struct Answer {
  const Knowledge* knowledge = nullptr;
  Date as_of;
  bool in_scope = false;
  std::string scope_reason;
  std::string case_id;
  Facts facts;
  std::optional<NoteReading> note;  ///< of a case with a note: what was read in it
  Escalation escalation;
  std::vector<ScoreValue> scores;           ///< those that the case says something of, in the order of their ids
  std::vector<GuidelineResult> guidelines;  ///< those that are bound and of which the case says something
  Differential differential;
  std::vector<Question> ask_next;  ///< most valuable first
  StopAsking stop_asking;
  std::optional<Explanation> explanation;  ///< of one condition, where it was asked for
  Care care;
  std::vector<Problem> problems;  ///< empty, or left and right
  std::optional<Reassessment> since;
  std::vector<std::string> warnings;
};

/// The answer in the JSON of docs/answer-format.md; the one writer for program, library and service.
std::string to_json(const Answer& answer, bool pretty = true);

/// False where the knowledge has no rules of urgency: that none has fired then means nothing, and an answer says so.
bool tells_urgency(const Knowledge& knowledge);

/// What must be said with every answer of content that no clinician has signed; empty for active content.
std::string notice(const Knowledge& knowledge);

}  // namespace noso
