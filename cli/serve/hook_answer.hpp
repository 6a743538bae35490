/// From the request of a hook to its cards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/hooks.hpp"
#include "serve/outcome.hpp"
#include "serve/served_knowledge.hpp"

namespace noso::serve {

struct HookAnswer {
  Refusal refusal;  ///< why there is no answer; without diagnostics: there is one
  std::string body;
  std::vector<std::string_view> indicators;  ///< of the cards, in order
};

/// Refuses with 400 what cannot be understood or is about two people, and with 412 where nothing was fetched or
/// everything failed of what the answer would rest on.
HookAnswer answer_hook(const Served& served, const HookService& service, JsonValue root, const AssessOptions& options);

}  // namespace noso::serve
