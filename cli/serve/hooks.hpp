/// The CDS services that are offered, and what a call of one says.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso::serve {

enum class Hook : std::uint8_t { patient_view, encounter_start, order_select, order_sign };

/// A query that a client runs before it calls, and what its answer is used for.
struct PrefetchTemplate {
  std::string_view key, query;
};

struct HookService {
  Hook hook;
  std::string_view id;  ///< the name of the hook: one service for each
  std::string_view title, description;
  std::span<const PrefetchTemplate> prefetch;
};

std::span<const HookService> hook_services();
/// Nothing where there is no such service.
const HookService* find_service(std::string_view id);
/// `GET /cds-services`
std::string discovery(const Knowledge& knowledge);

/// What came of a query. Nothing fetched is not nothing found, and neither says that anything is absent.
enum class PrefetchState : std::uint8_t { not_fetched, nothing_found, failed, data };
std::string_view to_string(PrefetchState state);

struct PrefetchItem {
  std::string key;
  PrefetchState state = PrefetchState::not_fetched;
  std::optional<JsonValue> resource;  ///< of `data`
  bool has_more = false;              ///< a Bundle with a link to a next page, which nobody read
};

/// Borrows from the document that it was read from.
struct HookRequest {
  std::string hook, hook_instance, patient_id, encounter_id;
  std::vector<PrefetchItem> prefetch;  ///< those of the service, in its order, then further ones in theirs
  std::optional<JsonValue> draft_orders;
  std::vector<std::string> selections;  ///< `Type/id`; of order-select

  /// The resources that are ordered: those of the Bundle, or the one that stands alone.
  std::vector<JsonValue> orders() const;
};

/// Reads a request and reports what does not fit the specification: as errors what cannot be understood, as warnings
/// ids and URLs in another form (`Patient/1` for `1`). `service`: which one is called; null for any hook, of which then
/// only what all hooks share is checked.
HookRequest read_hook_request(JsonValue root, const HookService* service, Diagnostics& out);

}  // namespace noso::serve
