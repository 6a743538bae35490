/// A case in terms of the knowledge: what holds, what does not, what nobody knows.
#pragma once

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

struct Facts {
  /// For every concept whether it is present: as given, closed under `is_a` (a present child implies its parents, an
  /// absent parent its children) and completed by definitions.
  std::vector<Truth> state;
  /// For every concept the given or derived one that decided its state; itself where it was given.
  std::vector<ConceptId> because_of;
  std::vector<GivenFact> given;  ///< in the order of the case, findings first, then risk factors
  Interval age;                  ///< days
  Sex sex = Sex::unknown;
  ConceptNumbers measures;    ///< in the base unit of the finding
  ConceptNumbers durations;   ///< days
  ConceptNumbers severities;  ///< 0 to 10
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
  Interval measure(ConceptId c) const { return measures.of(c); }
  Interval duration(ConceptId c) const { return durations.of(c); }
  Interval severity(ConceptId c) const { return severities.of(c); }

  /// Sets `c` and what follows from it, where nothing is known yet.
  void conclude(const Graph& graph, ConceptId c, Truth state);
};

/// Looks up every name. Errors: `unknown-name` with the nearest ones, `ambiguous-name`, `contradiction` (both present
/// and absent, directly or through `is_a`), `unit-mismatch`, `implausible-value`, `unknown-population`; all of them at
/// once.
Result<Facts> resolve(const Knowledge& knowledge, const Case& told);

}  // namespace noso
