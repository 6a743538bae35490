/// Digests: SHA-256 for identity, XXH3 for damage.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace noso {

/// SHA-256 over what is added, in order. Not copyable.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits; ends the computation.
  std::string hex();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// 64-bit XXH3 of the bytes, started from `seed`. Finds damage; no protection against intent.
std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed);

}  // namespace noso
