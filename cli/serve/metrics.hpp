/// Counters of the service in the text format of Prometheus.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace noso::serve {

enum class Route : std::uint8_t { discovery, hook, feedback, assess, search, openapi, health, metrics, other };
inline constexpr std::size_t kRoutes = 9;
std::string_view to_string(Route route);

/// Safe from any thread.
class Metrics {
 public:
  void answered(Route route, unsigned status, double seconds);
  void showed_card(std::string_view indicator);
  void swapped(bool succeeded) { ++(succeeded ? swaps_ : failed_swaps_); }
  void connected() { ++connections_; }
  void disconnected() { --connections_; }
  std::int64_t connections() const { return connections_; }
  /// Without the facts of the knowledge, which the caller adds.
  std::string text() const;

 private:
  using Counter = std::atomic<std::uint64_t>;
  static constexpr std::array<double, 12> kBuckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                   0.05,   0.1,   0.25,   0.5,   1,    2.5};
  struct OfRoute {
    std::array<Counter, 600> by_status{};
    std::array<Counter, kBuckets.size() + 1> buckets{};
    Counter nanoseconds = 0;
  };
  std::array<OfRoute, kRoutes> routes_{};
  std::array<Counter, 3> cards_{};  ///< info, warning, critical
  Counter swaps_ = 0, failed_swaps_ = 0;
  std::atomic<std::int64_t> connections_ = 0;
};

}  // namespace noso::serve
