// Beast on one strand for each connection, as a coroutine: read the head, read the body, answer, again.
#include "serve/connection.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <chrono>
#include <optional>

#include "serve/coroutines.hpp"

namespace noso::serve {

namespace {

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

http::response<http::string_body> wire_response(HttpResponse&& answer, bool keep_alive) {
  http::response<http::string_body> out(static_cast<http::status>(answer.status), 11);
  out.set(http::field::server, "nosograph");
  out.set(http::field::cache_control, "no-store");
  out.set("X-Content-Type-Options", "nosniff");
  if (!answer.body.empty()) out.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : answer.headers) out.set(name, value);
  out.keep_alive(keep_alive);
  out.body() = std::move(answer.body);
  out.prepare_payload();
  return out;
}

HttpRequest copied(const http::request<http::string_body>& message) {
  HttpRequest out;
  for (const auto name : kHeadersRead) {
    const auto found = message.find(beast::string_view(name.data(), name.size()));
    if (found != message.end()) out.headers.emplace(name, std::string(found->value().data(), found->value().size()));
  }
  out.body = message.body();
  return out;
}

/// What to say of a request that could not be read; nothing when the client is gone or too slow.
std::optional<HttpResponse> answer_to_unreadable(const error_code& failure, Service& service) {
  if (failure == http::error::body_limit)
    return service.refuse_unread(413, error("too-large", "the body is larger than is accepted", "send less"));
  if (failure == http::error::header_limit)
    return service.refuse_unread(431, error("too-large", "the head is larger than is accepted", "send fewer headers"));
  const bool not_http = failure.category() == http::make_error_code(http::error::bad_method).category();
  if (!not_http || failure == http::error::end_of_stream || failure == http::error::partial_message)
    return std::nullopt;
  return service.refuse_unread(400, error("bad-http", "this is no HTTP request", "speak HTTP/1.1"));
}

template <class Stream>
class Conversation final : public Connection, public std::enable_shared_from_this<Conversation<Stream>> {
 public:
  Conversation(Stream stream, Service& service, Connections& connections, const ConnectionLimits& limits)
      : stream_(std::move(stream)), service_(service), connections_(connections), limits_(limits) {
    service_.metrics().connected();
  }
  ~Conversation() override {
    connections_.remove(this);  // before it is counted as gone: who reads the metrics may rely on the free place
    service_.metrics().disconnected();
  }

  void start() {
    connections_.add(this->shared_from_this());
    asio::co_spawn(socket().get_executor(), run(this->shared_from_this()), asio::detached);
  }

  void stop() override {
    asio::post(socket().get_executor(), [self = this->shared_from_this()] {
      self->stopping_ = true;
      if (self->idle_) self->socket().cancel();
    });
  }

 private:
  beast::tcp_stream& socket() { return beast::get_lowest_layer(stream_); }
  void start_clock() { socket().expires_after(std::chrono::seconds(limits_.request_seconds)); }

  asio::awaitable<void> run(std::shared_ptr<Conversation> /*kept until the end*/) {
    error_code failure;
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      start_clock();
      co_await stream_.async_handshake(asio::ssl::stream_base::server, into(failure));
    }
    while (!failure && !stopping_) co_await one_request(failure);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      start_clock();
      error_code ignored;
      if (failure != beast::error::timeout) co_await stream_.async_shutdown(into(ignored));
    }
    error_code ignored;
    socket().socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket().close();
  }

  /// Reads one request and answers it. `failure` is set where the connection must end.
  asio::awaitable<void> one_request(error_code& failure) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(limits_.max_body);
    parser.header_limit(static_cast<std::uint32_t>(limits_.max_header));
    start_clock();
    idle_ = buffer_.size() == 0;
    co_await http::async_read_header(stream_, buffer_, parser, into(failure));
    idle_ = false;
    if (!failure && !parser.is_done()) co_await read_body(parser, failure);
    if (failure) co_return co_await refuse_unreadable(failure);
    auto message = parser.release();
    const bool keep_alive = message.keep_alive() && !stopping_;
    const auto method = message.method_string(), target = message.target();
    auto answer = service_.answer({method.data(), method.size()}, {target.data(), target.size()}, copied(message));
    auto response = wire_response(std::move(answer), keep_alive);
    if (message.method() == http::verb::head) response.erase(http::field::content_length);
    start_clock();
    co_await http::async_write(stream_, response, into(failure));
    if (!failure && !keep_alive) failure = http::error::end_of_stream;
  }

  asio::awaitable<void> read_body(http::request_parser<http::string_body>& parser, error_code& failure) {
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on(http::status::continue_, 11);
      co_await http::async_write(stream_, go_on, into(failure));
      if (failure) co_return;
    }
    start_clock();
    co_await http::async_read(stream_, buffer_, parser, into(failure));
  }

  asio::awaitable<void> refuse_unreadable(error_code failure) {
    auto answer = answer_to_unreadable(failure, service_);
    if (!answer) co_return;
    auto response = wire_response(std::move(*answer), false);
    error_code ignored;
    start_clock();
    co_await http::async_write(stream_, response, into(ignored));
    // What is still under way is taken, so that the answer is not lost to a reset.
    socket().socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    socket().expires_after(std::chrono::seconds(1));
    std::array<char, 4096> rest;
    for (std::size_t taken = 0; !ignored && taken < kMostDrained;)
      taken += co_await socket().async_read_some(asio::buffer(rest), into(ignored));
  }

  static constexpr std::size_t kMostDrained = std::size_t{64} << 20;

  Stream stream_;
  beast::flat_buffer buffer_;
  Service& service_;
  Connections& connections_;
  ConnectionLimits limits_;
  bool idle_ = true, stopping_ = false;
};

}  // namespace

void Connections::add(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  open_[connection.get()] = connection;
}

void Connections::remove(Connection* connection) {
  const std::lock_guard lock(mutex_);
  open_.erase(connection);
}

std::size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

void Connections::stop_all() {
  std::vector<std::shared_ptr<Connection>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, weak] : open_)
      if (auto connection = weak.lock()) all.push_back(std::move(connection));
  }
  for (const auto& connection : all) connection->stop();
}

void converse(asio::ip::tcp::socket socket, asio::ssl::context* tls, Service& service, Connections& connections,
              const ConnectionLimits& limits) {
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (tls == nullptr)
    std::make_shared<Conversation<PlainStream>>(PlainStream(std::move(socket)), service, connections, limits)->start();
  else
    std::make_shared<Conversation<TlsStream>>(TlsStream(std::move(socket), *tls), service, connections, limits)
        ->start();
}

void turn_away(asio::ip::tcp::socket socket, Service& service) {
  auto response = wire_response(
      service.refuse_unread(503, error("too-many", "there are too many connections", "try again later")), false);
  error_code ignored;
  socket.non_blocking(true, ignored);
  http::write(socket, response, ignored);
  socket.close(ignored);
}

}  // namespace noso::serve
