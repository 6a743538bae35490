// http://hl7.org/fhir/R4/observation.html
#include <algorithm>

#include "intake.hpp"

namespace noso::fhir {

namespace {

constexpr std::string_view kCounting[] = {"preliminary", "final", "amended", "corrected"};

/// Codes whose value says what was found: LOINC "Symptom", "Chief complaint", "Diagnosis", "Problem", "Pregnancy
/// status", "Tobacco smoking status"; SNOMED CT "Clinical finding", "Finding reported by subject".
constexpr std::string_view kValueTellsWhat[] = {"75325-1", "8661-1",  "29308-4",   "75326-9",
                                                "82810-3", "72166-2", "404684003", "418799008"};

struct Moment {
  std::optional<DateRange> when;
  std::string stamp;
  bool later = false;  ///< than the day of the case
};

/// The day of an observation: when it was true, else when it was issued.
Moment moment_of(Intake& intake, const Resource& resource) {
  const auto effective = choice(resource.value, "effective");
  std::optional<JsonValue> at = effective ? std::optional(effective->value) : resource.value.find("issued");
  if (effective && effective->type == "Period") {
    at = member(effective->value, "end");
    if (!date_of(at)) at = member(effective->value, "start");
  }
  const auto when = at ? intake.past(resource, *at, date_of(at)) : std::nullopt;
  if (when) intake.mark(resource, at, Outcome::used, "the day it was seen");
  return {when, std::string(text_of(at).value_or("")), !when && date_of(at)};
}

bool tells_what_by_value(JsonValue code) {
  bool out = false;
  for_each_object(code.find("coding"), [&](JsonValue coding, std::size_t) {
    const auto text = text_of(coding.find("code")).value_or("");
    out = out || std::find(std::begin(kValueTellsWhat), std::end(kValueTellsWhat), text) != std::end(kValueTellsWhat);
  });
  return out;
}

constexpr auto kObservedKinds = kind_bit(ConceptKind::finding) | kind_bit(ConceptKind::risk_factor);

/// The observation itself or one of its components.
void read_part(Intake& intake, const Resource& resource, JsonValue part, const std::string& path,
               const Moment& moment) {
  const auto code = part.find("code");
  if (!code) return;
  const auto value = choice(part, "value");
  if (value && value->type == "CodeableConcept" && tells_what_by_value(*code)) {
    intake.mark(resource, *code, Outcome::used, "its value says what was found");
    const auto mapping = intake.map(resource, value->value, kObservedKinds);
    if (!mapping.about) return intake.add_unmapped(value->value);
    return intake.say({.about = *mapping.about,
                       .state = Truth::yes,
                       .at = value->value,
                       .source = resource.source,
                       .path = path,
                       .when = moment.when,
                       .stamp = moment.stamp,
                       .observed = true});
  }
  const auto mapping = intake.map(resource, *code, kObservedKinds);
  if (!mapping.about) {
    // A panel is a heading for its components.
    if (value || !part.find("component")) intake.add_unmapped(*code);
    return;
  }
  Observed observed{*mapping.about, mapping.narrower, part, path, moment.when, moment.stamp, {}};
  const auto site = resource.value.find("bodySite");
  if (intake.knowledge()[observed.about].kind == ConceptKind::finding) observed.side = side_of(site);
  if (!observed.side.empty()) intake.mark(resource, site, Outcome::used, "the side: ", observed.side);
  read_value(intake, resource, observed);
}

}  // namespace

void read_observation(Intake& intake, const Resource& resource) {
  const auto status = resource.value.find("status");
  if (!intake.open(resource, status)) return;
  const auto word = text_of(status).value_or("");
  if (std::find(std::begin(kCounting), std::end(kCounting), word) == std::end(kCounting)) {
    intake.mark(resource, resource.value, Outcome::ignored, "an observation that is ",
                word.empty() ? "of no status" : word, " says nothing");
    return intake.mark(resource, status, Outcome::used, "it does not count");
  }
  intake.mark(resource, status, Outcome::used, "it counts");
  if (const auto focus = resource.value.find("focus"); focus && focus->size() > 0)
    return intake.mark(resource, resource.value, Outcome::ignored, "about its focus, not the patient");
  const auto moment = moment_of(intake, resource);
  if (moment.later)
    return intake.mark(resource, resource.value, Outcome::ignored, "after the day of the case, ",
                       to_string(intake.as_of()));
  read_part(intake, resource, resource.value, resource.path, moment);
  for_each_object(resource.value.find("component"), [&](JsonValue part, std::size_t i) {
    read_part(intake, resource, part, resource.path + ".component[" + std::to_string(i) + "]", moment);
  });
}

}  // namespace noso::fhir
