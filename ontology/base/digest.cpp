#include "noso/base/digest.hpp"

#include <openssl/evp.h>
#include <xxhash.h>

#include <new>

namespace noso {

struct Sha256::Impl {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~Impl() { EVP_MD_CTX_free(context); }
};

namespace {

/// OpenSSL computes a digest that it knows unless it lacks memory.
void must_succeed(int status) {
  if (status != 1) throw std::bad_alloc();
}

}  // namespace

Sha256::Sha256() : impl_(std::make_unique<Impl>()) {
  must_succeed(impl_->context != nullptr);
  must_succeed(EVP_DigestInit_ex(impl_->context, EVP_sha256(), nullptr));
}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { must_succeed(EVP_DigestUpdate(impl_->context, bytes.data(), bytes.size())); }

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  must_succeed(EVP_DigestFinal_ex(impl_->context, digest.data(), &length));
  std::string out;
  for (unsigned i = 0; i < length; ++i) {
    out += "0123456789abcdef"[digest[i] >> 4];
    out += "0123456789abcdef"[digest[i] & 15];
  }
  return out;
}

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace noso
