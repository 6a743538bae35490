/// A request and its response as the routes see them: no sockets, no wire format.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace noso::serve {

struct HttpRequest {
  std::string method;
  std::string path;                                         ///< decoded, without the query
  std::map<std::string, std::string, std::less<>> query;    ///< decoded; of a name that stands twice the first counts
  std::map<std::string, std::string, std::less<>> headers;  ///< those that a route looks at, names in lower case
  std::string_view body;

  std::string_view header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
};

struct HttpResponse {
  unsigned status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// The headers that routes look at, in lower case; the wire side copies just these.
inline constexpr std::string_view kHeadersRead[] = {"authorization", "content-encoding", "origin",
                                                    "access-control-request-method", "host"};

/// Splits the target of a request line into path and query and decodes both. False for a target that does not start
/// with '/' or holds a broken escape or a NUL character.
bool split_target(std::string_view target, HttpRequest& out);

}  // namespace noso::serve
