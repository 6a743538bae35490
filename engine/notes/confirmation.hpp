/// Which absences a note must not be trusted with alone.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "noso/engine/answer.hpp"
#include "noso/engine/case.hpp"

namespace noso::notes {

/// The urgency of a case; nothing where it is refused.
using UrgencyOf = std::function<std::optional<Escalation>(const Case&)>;

/// What was read as absent ("text …") and is all that excludes a rule more urgent than what has fired: were nothing
/// said of it, the rule would be open. By id.
std::vector<ConceptId> decisive_absences(const Case& told, const Answer& answer, const UrgencyOf& urgency_of);

}  // namespace noso::notes
