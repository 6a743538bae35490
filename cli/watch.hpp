/// Does something again whenever the files of a pack, or of a pack that it extends, change.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "noso/base/result.hpp"

namespace noso::cli {

/// Calls `action`, and again after every change of a `*.json` file in `folder`, in one of the folders that `action`
/// named last, or in `vignettes` of one of them, until the program is interrupted (SIGINT, SIGTERM: success) or
/// `folder` goes away. Several changes at once count as one. On a terminal the screen is cleared before each call.
/// Errors: `cannot-watch`.
Status watch(const std::filesystem::path& folder, const std::function<std::vector<std::filesystem::path>()>& action);

}  // namespace noso::cli
