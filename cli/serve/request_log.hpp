/// One line of JSON for each request; nothing in it comes from the body, the query or a token.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "noso/base/result.hpp"
#include "serve/metrics.hpp"

namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace noso::serve {

/// What is told of one request. `service` is one of ours or empty, never what the client wrote.
struct RequestRecord {
  std::string_view method;
  Route route = Route::other;
  std::string_view service;
  unsigned status = 200;
  double milliseconds = 0;
  std::size_t bytes_in = 0, bytes_out = 0;
  std::size_t cards = 0;
  std::string problem;  ///< code of the first diagnostic, or empty
};

/// Written by a thread of its own; where it cannot keep up the oldest lines are dropped, never a request delayed.
class RequestLog {
 public:
  /// `path` empty: standard error. Errors: `cannot-write`.
  static Result<std::unique_ptr<RequestLog>> open(const std::string& path);
  ~RequestLog();
  void write(const RequestRecord& record);
  void event(std::string_view what, std::string_view detail);

 private:
  RequestLog() = default;
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace noso::serve
