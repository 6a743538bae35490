#include "serve/request_log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <ctime>

#include "noso/base/json_writer.hpp"

namespace noso::serve {

namespace {

constexpr std::size_t kLinesWaiting = 8192;

/// `2026-01-31T08:15:30.123Z`
std::string time_stamp() {
  const auto now = std::chrono::system_clock::now();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[40];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>(milliseconds % 1000));
  return text;
}

}  // namespace

Result<std::unique_ptr<RequestLog>> RequestLog::open(const std::string& path) {
  std::unique_ptr<RequestLog> out(new RequestLog);
  std::shared_ptr<spdlog::sinks::sink> sink;
  try {
    if (path.empty())
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
  } catch (const spdlog::spdlog_ex& e) {
    return error("cannot-write", "the request log cannot be opened: " + std::string(e.what()),
                 "name a file in a folder that can be written", {path});
  }
  out->pool_ = std::make_shared<spdlog::details::thread_pool>(kLinesWaiting, 1);
  out->logger_ = std::make_shared<spdlog::async_logger>("requests", std::move(sink), out->pool_,
                                                        spdlog::async_overflow_policy::overrun_oldest);
  out->logger_->set_pattern("%v");
  return out;
}

RequestLog::~RequestLog() {
  if (logger_) logger_->flush();
}

void RequestLog::write(const RequestRecord& r) {
  JsonWriter out(false);
  out.begin_object().member("time", std::string_view(time_stamp())).member("event", "request");
  out.member("method", r.method).member("route", to_string(r.route));
  if (!r.service.empty()) out.member("service", r.service);
  out.member("status", static_cast<std::uint64_t>(r.status)).member("ms", r.milliseconds);
  out.member("bytes_in", static_cast<std::uint64_t>(r.bytes_in));
  out.member("bytes_out", static_cast<std::uint64_t>(r.bytes_out));
  if (r.route == Route::hook) out.member("cards", static_cast<std::uint64_t>(r.cards));
  if (!r.problem.empty()) out.member("problem", std::string_view(r.problem));
  out.end_object();
  logger_->info("{}", out.text());
}

void RequestLog::event(std::string_view what, std::string_view detail) {
  JsonWriter out(false);
  out.begin_object().member("time", std::string_view(time_stamp())).member("event", what);
  if (!detail.empty()) out.member("detail", detail);
  out.end_object();
  logger_->info("{}", out.text());
  logger_->flush();
}

}  // namespace noso::serve
