/// GA4GH phenopackets (v2, JSON) as cases.
#pragma once

#include "noso/base/json.hpp"
#include "noso/engine/case.hpp"

namespace noso {

/// True for an object with the shape of a phenopacket: a subject or phenotypic features in the spelling of the schema.
bool is_phenopacket(JsonValue value);

/// Observed and excluded features, sex, age at the last encounter, onset, and the diagnosis where there is one. Members
/// that say nothing of these are passed over, as the schema has many. Reports what is ill-formed to `out`.
Case read_phenopacket(JsonValue value, Diagnostics& out);

/// An ISO 8601 duration (`P3Y6M`, `P28D`) as days; nothing for other text.
std::optional<double> parse_iso_duration(std::string_view text);

}  // namespace noso
