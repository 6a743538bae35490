#include "serve/metrics.hpp"

#include "noso/base/quantity.hpp"

namespace noso::serve {

namespace {

constexpr std::string_view kRouteNames[kRoutes] = {"discovery", "hook",   "feedback", "assess", "search",
                                                   "openapi",   "health", "metrics",  "other"};
constexpr std::string_view kIndicatorNames[] = {"info", "warning", "critical"};

void metric_head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out += "# HELP " + std::string(name) + " " + std::string(help) + "\n# TYPE " + std::string(name) + " " +
         std::string(type) + "\n";
}

void metric_line(std::string& out, std::string_view name, const std::string& labels, const std::string& value) {
  out += std::string(name) + (labels.empty() ? "" : "{" + labels + "}") + " " + value + "\n";
}

std::string route_label(std::size_t route) { return "route=\"" + std::string(kRouteNames[route]) + "\""; }

}  // namespace

std::string_view to_string(Route route) { return kRouteNames[static_cast<std::size_t>(route)]; }

void Metrics::answered(Route route, unsigned status, double seconds) {
  auto& r = routes_[static_cast<std::size_t>(route)];
  ++r.by_status[status < r.by_status.size() ? status : 0];
  std::size_t bucket = 0;
  while (bucket < kBuckets.size() && seconds > kBuckets[bucket]) ++bucket;
  ++r.buckets[bucket];
  r.nanoseconds += static_cast<std::uint64_t>(seconds * 1e9);
}

void Metrics::showed_card(std::string_view indicator) {
  for (std::size_t i = 0; i < cards_.size(); ++i)
    if (kIndicatorNames[i] == indicator) ++cards_[i];
}

std::string Metrics::text() const {
  std::string out;
  metric_head(out, "noso_requests_total", "counter", "Requests answered, by route and HTTP status.");
  for (std::size_t r = 0; r < kRoutes; ++r)
    for (std::size_t s = 0; s < routes_[r].by_status.size(); ++s)
      if (const auto n = routes_[r].by_status[s].load(); n > 0)
        metric_line(out, "noso_requests_total", route_label(r) + ",status=\"" + std::to_string(s) + "\"",
                    std::to_string(n));
  metric_head(out, "noso_request_seconds", "histogram", "Time from a complete request to its answer.");
  for (std::size_t r = 0; r < kRoutes; ++r) {
    std::uint64_t below = 0;
    for (std::size_t b = 0; b <= kBuckets.size(); ++b) {
      below += routes_[r].buckets[b].load();
      const auto limit = b < kBuckets.size() ? format_number(kBuckets[b]) : std::string("+Inf");
      metric_line(out, "noso_request_seconds_bucket", route_label(r) + ",le=\"" + limit + "\"", std::to_string(below));
    }
    metric_line(out, "noso_request_seconds_sum", route_label(r),
                format_number(static_cast<double>(routes_[r].nanoseconds.load()) * 1e-9));
    metric_line(out, "noso_request_seconds_count", route_label(r), std::to_string(below));
  }
  metric_head(out, "noso_cards_total", "counter", "Cards returned, by indicator.");
  for (std::size_t i = 0; i < cards_.size(); ++i)
    metric_line(out, "noso_cards_total", "indicator=\"" + std::string(kIndicatorNames[i]) + "\"",
                std::to_string(cards_[i].load()));
  metric_head(out, "noso_knowledge_swaps_total", "counter", "Knowledge files taken while serving, and refused.");
  metric_line(out, "noso_knowledge_swaps_total", "outcome=\"taken\"", std::to_string(swaps_.load()));
  metric_line(out, "noso_knowledge_swaps_total", "outcome=\"refused\"", std::to_string(failed_swaps_.load()));
  metric_head(out, "noso_connections", "gauge", "Open connections.");
  metric_line(out, "noso_connections", "", std::to_string(connections_.load()));
  return out;
}

}  // namespace noso::serve
