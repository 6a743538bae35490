// SARIF: OASIS Static Analysis Results Interchange Format 2.1.0, the form in which editors and code hosts read
// findings.
#include <algorithm>
#include <filesystem>
#include <map>

#include "noso/base/digest.hpp"
#include "noso/engine/engine.hpp"
#include "render/findings.hpp"

namespace noso::cli {

namespace {

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A path as a URI reference (RFC 3986): absolute ones with the scheme `file`, all else but unreserved characters and
/// '/' percent-encoded.
std::string uri_of(const std::string& path) {
  constexpr std::string_view kPlain = "-._~/", kHex = "0123456789ABCDEF";
  const auto text = std::filesystem::path(path).lexically_normal().generic_string();
  std::string out = text.starts_with('/') ? "file://" : "";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

struct Finding {
  const Diagnostic* diagnostic;
  const std::string* accepted;  ///< the reason; null when it is not
};

/// The same for the same finding at another line, so that a code host knows it again after an edit above it.
std::string fingerprint(const Diagnostic& d) {
  Sha256 hash;
  hash.add(d.code + '\n' + uri_of(d.where.file) + '\n' + d.message);
  return hash.hex();
}

void write_result(JsonWriter& out, const Finding& finding, std::size_t rule) {
  const auto& d = *finding.diagnostic;
  out.begin_object().member("ruleId", std::string_view(d.code)).member("ruleIndex", static_cast<std::uint64_t>(rule));
  out.member("level", to_string(d.severity));
  const std::string text = d.message + (d.help.empty() ? "" : "; " + d.help);
  out.key("message").begin_object().member("text", std::string_view(text)).end_object();
  out.key("locations").begin_array();
  if (!d.where.file.empty()) {
    const auto uri = uri_of(d.where.file);
    out.begin_object().key("physicalLocation").begin_object();
    out.key("artifactLocation").begin_object().member("uri", std::string_view(uri)).end_object();
    if (d.where.line > 0) {
      out.key("region").begin_object().member("startLine", static_cast<std::uint64_t>(d.where.line));
      if (d.where.column > 0) out.member("startColumn", static_cast<std::uint64_t>(d.where.column));
      out.end_object();
    }
    out.end_object().end_object();
  }
  out.end_array();
  out.key("partialFingerprints").begin_object().member("finding/v1", std::string_view(fingerprint(d))).end_object();
  if (finding.accepted) {
    out.key("suppressions").begin_array().begin_object().member("kind", "inSource");
    out.member("justification", std::string_view(*finding.accepted)).end_object().end_array();
  }
  out.end_object();
}

}  // namespace

std::string findings_sarif(const AssembledPack& pack, const std::optional<Proofs>& proofs) {
  std::vector<Finding> findings;
  for (const auto& d : pack.findings) findings.push_back({&d, nullptr});
  if (proofs)
    for (const auto& found : proofs->report.findings) findings.push_back({&found.diagnostic, nullptr});
  for (const auto& [finding, reason] : pack.accepted) findings.push_back({&finding, &reason});

  std::map<std::string_view, std::size_t> rules;
  for (const auto& finding : findings) rules.emplace(finding.diagnostic->code, 0);
  std::size_t next = 0;
  for (auto& [code, index] : rules) index = next++;

  JsonWriter out;
  out.begin_object().member("$schema", kSchema).member("version", "2.1.0").key("runs").begin_array().begin_object();
  out.key("tool").begin_object().key("driver").begin_object().member("name", "noso");
  out.member("semanticVersion", kEngineVersion).key("rules").begin_array();
  for (const auto& [code, index] : rules) out.begin_object().member("id", code).end_object();
  out.end_array().end_object().end_object();
  out.member("columnKind", "unicodeCodePoints").key("results").begin_array();
  for (const auto& finding : findings) write_result(out, finding, rules.at(finding.diagnostic->code));
  out.end_array().end_object().end_array().end_object();
  return out.text();
}

}  // namespace noso::cli
