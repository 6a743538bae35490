// Numbers, dates, drugs, families, answers.
#include "fhir_case.hpp"
#include "noso/base/quantity.hpp"

using namespace noso;
using namespace noso::test;

namespace {

std::string vital(const std::string& code, const std::string& value) {
  return R"({"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": )" +
         coded(kLoinc, code) + R"(, "valueQuantity": )" + value + "}";
}

std::string drug(const std::string& medication, const std::string& rest = R"("status": "active", "intent": "order")") {
  return R"({"resourceType": "MedicationRequest", )" + rest + R"(, "medicationCodeableConcept": )" + medication + "}";
}

const std::string kSore = R"({"resourceType": "Condition", "code": {"text": "Heel pain"}})";

/// The rules of care that warn of an intervention for this chart.
std::vector<std::string> warnings_of(const std::string& chart_json, std::string_view intervention) {
  const auto answer = heel_pain().assess(chart(chart_json).patient, {.as_of = kToday});
  if (!answer.ok()) FAIL(to_string(answer.errors().front()));
  const auto& knowledge = heel_pain().knowledge();
  std::vector<std::string> out;
  for (const auto& c : answer->care.caution)
    if (knowledge.id(c.intervention) == intervention)
      out.emplace_back(knowledge.text(knowledge[answer->care.precautions[c.precaution].rule].id));
  for (const auto& a : answer->care.avoid)
    if (knowledge.id(a.intervention) == intervention) out.push_back("avoid: " + a.because);
  return out;
}

}  // namespace

TEST_CASE("vitals are known by LOINC and taken in their units") {
  const auto told = chart(bundle(vital("8310-5", R"({"value": 100.4, "code": "[degF]"})") +
                                 vital("8867-4", R"({"value": 110, "unit": "beats/minute", "code": "/min"})") +
                                 vital("59408-5", R"({"value": 91, "code": "%"})") +
                                 vital("39156-5", R"({"value": 31.5, "unit": "kg/m2"})")))
                        .patient;
  REQUIRE(told.measurements.size() == 4);
  const auto value = [&](std::string_view finding) {
    for (const auto& m : told.measurements)
      if (m.finding == finding) return m.value;
    return -1.0;
  };
  CHECK(value("body-temperature") == 38);
  CHECK(value("heart-rate") == 110);
  CHECK(value("oxygen-saturation") == Approx(0.91));
  CHECK(value("body-mass-index") == 31.5);
}

TEST_CASE("a number in another unit is converted, one in no unit of it is not mapped, an impossible one contradicts") {
  const auto what = [&](const std::string& value) {
    const auto reading = chart(vital("8310-5", value));
    return outcome(reading, "Observation.value.ofType(Quantity).value") + " " +
           std::to_string(reading.patient.measurements.size());
  };
  CHECK(what(R"({"value": 38.9, "code": "Cel"})") == "used 1");
  CHECK(what(R"({"value": 100.4, "code": "[degF]"})") == "converted 1");
  CHECK(what(R"({"value": 38.9, "code": "mm[Hg]"})") == "unmapped 0");
  CHECK(what(R"({"value": 389, "code": "Cel"})") == "contradictory 0");
  CHECK(what(R"({"value": -1e308, "code": "[degF]"})") == "contradictory 0");
}

TEST_CASE("a comparator and a range are ends of an interval") {
  const auto told = chart(vital("8480-6", R"({"value": 95, "comparator": "<", "code": "mm[Hg]"})")).patient;
  REQUIRE(told.measurements.size() == 1);
  CHECK(told.measurements[0].value == 40);  // the lowest plausible
  CHECK(told.measurements[0].up_to == 95.0);
  const auto facts = resolve(heel_pain().knowledge(), told, kToday);
  REQUIRE(facts.ok());
  const auto pressure = heel_pain().knowledge().find("systolic-blood-pressure", ConceptKind::finding).front();
  CHECK(facts->measure(pressure) == Interval{40, 95});
  const auto ranged =
      chart(R"({"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": )" +
            coded(kLoinc, "8867-4") +
            R"(, "valueRange": {"low": {"value": 60, "code": "/min"}, "high": {"value": 80, "code": "/min"}}})")
          .patient;
  REQUIRE(ranged.measurements.size() == 1);
  CHECK(ranged.measurements[0].up_to == 80.0);
}

TEST_CASE("a birth date known in part is an interval of ages") {
  const auto years = [](double days) { return days / kDaysPerYear; };
  const auto told = chart(R"({"resourceType": "Patient", "birthDate": "1980"})").patient;
  CHECK(years(told.age.low) == Approx(45.08).margin(0.01));
  CHECK(years(told.age.high) == Approx(46.08).margin(0.01));
  CHECK(chart(R"({"resourceType": "Patient", "birthDate": "1980-01-31"})").patient.age.is_exact());
  CHECK_FALSE(chart(R"({"resourceType": "Patient", "birthDate": "2030"})").patient.age.knows_something());
  CHECK(holds(chart(R"({"resourceType": "Patient", "deceasedDateTime": "2025"})").patient.warnings,
              "Patient: the patient is recorded as deceased"));
}

TEST_CASE("when it began is told by a date, a period, or an age") {
  const auto began = [&](const std::string& onset) {
    const auto told = chart(bundle(R"({"resourceType": "Patient", "birthDate": "1980-01-31"})" +
                                   (R"({"resourceType": "Condition", "code": {"text": "Heel pain"}, )" + onset + "}")))
                          .patient;
    REQUIRE(told.present.size() == 1);
    return told.present[0];
  };
  CHECK(to_string(*began(R"("onsetDateTime": "2025-11")").since) == "2025-11");
  CHECK(to_string(*began(R"("onsetPeriod": {"start": "2025-11-01", "end": "2025-11-30"})").since) == "2025-11");
  const auto by_age = began(R"("onsetAge": {"value": 45, "code": "a"})").duration;
  REQUIRE(by_age);
  CHECK(by_age->low == Approx(0).margin(1));
  CHECK(by_age->high == Approx(kDaysPerYear).margin(1));
  CHECK_FALSE(began(R"("onsetDateTime": "2027")").since);
  CHECK_FALSE(began(R"("onsetString": "in the winter")").since);
  CHECK_FALSE(began(R"("onsetAge": {"value": 60, "code": "a"})").duration);
}

TEST_CASE("apixaban in a bundle really warns") {
  const std::string by_code = drug(coded(kRxNorm, "1364430")),
                    by_atc = drug(coded("http://www.whocc.no/atc", "B01AF02"));
  const std::string product =
      drug(R"({"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1364445",
                           "display": "apixaban 5 MG Oral Tablet"}]})");
  CHECK(warnings_of(bundle(kSore), "oral-nsaid").empty());
  for (const auto& medication : {by_code, by_atc, product}) {
    CAPTURE(medication);
    CHECK(holds(warnings_of(bundle(kSore + medication), "oral-nsaid"), "k02b"));
    CHECK(holds(warnings_of(bundle(kSore + medication), "eswt"), "k08a"));
  }
  // A drug of the class that the list does not name is known by its ATC group.
  CHECK(holds(warnings_of(bundle(kSore + drug(coded("http://www.whocc.no/atc", "B01AE03"))), "oral-nsaid"), "k02b"));
}

TEST_CASE("every ingredient of the pack's drugs is found by each of its codes and by its name in a product") {
  const auto& knowledge = heel_pain().knowledge();
  std::size_t drugs = 0;
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c) {
    if (!knowledge.has_flag({c}, kMedication)) continue;
    const std::string id(knowledge.id({c}));
    const auto taken = [&](const std::string& medication) {
      return names(chart(drug(medication), {.as_of = kToday}).patient.risk_factors);
    };
    for (const auto& code : knowledge.codes(ConceptId{c})) {
      const std::string system = knowledge.text(code.system) == "ATC" ? "http://www.whocc.no/atc" : kRxNorm;
      CAPTURE(id, knowledge.text(code.code));
      CHECK(holds(taken(coded(system, knowledge.text(code.code))), id));
    }
    if (!knowledge.graph().children(ConceptId{c}).empty() || knowledge.codes(ConceptId{c}).empty()) continue;
    ++drugs;
    CAPTURE(id);
    CHECK(holds(taken(R"({"text": ")" + std::string(knowledge.label({c})) + R"( 10 MG Oral Tablet"})"), id));
  }
  CHECK(drugs > 50);
}

TEST_CASE("a drug counts when it is taken") {
  const std::string apixaban = coded(kRxNorm, "1364430");
  const auto taken = [&](const std::string& rest) {
    return holds(chart(drug(apixaban, rest)).patient.risk_factors, "apixaban");
  };
  CHECK(taken(R"("status": "active", "intent": "order")"));
  for (const auto* status : {"completed", "stopped", "cancelled", "on-hold", "draft", "unknown", "entered-in-error"})
    CHECK_FALSE(taken(R"("intent": "order", "status": ")" + std::string(status) + "\""));
  for (const auto* intent : {"proposal", "plan", "option"})
    CHECK_FALSE(taken(R"("status": "active", "intent": ")" + std::string(intent) + "\""));
  CHECK_FALSE(taken(R"("status": "active", "intent": "order", "doNotPerform": true)"));
  const auto not_taken =
      chart(R"({"resourceType": "MedicationStatement", "status": "not-taken", "medicationCodeableConcept": )" +
            apixaban + "}");
  CHECK(holds(not_taken.patient.absent, "apixaban"));
}

TEST_CASE("a drug may stand in a Medication, contained or in the bundle; one that nobody knows is listed") {
  const std::string contained =
      R"({"resourceType": "MedicationRequest", "status": "active", "intent": "order", "medicationReference": {"reference": "#m"},
          "contained": [{"resourceType": "Medication", "id": "m", "code": )" +
      coded(kRxNorm, "1364430") + "}]}";
  CHECK(holds(chart(contained).patient.risk_factors, "apixaban"));
  const std::string apart =
      bundle(R"({"resourceType": "Medication", "id": "m", "code": )" + coded(kRxNorm, "1364430") + "}" +
             R"({"resourceType": "MedicationRequest", "status": "active", "intent": "order",
                                       "medicationReference": {"reference": "Medication/m"}})");
  CHECK(holds(chart(apart).patient.risk_factors, "apixaban"));
  const auto missing = chart(R"({"resourceType": "MedicationRequest", "status": "active", "intent": "order",
                                 "medicationReference": {"reference": "Medication/other"}})");
  CHECK(missing.patient.warnings.size() == 1);
  const auto other = chart(bundle(kSore + drug(R"({"text": "Levothyroxine 100 ug"})")));
  const auto answer = heel_pain().assess(other.patient, {.as_of = kToday});
  REQUIRE(answer.ok());
  CHECK(holds(answer->facts.unrecognized, "Levothyroxine 100 ug"));
}

TEST_CASE("an allergy blocks what contains the drug, unless it is ruled out or past") {
  const auto allergy = [&](const std::string& rest) {
    return bundle(kSore + R"({"resourceType": "AllergyIntolerance", "code": )" + coded(kRxNorm, "5640") + rest + "}");
  };
  CHECK(chart(allergy("")).patient.allergies == std::vector<std::string>{"ibuprofen"});
  CHECK_FALSE(warnings_of(allergy(""), "oral-nsaid").empty());
  CHECK(chart(allergy(R"(, "verificationStatus": {"coding": [{"code": "refuted"}]})")).patient.allergies.empty());
  CHECK(chart(allergy(R"(, "clinicalStatus": {"coding": [{"code": "resolved"}]})")).patient.allergies.empty());
  CHECK(chart(R"({"resourceType": "AllergyIntolerance", "code": )" + coded(kSnomed, "716186003") + "}")
            .patient.allergies.empty());
  const auto peanut =
      chart(R"({"resourceType": "AllergyIntolerance", "category": ["food"], "code": {"text": "Peanut"}})").patient;
  CHECK(peanut.allergies.empty());
  CHECK(peanut.unmapped == std::vector<std::string>{"Peanut"});
}

TEST_CASE("what was done was tried, and what was not done was not") {
  const auto told =
      chart(
          bundle(
              R"({"resourceType": "Procedure", "status": "completed", "code": {"text": "Night splint"}, "performedPeriod": {"start": "2025-11-01", "end": "2025-12-31"}}
         {"resourceType": "Procedure", "status": "not-done", "code": {"text": "Taping"}}
         {"resourceType": "Procedure", "status": "preparation", "code": {"text": "Foot orthosis"}}
         {"resourceType": "Procedure", "status": "completed", "code": {"text": "Appendectomy"}})"))
          .patient;
  REQUIRE(told.tried.size() == 1);
  CHECK(told.tried[0].intervention == "night-splint");
  CHECK(told.not_tried == std::vector<std::string>{"taping"});
  CHECK(told.unmapped == std::vector<std::string>{"Appendectomy"});
  CHECK(resolve(heel_pain().knowledge(), told, kToday).ok());
}

TEST_CASE("what relatives by descent have is the family's") {
  const auto told = [&](const std::string& relative) {
    return chart(
               R"({"resourceType": "FamilyMemberHistory", "status": "completed", "relationship": {"coding": [{"code": ")" +
               relative +
               R"("}]}, "condition": [{"code": {"coding": [{"display": "Psoriasis"}]}}, {"code": {"text": "Stroke"}}]})")
        .patient;
  };
  CHECK(holds(told("FTH").present, "family-history-spondyloarthritis"));
  CHECK(told("WIFE").present.empty());
  CHECK(told("FTH").unmapped == std::vector<std::string>{"Stroke"});
}

TEST_CASE("answers to a questionnaire are told by id, code or words") {
  const auto told =
      chart(R"({"resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-01-31", "item": [
      {"linkId": "chest-pain", "answer": [{"valueBoolean": true}]},
      {"linkId": "2", "text": "Limp", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA32-8"}}]},
      {"linkId": "3", "text": "Breathlessness"},
      {"linkId": "/8867-4", "answer": [{"valueInteger": 88}]}]})")
          .patient;
  CHECK(holds(told.present, "chest-pain"));
  CHECK(told.present[0].from == "QuestionnaireResponse.item[0].answer[0]");
  CHECK(holds(told.absent, "limp"));
  CHECK_FALSE(holds(told.absent, "breathlessness"));
  REQUIRE(told.measurements.size() == 1);
  CHECK(told.measurements[0].value == 88);
  CHECK(chart(R"({"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": [
      {"linkId": "chest-pain", "answer": [{"valueBoolean": false}]}]})")
            .patient.absent.empty());
}

TEST_CASE("a code and its words that disagree are told") {
  const auto reading = chart(R"({"resourceType": "Condition", "code": {"coding": [
      {"system": "http://snomed.info/sct", "code": "29857009", "display": "Limp"}]}})");
  CHECK(outcome(reading, "Condition.code.coding[0].display") == "contradictory");
  CHECK(holds(reading.patient.present, "chest-pain"));
  CHECK(reading.patient.warnings.size() == 1);
}
