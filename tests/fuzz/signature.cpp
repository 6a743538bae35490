#include <cstdint>

#include "noso/ontology/signature.hpp"
#include "temporary_file.hpp"

namespace {

/// The key of test 1 in RFC 8032, section 7.1.
constexpr std::string_view kKey =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

const noso::SigningKey& known_key() {
  static const noso::SigningKey key = [] {
    auto read = noso::SigningKey::read(temporary_folder().write("known.pem", kKey));
    if (!read.ok()) __builtin_trap();
    return std::move(*read);
  }();
  return key;
}

/// What a trusted key has signed verifies, and a change of it is seen.
void check_signing(const std::filesystem::path& content, const std::filesystem::path& part,
                   const noso::TrustedKeys& keys) {
  if (!noso::sign_content(content, known_key()).ok()) __builtin_trap();
  if (noso::verify_content(content, keys).ok() != keys.has(known_key().id())) __builtin_trap();
  std::ofstream(part, std::ios::app) << 'x';
  if (noso::verify_content(content, keys).ok()) __builtin_trap();
}

}  // namespace

/// Up to the first brace: keys in PEM; from there on: a signature of the word "content".
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto pem = text.substr(0, text.find('{'));
  const auto keys_file = temporary_folder().write("keys.pem", pem);
  if (const auto key = noso::SigningKey::read(keys_file); key.ok() && key->sign(text).size() != noso::kSignatureBytes)
    __builtin_trap();
  const auto keys = noso::TrustedKeys::read(keys_file);
  if (!keys.ok()) {
    if (keys.errors().empty()) __builtin_trap();
    return 0;
  }
  (void)keys->verify(known_key().id(), text, text.substr(0, noso::kSignatureBytes));
  const auto content = temporary_folder().write("content", "content");
  temporary_folder().write("content.sig", text.substr(pem.size()));
  (void)noso::verify_content(content, *keys);
  check_signing(content, content, *keys);
  const auto folder = temporary_folder().path() / "pack";
  std::filesystem::create_directories(folder);
  check_signing(folder, temporary_folder().write("pack/pack.json", pem), *keys);
  return 0;
}
