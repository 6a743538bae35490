/// One reading: what the readers of the single resource types share. They say what they found; the case is made of it
/// at the end, when it is known what is newest and what contradicts what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart.hpp"
#include "code_index.hpp"
#include "datatypes.hpp"
#include "ledger.hpp"

namespace noso::fhir {

/// What a CodeableConcept names.
struct Mapping {
  std::optional<ConceptId> about;  ///< the most special one; none: not mapped
  bool narrower = false;           ///< the code is a kind of it
};

/// Something that the chart says of a finding or a risk factor.
struct Saying {
  ConceptId about;
  Truth state = Truth::unknown;
  JsonValue at;                    ///< the element that says what
  std::optional<JsonValue> value;  ///< the element that says whether, or how much
  std::size_t source = 0;
  std::string path;               ///< of that element
  std::optional<DateRange> when;  ///< of an observation, which a newer one replaces
  std::string stamp;              ///< as it is sent, to tell the newest of a day
  bool observed = false;
  std::optional<DateRange> since;
  std::optional<Interval> duration;  ///< days
  std::string side;
  std::optional<Measurement> measured;
};

/// What reading needs to know, made once for a knowledge.
struct Lookup {
  explicit Lookup(const Knowledge& of);

  const Knowledge& knowledge;
  CodeIndex codes;
  std::vector<double> valid_days;  ///< by concept: how long an observation of it holds; infinite where nothing says
};

class Intake {
 public:
  Intake(const Lookup& lookup, const Chart& chart, Ledger& ledger, Date as_of, Case& told)
      : lookup_(lookup), chart_(chart), ledger_(ledger), as_of_(as_of), told_(told) {}

  const Knowledge& knowledge() const { return lookup_.knowledge; }
  const Lookup& lookup() const { return lookup_; }
  const Chart& chart() const { return chart_; }
  Date as_of() const { return as_of_; }
  Case& told() { return told_; }
  std::vector<std::string>& warnings() { return warnings_; }

  template <class... Parts>
  void mark(const Resource& in, JsonValue value, Outcome outcome, const Parts&... parts) {
    ledger_.mark(in.source, value, outcome, parts...);
  }
  template <class... Parts>
  void mark(const Resource& in, std::optional<JsonValue> value, Outcome outcome, const Parts&... parts) {
    if (value) ledger_.mark(in.source, *value, outcome, parts...);
  }

  /// Marks the type, and the subject as that of the patient. False where the resource must not be read: entered in
  /// error, or changed in meaning by something unknown.
  bool open(const Resource& resource, std::optional<JsonValue> status);

  /// The concept that the codes name; where none does, the words, if they are one of its names. Marks both.
  Mapping map(const Resource& in, JsonValue codeable, Kinds kinds);
  /// Lists what was not mapped in the answer.
  void add_unmapped(JsonValue codeable);

  void say(Saying saying) { sayings_.push_back(std::move(saying)); }
  /// A date up to the day of the case; a time of day may be of the next day elsewhere. Marks what is later.
  std::optional<DateRange> past(const Resource& in, JsonValue at, std::optional<DateRange> date);

  /// Makes the case of what was said.
  void conclude();

 private:
  std::vector<CodeMatch> coded(const Resource& in, JsonValue coding, Kinds kinds);
  Mapping choose(std::vector<CodeMatch> matches) const;
  Mapping by_words(const Resource& in, JsonValue codeable, Kinds kinds);
  void check_words(const Resource& in, JsonValue codeable, ConceptId about);
  void keep_newest();
  void set_stale_aside();
  void mark_conflicts();
  void join_repeated();
  void overrule(const Saying& saying, Outcome outcome, const std::string& why);
  void write(const Saying& saying);

  const Lookup& lookup_;
  const Chart& chart_;
  Ledger& ledger_;
  Date as_of_;
  Case& told_;
  std::vector<Saying> sayings_;
  std::vector<std::string> warnings_;
};

/// The words for a CodeableConcept: its text, else the first display, else the first code.
std::string words_of(JsonValue codeable);

void read_patient(Intake& intake, const Resource& resource);
void read_condition(Intake& intake, const Resource& resource);
void read_observation(Intake& intake, const Resource& resource);
void read_allergy(Intake& intake, const Resource& resource);
void read_medication(Intake& intake, const Resource& resource);
void read_procedure(Intake& intake, const Resource& resource);
void read_family_history(Intake& intake, const Resource& resource);
void read_questionnaire_response(Intake& intake, const Resource& resource);

/// The value of an observation, one of its components, or an answer, said of `about`. `when` is the day of it.
struct Observed {
  ConceptId about;
  bool narrower = false;
  JsonValue element;  ///< the observation, component or answer
  std::string path;
  std::optional<DateRange> when;
  std::string stamp;
  std::string side;
};
void read_value(Intake& intake, const Resource& resource, const Observed& observed);

}  // namespace noso::fhir
