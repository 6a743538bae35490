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

void Chart::problem(const Resource& at, std::string code, std::string message, std::string help) {
  problems_.push_back(error(std::move(code), at.path + ": " + message, std::move(help), at.value.where()));
}

void Chart::add_source(std::size_t number, const Source& source) {
  if (source.value.is(JsonType::null)) return;  // nothing found
  std::string path = source.path;
  if (!is_fhir(source.value)) {
    problem({source.value, {}, number, path.empty() ? "the input" : path}, "not-fhir", "this is no FHIR resource",
            "hand over an object with a 'resourceType', or null where nothing was found");
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

bool Chart::is_the_patients(const Resource& resource, std::string_view key) const {
  return resource.type == "Patient" ? key == patient_ : patient_keys_.count(std::string(key)) > 0;
}

bool Chart::find_patient() {
  // The keys of Patients by their fullUrl were collected; with several patients only references by id can be told
  // apart.
  std::vector<std::string> people;
  const auto note = [&](std::string_view key) {
    if (std::find(people.begin(), people.end(), key) == people.end()) people.emplace_back(key);
  };
  const auto key_of = [&](const Resource& resource) -> std::optional<std::string_view> {
    if (resource.type == "Patient") return text_of(resource.value.find("id")).value_or("");
    const auto reference = text_of(member(resource.value.find(subject_element(resource.type)), "reference"));
    return reference ? std::optional(referred_id(*reference, "Patient")) : std::nullopt;
  };
  for (const auto& resource : resources_)
    if (resource.type == "Patient") note(*key_of(resource));
  const bool named = !people.empty();
  if (options_.patient_id) patient_ = without_type(*options_.patient_id);
  if (!options_.bulk && people.size() > 1) {
    for (const auto& resource : resources_)
      if (resource.type == "Patient" && *key_of(resource) != people.front()) {
        problem(resource, "two-patients", "a second patient, beside '" + people.front() + "'",
                "hand over the chart of one patient, or bulk data with the id of the patient who is meant");
        return false;
      }
  }
  if (!options_.bulk && named && options_.patient_id && people.front() != patient_ &&
      patient_keys_.count(patient_) == 0) {
    problems_.push_back(error("other-patient",
                              "the chart is that of '" + people.front() + "', not of '" + patient_ + "'",
                              "ask for the chart of the patient who is meant"));
    return false;
  }
  if (!options_.bulk && named) patient_ = people.front();
  if (options_.bulk && !options_.patient_id) {
    for (const auto& resource : resources_)
      if (const auto key = key_of(resource); key && !key->empty()) note(*key);
    if (people.size() > 1) {
      problems_.push_back(error("unclear-patient", "these are data of " + std::to_string(people.size()) + " patients",
                                "say whom the case is about (--patient ID)"));
      return false;
    }
    if (!people.empty()) patient_ = people.front();
  }
  if (options_.bulk) patient_keys_.clear();
  const bool known = !patient_.empty() || named || options_.patient_id.has_value();
  patient_keys_.insert(patient_);
  bool settled = known;
  std::vector<Resource> theirs;
  for (auto& resource : resources_) {
    const auto key = key_of(resource);
    if (!key || (resource.type == "Patient" && !options_.bulk)) {
      theirs.push_back(std::move(resource));
      continue;
    }
    if (resource.type != "Patient" && key->empty()) {
      ledger_.mark(resource.source, resource.value, Outcome::ignored, "about something else than a patient");
      continue;
    }
    if (!settled) {
      patient_ = *key;
      patient_keys_ = {patient_};
      settled = true;
    }
    if (is_the_patients(resource, *key)) {
      theirs.push_back(std::move(resource));
    } else if (options_.bulk) {
      ledger_.mark(resource.source, resource.value, Outcome::ignored, "of another patient");
    } else {
      problem(resource, "two-patients",
              "about '" + std::string(*key) + "', while the chart is that of '" + patient_ + "'",
              "hand over the chart of one patient, or bulk data with the id of the patient who is meant");
      return false;
    }
  }
  resources_ = std::move(theirs);
  return true;
}

}  // namespace noso::fhir
