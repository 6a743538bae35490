#include "serve/server.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <thread>
#include <vector>

#include "serve/connection.hpp"
#include "serve/service.hpp"

namespace noso::serve {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kLookAtFileEvery = std::chrono::seconds(1);
constexpr auto kGraceful = std::chrono::seconds(10);  ///< for what was begun to end

Diagnostic cannot_listen(const ServeOptions& options, const std::string& why) {
  return error("cannot-listen",
               "cannot listen on " + options.host + " port " + std::to_string(options.port) + ": " + why,
               "choose a free port with --port, and an address of this machine with --host");
}

/// Host and port as they stand in a URL.
std::string url_of(const tcp::endpoint& endpoint, bool tls) {
  const auto address = endpoint.address();
  const auto host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return std::string(tls ? "https://" : "http://") + host + ":" + std::to_string(endpoint.port());
}

Result<std::unique_ptr<asio::ssl::context>> open_tls(const ServeOptions& options) {
  if (options.tls_certificate.empty() && options.tls_key.empty()) return std::unique_ptr<asio::ssl::context>();
  auto out = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  out->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                   asio::ssl::context::no_tlsv1_1);
  error_code failure;
  out->use_certificate_chain_file(options.tls_certificate, failure);
  if (!failure) out->use_private_key_file(options.tls_key, asio::ssl::context::pem, failure);
  if (failure)
    return error("bad-certificate", "the certificate or its key cannot be used: " + failure.message(),
                 "name both as PEM files, with --tls-cert and --tls-key", {options.tls_certificate});
  return out;
}

class Server {
 public:
  Server(const ServeOptions& options, unsigned threads)
      : options_(options), threads_(threads), context_(static_cast<int>(threads)) {}

  Status listen() {
    error_code failure;
    const auto address = asio::ip::make_address(options_.host, failure);
    if (failure) return cannot_listen(options_, "this is no address");
    if (!address.is_loopback() && options_.jwks.empty() && !options_.allow_unauthenticated)
      return error("unprotected",
                   "the address " + options_.host + " is reached by others, and nobody is asked who calls",
                   "give the keys of the clients with --jwks, or say --allow-unauthenticated");
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_.open(endpoint.protocol(), failure);
    if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor_.bind(endpoint, failure);
    if (!failure) acceptor_.listen(tcp::acceptor::max_listen_connections, failure);
    if (failure) return cannot_listen(options_, failure.message());
    return success();
  }

  std::string url() const { return url_of(acceptor_.local_endpoint(), !options_.tls_certificate.empty()); }

  void run(Service& service, asio::ssl::context* tls) {
    service_ = &service;
    tls_ = tls;
    asio::post(strand_, [this] {
      accept();
      signals_.async_wait([this](const error_code& failure, int) {
        if (!failure) stop();
      });
      wait_for_hangup();
      watch_file();
    });
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads_; ++i) others.emplace_back([this] { context_.run(); });
    context_.run();
    for (auto& thread : others) thread.join();
    reloading_.join();
  }

 private:
  void accept() {
    acceptor_.async_accept(asio::make_strand(context_), [this](const error_code& failure, tcp::socket socket) {
      if (failure == asio::error::operation_aborted || !acceptor_.is_open()) return;
      if (!failure) take(std::move(socket));
      if (failure == asio::error::no_descriptors) {
        // Nothing can be accepted until a connection ends; asking again at once would only burn a processor.
        retry_timer_.expires_after(std::chrono::milliseconds(50));
        retry_timer_.async_wait([this](const error_code& over) {
          if (!over) accept();
        });
        return;
      }
      accept();
    });
  }

  void take(tcp::socket socket) {
    if (connections_.count() >= options_.max_connections) return turn_away(std::move(socket), *service_);
    converse(std::move(socket), tls_, *service_, connections_,
             {options_.max_body, options_.max_header, options_.request_seconds});
  }

  void wait_for_hangup() {
    hangups_.async_wait([this](const error_code& failure, int) {
      if (failure) return;
      reload();
      wait_for_hangup();
    });
  }

  void watch_file() {
    file_timer_.expires_after(kLookAtFileEvery);
    file_timer_.async_wait([this](const error_code& failure) {
      if (failure) return;
      asio::post(reloading_, [this] {
        if (service_->knowledge_has_changed()) service_->reload_knowledge();
      });
      watch_file();
    });
  }

  /// Off the threads that answer: opening a file takes its time.
  void reload() {
    asio::post(reloading_, [this] { service_->reload_knowledge(); });
  }

  void stop() {
    service_->log().event("stopping", {});
    error_code ignored;
    acceptor_.close(ignored);
    hangups_.cancel(ignored);
    file_timer_.cancel();
    retry_timer_.cancel();
    connections_.stop_all();
    end_timer_.expires_after(kGraceful);
    end_timer_.async_wait([this](const error_code& failure) {
      if (!failure) context_.stop();
    });
    wait_for_the_last();
  }

  /// Ends the timer when no connection is left, so that the threads find nothing more to do.
  void wait_for_the_last() {
    if (connections_.count() == 0) {
      end_timer_.cancel();
      return;
    }
    retry_timer_.expires_after(std::chrono::milliseconds(20));
    retry_timer_.async_wait([this](const error_code& failure) {
      if (failure) return;
      connections_.stop_all();
      wait_for_the_last();
    });
  }

  const ServeOptions& options_;
  unsigned threads_;
  Connections connections_;  // outlives the conversations, which end with the context
  asio::io_context context_;
  asio::strand<asio::io_context::executor_type> strand_{context_.get_executor()};  ///< of all that follows
  tcp::acceptor acceptor_{strand_};
  asio::signal_set signals_{strand_, SIGINT, SIGTERM}, hangups_{strand_, SIGHUP};
  asio::steady_timer file_timer_{strand_}, end_timer_{strand_}, retry_timer_{strand_};
  asio::thread_pool reloading_{1};
  Service* service_ = nullptr;
  asio::ssl::context* tls_ = nullptr;
};

}  // namespace

Status serve(const ServeOptions& options, const std::function<void(const std::string& url)>& ready) {
  auto server = std::make_unique<Server>(
      options, options.threads != 0 ? options.threads : std::max(2u, std::thread::hardware_concurrency()));
  if (auto listening = server->listen(); !listening.ok()) return listening;
  auto knowledge = ServedKnowledge::open(options.knowledge, options.allow_draft, options.signed_by);
  if (!knowledge.ok()) return knowledge.errors();
  auto tls = open_tls(options);
  if (!tls.ok()) return tls.errors();
  std::unique_ptr<TokenVerifier> tokens;
  if (!options.jwks.empty()) {
    auto opened = TokenVerifier::open(options.jwks, options.issuers);
    if (!opened.ok()) return opened.errors();
    tokens = std::move(*opened);
  }
  std::unique_ptr<FeedbackStore> feedback;
  if (!options.feedback.empty()) {
    auto opened = FeedbackStore::open(options.feedback);
    if (!opened.ok()) return opened.errors();
    feedback = std::move(*opened);
  }
  auto log = RequestLog::open(options.log);
  if (!log.ok()) return log.errors();
  const auto url = server->url();
  Service service(options, options.public_url.empty() ? url : options.public_url, std::move(*knowledge),
                  std::move(tokens), std::move(feedback), std::move(*log));
  service.log().event("serving", url);
  ready(url);
  server->run(service, tls->get());
  server.reset();  // with every conversation, which need the service
  service.log().event("stopped", {});
  return success();
}

}  // namespace noso::serve
