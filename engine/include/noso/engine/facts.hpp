/// A case in terms of the knowledge: what holds, what does not, what nobody knows.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "noso/engine/case.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

/// Something the case says of a finding or risk factor.
struct GivenFact {
  ConceptId about;
  Truth state = Truth::unknown;
  std::string from;
};

struct Facts {
  /// For every concept whether it is present: as given, closed under `is_a` (a present child implies its parents, an
  /// absent parent its children) and completed by definitions.
  std::vector<Truth> state;
  /// For every concept the given or derived one that decided its state; itself where it was given.
  std::vector<ConceptId> because_of;
  std::vector<GivenFact> given;  ///< in the order of the case, findings first, then risk factors
  Interval age;                  ///< days
  Sex sex = Sex::unknown;
  using Numbers = std::vector<std::pair<ConceptId, Interval>>;  ///< by concept
  Numbers measures;                                             ///< in the base unit of the finding
  Numbers durations;                                            ///< days
  Numbers severities;                                           ///< 0 to 10
  struct Tried {
    ConceptId intervention;
    Interval duration;
    Response response = Response::unknown;
  };
  std::vector<Tried> tried;
  std::vector<ConceptId> not_tried;  ///< interventions known not to have been tried; none: nothing was
  std::vector<ConceptId> allergies;
  PopulationId population;  ///< when the case names one

  Truth of(ConceptId c) const { return state[c.value]; }
  /// Everything is unknown where nothing was said.
  Interval measure(ConceptId c) const { return look_up(measures, c); }
  Interval duration(ConceptId c) const { return look_up(durations, c); }
  Interval severity(ConceptId c) const { return look_up(severities, c); }

  /// The last value given counts.
  void set_measure(ConceptId c, Interval value) { set(measures, c, value); }
  void set_duration(ConceptId c, Interval value) { set(durations, c, value); }
  void set_severity(ConceptId c, Interval value) { set(severities, c, value); }

  /// Sets `c` and what follows from it, where nothing is known yet.
  void conclude(const Graph& graph, ConceptId c, Truth state);

 private:
  static Interval look_up(const Numbers& list, ConceptId c) {
    const auto at =
        std::lower_bound(list.begin(), list.end(), c, [](const auto& e, ConceptId id) { return e.first < id; });
    return at != list.end() && at->first == c ? at->second : Interval{};
  }
  static void set(Numbers& list, ConceptId c, Interval value) {
    const auto at =
        std::lower_bound(list.begin(), list.end(), c, [](const auto& e, ConceptId id) { return e.first < id; });
    if (at != list.end() && at->first == c)
      at->second = value;
    else
      list.insert(at, {c, value});
  }
};

/// Looks up every name. Errors: `unknown-name` with the nearest ones, `ambiguous-name`, `contradiction` (both present
/// and absent, directly or through `is_a`), `unit-mismatch`, `implausible-value`, `unknown-population`; all of them at
/// once.
Result<Facts> resolve(const Knowledge& knowledge, const Case& told);

}  // namespace noso
