// What a chart says of a finding: present, absent, unknown, past, or nothing at all.
#include "fhir_case.hpp"

using namespace noso;
using namespace noso::test;

namespace {

constexpr std::string_view kCodeSystems[][2] = {{"SNOMED-CT", "http://snomed.info/sct"},
                                                {"ICD-10-CM", "http://hl7.org/fhir/sid/icd-10-cm"},
                                                {"RxNorm", "http://www.nlm.nih.gov/research/umls/rxnorm"},
                                                {"ATC", "http://www.whocc.no/atc"},
                                                {"LOINC", "http://loinc.org"}};

/// Every code of the pack with its concept.
template <class Visit>
void for_each_code(Visit visit) {
  const auto& knowledge = heel_pain().knowledge();
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    for (const auto& code : knowledge.codes(ConceptId{c}))
      for (const auto& [name, uri] : kCodeSystems)
        if (knowledge.text(code.system) == name) visit(ConceptId{c}, uri, knowledge.text(code.code));
}

std::string condition(std::string_view system, std::string_view code, std::string_view verification,
                      std::string_view clinical = "active") {
  return R"({"resourceType": "Condition", "code": )" + coded(system, code) + R"(, "verificationStatus": )" +
         coded("http://terminology.hl7.org/CodeSystem/condition-ver-status", verification) + R"(, "clinicalStatus": )" +
         coded("http://terminology.hl7.org/CodeSystem/condition-clinical", clinical) + "}";
}

bool says_nothing_present(const Case& told) {
  return told.present.empty() && told.risk_factors.empty() && told.medications.empty() && told.history.empty() &&
         told.measurements.empty();
}

bool is_silent(const Case& told) {
  return says_nothing_present(told) && told.absent.empty() && told.not_tried.empty() && told.unknown.empty();
}

std::string observed(const std::string& code, const std::string& rest) {
  return R"({"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": )" + code +
         ", " + rest + "}";
}

const std::string kChestPain = coded(kSnomed, "29857009");

}  // namespace

TEST_CASE("ruled out never becomes present") {
  std::size_t codes = 0, absent = 0;
  for_each_code([&](ConceptId, std::string_view system, std::string_view code) {
    ++codes;
    for (const auto* clinical : {"active", "recurrence", "inactive", "resolved"}) {
      const auto told = chart(condition(system, code, "refuted", clinical), {.as_of = kToday}).patient;
      CAPTURE(system, code, clinical);
      CHECK(says_nothing_present(told));
      absent += told.absent.size();
    }
  });
  CHECK(codes > 150);
  CHECK(absent > 400);  // and is said to be absent, where the code names a finding or risk factor
}

TEST_CASE("ruled out never becomes present, in the answer of the engine too") {
  const auto reading = chart(bundle(condition(kSnomed, "29857009", "refuted") +
                                    R"({"resourceType": "Condition", "code": {"text": "Heel pain"}})"));
  const auto answer = heel_pain().assess(reading.patient, {.as_of = kToday});
  REQUIRE(answer.ok());
  const auto chest_pain = heel_pain().knowledge().find("chest-pain", ConceptKind::finding).front();
  CHECK(answer->facts.of(chest_pain) == Truth::no);
  CHECK(answer->facts.of(heel_pain().knowledge().find("heel-pain", ConceptKind::finding).front()) == Truth::yes);
}

TEST_CASE("a kind that is ruled out leaves the other kinds open") {
  // M79.672, pain in the left foot, is a kind of M79.67.
  const auto told = chart(condition("http://hl7.org/fhir/sid/icd-10-cm", "M79.672", "refuted")).patient;
  CHECK(is_silent(told));
  CHECK(holds(chart(condition("http://hl7.org/fhir/sid/icd-10-cm", "M79672", "confirmed")).patient.present,
              "plantar-heel-pain"));
}

TEST_CASE("not fetched never becomes absent") {
  const auto failed = parsed(R"({"resourceType": "OperationOutcome", "issue": [{"diagnostics": "timeout"}]})");
  const auto nothing = parsed("null");
  const auto empty = parsed(R"({"resourceType": "Bundle", "type": "searchset", "total": 0})");
  const auto page =
      parsed(R"({"resourceType": "Bundle", "type": "searchset", "link": [{"relation": "next", "url": "http://x/2"}]})");
  const std::vector<std::vector<fhir::Source>> prefetches = {
      {},  // no key at all
      {{"%conditions", nothing.root()}},
      {{"%conditions", failed.root()}},
      {{"%conditions", empty.root()}, {"%drugs", failed.root()}},
      {{"%conditions", page.root()}, {"%vitals", nothing.root()}}};
  for (const auto& sources : prefetches) {
    const auto reading = charts().read(sources, {.patient_id = "1", .as_of = kToday});
    REQUIRE(reading.ok());
    CHECK(is_silent(reading->patient));
    // Nothing is excluded either: with a sore heel, the urgency stays as open as for a case that tells nothing.
    auto told = reading->patient;
    told.present.push_back({.name = "heel-pain"});
    const auto answer = heel_pain().assess(told, {.as_of = kToday});
    const auto bare = heel_pain().assess(present("heel-pain"), {.as_of = kToday});
    REQUIRE((answer.ok() && bare.ok()));
    CHECK(answer->escalation.at_most == bare->escalation.at_most);
    CHECK(answer->escalation.undetermined.size() == bare->escalation.undetermined.size());
  }
}

TEST_CASE("what failed and what is missing is told") {
  const auto failed = parsed(R"({"resourceType": "OperationOutcome", "issue": [{"diagnostics": "timeout"}]})");
  const auto page =
      parsed(R"({"resourceType": "Bundle", "type": "searchset", "link": [{"relation": "next", "url": "http://x/2"}]})");
  const std::vector<fhir::Source> sources = {{"%conditions", failed.root()}, {"%vitals", page.root()}};
  const auto reading = charts().read(sources, {.patient_id = "1", .as_of = kToday});
  REQUIRE(reading.ok());
  REQUIRE(reading->patient.warnings.size() == 2);
  CHECK(reading->patient.warnings[0] == "%conditions could not be had: timeout: what it would have told is unknown");
  CHECK(reading->patient.warnings[1].find("%vitals is one page of several") == 0);
  const auto answer = heel_pain().assess(reading->patient, {.as_of = kToday});
  REQUIRE(answer.ok());
  CHECK(holds(answer->warnings, reading->patient.warnings[0]));
}

TEST_CASE("candidates, past conditions and records entered in error are not present") {
  for (const auto* verification : {"unconfirmed", "provisional", "differential", "entered-in-error", "nonsense"})
    CHECK(is_silent(chart(condition(kSnomed, "29857009", verification)).patient));
  for (const auto* clinical : {"inactive", "remission", "resolved"})
    CHECK(is_silent(chart(condition(kSnomed, "29857009", "confirmed", clinical)).patient));
  for (const auto* clinical : {"active", "recurrence", "relapse"})
    CHECK(holds(chart(condition(kSnomed, "29857009", "confirmed", clinical)).patient.present, "chest-pain"));
  CHECK(holds(chart(R"({"resourceType": "Condition", "code": )" + kChestPain + "}").patient.present, "chest-pain"));
  CHECK(
      is_silent(chart(R"({"resourceType": "Condition", "abatementDateTime": "2026-01-01", "code": )" + kChestPain + "}")
                    .patient));
}

TEST_CASE("an earlier diagnosis is history where the knowledge has it") {
  const auto told = chart(condition(kSnomed, "128053003", "confirmed", "resolved")).patient;
  REQUIRE(told.risk_factors.size() == 1);
  CHECK(told.risk_factors[0].name == "previous-dvt");
  CHECK(told.risk_factors[0].from == "Condition.code");
}

TEST_CASE("an observation is what its value says") {
  const auto told = [&](const std::string& rest) { return chart(observed(kChestPain, rest)).patient; };
  CHECK(holds(told(R"("valueBoolean": true)").present, "chest-pain"));
  CHECK(holds(told(R"("valueBoolean": false)").absent, "chest-pain"));
  CHECK(holds(told(R"("valueCodeableConcept": )" + coded(kSnomed, "10828004")).present, "chest-pain"));
  for (const auto* negative : {"260385009", "260415000", "2667000", "373067005"})
    CHECK(holds(told(R"("valueCodeableConcept": )" + coded(kSnomed, negative)).absent, "chest-pain"));
  CHECK(holds(told(R"("valueString": "Not detected")").absent, "chest-pain"));
  CHECK(holds(told(R"("interpretation": [)" +
                   coded("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "NEG") + "]")
                  .absent,
              "chest-pain"));
  // N of an interpretation is "normal", which says nothing of a finding.
  CHECK(is_silent(told(R"("interpretation": [)" +
                       coded("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "N") + "]")));
  CHECK(is_silent(told(R"("valueString": "see the letter")")));
  CHECK(is_silent(told(R"("note": [])")));
}

TEST_CASE("absent data is unknown, whatever else the observation says") {
  const auto told = [&](std::string_view reason) {
    return chart(observed(kChestPain, R"("valueBoolean": false, "dataAbsentReason": )" +
                                          coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", reason)))
        .patient;
  };
  CHECK(holds(told("asked-unknown").unknown, "chest-pain"));
  CHECK(told("asked-unknown").absent.empty());
  CHECK(is_silent(told("not-asked")));  // and may be asked
}

TEST_CASE("an observation that does not count says nothing") {
  for (const auto* status : {"registered", "cancelled", "entered-in-error", "unknown"})
    CHECK(is_silent(chart(R"({"resourceType": "Observation", "status": ")" + std::string(status) +
                          R"(", "effectiveDateTime": "2026-01-31", "valueBoolean": true, "code": )" + kChestPain + "}")
                        .patient));
  CHECK(is_silent(
      chart(observed(kChestPain, R"("valueBoolean": true, "focus": [{"reference": "RelatedPerson/1"}])")).patient));
  CHECK(is_silent(
      chart(observed(kChestPain,
                     R"("valueBoolean": true, "modifierExtension": [{"url": "http://x", "valueBoolean": true}])"))
          .patient));
}

TEST_CASE("the newest observation counts") {
  const auto at = [&](const std::string& when, const std::string& value) {
    return R"({"resourceType": "Observation", "status": "final", "code": )" + kChestPain +
           R"(, "effectiveDateTime": ")" + when + R"(", "valueBoolean": )" + value + "}";
  };
  const auto reading = chart(bundle(at("2026-01-31T10:00:00Z", "false") + at("2026-01-31T08:00:00Z", "true")));
  CHECK(reading.patient.present.empty());
  CHECK(holds(reading.patient.absent, "chest-pain"));
  const auto* old = entry_of(reading, "Bundle.entry[1].resource.value.ofType(boolean)");
  REQUIRE(old);
  CHECK(old->outcome == fhir::Outcome::ignored);
  CHECK(old->text == "replaced by the newer Bundle.entry[0].resource");
  // What is dated after the day of the case is left out.
  CHECK(is_silent(chart(at("2026-02-05", "true")).patient));
}

TEST_CASE("a contradiction is listed on both sides, and the answer goes on") {
  const auto at = [&](const std::string& value) { return observed(kChestPain, R"("valueBoolean": )" + value); };
  const auto reading =
      chart(bundle(at("true") + at("false") + R"({"resourceType": "Condition", "code": {"text": "Heel pain"}})"));
  for (const auto* path :
       {"Bundle.entry[0].resource.value.ofType(boolean)", "Bundle.entry[1].resource.value.ofType(boolean)"})
    CHECK(outcome(reading, path) == "contradictory");
  const auto answer = heel_pain().assess(reading.patient, {.as_of = kToday});
  REQUIRE(answer.ok());
  REQUIRE(answer->facts.conflicts.size() == 1);
  CHECK(heel_pain().knowledge().id(answer->facts.conflicts[0]) == "chest-pain");
  CHECK(answer->escalation.at_most == Urgency::emergency);  // it is not excluded
}

TEST_CASE("one patient: two, or another than the one who is meant, are refused") {
  const std::string one = R"({"resourceType": "Patient", "id": "1"})",
                    two = R"({"resourceType": "Patient", "id": "2"})";
  const std::string about_two =
      R"({"resourceType": "Condition", "subject": {"reference": "Patient/2"}, "code": )" + kChestPain + "}";
  CHECK(refusal(bundle(one + two)) == "two-patients");
  CHECK(refusal(bundle(one + about_two)) == "two-patients");
  CHECK(refusal(bundle(about_two + R"({"resourceType": "Condition", "subject": {"reference": "Patient/3"}})")) ==
        "two-patients");
  CHECK(refusal(one, {.patient_id = "2"}) == "other-patient");
  CHECK(refusal(about_two, {.patient_id = "1"}) == "two-patients");
  CHECK(refusal(about_two, {.patient_id = "Patient/2"}).empty());
  CHECK(refusal("[]") == "not-fhir");
  CHECK(refusal(R"({"present": []})") == "not-fhir");
}

TEST_CASE("of bulk data the patient who is meant is taken") {
  const std::string lines = R"({"resourceType": "Patient", "id": "1", "gender": "female"})"
                            "\n\n"
                            R"({"resourceType": "Patient", "id": "2", "gender": "male"})"
                            "\r\n"
                            R"({"resourceType": "Condition", "subject": {"reference": "Patient/2"}, "code": )" +
                            kChestPain + "}\n";
  REQUIRE(fhir::is_ndjson(lines));
  CHECK_FALSE(fhir::is_ndjson(R"({"resourceType": "Patient"})"));
  CHECK_FALSE(fhir::is_ndjson("{\"present\": []}\n{}"));
  const auto documents = fhir::parse_ndjson(lines, "bulk.ndjson");
  REQUIRE(documents.ok());
  const auto sources = fhir::sources_of(*documents);
  const auto nobody = charts().read(sources, {.bulk = true});
  REQUIRE(!nobody.ok());
  CHECK(nobody.errors().front().code == "unclear-patient");
  const auto second = charts().read(sources, {.patient_id = "2", .as_of = kToday, .bulk = true, .ledger = true});
  REQUIRE(second.ok());
  CHECK(second->patient.sex == Sex::male);
  CHECK(holds(second->patient.present, "chest-pain"));
  CHECK(second->patient.present[0].from == "%lines[2].code");
  CHECK(outcome(*second, "%lines[0].gender") == "ignored");
  const auto broken = fhir::parse_ndjson("{}\n{", "bulk.ndjson");
  REQUIRE(!broken.ok());
  CHECK(broken.errors().front().where.line == 2);
}
