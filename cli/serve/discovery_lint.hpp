/// Holds the list of services of a CDS Hooks server against the specification.
#pragma once

#include "noso/base/json.hpp"

namespace noso::serve {

void lint_discovery(JsonValue root, Diagnostics& out);

}  // namespace noso::serve
