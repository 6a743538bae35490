// The answer as FHIR resources.
#include <map>
#include <set>

#include "fhir_case.hpp"

using namespace noso;
using namespace noso::test;

namespace {

const std::string kChart = R"({"resourceType": "Patient", "id": "7", "gender": "female", "birthDate": "1980-01-31"}
  {"resourceType": "Condition", "code": {"text": "Heel pain"}}
  {"resourceType": "Condition", "code": {"text": "Pregnancy"}}
  {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"text": "Sudden pop or snap"}, "valueBoolean": true}
  {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "medicationCodeableConcept": {"text": "apixaban"}})";

std::string written(const std::string& resources) {
  const auto reading = chart(bundle(resources));
  const auto answer = heel_pain().assess(reading.patient, {.as_of = kToday});
  if (!answer.ok()) FAIL(to_string(answer.errors().front()));
  return fhir::to_fhir(*answer, {.patient_id = reading.patient_id});
}

std::map<std::string, int> counts(JsonValue bundle_value) {
  std::map<std::string, int> out;
  const auto entries = *bundle_value.find("entry");
  for (std::size_t i = 0; i < entries.size(); ++i) ++out[entries.at(i).find("resource")->member_text("resourceType")];
  return out;
}

JsonValue first_of(JsonValue bundle_value, std::string_view type) {
  const auto entries = *bundle_value.find("entry");
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (const auto resource = *entries.at(i).find("resource"); resource.member_text("resourceType") == type)
      return resource;
  FAIL("no " << type);
  return bundle_value;
}

void collect_references(JsonValue value, std::set<std::string>& out) {
  if (value.is(JsonType::object))
    if (const auto reference = value.member_text("reference"); !reference.empty()) out.insert(reference);
  for (std::size_t i = 0; i < value.size(); ++i) collect_references(value.at(i), out);
}

bool has_empty_part(JsonValue value) {
  if (value.is(JsonType::null)) return true;
  if (value.is(JsonType::string)) return value.string().empty();
  if (!value.is(JsonType::object) && !value.is(JsonType::array)) return false;
  if (value.size() == 0) return true;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (has_empty_part(value.at(i))) return true;
  return false;
}

}  // namespace

TEST_CASE("an answer is written as the resources that say it") {
  const auto document = parsed(written(kChart));
  const auto found = counts(document.root());
  for (const auto* type : {"RiskAssessment", "GuidanceResponse", "CarePlan", "Device", "Provenance"}) {
    CAPTURE(type);
    CHECK(found.at(type) == 1);
  }
  CHECK(found.at("DetectedIssue") > 1);
  CHECK(document.root().member_text("type") == "collection");
}

TEST_CASE("nothing that is written is empty, and every reference within the bundle leads somewhere") {
  const auto document = parsed(written(kChart));
  CHECK_FALSE(has_empty_part(document.root()));
  std::set<std::string> urls, references;
  const auto entries = *document.root().find("entry");
  for (std::size_t i = 0; i < entries.size(); ++i) CHECK(urls.insert(entries.at(i).member_text("fullUrl")).second);
  collect_references(document.root(), references);
  for (const auto& reference : references) {
    CAPTURE(reference);
    CHECK((urls.count(reference) == 1 || reference == "Patient/7"));
  }
}

TEST_CASE("what is asked for is required data while something worse is not excluded") {
  const auto document = parsed(written(kChart));
  const auto guidance = first_of(document.root(), "GuidanceResponse");
  CHECK(guidance.member_text("status") == "data-required");
  const auto requirements = guidance.find("dataRequirement");
  REQUIRE(requirements);
  CHECK(requirements->size() > 3);
  for (std::size_t i = 0; i < requirements->size(); ++i) CHECK_FALSE(requirements->at(i).member_text("type").empty());
}

TEST_CASE("predictions hold the probabilities of the answer") {
  const auto reading = chart(bundle(kChart));
  const auto answer = heel_pain().assess(reading.patient, {.as_of = kToday});
  REQUIRE(answer.ok());
  const auto document = parsed(fhir::to_fhir(*answer, {}));
  const auto predictions = *first_of(document.root(), "RiskAssessment").find("prediction");
  REQUIRE(predictions.size() == answer->differential.conditions.size());
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    const auto& ranked = answer->differential.conditions[i];
    CHECK(predictions.at(i).find("outcome")->member_text("text") == heel_pain().knowledge().label(ranked.condition));
    if (!ranked.range) CHECK(predictions.at(i).find("probabilityDecimal")->number() == ranked.probability);
  }
}

TEST_CASE("an urgent answer raises a flag, and the same answer is written byte for byte") {
  const auto text = written(kChart + R"({"resourceType": "Condition", "code": {"text": "Chest pain"}}
                                        {"resourceType": "Condition", "code": {"text": "Breathlessness"}})");
  CHECK(counts(parsed(text).root())["Flag"] >= 1);
  CHECK(text == written(kChart + R"({"resourceType": "Condition", "code": {"text": "Chest pain"}}
                                    {"resourceType": "Condition", "code": {"text": "Breathlessness"}})"));
}
