/// What an overlay does to the safety of its base: said aloud even where it is meant.
#pragma once

#include <optional>
#include <string_view>

#include "pack/elements.hpp"

namespace noso {

/// Reports `weaker-safety` (a warning) where `after` may warn less than `before`: a red flag, contraindication, safety
/// property or safety net that is withdrawn, lowered, or whose condition is another one. `after`: nothing when it is
/// withdrawn. Whether another condition is true of fewer cases is not looked at.
void report_weaker_safety(std::string_view section, const OverlayEntry& entry, JsonValue before,
                          std::optional<JsonValue> after, Diagnostics& out);

}  // namespace noso
