// The elements of each type of resource that must be used, and the ledger that says so.
#include <set>

#include "fhir_case.hpp"

using namespace noso;
using namespace noso::test;

namespace {

struct MustUse {
  const char* resource;
  std::vector<const char*> paths;
};

/// A resource of each type that is read, with the elements of it that must be used or converted.
const std::vector<MustUse>& must_use() {
  static const std::vector<MustUse> list = {
      {R"({"resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1980-05", "deceasedBoolean": false})",
       {"Patient.resourceType", "Patient.id", "Patient.gender", "Patient.birthDate",
        "Patient.deceased.ofType(boolean)"}},
      {R"({"resourceType": "Condition", "subject": {"reference": "Patient/1"},
           "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
           "code": {"coding": [{"system": "http://snomed.info/sct", "code": "29857009"}]},
           "bodySite": [{"coding": [{"code": "7771000"}]}], "onsetDateTime": "2025-12"})",
       {"Condition.resourceType", "Condition.subject.reference", "Condition.clinicalStatus.coding[0].code",
        "Condition.verificationStatus.coding[0].code", "Condition.code.coding[0].system",
        "Condition.code.coding[0].code", "Condition.bodySite[0].coding[0].code", "Condition.onset.ofType(dateTime)"}},
      {R"({"resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "active"}]},
           "code": {"text": "Chest pain"}, "abatementDateTime": "2025-12"})",
       {"Condition.code.text", "Condition.abatement.ofType(dateTime)"}},
      {R"({"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/1"},
           "effectivePeriod": {"start": "2026-01-30", "end": "2026-01-31T08:00:00Z"},
           "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
           "valueQuantity": {"value": 38.9, "unit": "C", "system": "http://unitsofmeasure.org", "code": "Cel"}})",
       {"Observation.resourceType", "Observation.status", "Observation.subject.reference",
        "Observation.effective.ofType(Period).end", "Observation.code.coding[0].system",
        "Observation.code.coding[0].code", "Observation.value.ofType(Quantity).value",
        "Observation.value.ofType(Quantity).unit", "Observation.value.ofType(Quantity).system",
        "Observation.value.ofType(Quantity).code"}},
      {R"({"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31",
           "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
           "component": [{"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
                          "valueQuantity": {"value": 95, "comparator": "<", "code": "mm[Hg]"}}]})",
       {"Observation.effective.ofType(dateTime)", "Observation.component[0].code.coding[0].system",
        "Observation.component[0].code.coding[0].code", "Observation.component[0].value.ofType(Quantity).value",
        "Observation.component[0].value.ofType(Quantity).comparator",
        "Observation.component[0].value.ofType(Quantity).code"}},
      {R"({"resourceType": "Observation", "status": "final", "effectiveInstant": "2026-01-31T08:00:00Z",
           "code": {"coding": [{"system": "http://snomed.info/sct", "code": "29857009"}]},
           "interpretation": [{"coding": [{"code": "POS"}]}]})",
       {"Observation.effective.ofType(instant)", "Observation.interpretation[0].coding[0].code"}},
      {R"({"resourceType": "Observation", "status": "final", "issued": "2026-01-31T08:00:00Z",
           "code": {"coding": [{"system": "http://snomed.info/sct", "code": "29857009"}]},
           "dataAbsentReason": {"coding": [{"code": "unknown"}]}})",
       {"Observation.issued", "Observation.dataAbsentReason.coding[0].code"}},
      {R"({"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/1"},
           "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
           "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "5640"}]},
           "reaction": [{"substance": {"text": "Naproxen"}}]})",
       {"AllergyIntolerance.resourceType", "AllergyIntolerance.patient.reference",
        "AllergyIntolerance.clinicalStatus.coding[0].code", "AllergyIntolerance.verificationStatus.coding[0].code",
        "AllergyIntolerance.code.coding[0].system", "AllergyIntolerance.code.coding[0].code",
        "AllergyIntolerance.reaction[0].substance.text"}},
      {R"({"resourceType": "MedicationRequest", "subject": {"reference": "Patient/1"}, "status": "active",
           "intent": "order", "doNotPerform": false,
           "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": "B01AF02"}]}})",
       {"MedicationRequest.resourceType", "MedicationRequest.subject.reference", "MedicationRequest.status",
        "MedicationRequest.intent", "MedicationRequest.doNotPerform",
        "MedicationRequest.medication.ofType(CodeableConcept).coding[0].system",
        "MedicationRequest.medication.ofType(CodeableConcept).coding[0].code"}},
      {R"({"resourceType": "MedicationStatement", "subject": {"reference": "Patient/1"}, "status": "active",
           "medicationCodeableConcept": {"text": "apixaban 5 MG Oral Tablet"},
           "effectivePeriod": {"start": "2025-01-01", "end": "2025-06-01"}})",
       {"MedicationStatement.resourceType", "MedicationStatement.subject.reference", "MedicationStatement.status",
        "MedicationStatement.medication.ofType(CodeableConcept).text",
        "MedicationStatement.effective.ofType(Period).end"}},
      {R"({"resourceType": "Procedure", "subject": {"reference": "Patient/1"}, "status": "completed",
           "code": {"text": "Night splint"}, "performedPeriod": {"start": "2025-11-01", "end": "2025-12-31"}})",
       {"Procedure.resourceType", "Procedure.subject.reference", "Procedure.status", "Procedure.code.text",
        "Procedure.performed.ofType(Period).start", "Procedure.performed.ofType(Period).end"}},
      {R"({"resourceType": "FamilyMemberHistory", "patient": {"reference": "Patient/1"}, "status": "completed",
           "relationship": {"coding": [{"code": "FTH"}]}, "condition": [{"code": {"text": "Psoriasis"}}]})",
       {"FamilyMemberHistory.resourceType", "FamilyMemberHistory.patient.reference", "FamilyMemberHistory.status",
        "FamilyMemberHistory.relationship.coding[0].code", "FamilyMemberHistory.condition[0].code.text"}},
      {R"({"resourceType": "QuestionnaireResponse", "subject": {"reference": "Patient/1"}, "status": "completed",
           "authored": "2026-01-31T09:00:00Z",
           "item": [{"linkId": "chest-pain", "answer": [{"valueBoolean": false}]},
                    {"linkId": "g", "item": [{"linkId": "/8310-5", "answer": [{"valueQuantity": {"value": 98.6, "code": "[degF]"}}]}]}]})",
       {"QuestionnaireResponse.resourceType", "QuestionnaireResponse.subject.reference", "QuestionnaireResponse.status",
        "QuestionnaireResponse.authored", "QuestionnaireResponse.item[0].linkId",
        "QuestionnaireResponse.item[0].answer[0].value.ofType(boolean)", "QuestionnaireResponse.item[1].item[0].linkId",
        "QuestionnaireResponse.item[1].item[0].answer[0].value.ofType(Quantity).value"}}};
  return list;
}

}  // namespace

TEST_CASE("the elements that must be used are used, for every type of resource that is read") {
  for (const auto& [resource, paths] : must_use()) {
    const auto reading = chart(resource);
    for (const auto* path : paths) {
      CAPTURE(resource, path);
      const auto what = outcome(reading, path);
      CHECK((what == "used" || what == "converted"));
    }
  }
}

TEST_CASE("the ledger holds every primitive element once") {
  for (const auto& [resource, paths] : must_use()) {
    const auto document = parsed(resource);
    const auto reading = chart(resource);
    CHECK(reading.ledger.size() == primitive_count(document.root()));
    std::set<std::string> seen;
    for (const auto& entry : reading.ledger) {
      CAPTURE(entry.path);
      CHECK(seen.insert(entry.path).second);
      CHECK_FALSE(entry.text.empty());
    }
  }
}

TEST_CASE("the ledger says why something is left out") {
  const auto reading = chart(
      R"({"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Encounter", "status": "finished"}},
        {"resource": {"resourceType": "Condition", "id": "c", "text": {"status": "generated", "div": "<div/>"},
          "meta": {"versionId": "1"}, "code": {"coding": [{"system": "http://x", "code": "9", "display": "Bunion"}]},
          "_onsetDateTime": {"extension": [{"url": "u", "valueCode": "masked"}]}}}]})");
  const auto says = [&](const char* path) {
    const auto* entry = entry_of(reading, path);
    return entry ? std::string(to_string(entry->outcome)) + ": " + entry->text : std::string("no entry");
  };
  CHECK(says("Bundle.entry[0].fullUrl") == "ignored: an identifier");
  CHECK(says("Bundle.entry[0].resource.status") == "ignored: no case is read from Encounter");
  CHECK(says("Bundle.entry[1].resource.text.div") == "ignored: the narrative: the data count");
  CHECK(says("Bundle.entry[1].resource.code.coding[0].code") == "unmapped: the knowledge does not have 9");
  CHECK(says("Bundle.entry[1].resource.onset.ofType(dateTime).extension[0].value.ofType(code)") ==
        "ignored: an extension that is not known");
  CHECK(reading.patient.unmapped == std::vector<std::string>{"Bunion"});
  const auto json = to_json(reading.ledger, false);
  CHECK(json.find(R"({"counts":{"used":1,"ignored":)") == 0);
  CHECK(to_text(reading.ledger).find("unmapped      Bundle.entry[1].resource.code.coding[0].code: the knowledge") !=
        std::string::npos);
}

TEST_CASE("without a ledger the same case is read") {
  for (const auto& [resource, paths] : must_use()) {
    const auto with = chart(resource), without = chart(resource, {.as_of = kToday});
    CHECK(without.ledger.empty());
    CHECK(names(with.patient.present) == names(without.patient.present));
    CHECK(names(with.patient.risk_factors) == names(without.patient.risk_factors));
    CHECK(with.patient.measurements.size() == without.patient.measurements.size());
  }
}
