/// A case in terms of the knowledge: what holds, what does not, what nobody knows.
#pragma once

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
  std::vector<std::pair<ConceptId, Interval>> measures;    ///< in the base unit of the finding
  std::vector<std::pair<ConceptId, Interval>> durations;   ///< days
  std::vector<std::pair<ConceptId, Interval>> severities;  ///< 0 to 10
  struct Tried {
    ConceptId intervention;
    Interval duration;
    Response response = Response::unknown;
  };
  std::vector<Tried> tried;
  std::vector<ConceptId> allergies;
  PopulationId population;  ///< when the case names one

  Truth of(ConceptId c) const { return state[c.value]; }
  /// Everything is unknown where nothing was said.
  Interval measure(ConceptId c) const { return look_up(measures, c); }
  Interval duration(ConceptId c) const { return look_up(durations, c); }
  Interval severity(ConceptId c) const { return look_up(severities, c); }

  /// Sets `c` and what follows from it, where nothing is known yet.
  void conclude(const Graph& graph, ConceptId c, Truth state);

 private:
  static Interval look_up(const std::vector<std::pair<ConceptId, Interval>>& list, ConceptId c) {
    for (const auto& [about, value] : list)
      if (about == c) return value;
    return {};
  }
};

/// Looks up every name. Errors: `unknown-name` with the nearest ones, `ambiguous-name`, `contradiction` (both present
/// and absent, directly or through `is_a`), `unit-mismatch`, `implausible-value`, `unknown-population`; all of them at
/// once.
Result<Facts> resolve(const Knowledge& knowledge, const Case& told);

}  // namespace noso
