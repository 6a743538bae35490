// Reading a chart of 200 resources, as a service does it: without a ledger, and with one.
#include <benchmark/benchmark.h>

#include <string>

#include "noso/engine/fhir.hpp"
#include "noso/import/pack.hpp"
#include "noso/ontology/knowledge_file.hpp"

namespace {

using namespace noso;

const Knowledge& charted_knowledge() {
  static const KnowledgeFile file = [] {
    auto pack = read_pack(NOSO_PACK_DIR);
    return std::move(*KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest)));
  }();
  return file.knowledge();
}

/// A chart like those of electronic records: vitals, problems, drugs, encounters, most of them of no use here.
std::string chart_of(std::size_t resources) {
  std::string out = R"({"resourceType": "Bundle", "type": "searchset", "entry": [
    {"resource": {"resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1980-05-01"}})";
  for (std::size_t i = 1; i < resources; ++i) {
    const auto id = std::to_string(i);
    const std::string head = R"(,{"fullUrl": "urn:uuid:)" + id + R"(", "resource": {"id": ")" + id +
                             R"(", "meta": {"versionId": "1", "lastUpdated": "2026-01-31T08:00:00Z"}, )";
    const std::string subject = R"("subject": {"reference": "Patient/1"}, "encounter": {"reference": "Encounter/9"}, )";
    switch (i % 4) {
      case 0:
        out +=
            head + R"("resourceType": "Condition", )" + subject +
            R"("clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
                  "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006", "display": "Diabetes"}], "text": "Diabetes mellitus"},
                  "onsetDateTime": "2019-04-02T10:00:00+01:00"}})";
        break;
      case 1:
        out +=
            head + R"("resourceType": "MedicationRequest", "status": "active", "intent": "order", )" + subject +
            R"("medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "314076", "display": "lisinopril 10 MG Oral Tablet"}]},
                  "authoredOn": "2025-11-01", "dosageInstruction": [{"text": "once a day"}]}})";
        break;
      default:
        out +=
            head + R"("resourceType": "Observation", "status": "final", )" + subject +
            R"("category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}],
                  "code": {"coding": [{"system": "http://loinc.org", "code": ")" +
            (i % 4 == 2 ? "8867-4" : "29463-7") + R"(", "display": "Vital sign )" + id +
            R"("}]}, "effectiveDateTime": "2026-01-31T08:00:00Z",
                  "valueQuantity": {"value": 72.5, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"}}})";
    }
  }
  return out + "]}";
}

void read_chart(benchmark::State& state) {
  const fhir::Reader reader(charted_knowledge());
  const auto document = JsonDocument::parse(chart_of(200), "chart.json");
  const fhir::ReadOptions options{.as_of = parse_date("2026-01-31"), .ledger = state.range(0) != 0};
  for (auto _ : state) {
    auto reading = reader.read(document->root(), options);
    if (!reading.ok()) return state.SkipWithError("the chart was refused");
    benchmark::DoNotOptimize(reading);
  }
}
BENCHMARK(read_chart)->ArgName("ledger")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

void parse_chart(benchmark::State& state) {
  const auto text = chart_of(200);
  for (auto _ : state) benchmark::DoNotOptimize(JsonDocument::parse(text, "chart.json"));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(parse_chart)->Unit(benchmark::kMicrosecond);

}  // namespace
