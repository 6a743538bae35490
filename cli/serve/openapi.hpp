/// The description of the service for tools (OpenAPI 3.1).
#pragma once

#include <string>

namespace noso::serve {

/// With `base` as the server's URL.
std::string openapi(const std::string& base);

}  // namespace noso::serve
