/// One connection: requests read within limits, answered in turn. Slow clients wait alone: nothing blocks on them.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <map>
#include <memory>
#include <mutex>

#include "serve/service.hpp"

namespace noso::serve {

struct ConnectionLimits {
  std::size_t max_body = 0, max_header = 0;  ///< bytes
  unsigned request_seconds = 30;  ///< for the head of a request (from when the last was answered), its body, its answer
};

/// A connection that can be told to end.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Ends it: at once when it is idle, else after the answer that it is at. From any thread.
  virtual void stop() = 0;
};

/// All that are open, so that they can be told to stop.
class Connections {
 public:
  void add(const std::shared_ptr<Connection>& connection);
  void remove(Connection* connection);
  std::size_t count() const;
  void stop_all();

 private:
  mutable std::mutex mutex_;
  std::map<Connection*, std::weak_ptr<Connection>> open_;
};

/// Starts the conversation on `socket`, whose executor must be a strand. `tls` null: plain text. Everything must
/// outlive the connection.
void converse(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls, Service& service,
              Connections& connections, const ConnectionLimits& limits);

/// Answers 503 and closes.
void turn_away(boost::asio::ip::tcp::socket socket, Service& service);

}  // namespace noso::serve
