// http://hl7.org/fhir/R4/patient.html
#include "intake.hpp"

namespace noso::fhir {

namespace {

void read_birth(Intake& intake, const Resource& resource) {
  const auto at = resource.value.find("birthDate");
  const auto born = date_of(at);
  if (!born) return;
  const auto today = intake.as_of();
  if (born->first > today)
    return intake.mark(resource, at, Outcome::contradictory, "after the day of the case, ", to_string(today));
  const auto days_since = [&](Date day) { return static_cast<double>((today.day - day.day).count()); };
  const Interval age{std::max(0.0, days_since(born->last)), days_since(born->first)};
  constexpr double kMostDays = 130 * 365.25;
  if (age.low > kMostDays) return intake.mark(resource, at, Outcome::contradictory, "more than 130 years ago");
  intake.told().age = age;
  intake.mark(resource, at, Outcome::used, "the age");
}

void read_death(Intake& intake, const Resource& resource) {
  const auto death = choice(resource.value, "deceased");
  if (!death || flag_of(death->value) == false) {
    if (death) intake.mark(resource, death->value, Outcome::used, "alive");
    return;
  }
  intake.mark(resource, death->value, Outcome::used, "a warning");
  intake.warnings().push_back(resource.path + ": the patient is recorded as deceased");
}

}  // namespace

void read_patient(Intake& intake, const Resource& resource) {
  if (!intake.open(resource, std::nullopt)) return;
  if (const auto id = text_of(resource.value.find("id"))) {
    intake.told().id = *id;
    intake.mark(resource, resource.value.find("id"), Outcome::used, "names the case");
  }
  const auto gender = resource.value.find("gender");
  const auto word = text_of(gender).value_or("");
  if (word == "female" || word == "male") {
    intake.told().sex = word == "female" ? Sex::female : Sex::male;
    intake.mark(resource, gender, Outcome::used, "the sex");
  } else {
    intake.mark(resource, gender, Outcome::used, "the sex is not known");
  }
  read_birth(intake, resource);
  read_death(intake, resource);
}

}  // namespace noso::fhir
