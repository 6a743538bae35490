/// How the service is run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/base/signature.hpp"

namespace noso::serve {

struct ServeOptions {
  std::string knowledge;                   ///< path of the knowledge file, followed while serving
  bool allow_draft = false;                ///< serve content that no clinician has signed
  const TrustedKeys* signed_by = nullptr;  ///< whose signature every knowledge file must bear; none: nobody's
  std::string host = "127.0.0.1";          ///< an address; not loopback: only with `jwks`, or `allow_unauthenticated`
  std::uint16_t port = 8080;               ///< 0: any free one
  bool allow_unauthenticated = false;
  unsigned threads = 0;    ///< 0: one for each processor, at least two
  std::string public_url;  ///< as clients see the service, without the path; empty: made of host and port

  std::string jwks;                  ///< file of the public keys of clients; empty: no authentication
  std::vector<std::string> issuers;  ///< `iss` that are trusted; none: whoever holds a key
  std::string tls_certificate, tls_key;
  std::vector<std::string> origins;  ///< that browsers may call from; "*": any
  std::string feedback;              ///< SQLite file; empty: there is no feedback endpoint
  std::string log;                   ///< file of the request log; empty: standard error

  double deadline_ms = 400;                     ///< of an answer; red flags are told in any case, 0: they alone
  std::size_t max_body = std::size_t{8} << 20;  ///< bytes
  std::size_t max_header = std::size_t{16} << 10;
  unsigned max_connections = 1024;
  unsigned request_seconds = 30;  ///< until a request must have arrived, and its answer taken
  std::optional<Date> as_of;
};

}  // namespace noso::serve
