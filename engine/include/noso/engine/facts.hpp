/// A case in terms of the knowledge: what holds, what does not, what nobody knows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "noso/engine/case.hpp"
#include "noso/engine/concept_numbers.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

/// Something the case says of a finding or risk factor.
struct GivenFact {
  ConceptId about;
  Truth state = Truth::unknown;
  std::string from;
};

/// A measurement of the case.
struct GivenValue {
  ConceptId about;
  Interval value;  ///< in the base unit of the finding
  std::string from;
};

struct Facts {
  /// For every concept whether it is present: as given, closed under `is_a` (a present child implies its parents, an
  /// absent parent its children) and completed by definitions.
  std::vector<Truth> state;
  /// For every concept the given or derived one that decided its state; itself where it was given.
  std::vector<ConceptId> because_of;
  std::vector<GivenFact> given;      ///< in the order of the case, findings first, then risk factors
  std::vector<GivenValue> measured;  ///< in the order of the case
  Interval age;                      ///< days
  Interval onset;                    ///< days
  Sex sex = Sex::unknown;
  ConceptNumbers measures;        ///< in the base unit of the finding
  ConceptNumbers measure_ages;    ///< days since it was measured; a value without a date is one of today
  ConceptNumbers fresh_measures;  ///< what is supposed to be measured today, beside a value that is too old
  ConceptNumbers durations;       ///< days; at least those of the present kinds
  ConceptNumbers severities;      ///< 0 to 10; at least those of the present kinds
  using Dates = std::vector<std::pair<ConceptId, DateRange>>;
  Dates onsets;       ///< the days that durations were counted from
  Dates measured_on;  ///< the days of measurements
  struct Tried {
    ConceptId intervention;
    Interval duration;
    Response response = Response::unknown;
    std::string from = {};  ///< where it was read
  };
  std::vector<Tried> tried;
  std::vector<ConceptId> not_tried;  ///< interventions known not to have been tried; none: nothing was
  std::vector<ConceptId> allergies;
  std::vector<std::string>
      unrecognized;         ///< drugs and allergies that the knowledge does not know; any name of a lenient case
  PopulationId population;  ///< when the case names one
  std::vector<ConceptId> conflicts;  ///< of a lenient case: said to be present and absent, taken as unknown

  Truth of(ConceptId c) const { return state[c.value]; }
  Interval measure(ConceptId c) const { return measures.of(c); }
  /// The value, if it was certainly measured within so many days (0: whenever).
  Interval measure(ConceptId c, double within_days) const {
    return is_stale(c, within_days) ? fresh_measures.of(c) : measures.of(c);
  }
  /// There is a value, but it may be too old.
  bool is_stale(ConceptId c, double within_days) const {
    if (within_days == 0) return false;
    const auto measured_before = measure_ages.of(c);
    return measured_before.knows_something() && measured_before.high > within_days;
  }
  Interval duration(ConceptId c) const { return durations.of(c); }
  Interval severity(ConceptId c) const { return severities.of(c); }

  static std::optional<DateRange> date(const Dates& list, ConceptId c) {
    for (const auto& [about, on] : list)
      if (about == c) return on;
    return std::nullopt;
  }

  /// Sets `c` and what follows from it, where nothing is known yet.
  void conclude(const Graph& graph, ConceptId c, Truth state);
};

/// Looks up every name and counts dates up to `as_of`. A condition in the history is the risk factor that the knowledge
/// gives for it, a drug that was tried the intervention that giving it is. Drugs and allergies that are not known go to
/// `unrecognized`. Errors: `unknown-name` with the nearest ones, `ambiguous-name`, `contradiction` (both present and
/// absent, directly or through `is_a`; tried and not tried; a duration that does not fit its date), `future-date`,
/// `unit-mismatch`, `implausible-value`, `unknown-population`; all of them at once, each with its place in the case
/// where it was read from a file. Of a lenient case the first three are no errors: they are listed, and what conflicts
/// counts as unknown.
Result<Facts> resolve(const Knowledge& knowledge, const Case& told, Date as_of);
/// Up to the day of the case, or today.
inline Result<Facts> resolve(const Knowledge& knowledge, const Case& told) {
  return resolve(knowledge, told, told.as_of.value_or(today()));
}

}  // namespace noso
