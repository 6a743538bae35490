// Reads the request of a hook. Whoever calls may spell ids and URLs in other forms (several systems do): a warning.
#include <algorithm>

#include "noso/base/json_fields.hpp"
#include "noso/base/text.hpp"
#include "serve/hooks.hpp"
#include "serve/shapes.hpp"

namespace noso::serve {

namespace {

/// `1` of `1` and of `Patient/1`; the second form is reported.
std::string plain_id(JsonFields& context, std::string_view name, std::string_view type, bool required,
                     Diagnostics& out) {
  auto id = (required ? context.text_required(name) : context.text(name)).value_or("");
  const auto prefix = std::string(type) + "/";
  if (id.starts_with(prefix)) {
    out.warning(context.where(name), "lenient-id", "'" + std::string(name) + "' holds a reference, not an id",
                "send the id alone, without '" + prefix + "'");
    id.erase(0, prefix.size());
  }
  if (id.empty() && context.value().find(name) && context.value().find(name)->is(JsonType::string))
    out.error(context.where(name), "empty-field", "'" + std::string(name) + "' is empty", "send the id");
  return id;
}

bool has_next_page(JsonValue bundle) {
  const auto links = bundle.find("link");
  if (!links || !links->is(JsonType::array)) return false;
  for (std::size_t i = 0; i < links->size(); ++i)
    if (links->at(i).member_text("relation") == "next") return true;
  return false;
}

PrefetchItem read_item(std::string_view key, JsonValue value, Diagnostics& out) {
  PrefetchItem item{std::string(key), PrefetchState::data, value, false};
  if (value.is(JsonType::null)) {
    item = {std::string(key), PrefetchState::nothing_found, std::nullopt, false};
  } else if (!value.is(JsonType::object)) {
    out.error(value.where(), "wrong-type", "a prefetched value is " + std::string(to_string(value.type())),
              "send a FHIR resource, or null where nothing was found");
  } else if (value.size() == 0) {
    out.warning(value.where(), "lenient-prefetch", "a prefetched value is an empty object; it is taken as not fetched",
                "send null where nothing was found");
    item = {std::string(key), PrefetchState::not_fetched, std::nullopt, false};
  } else if (value.member_text("resourceType") == "OperationOutcome") {
    item = {std::string(key), PrefetchState::failed, std::nullopt, false};
  } else if (value.member_text("resourceType").empty()) {
    out.warning(value.where(), "lenient-prefetch",
                "a prefetched value has no 'resourceType'; it is taken as not fetched", "send a FHIR resource");
    item = {std::string(key), PrefetchState::not_fetched, std::nullopt, false};
  } else {
    item.has_more = value.member_text("resourceType") == "Bundle" && has_next_page(value);
  }
  return item;
}

void read_prefetch(JsonValue prefetch, const HookService* service, HookRequest& request, Diagnostics& out) {
  if (!expect_type(prefetch, JsonType::object, "prefetch", out)) return;
  if (service != nullptr)
    for (const auto& query : service->prefetch) request.prefetch.push_back({std::string(query.key), {}, {}, false});
  for (std::size_t i = 0; i < prefetch.size(); ++i) {
    auto item = read_item(prefetch.key(i), prefetch.at(i), out);
    const auto known = std::find_if(request.prefetch.begin(), request.prefetch.end(),
                                    [&](const PrefetchItem& other) { return other.key == item.key; });
    if (known != request.prefetch.end())
      *known = std::move(item);
    else
      request.prefetch.push_back(std::move(item));
  }
}

void read_authorization(JsonValue root, JsonValue value, Diagnostics& out) {
  JsonFields fields(value, out, "fhirAuthorization");
  (void)fields.text_required("access_token");
  if (const auto type = fields.text_required("token_type"); type && *type != "Bearer")
    check_word(*type, {"Bearer"}, fields.where("token_type"), out);
  if (const auto life = fields.number_required("expires_in"); life && !(*life > 0))
    out.error(fields.where("expires_in"), "out-of-range", "'expires_in' is not above 0", "send seconds");
  (void)fields.text_required("scope");
  (void)fields.text_required("subject");
  (void)fields.text("patient");
  allow_extension(fields);
  fields.finish();
  if (!root.find("fhirServer"))
    out.error(value.where(), "missing-key", "there is 'fhirAuthorization' and no 'fhirServer'",
              "say which server the token is for");
}

/// Every selection is one of the draft orders.
void check_selections(const HookRequest& request, JsonFields& context, Diagnostics& out) {
  std::vector<std::string> orders;
  for (const auto& resource : request.orders()) {
    orders.push_back(resource.member_text("resourceType") + "/" + resource.member_text("id"));
    orders.push_back(resource.member_text("id"));
  }
  for (const auto& selected : request.selections)
    if (std::find(orders.begin(), orders.end(), selected) == orders.end())
      out.warning(context.where("selections"), "selection-of-nothing", "a selection is none of the draft orders",
                  "name them as Type/id");
}

void read_context(JsonValue value, const HookService* service, HookRequest& request, Diagnostics& out) {
  JsonFields context(value, out, "the context");
  if (!context.is_object()) return;
  const auto hook = service != nullptr ? service->hook : Hook::patient_view;
  const bool orders = hook == Hook::order_select || hook == Hook::order_sign;
  if (const auto user = context.text_required("userId"); user && user->find('/') == std::string::npos)
    out.warning(context.where("userId"), "lenient-id", "'userId' is no Type/id", "send it as Practitioner/1");
  request.patient_id = plain_id(context, "patientId", "Patient", true, out);
  request.encounter_id = plain_id(context, "encounterId", "Encounter", hook == Hook::encounter_start, out);
  if (const auto draft = orders ? context.any_required("draftOrders") : std::nullopt) {
    if (expect_type(*draft, JsonType::object, "'draftOrders'", out)) request.draft_orders = *draft;
    if (request.draft_orders && draft->member_text("resourceType") != "Bundle")
      out.warning(draft->where(), "lenient-orders", "'draftOrders' is no Bundle; it is taken as the one order",
                  "send a FHIR Bundle of the draft orders");
  }
  if (hook != Hook::order_select) return;
  if (context.any_required("selections")) request.selections = context.texts("selections");
  check_selections(request, context, out);
}

/// A client of another version may send more than we know.
void warn_of_unknown_keys(JsonValue root, Diagnostics& out) {
  constexpr std::string_view kKnown[] = {"hook",    "hookInstance", "fhirServer", "fhirAuthorization",
                                         "context", "prefetch",     "extension"};
  for (std::size_t i = 0; root.is(JsonType::object) && i < root.size(); ++i)
    if (std::find(std::begin(kKnown), std::end(kKnown), root.key(i)) == std::end(kKnown))
      out.warning(root.key_where(i), "unknown-key", "the request has no key '" + std::string(root.key(i)) + "'",
                  choose_from(root.key(i), kKnown));
}

}  // namespace

std::vector<JsonValue> HookRequest::orders() const {
  if (!draft_orders) return {};
  if (draft_orders->member_text("resourceType") != "Bundle") return {*draft_orders};
  std::vector<JsonValue> out;
  const auto entries = draft_orders->find("entry");
  for (std::size_t i = 0; entries && entries->is(JsonType::array) && i < entries->size(); ++i)
    if (const auto resource = entries->at(i).find("resource"); resource && resource->is(JsonType::object))
      out.push_back(*resource);
  return out;
}

HookRequest read_hook_request(JsonValue root, const HookService* service, Diagnostics& out) {
  HookRequest request;
  JsonFields fields(root, out, "the request");
  request.hook = fields.text_required("hook").value_or("");
  if (service != nullptr && !request.hook.empty() && request.hook != service->id)
    out.error(fields.where("hook"), "wrong-hook", "this service answers the hook '" + std::string(service->id) + "'",
              "call the service whose hook is the one that was triggered");
  request.hook_instance = fields.text_required("hookInstance").value_or("");
  if (fields.is_object()) {
    check_uuid(root, "hookInstance", Severity::warning, out);
    if (fields.text("fhirServer")) check_url(root, "fhirServer", Severity::warning, out);
  }
  if (const auto authorization = fields.any("fhirAuthorization")) read_authorization(root, *authorization, out);
  if (const auto context = fields.any_required("context")) read_context(*context, service, request, out);
  if (const auto prefetch = fields.any("prefetch"))
    read_prefetch(*prefetch, service, request, out);
  else if (service != nullptr)
    for (const auto& query : service->prefetch) request.prefetch.push_back({std::string(query.key), {}, {}, false});
  warn_of_unknown_keys(root, out);
  return request;
}

}  // namespace noso::serve
