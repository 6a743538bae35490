// http://hl7.org/fhir/R4/bundle.html, http://hl7.org/fhir/R4/references.html
#include "chart.hpp"

#include <array>

#include "datatypes.hpp"

namespace noso::fhir {

namespace {

struct ReadType {
  std::string_view type, subject;
};

constexpr auto kReadTypes = std::to_array<ReadType>({
    {"Patient", ""},
    {"Condition", "subject"},
    {"Observation", "subject"},
    {"AllergyIntolerance", "patient"},
    {"MedicationRequest", "subject"},
    {"MedicationStatement", "subject"},
    {"Procedure", "subject"},
    {"FamilyMemberHistory", "patient"},
    {"QuestionnaireResponse", "subject"},
});

bool is_read(std::string_view type) {
  for (const auto& read : kReadTypes)
    if (read.type == type) return true;
  return false;
}

std::string_view without_type(std::string_view id) {
  return id.starts_with("Patient/") ? id.substr(std::string_view("Patient/").size()) : id;
}

constexpr std::string_view kOnePatient =
    "hand over the chart of one patient, or bulk data with the id of the patient who is meant";

/// The words of an OperationOutcome.
std::string what_failed(JsonValue outcome) {
  std::string out;
  for_each_object(outcome.find("issue"), [&](JsonValue issue, std::size_t) {
    const auto details = text_of(member(issue.find("details"), "text"));
    const auto words = details ? details : text_of(issue.find("diagnostics"));
    if (words) out += (out.empty() ? ": " : "; ") + std::string(*words);
  });
  return out;
}

}  // namespace

std::string_view subject_element(std::string_view type) {
  for (const auto& read : kReadTypes)
    if (read.type == type) return read.subject;
  return {};
}

bool Chart::gather(std::span<const Source> sources) {
  for (std::size_t i = 0; i < sources.size(); ++i) add_source(i, sources[i]);
  return problems_.empty() && find_patient();
}

void Chart::problem(const Resource& at, Diagnostic what) {
  what.message = at.path + ": " + what.message;
  what.where = at.value.where();
  problems_.push_back(std::move(what));
}

void Chart::add_source(std::size_t number, const Source& source) {
  if (source.value.is(JsonType::null)) return;  // nothing found
  std::string path = source.path;
  if (!is_fhir(source.value)) {
    problem({source.value, {}, number, path.empty() ? "the input" : path},
            error("not-fhir", "this is no FHIR resource",
                  "hand over an object with a 'resourceType', or null where nothing was found"));
    return;
  }
  if (path.empty()) path = source.value.member_text("resourceType");
  add(number, source.value, std::move(path), {});
}

void Chart::add(std::size_t source, JsonValue value, std::string path, std::string_view full_url) {
  const auto type = text_of(value.find("resourceType")).value_or("");
  if (type == "Bundle") return bundle(source, value, path);
  if (type == "OperationOutcome") {
    warnings_.push_back(path + " could not be had" + what_failed(value) + ": what it would have told is unknown");
    return ledger_.mark(source, value, Outcome::ignored, "tells that something failed, nothing of the patient");
  }
  const auto id = text_of(value.find("id"));
  if (type == "Medication") {
    if (id) by_reference_.emplace(*id, value);
    if (const auto key = referred_id(full_url, type); !key.empty()) by_reference_.emplace(key, value);
    return ledger_.mark(source, value, Outcome::ignored, "a drug that nothing read refers to");
  }
  if (!is_read(type))
    return ledger_.mark(source, value, Outcome::ignored, "no case is read from ", type.empty() ? "this" : type);
  Resource resource{value, type, source, std::move(path)};
  if (id && !seen_.insert(std::string(type) + "/" + std::string(*id)).second)
    return ledger_.mark(source, value, Outcome::ignored, "the same resource was handed over before");
  if (type == "Patient" && !full_url.empty()) patient_keys_.insert(std::string(referred_id(full_url, type)));
  resources_.push_back(std::move(resource));
}

void Chart::bundle(std::size_t source, JsonValue value, const std::string& path) {
  const auto type = text_of(value.find("type")).value_or("");
  if (type == "history") {
    warnings_.push_back(path + " is a history, whose older versions no longer hold: it was not read");
    return ledger_.mark(source, value, Outcome::ignored, "a history: older versions no longer hold");
  }
  pages(value, path);
  for_each_object(value.find("entry"), [&](JsonValue entry_value, std::size_t i) {
    entry(source, entry_value, path + ".entry[" + std::to_string(i) + "]");
  });
}

void Chart::entry(std::size_t source, JsonValue value, const std::string& path) {
  const auto resource = value.find("resource");
  if (!resource || !resource->is(JsonType::object)) return;
  if (text_of(member(value.find("request"), "method")) == "DELETE")
    return ledger_.mark(source, *resource, Outcome::ignored, "to be deleted");
  add(source, *resource, path + ".resource", text_of(value.find("fullUrl")).value_or(""));
}

void Chart::pages(JsonValue value, const std::string& path) {
  for_each_object(value.find("link"), [&](JsonValue link, std::size_t) {
    if (text_of(link.find("relation")) == "next")
      warnings_.push_back(path + " is one page of several: what stands on the others is unknown");
  });
}

std::optional<JsonValue> Chart::referred(const Resource& from, std::string_view reference,
                                         std::string_view type) const {
  if (reference.starts_with('#')) {
    std::optional<JsonValue> found;
    for_each_object(from.value.find("contained"), [&](JsonValue contained, std::size_t) {
      if (!found && text_of(contained.find("id")) == reference.substr(1)) found = contained;
    });
    return found;
  }
  const auto at = by_reference_.find(std::string(referred_id(reference, type)));
  return at == by_reference_.end() ? std::nullopt : std::optional(at->second);
}

/// Whom a resource is about: nothing where it does not say, empty where it is no patient.
std::optional<std::string_view> Chart::subject_of(const Resource& resource) {
  if (resource.type == "Patient") return text_of(resource.value.find("id")).value_or("");
  const auto reference = text_of(member(resource.value.find(subject_element(resource.type)), "reference"));
  return reference ? std::optional(referred_id(*reference, "Patient")) : std::nullopt;
}

bool Chart::find_patient() {
  if (options_.patient_id) patient_ = without_type(*options_.patient_id);
  if (!(options_.bulk ? find_among_many() : find_only_one())) return false;
  std::vector<Resource> theirs;
  for (auto& resource : resources_) {
    const auto key = subject_of(resource);
    if (!key || patient_keys_.count(std::string(*key)) > 0) {
      theirs.push_back(std::move(resource));
    } else if (key->empty()) {
      ledger_.mark(resource.source, resource.value, Outcome::ignored, "about something else than a patient");
    } else if (options_.bulk) {
      ledger_.mark(resource.source, resource.value, Outcome::ignored, "of another patient");
    } else {
      problem(resource,
              error("two-patients", "about '" + std::string(*key) + "', while the chart is that of '" + patient_ + "'",
                    std::string(kOnePatient)));
      return false;
    }
  }
  resources_ = std::move(theirs);
  return true;
}

/// The Patient of a chart; without one the first that something is about.
bool Chart::find_only_one() {
  const Resource* patient = nullptr;
  std::optional<std::string_view> first;
  for (const auto& resource : resources_) {
    const auto key = subject_of(resource);
    if (key && !key->empty() && !first) first = key;
    if (resource.type != "Patient") continue;
    if (patient && *key != *subject_of(*patient)) {
      problem(resource, error("two-patients", "a second patient, beside '" + std::string(*subject_of(*patient)) + "'",
                              std::string(kOnePatient)));
      return false;
    }
    patient = &resource;
  }
  const auto found = patient ? *subject_of(*patient) : std::string_view();
  if (patient) patient_keys_.insert(std::string(found));
  if (patient && options_.patient_id && patient_keys_.count(patient_) == 0) {
    problems_.push_back(error("other-patient",
                              "the chart is that of '" + std::string(found) + "', not of '" + patient_ + "'",
                              "ask for the chart of the patient who is meant"));
    return false;
  }
  if (patient && !found.empty()) patient_ = found;
  if (!patient && !options_.patient_id && first) patient_ = *first;
  if (!patient_.empty()) patient_keys_.insert(patient_);
  return true;
}

/// Of bulk data the patient who is meant; the only one where nobody is named.
bool Chart::find_among_many() {
  patient_keys_.clear();
  if (!options_.patient_id) {
    std::unordered_set<std::string_view> people;
    for (const auto& resource : resources_)
      if (const auto key = subject_of(resource); key && !key->empty()) people.insert(*key);
    if (people.size() > 1) {
      problems_.push_back(error("unclear-patient", "these are data of " + std::to_string(people.size()) + " patients",
                                "say whom the case is about (--patient-id ID)"));
      return false;
    }
    if (!people.empty()) patient_ = *people.begin();
  }
  patient_keys_.insert(patient_);
  return true;
}

}  // namespace noso::fhir
