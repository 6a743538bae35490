/// Vignettes: cases whose answer an author has stated beforehand.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "noso/engine/case.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

/// What must hold of the answer. What is not stated is not checked.
struct Expectation {
  ConceptId top;                   ///< stands among the first three; first when `strict_top`
  std::vector<ConceptId> top_3;    ///< all of them stand among the first three
  std::optional<Urgency> urgency;  ///< exactly this level
  std::optional<Urgency> not_below;
  std::vector<RuleId> fires, does_not_fire, undetermined;  ///< red-flag rules and cautions
  std::vector<std::pair<RuleId, double>> scores;           ///< each comes out as exactly this
  std::vector<ConceptId> warned;                ///< interventions that a true caution or contraindication speaks of
  std::vector<ConceptId> avoided;               ///< interventions that a true contraindication speaks of
  std::vector<ConceptId> present, absent;       ///< findings and risk factors, told or concluded by definitions
  std::vector<ConceptId> advised, not_advised;  ///< interventions
  bool strict_top = false;
};

struct Vignette {
  std::string id, title, source, why;
  Case told;
  std::string case_json;  ///< the case as it stands in the file, compact
  Expectation expect;
  Location where;
};

/// Reads documents of the form `{"vignettes": [{"id", "title", "case", "expect", "source", "why"}]}`. Every problem of
/// all documents is reported with its place: unknown keys, names that the knowledge does not have, cases that cannot be
/// read or contradict themselves, an id used twice, a rule expected to be two things at once, nothing expected at all.
/// Vignettes for which `skip` says so are passed over unread.
Result<std::vector<Vignette>> read_vignettes(const std::vector<JsonDocument>& documents, const Knowledge& knowledge,
                                             const std::function<bool(JsonValue)>& skip = {});

}  // namespace noso::audit
