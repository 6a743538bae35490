#include "serve/outcome.hpp"

#include "noso/base/json_writer.hpp"

namespace noso::serve {

namespace {

/// The word of FHIR's value set issue-type that fits the status, or the diagnostic.
std::string_view issue_type(unsigned status, const Diagnostic& d) {
  switch (status) {
    case 401: return "login";
    case 403: return "forbidden";
    case 404: return "not-found";
    case 405: return "not-supported";
    case 408: return "timeout";
    case 412: return "incomplete";
    case 413: return "too-long";
    case 415: return "not-supported";
    case 503: return "throttled";
    default: break;
  }
  if (status >= 500) return "exception";
  if (d.code.starts_with("json-") || d.code == "wrong-type" || d.code == "unknown-key") return "structure";
  return d.code == "missing-key" ? "required" : "invalid";
}

}  // namespace

std::string operation_outcome(unsigned status, std::span<const Diagnostic> why) {
  JsonWriter out(false);
  out.begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array();
  for (const auto& d : why) {
    out.begin_object().member("severity", d.severity == Severity::note ? "information" : to_string(d.severity));
    out.member("code", issue_type(status, d)).key("details").begin_object();
    out.key("coding").begin_array().begin_object();
    out.member("system", "urn:nosograph:diagnostics").member("code", std::string_view(d.code)).end_object().end_array();
    out.member("text", std::string_view(d.message)).end_object();
    out.member("diagnostics", std::string_view(to_string(d)));
    if (d.where.line > 0) out.key("location").begin_array().value(std::string_view(to_string(d.where))).end_array();
    out.end_object();
  }
  out.end_array().end_object();
  return out.text();
}

HttpResponse refuse(unsigned status, std::span<const Diagnostic> why) {
  return {status, operation_outcome(status, why), "application/fhir+json", {}};
}

}  // namespace noso::serve
