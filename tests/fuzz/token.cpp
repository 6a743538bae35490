#include <cstdint>

#include "serve/tokens.hpp"
#include "temporary_file.hpp"

/// The first line is the header `Authorization`, the rest the set of keys; at a fixed time. A token is good once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t kNow = 1'800'000'000;
  constexpr std::string_view kEndpoint = "https://noso.example/assess";
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto authorization = text.substr(0, text.find('\n'));
  const auto path = temporary_folder().write("keys.json", text.substr(std::min(size, authorization.size() + 1)));
  const auto verifier = noso::serve::TokenVerifier::open(path.string(), {"https://ehr.example"});
  if (!verifier.ok()) {
    if (verifier.errors().empty()) __builtin_trap();
    return 0;
  }
  if ((*verifier)->check(authorization, kEndpoint, kNow).ok() &&
      (*verifier)->check(authorization, kEndpoint, kNow).ok())
    __builtin_trap();
  return 0;
}
