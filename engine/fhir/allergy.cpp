// http://hl7.org/fhir/R4/allergyintolerance.html
#include "drugs.hpp"

namespace noso::fhir {

namespace {

/// SNOMED CT: no known allergy, drug allergy, environmental allergy, food allergy, latex allergy.
constexpr std::string_view kNoneKnown[] = {"716186003", "409137002", "428607008", "429625007", "716184000"};

bool says_none_known(JsonValue code) {
  bool out = false;
  for_each_object(code.find("coding"), [&](JsonValue coding, std::size_t) {
    const auto text = text_of(coding.find("code")).value_or("");
    out = out || std::find(std::begin(kNoneKnown), std::end(kNoneKnown), text) != std::end(kNoneKnown);
  });
  return out;
}

bool is_of_a_drug(JsonValue resource) {
  const auto category = resource.find("category");
  if (!category || category->size() == 0) return true;
  for (std::size_t i = 0; i < category->size(); ++i)
    if (category->is(JsonType::array) && text_of(category->at(i)) == "medication") return true;
  return false;
}

/// Whether the allergy is there; marks the statuses that decide it.
Truth standing_of(Intake& intake, const Resource& resource) {
  const auto verification = resource.value.find("verificationStatus"), clinical = resource.value.find("clinicalStatus");
  if (status_code(verification) == "refuted") {
    intake.mark(resource, verification, Outcome::used, "ruled out: no allergy");
    intake.mark(resource, clinical, Outcome::used, "ruled out: no allergy");
    return Truth::no;
  }
  // One that is not confirmed counts: the drug is not given until it is ruled out.
  intake.mark(resource, verification, Outcome::used, "not ruled out");
  const auto status = status_code(clinical);
  const bool past = status == "inactive" || status == "resolved";
  intake.mark(resource, clinical, Outcome::used, past ? "past: no allergy now" : "an allergy now");
  return past ? Truth::unknown : Truth::yes;
}

class AllergyReader {
 public:
  AllergyReader(Intake& intake, const Resource& resource, Truth standing)
      : intake_(intake), resource_(resource), standing_(standing) {}

  /// True where it is known what it is an allergy to.
  bool substance(JsonValue code, const std::string& path) {
    const auto found = drugs_of(intake_, resource_, code);
    for (const auto c : found) {
      if (intake_.knowledge().has_flag(c, kMedication)) {
        if (standing_ == Truth::yes) intake_.told().allergies.emplace_back(intake_.knowledge().id(c));
      } else if (standing_ != Truth::unknown) {
        intake_.say({.about = c, .state = standing_, .at = code, .source = resource_.source, .path = path});
      }
    }
    return !found.empty();
  }

 private:
  Intake& intake_;
  const Resource& resource_;
  Truth standing_;
};

}  // namespace

void read_allergy(Intake& intake, const Resource& resource) {
  if (!intake.open(resource, resource.value.find("verificationStatus"))) return;
  const auto standing = standing_of(intake, resource);
  AllergyReader reader(intake, resource, standing);
  bool known = false;
  const auto code = resource.value.find("code");
  if (code && says_none_known(*code)) return intake.mark(resource, *code, Outcome::used, "no known allergy");
  if (code) known = reader.substance(*code, resource.path + ".code");
  for_each_object(resource.value.find("reaction"), [&](JsonValue reaction, std::size_t i) {
    if (const auto substance = reaction.find("substance"))
      known = reader.substance(*substance, resource.path + ".reaction[" + std::to_string(i) + "].substance") || known;
  });
  if (known || !code || standing != Truth::yes) return;
  if (is_of_a_drug(resource.value))
    intake.told().allergies.push_back(words_of(*code));
  else
    intake.add_unmapped(*code);
}

}  // namespace noso::fhir
