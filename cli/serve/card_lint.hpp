/// Holds the JSON of CDS Hooks against the specification 2.0.1, ready for 3.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "noso/base/json.hpp"

namespace noso::serve {

enum class CdsDocument : std::uint8_t { discovery, request, response, feedback };
std::string_view to_string(CdsDocument kind);

inline constexpr std::size_t kSummaryBelow = 140;  ///< a summary has fewer characters (code points) than this

/// Finds out by its shape what the document is and reports everything that does not fit. Nothing for a document of no
/// known shape, which is reported as `not-cds-hooks`.
std::optional<CdsDocument> lint_cds_document(JsonValue root, Diagnostics& out);

}  // namespace noso::serve
