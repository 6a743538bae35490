#include "serve/hook_answer.hpp"

#include <algorithm>

#include "serve/cards.hpp"
#include "serve/chart.hpp"
#include "serve/orders.hpp"

namespace noso::serve {

namespace {

HookAnswer refused(unsigned status, std::vector<Diagnostic> why) {
  std::stable_sort(why.begin(), why.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.severity < b.severity; });
  HookAnswer out;
  out.refusal = {status, std::move(why)};
  return out;
}

/// Somebody looked: data came, or nothing was found.
bool knows_something(const HookRequest& request) {
  return std::any_of(request.prefetch.begin(), request.prefetch.end(), [](const PrefetchItem& item) {
    return item.state == PrefetchState::data || item.state == PrefetchState::nothing_found;
  });
}

HookAnswer without_data(const HookRequest& request) {
  std::string states;
  for (const auto& item : request.prefetch)
    states += (states.empty() ? "" : ", ") + item.key + ": " + std::string(to_string(item.state));
  return refused(412, {error("no-data", "nothing of the chart was fetched, so that there is nothing to answer from",
                             "send the prefetch of the discovery (" + states + ")")});
}

Result<std::vector<Card>> cards_of(const Served& served, const HookService& service, const HookRequest& request,
                                   const Chart& chart, const AssessOptions& options) {
  if (service.hook == Hook::order_select || service.hook == Hook::order_sign)
    return order_cards(served, request, chart, options);
  const auto answer = served.engine.assess(chart.told, options);
  if (!answer.ok()) return answer.errors();
  return service.hook == Hook::patient_view ? view_cards(*answer, chart) : triage_cards(*answer, chart);
}

}  // namespace

HookAnswer answer_hook(const Served& served, const HookService& service, JsonValue root, const AssessOptions& options) {
  Diagnostics found;
  const auto request = read_hook_request(root, &service, found);
  if (found.has_errors()) return refused(400, found.take());
  const bool orders = service.hook == Hook::order_select || service.hook == Hook::order_sign;
  const bool needs_data = !orders || !known_orders(served, request).empty();
  if (needs_data && !knows_something(request)) return without_data(request);
  auto chart = read_chart(served, request, options);
  if (!chart.ok()) return refused(400, chart.errors());
  for (const auto& d : found.take()) chart->remarks.push_back(to_string(d));
  const auto cards = cards_of(served, service, request, *chart, options);
  if (!cards.ok()) return refused(422, cards.errors());
  HookAnswer out;
  for (const auto& card : *cards) out.indicators.push_back(to_string(card.indicator));
  out.body = response_json(*cards, served.engine.knowledge(), request, *chart);
  return out;
}

}  // namespace noso::serve
