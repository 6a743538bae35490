#include "noso/base/signature.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <new>

#include "noso/base/digest.hpp"
#include "noso/base/file_io.hpp"

namespace noso {

namespace {

constexpr std::size_t kMostKeyFileBytes = std::size_t{1} << 20;

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;

/// An encrypted key is refused; nobody is asked for a passphrase.
int no_passphrase(char*, int, int, void*) { return -1; }

bool is_ed25519(const Key& key) { return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519; }

std::string id_of(const Key& key) {
  std::array<unsigned char, 32> bytes{};
  std::size_t size = bytes.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), bytes.data(), &size) != 1) throw std::bad_alloc();
  Sha256 digest;
  digest.add({reinterpret_cast<const char*>(bytes.data()), size});
  return digest.hex().substr(0, 16);
}

Bio memory_of(const std::string& text) {
  Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) throw std::bad_alloc();
  return bio;
}

DigestContext new_context() {
  DigestContext context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Diagnostic bad_key(const std::filesystem::path& pem, const std::string& what, const std::string& help) {
  ERR_clear_error();
  return error("bad-key", what, help, {pem.string()});
}

}  // namespace

struct SigningKey::Impl {
  Key key;
  std::string id;
};

SigningKey::SigningKey(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;
const std::string& SigningKey::id() const { return impl_->id; }

Result<SigningKey> SigningKey::read(const std::filesystem::path& pem) {
  const auto text = read_file(pem, kMostKeyFileBytes);
  if (!text.ok()) return text.errors();
  Key key(PEM_read_bio_PrivateKey(memory_of(*text).get(), nullptr, no_passphrase, nullptr));
  if (!is_ed25519(key))
    return bad_key(pem, "the file holds no Ed25519 private key that can be read without a passphrase",
                   "make one with 'openssl genpkey -algorithm ed25519 -out key.pem'");
  auto id = id_of(key);
  return SigningKey(std::make_unique<Impl>(Impl{std::move(key), std::move(id)}));
}

std::string SigningKey::sign(std::string_view message) const {
  const auto context = new_context();
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, impl_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(message),
                     message.size()) != 1)
    throw std::bad_alloc();  // the key was checked: nothing else can fail
  return signature;
}

struct TrustedKeys::Impl {
  std::vector<std::pair<std::string, Key>> keys;

  EVP_PKEY* find(std::string_view id) const {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.first == id; });
    return found == keys.end() ? nullptr : found->second.get();
  }
};

TrustedKeys::TrustedKeys(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TrustedKeys::TrustedKeys(TrustedKeys&&) noexcept = default;
TrustedKeys& TrustedKeys::operator=(TrustedKeys&&) noexcept = default;
TrustedKeys::~TrustedKeys() = default;

Result<TrustedKeys> TrustedKeys::read(const std::filesystem::path& pem) {
  const auto text = read_file(pem, kMostKeyFileBytes);
  if (!text.ok()) return text.errors();
  constexpr std::string_view kBegin = "-----BEGIN ";
  std::size_t blocks = 0;
  for (auto at = text->find(kBegin); at != std::string::npos; at = text->find(kBegin, at + kBegin.size())) ++blocks;
  auto impl = std::make_unique<Impl>();
  const auto bio = memory_of(*text);
  while (impl->keys.size() <= kMostKeys) {
    Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, nullptr));
    if (!is_ed25519(key)) break;
    auto id = id_of(key);
    impl->keys.emplace_back(std::move(id), std::move(key));
  }
  if (impl->keys.empty() || impl->keys.size() != blocks || blocks > kMostKeys)
    return bad_key(pem,
                   "not every key in the file is an Ed25519 public key, or there are none, or more than " +
                       std::to_string(kMostKeys),
                   "write public keys with 'openssl pkey -in key.pem -pubout', one after the other");
  ERR_clear_error();
  return TrustedKeys(std::move(impl));
}

bool TrustedKeys::has(std::string_view id) const { return impl_->find(id) != nullptr; }

bool TrustedKeys::verify(std::string_view id, std::string_view message, std::string_view signature) const {
  EVP_PKEY* key = impl_->find(id);
  if (!key || signature.size() != kSignatureBytes) return false;
  const auto context = new_context();
  const bool good =
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace noso
