#include <catch2/catch.hpp>

#include "noso/base/digest.hpp"

using namespace noso;

namespace {
std::string sha256(std::string_view text) {
  Sha256 digest;
  digest.add(text);
  return digest.hex();
}
}  // namespace

TEST_CASE("SHA-256 gives the published values") {
  // FIPS 180-4 examples.
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how the bytes are cut") {
  const std::string text(1000, 'x');
  for (const std::size_t piece : {1u, 63u, 64u, 65u, 999u}) {
    Sha256 digest;
    for (std::size_t i = 0; i < text.size(); i += piece) digest.add(std::string_view(text).substr(i, piece));
    CHECK(digest.hex() == sha256(text));
  }
}

TEST_CASE("the checksum sees every single flipped bit and the place of the bytes") {
  std::vector<std::byte> bytes(300);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 7);
  const auto sum = checksum(bytes, 1);
  CHECK(checksum(bytes, 1) == sum);
  CHECK(checksum(bytes, 2) != sum);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
    if (checksum(bytes, 1) == sum) FAIL("bit " << bit);
    bytes[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
  }
}
