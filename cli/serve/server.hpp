/// Opens the door: address, threads, signals, graceful end.
#pragma once

#include <functional>
#include <string>

#include "noso/base/result.hpp"
#include "serve/options.hpp"

namespace noso::serve {

/// Serves until SIGINT or SIGTERM, then finishes what was begun. SIGHUP, and a change of the knowledge file, exchange
/// the knowledge. `ready` is called with the URL once connections are taken. Errors: `cannot-listen`,
/// `unprotected` (an address that others reach, and no authentication), those of opening the knowledge, the keys, the
/// certificate, the log and the feedback.
Status serve(const ServeOptions& options, const std::function<void(const std::string& url)>& ready);

}  // namespace noso::serve
