/// Ed25519 signatures (RFC 8032), with keys in PEM as `openssl genpkey -algorithm ed25519` writes them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"

namespace noso {

inline constexpr std::size_t kSignatureBytes = 64;

/// A private key. Immutable; safe from several threads.
class SigningKey {
 public:
  /// Errors: those of `read_file`, and `bad-key` where the file holds no unencrypted Ed25519 private key.
  static Result<SigningKey> read(const std::filesystem::path& pem);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  /// 64 raw bytes.
  std::string sign(std::string_view message) const;
  /// Name of the public half: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes.
  const std::string& id() const;

 private:
  struct Impl;
  explicit SigningKey(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The public keys of those whose content is trusted. Immutable; safe from several threads.
class TrustedKeys {
 public:
  static constexpr std::size_t kMostKeys = 1000;

  /// One or more public keys in one PEM file. Errors: those of `read_file`, and `bad-key` where anything in it is no
  /// Ed25519 public key.
  static Result<TrustedKeys> read(const std::filesystem::path& pem);

  TrustedKeys(TrustedKeys&&) noexcept;
  TrustedKeys& operator=(TrustedKeys&&) noexcept;
  ~TrustedKeys();

  bool has(std::string_view id) const;
  /// True when the key with this id signed exactly this message.
  bool verify(std::string_view id, std::string_view message, std::string_view signature) const;

 private:
  struct Impl;
  explicit TrustedKeys(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace noso
