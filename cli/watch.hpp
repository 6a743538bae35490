/// Does something again whenever the files of a pack change.
#pragma once

#include <filesystem>
#include <functional>

#include "noso/base/result.hpp"

namespace noso::cli {

/// Calls `action`, and again after every change of a `*.json` file in `folder` or `folder/vignettes`, until the program
/// is interrupted (SIGINT, SIGTERM: success) or the folder goes away. Several changes at once count as one. On a
/// terminal the screen is cleared before each call. Errors: `cannot-watch`.
Status watch(const std::filesystem::path& folder, const std::function<void()>& action);

}  // namespace noso::cli
