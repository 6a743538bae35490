// Tokens are signed here with keys of our own and checked as those of clients are.
#include <cjose/cjose.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "serve/tokens.hpp"
#include "support/folder.hpp"

namespace noso::test {

namespace {

using Jwk = std::unique_ptr<cjose_jwk_t, decltype([](cjose_jwk_t* key) { cjose_jwk_release(key); })>;

constexpr std::int64_t kNow = 1800000000;
const std::string kEndpoint = "https://cds.example.org/cds-services/patient-view";

struct SigningKey {
  Jwk key;
  std::string id, algorithm;
};

SigningKey ec_key(const std::string& id, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_384) {
  SigningKey out{Jwk(cjose_jwk_create_EC_random(curve, nullptr)), id, "ES384"};
  cjose_jwk_set_kid(out.key.get(), id.c_str(), id.size(), nullptr);
  return out;
}

SigningKey rsa_key(const std::string& id, std::size_t bits = 2048) {
  const std::uint8_t exponent[] = {1, 0, 1};
  SigningKey out{Jwk(cjose_jwk_create_RSA_random(bits, exponent, 3, nullptr)), id, "RS384"};
  cjose_jwk_set_kid(out.key.get(), id.c_str(), id.size(), nullptr);
  return out;
}

std::string json_of(const SigningKey& key, bool with_private = false) {
  char* text = cjose_jwk_to_json(key.key.get(), with_private, nullptr);
  std::string out(text);
  cjose_get_dealloc()(text);
  return out;
}

std::string claims(const std::string& id, std::int64_t expires = kNow + 300, const std::string& audience = kEndpoint,
                   const std::string& more = "") {
  return R"({"iss":"https://ehr.example.org","aud":")" + audience + R"(","exp":)" + std::to_string(expires) +
         R"(,"iat":)" + std::to_string(kNow - 5) + R"(,"jti":")" + id + "\"" + more + "}";
}

std::string signed_token(const SigningKey& key, const std::string& payload, std::string algorithm = {}) {
  cjose_header_t* header = cjose_header_new(nullptr);
  cjose_header_set(header, "alg", (algorithm.empty() ? key.algorithm : algorithm).c_str(), nullptr);
  cjose_header_set(header, "kid", key.id.c_str(), nullptr);
  cjose_header_set(header, "typ", "JWT", nullptr);
  cjose_jws_t* jws = cjose_jws_sign(key.key.get(), header, reinterpret_cast<const std::uint8_t*>(payload.data()),
                                    payload.size(), nullptr);
  cjose_header_release(header);
  if (jws == nullptr) return {};
  const char* text = nullptr;
  cjose_jws_export(jws, &text, nullptr);
  std::string out(text);
  cjose_jws_release(jws);
  return "Bearer " + out;
}

std::string write_keys(const Folder& folder, const std::string& keys) {
  const auto path = folder.path() / "keys.json";
  std::ofstream(path) << R"({"keys":[)" << keys << "]}";
  return path.string();
}

/// "" when it is accepted, else why not.
std::string verdict(serve::TokenVerifier& verifier, const std::string& authorization, std::int64_t now = kNow) {
  const auto checked = verifier.check(authorization, kEndpoint, now);
  return checked.ok() ? "" : checked.errors().front().message;
}

std::ptrdiff_t blocks = 0;  ///< of memory that libcjose has taken and not given back

void* counted_alloc(std::size_t bytes) { return ++blocks, std::malloc(bytes); }
void* counted_realloc(void* block, std::size_t bytes) {
  blocks += block == nullptr ? 1 : 0;
  return std::realloc(block, bytes);
}
void counted_free(void* block) {
  blocks -= block == nullptr ? 0 : 1;
  std::free(block);
}

}  // namespace

TEST_CASE("a token that asks for extensions is refused, and costs no memory") {
  const Folder folder;
  cjose_set_alloc_funcs(counted_alloc, counted_realloc, counted_free);
  {
    auto verifier = serve::TokenVerifier::open(write_keys(folder, json_of(ec_key("ec"))), {});
    REQUIRE(verifier.ok());
    // {"alg":"ES384","kid":"ec","crit":["exp"]} . {} . and what is no signature
    const std::string token = "Bearer eyJhbGciOiJFUzM4NCIsImtpZCI6ImVjIiwiY3JpdCI6WyJleHAiXX0.e30.AAAA";
    CHECK(verdict(**verifier, token) == "it asks for extensions that are not understood");
    const auto before = blocks;
    CHECK(verdict(**verifier, token) == "it asks for extensions that are not understood");
    CHECK(blocks == before);
  }
  cjose_set_alloc_funcs(nullptr, nullptr, nullptr);
}

TEST_CASE("a token signed with ES384 or RS384 by a known key is good once") {
  const Folder folder;
  const auto ec = ec_key("ec"), rsa = rsa_key("rsa");
  auto verifier = serve::TokenVerifier::open(write_keys(folder, json_of(ec) + "," + json_of(rsa)), {});
  REQUIRE(verifier.ok());
  for (const auto* key : {&ec, &rsa}) {
    const auto token = signed_token(*key, claims("once-" + key->id));
    REQUIRE_FALSE(token.empty());
    CHECK(verdict(**verifier, token) == "");
    CHECK(verdict(**verifier, token) == "it was used before");
    CHECK(verdict(**verifier, signed_token(*key, claims("again-" + key->id))) == "");
  }
  CHECK(verdict(**verifier, signed_token(ec, R"({"iss":"i","aud":["x",")" + kEndpoint + R"("],"exp":)" +
                                                 std::to_string(kNow + 9) + R"(,"iat":1,"jti":"list"})")) == "");
}

TEST_CASE("tokens that are old, for others, unsigned or of another key are refused") {
  const Folder folder;
  const auto ec = ec_key("ec"), stranger = ec_key("stranger"), impostor = ec_key("ec"), rsa = rsa_key("rsa");
  auto verifier =
      serve::TokenVerifier::open(write_keys(folder, json_of(ec) + "," + json_of(rsa)), {"https://ehr.example.org"});
  REQUIRE(verifier.ok());
  auto& v = **verifier;
  CHECK(v.check("", kEndpoint, kNow).errors().front().code == "bad-token");
  CHECK(verdict(v, "") == "there is no bearer token");
  CHECK(verdict(v, "Basic abc") == "there is no bearer token");
  CHECK(verdict(v, "Bearer abc") == "it is no compact JWS");
  CHECK(verdict(v, "Bearer " + std::string(9000, 'a')) == "it is too long");
  CHECK(verdict(v, signed_token(stranger, claims("1"))) == "its 'kid' is not in the key set");
  CHECK(verdict(v, signed_token(impostor, claims("2"))) == "its signature is wrong");
  CHECK(verdict(v, signed_token(ec, claims("3", kNow - 61))) == "it has expired");
  CHECK(verdict(v, signed_token(ec, claims("4", kNow + 86400))) == "it is valid for too long");
  CHECK(verdict(v, signed_token(ec, claims("5", kNow + 9, "https://cds.example.org/cds-services"))) ==
        "it is not for this endpoint");
  CHECK(verdict(v, signed_token(ec, R"({"iss":"i"})")) == "one of iss, exp, iat, jti is missing");
  CHECK(verdict(v, signed_token(ec, R"({"iss":"https://other","aud":")" + kEndpoint +
                                        R"(","exp":1800000009,"iat":1,"jti":"6"})")) == "its issuer is not trusted");
  CHECK(verdict(v, signed_token(ec, claims("7", kNow + 9, kEndpoint, R"(,"nbf":1800009999)"))) ==
        "it is not valid yet");
  CHECK(verdict(v, signed_token(ec, "[]")) == "its claims are no JSON object");
  // {"alg":"none","kid":"ec"} . {} . and nothing
  CHECK(verdict(v, "Bearer eyJhbGciOiJub25lIiwia2lkIjoiZWMifQ.e30.") != "");
  const auto good = signed_token(ec, claims("8"));
  auto changed = good;
  changed[good.find('.') + 5] = changed[good.find('.') + 5] == 'A' ? 'B' : 'A';
  CHECK(verdict(v, changed) != "");
  CHECK(verdict(v, good) == "");
}

TEST_CASE("no symmetric algorithm and no other than the key's is accepted") {
  const Folder folder;
  const auto ec = ec_key("ec"), rsa = rsa_key("rsa");
  auto verifier = serve::TokenVerifier::open(write_keys(folder, json_of(ec) + "," + json_of(rsa)), {});
  REQUIRE(verifier.ok());
  SigningKey secret{Jwk(cjose_jwk_create_oct_random(384, nullptr)), "ec", "HS384"};
  CHECK(verdict(**verifier, signed_token(secret, claims("1"))) == "its algorithm is not accepted");
  auto other = rsa_key("ec");
  CHECK(verdict(**verifier, signed_token(other, claims("2"))) == "its algorithm does not go with the key");
  CHECK(verdict(**verifier, signed_token(rsa, claims("3"), "RS256")) == "its algorithm is not accepted");
  CHECK(verdict(**verifier, signed_token(rsa, claims("4"), "PS384")) == "its algorithm is not accepted");
}

TEST_CASE("a token that has expired is forgotten, one that has not is remembered") {
  const Folder folder;
  const auto ec = ec_key("ec");
  auto verifier = serve::TokenVerifier::open(write_keys(folder, json_of(ec)), {});
  REQUIRE(verifier.ok());
  CHECK(verdict(**verifier, signed_token(ec, claims("a", kNow + 10))) == "");
  CHECK(verdict(**verifier, signed_token(ec, claims("a", kNow + 3000)), kNow + 60) == "it was used before");
  CHECK(verdict(**verifier, signed_token(ec, claims("a", kNow + 3000)), kNow + 80) == "");
}

TEST_CASE("a key set holds public keys that are strong enough, each with its own name") {
  const Folder folder;
  const auto refused = [&](const std::string& keys) {
    const auto opened = serve::TokenVerifier::open(write_keys(folder, keys), {});
    return opened.ok() ? std::string() : opened.errors().front().code;
  };
  const auto ec = ec_key("ec");
  CHECK(refused("") == "bad-key-set");
  CHECK(refused(json_of(ec, true)) == "bad-key-set");
  CHECK(refused(json_of(ec) + "," + json_of(ec)) == "bad-key-set");
  CHECK(refused(json_of(ec_key("weak", CJOSE_JWK_EC_P_256))) == "bad-key-set");
  CHECK(refused(json_of(rsa_key("weak", 1024))) == "bad-key-set");
  CHECK(refused(R"({"kty":"EC","crv":"P-384","x":"a","y":"b","kid":"broken"})") == "bad-key-set");
  CHECK(refused(R"({"kty":"oct","k":"AAAA","kid":"secret"})") == "bad-key-set");
  CHECK(serve::TokenVerifier::open((folder.path() / "missing.json").string(), {}).errors().front().code ==
        "cannot-open");
  CHECK(refused(json_of(ec)) == "");
}

}  // namespace noso::test
