#include "serve/http_client.hpp"

#include <boost/asio/ssl.hpp>
#include <chrono>

#include "serve/coroutines.hpp"

namespace noso::serve {

namespace {

constexpr auto kPatience = std::chrono::seconds(30);

struct UrlParts {
  bool tls = false;
  std::string host, port, target;
};

bool parse_url(const std::string& url, UrlParts& out) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return false;
  const auto name = url.substr(0, scheme);
  if (name != "http" && name != "https") return false;
  out.tls = name == "https";
  const auto slash = std::min(url.find_first_of("/?#", scheme + 3), url.size());
  const auto authority = url.substr(scheme + 3, slash - scheme - 3);
  if (authority.find('@') != std::string::npos) return false;
  out.target = url.substr(slash, url.find('#', slash) - slash);
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  out.host = authority.substr(0, colon);
  if (out.host.starts_with('[') && out.host.ends_with(']')) out.host = out.host.substr(1, out.host.size() - 2);
  out.port = colon == std::string::npos ? (out.tls ? "443" : "80") : authority.substr(colon + 1);
  return !out.host.empty() && !out.port.empty();
}

template <class Stream>
asio::awaitable<void> exchange(Stream& stream, const UrlParts& url, http::response_parser<http::string_body>& parser,
                               error_code& failure) {
  http::request<http::empty_body> request(http::verb::get, url.target, 11);
  request.set(http::field::host, url.host + ":" + url.port);
  request.set(http::field::user_agent, "nosograph");
  request.set(http::field::accept, "application/json");
  request.keep_alive(false);
  co_await http::async_write(stream, request, into(failure));
  if (failure) co_return;
  beast::flat_buffer buffer;
  co_await http::async_read(stream, buffer, parser, into(failure));
}

asio::awaitable<void> get(const UrlParts& url, http::response_parser<http::string_body>& parser, error_code& failure) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  const auto found = co_await resolver.async_resolve(url.host, url.port, into(failure));
  if (failure) co_return;
  asio::ssl::context tls(asio::ssl::context::tls_client);
  tls.set_default_verify_paths(failure);
  tls.set_verify_mode(asio::ssl::verify_peer);
  beast::ssl_stream<beast::tcp_stream> stream(executor, tls);
  auto& plain = beast::get_lowest_layer(stream);
  plain.expires_after(kPatience);
  co_await plain.async_connect(found, into(failure));
  if (failure) co_return;
  if (!url.tls) co_return co_await exchange(plain, url, parser, failure);
  SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  stream.set_verify_callback(asio::ssl::host_name_verification(url.host));
  co_await stream.async_handshake(asio::ssl::stream_base::client, into(failure));
  if (!failure) co_await exchange(stream, url, parser, failure);
}

Diagnostic cannot_fetch(const std::string& url, const std::string& why) {
  return error("cannot-fetch", "the page cannot be fetched: " + why, "check the URL, and that the service is up",
               {url});
}

}  // namespace

Result<std::string> fetch(const std::string& url, std::size_t max_bytes) {
  UrlParts parts;
  if (!parse_url(url, parts)) return cannot_fetch(url, "it is no URL of http or https");
  http::response_parser<http::string_body> parser;
  parser.body_limit(max_bytes);
  error_code failure;
  asio::io_context context(1);
  asio::co_spawn(context, get(parts, parser, failure), asio::detached);
  context.run();
  if (failure) return cannot_fetch(url, failure.message());
  if (parser.get().result_int() != 200)
    return cannot_fetch(url, "the answer is " + std::to_string(parser.get().result_int()));
  return std::move(parser.get().body());
}

}  // namespace noso::serve
