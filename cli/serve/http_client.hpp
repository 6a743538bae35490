/// Fetches one page: for checking what a service answers.
#pragma once

#include <string>

#include "noso/base/result.hpp"

namespace noso::serve {

/// The body of a 200 response to a GET, within `max_bytes` and 30 seconds. `http://` and `https://`, the latter with a
/// certificate that this machine trusts. Redirects are not followed. Errors: `cannot-fetch`.
Result<std::string> fetch(const std::string& url, std::size_t max_bytes);

}  // namespace noso::serve
