/// Drugs by their codes, and where no code is known by the names of ingredients in their words.
#pragma once

#include "intake.hpp"

namespace noso::fhir {

/// The drugs that a CodeableConcept names; a mixture has several. Marks what they were told by.
std::vector<ConceptId> drugs_of(Intake& intake, const Resource& resource, JsonValue codeable);

}  // namespace noso::fhir
