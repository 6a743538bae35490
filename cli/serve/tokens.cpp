// libcjose checks signatures; what is signed (claims), by which kind of key, and how often is checked here.
#include "serve/tokens.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "noso/base/file_io.hpp"
#include "noso/base/json.hpp"
#include "noso/base/json_writer.hpp"

namespace noso::serve {

namespace {

constexpr std::size_t kMostKeySetBytes = std::size_t{1} << 20;
constexpr std::size_t kMostTokenBytes = 8192;
constexpr std::size_t kMostClaimBytes = 512;
constexpr std::size_t kLeastRsaBits = 2048;

using Jwk = std::unique_ptr<cjose_jwk_t, decltype([](cjose_jwk_t* key) { cjose_jwk_release(key); })>;
using Jws = std::unique_ptr<cjose_jws_t, decltype([](cjose_jws_t* jws) { cjose_jws_release(jws); })>;
using CjoseText = std::unique_ptr<char, decltype([](char* text) { cjose_get_dealloc()(text); })>;

struct PublicKey {
  Jwk key;
  std::string_view algorithm;  ///< the only one that it may be used with
};

Diagnostic bad_token(std::string why) {
  return error("bad-token", std::move(why), "send a fresh token signed with ES384 or RS384 by a known key");
}

Diagnostic bad_key(std::string why, Location where) {
  return error("bad-key-set", std::move(why), "list public keys only: EC on P-384, or RSA of at least 2048 bits",
               std::move(where));
}

/// The algorithm that a JWK may be used with; nothing for a key of another kind.
std::optional<std::string_view> algorithm_of(JsonValue key) {
  const auto type = key.member_text("kty");
  if (type == "EC" && key.member_text("crv") == "P-384") return "ES384";
  // The modulus in base64: 6 bits a character.
  if (type == "RSA" && key.member_text("n").size() * 6 >= kLeastRsaBits) return "RS384";
  return std::nullopt;
}

Result<std::map<std::string, PublicKey, std::less<>>> read_key_set(const JsonDocument& document) {
  std::map<std::string, PublicKey, std::less<>> out;
  const auto keys = document.root().find("keys");
  if (!keys || !keys->is(JsonType::array)) return bad_key("there is no list 'keys'", document.root().where());
  for (std::size_t i = 0; i < keys->size(); ++i) {
    const auto entry = keys->at(i);
    const auto id = entry.member_text("kid");
    if (id.empty()) return bad_key("a key has no 'kid'", entry.where());
    if (entry.find("d")) return bad_key("the key '" + id + "' is a private key", entry.where());
    const auto algorithm = algorithm_of(entry);
    if (!algorithm) return bad_key("the key '" + id + "' is of another kind", entry.where());
    if (const auto named = entry.member_text("alg"); !named.empty() && named != *algorithm)
      return bad_key("the key '" + id + "' is for '" + named + "'", entry.where());
    const auto text = to_json(entry);
    cjose_err failure{};
    Jwk key(cjose_jwk_import(text.data(), text.size(), &failure));
    if (!key) return bad_key("the key '" + id + "' cannot be read", entry.where());
    if (!out.emplace(id, PublicKey{std::move(key), *algorithm}).second)
      return bad_key("two keys are called '" + id + "'", entry.where());
  }
  if (out.empty()) return bad_key("the list is empty", keys->where());
  return out;
}

std::string header_text(cjose_jws_t* jws, const char* name) {
  cjose_err failure{};
  const char* value = cjose_header_get(cjose_jws_get_protected(jws), name, &failure);
  return value == nullptr ? std::string() : std::string(value);
}

std::optional<std::int64_t> claim_seconds(JsonValue claims, std::string_view name) {
  const auto value = claims.find(name);
  if (!value || !value->is(JsonType::number) || !(value->number() >= 0 && value->number() < 1e12)) return std::nullopt;
  return static_cast<std::int64_t>(value->number());
}

bool is_for(JsonValue claims, std::string_view endpoint) {
  const auto audience = claims.find("aud");
  if (!audience) return false;
  if (audience->is(JsonType::string)) return audience->string() == endpoint;
  for (std::size_t i = 0; audience->is(JsonType::array) && i < audience->size(); ++i)
    if (audience->at(i).is(JsonType::string) && audience->at(i).string() == endpoint) return true;
  return false;
}

}  // namespace

struct TokenVerifier::Impl {
  std::map<std::string, PublicKey, std::less<>> keys;
  std::vector<std::string> issuers;
  std::mutex mutex;
  std::set<std::pair<std::string, std::string>> used;  ///< issuer and jti
  std::multimap<std::int64_t, std::pair<std::string, std::string>> by_expiry;

  Result<std::string> signed_text(std::string_view token) const;
  Status check_claims(JsonValue claims, std::string_view endpoint, std::int64_t now);
  Status use(std::string issuer, std::string id, std::int64_t expires, std::int64_t now);
};

/// Three parts of base64url, of lengths that it can have. The library ends the process on others.
bool is_compact(std::string_view token) {
  int parts = 0;
  for (std::size_t begin = 0; begin <= token.size(); ++parts) {
    const auto part = token.substr(begin, token.find('.', begin) - begin);
    const auto plain = [](unsigned char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (part.empty() || part.size() % 4 == 1 || !std::all_of(part.begin(), part.end(), plain)) return false;
    begin += part.size() + 1;
  }
  return parts == 3;
}

/// The payload of a token whose signature is good.
Result<std::string> TokenVerifier::Impl::signed_text(std::string_view token) const {
  if (!is_compact(token)) return bad_token("it is no compact JWS");
  cjose_err failure{};
  const Jws jws(cjose_jws_import(token.data(), token.size(), &failure));
  if (!jws) return bad_token("it is no compact JWS");
  const auto algorithm = header_text(jws.get(), "alg");
  if (algorithm != "ES384" && algorithm != "RS384") return bad_token("its algorithm is not accepted");
  const auto key = keys.find(header_text(jws.get(), "kid"));
  if (key == keys.end()) return bad_token("its 'kid' is not in the key set");
  if (key->second.algorithm != algorithm) return bad_token("its algorithm does not go with the key");
  if (CjoseText(cjose_header_get_raw(cjose_jws_get_protected(jws.get()), "crit", &failure)))
    return bad_token("it asks for extensions that are not understood");
  if (!cjose_jws_verify(jws.get(), key->second.key.get(), &failure)) return bad_token("its signature is wrong");
  std::uint8_t* text = nullptr;
  std::size_t length = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &text, &length, &failure)) return bad_token("it is empty");
  return std::string(reinterpret_cast<const char*>(text), length);
}

Status TokenVerifier::Impl::check_claims(JsonValue claims, std::string_view endpoint, std::int64_t now) {
  const auto issuer = claims.member_text("iss"), id = claims.member_text("jti");
  const auto expires = claim_seconds(claims, "exp"), issued = claim_seconds(claims, "iat");
  if (issuer.empty() || id.empty() || !expires || !issued) return bad_token("one of iss, exp, iat, jti is missing");
  if (issuer.size() + id.size() > kMostClaimBytes) return bad_token("iss or jti is too long");
  if (!issuers.empty() && std::find(issuers.begin(), issuers.end(), issuer) == issuers.end())
    return bad_token("its issuer is not trusted");
  if (!is_for(claims, endpoint)) return bad_token("it is not for this endpoint");
  if (*expires <= now - kClockSkew) return bad_token("it has expired");
  if (*expires > now + kLongestLife + kClockSkew) return bad_token("it is valid for too long");
  if (*issued > now + kClockSkew) return bad_token("it is from the future");
  const auto not_before = claims.find("nbf");
  if (not_before && claim_seconds(claims, "nbf").value_or(now + 2 * kClockSkew) > now + kClockSkew)
    return bad_token("it is not valid yet");
  return use(issuer, id, *expires, now);
}

/// Remembers the token until it expires.
Status TokenVerifier::Impl::use(std::string issuer, std::string id, std::int64_t expires, std::int64_t now) {
  const std::lock_guard lock(mutex);
  while (!by_expiry.empty() && by_expiry.begin()->first <= now - kClockSkew) {
    used.erase(by_expiry.begin()->second);
    by_expiry.erase(by_expiry.begin());
  }
  if (used.size() >= kMostRemembered) return bad_token("too many tokens are in use");
  std::pair name{std::move(issuer), std::move(id)};
  if (!used.insert(name).second) return bad_token("it was used before");
  by_expiry.emplace(expires, std::move(name));
  return success();
}

TokenVerifier::TokenVerifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TokenVerifier::~TokenVerifier() = default;

Result<std::unique_ptr<TokenVerifier>> TokenVerifier::open(const std::string& path, std::vector<std::string> issuers) {
  const auto text = read_file(path, kMostKeySetBytes);
  if (!text.ok()) return text.errors();
  const auto document = JsonDocument::parse(*text, path);
  if (!document.ok()) return document.errors();
  auto keys = read_key_set(*document);
  if (!keys.ok()) return keys.errors();
  auto impl = std::make_unique<Impl>();
  impl->keys = std::move(*keys);
  impl->issuers = std::move(issuers);
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(impl)));
}

Status TokenVerifier::check(std::string_view authorization, std::string_view endpoint, std::int64_t now) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!authorization.starts_with(kScheme)) return bad_token("there is no bearer token");
  const auto token = authorization.substr(kScheme.size());
  if (token.size() > kMostTokenBytes) return bad_token("it is too long");
  const auto payload = impl_->signed_text(token);
  if (!payload.ok()) return payload.errors();
  const auto claims = JsonDocument::parse(*payload, "token");
  if (!claims.ok() || !claims->root().is(JsonType::object)) return bad_token("its claims are no JSON object");
  return impl_->check_claims(claims->root(), endpoint, now);
}

}  // namespace noso::serve
