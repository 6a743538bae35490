#include "serve/chart.hpp"

namespace noso::serve {

namespace {

/// What of an item nobody has seen; empty when all of it was.
std::string unseen_part(const PrefetchItem& item) {
  switch (item.state) {
    case PrefetchState::not_fetched:
    case PrefetchState::failed: return item.key + " (" + std::string(to_string(item.state)) + ")";
    case PrefetchState::nothing_found: return {};
    case PrefetchState::data: return item.has_more ? item.key + " (first page only)" : std::string();
  }
  return {};
}

}  // namespace

Result<Chart> read_chart(const Served& served, const HookRequest& request, const AssessOptions& options) {
  Chart out;
  std::vector<fhir::Source> sources;
  for (const auto& item : request.prefetch) {
    if (item.resource) sources.push_back({"%" + item.key, *item.resource});
    if (auto part = unseen_part(item); !part.empty()) out.unseen.push_back(std::move(part));
  }
  out.told.lenient = true;
  if (sources.empty()) return out;
  auto reading = served.charts.read(sources, {.patient_id = request.patient_id, .as_of = options.as_of});
  if (!reading.ok()) return reading.errors();
  out.told = std::move(reading->patient);
  out.warnings.swap(out.told.warnings);  // every card tells them, not only those of the answer as a whole
  return out;
}

}  // namespace noso::serve
