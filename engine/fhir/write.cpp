// http://hl7.org/fhir/R4/bundle.html
#include "write.hpp"

#include "code_index.hpp"
#include "noso/base/digest.hpp"
#include "noso/engine/engine.hpp"

namespace noso::fhir {

namespace {

/// The first 128 bits of a digest in the form of a UUID (version 8, RFC 9562).
std::string uuid_of(std::string_view name) {
  Sha256 digest;
  digest.add(name);
  auto hex = digest.hex().substr(0, 32);
  hex[12] = '8';
  hex[16] = 'a';
  for (const auto at : {20, 16, 12, 8}) hex.insert(static_cast<std::size_t>(at), "-");
  return hex;
}

}  // namespace

Output::Output(const Answer& answer, const WriteOptions& options)
    : answer_(answer),
      options_(options),
      json_(options.pretty),
      system_("urn:nosograph:" + std::string(knowledge().manifest().id())),
      seed_(noso::to_json(answer, false)) {
  json_.begin_object().member("resourceType", "Bundle").member("type", "collection");
  json_.member("timestamp", std::string_view(day() + "T00:00:00Z")).key("entry").begin_array();
}

std::string Output::take() {
  json_.end_array().end_object();
  return json_.text();
}

std::string Output::reference_to(std::string_view type, std::string_view name) const {
  return "urn:uuid:" + uuid_of(seed_ + '|' + std::string(type) + '|' + std::string(name));
}

std::string Output::begin(std::string_view type, std::string_view name) {
  auto url = reference_to(type, name);
  json_.begin_object().member("fullUrl", std::string_view(url)).key("resource").begin_object();
  json_.member("resourceType", type).member("id", std::string_view(url).substr(url.rfind(':') + 1));
  written_.push_back(url);
  return url;
}

void Output::end() { json_.end_object().end_object(); }

void Output::reference(std::string_view key, std::string_view to) {
  json_.key(key).begin_object().member("reference", to).end_object();
}

void Output::display_only(std::string_view key, std::string_view display) {
  json_.key(key).begin_object().member("display", display).end_object();
}

void Output::subject(std::string_view key) {
  if (!options_.patient_id.empty()) return reference(key, "Patient/" + options_.patient_id);
  display_only(key, answer_.case_id.empty() ? std::string("the patient") : "the patient of case " + answer_.case_id);
}

void Output::text(std::string_view key, std::string_view words) {
  json_.key(key).begin_object().member("text", words).end_object();
}

void Output::coding(std::string_view system, std::string_view code, std::string_view display) {
  json_.begin_object().member("system", system).member("code", code);
  if (!display.empty()) json_.member("display", display);
  json_.end_object();
}

void Output::coded(std::string_view key, std::string_view system, std::string_view code, std::string_view text) {
  json_.key(key).begin_object().key("coding").begin_array();
  coding(system, code, {});
  json_.end_array();
  if (!text.empty()) json_.member("text", text);
  json_.end_object();
}

void Output::codings(ConceptId c) {
  json_.begin_array();
  coding(system_, knowledge().id(c), knowledge().label(c));
  for (const auto& code : knowledge().codes(c))
    if (const auto uri = system_uri(knowledge().text(code.system)); !uri.empty())
      coding(uri, knowledge().text(code.code), {});
  json_.end_array();
}

void Output::concept_of(std::string_view key, ConceptId c) {
  json_.key(key).begin_object().key("coding");
  codings(c);
  json_.member("text", knowledge().label(c)).end_object();
}

void Output::notes(const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json_.key("note").begin_array();
  for (const auto& words : texts) json_.begin_object().member("text", std::string_view(words)).end_object();
  json_.end_array();
}

std::string to_fhir(const Answer& answer, const WriteOptions& options) {
  Output out(answer, options);
  write_risk_assessment(out);
  write_guidance_response(out);
  write_flags(out);
  write_guidelines(out);
  write_detected_issues(out);
  write_care_plan(out);
  write_device(out);
  write_provenance(out);
  return out.take();
}

}  // namespace noso::fhir
