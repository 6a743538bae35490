/// JSON web tokens of clients: who may call.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"

namespace noso::serve {

/// Accepts ES384 and RS384 by keys of a JWK Set (RFC 7517, 7519; CDS Hooks 2.0, "Trusting CDS Clients"): never `none`,
/// never a symmetric algorithm. Safe from any thread.
class TokenVerifier {
 public:
  static constexpr std::int64_t kClockSkew = 60;            ///< seconds
  static constexpr std::int64_t kLongestLife = 3600;        ///< seconds that a token may be valid from now on
  static constexpr std::size_t kMostRemembered = 1u << 20;  ///< tokens used and not expired

  /// Reads the public keys. Errors: those of `read_file` and of the JSON, `bad-key-set`.
  static Result<std::unique_ptr<TokenVerifier>> open(const std::string& path, std::vector<std::string> issuers);
  ~TokenVerifier();

  /// Checks the header `Authorization: Bearer TOKEN` of a call to `endpoint` at `now` (seconds since 1970). A token is
  /// good once. Error: `bad-token` with what is wrong, for our own log; clients are told nothing.
  Status check(std::string_view authorization, std::string_view endpoint, std::int64_t now);

 private:
  struct Impl;
  explicit TokenVerifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace noso::serve
