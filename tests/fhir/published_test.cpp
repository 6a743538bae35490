// Real charts written by others, where they are at hand: NOSO_FHIR_DATA names a folder with `r4-examples`, `synthea`
// and `bulk-10`.
#include <cstdlib>
#include <filesystem>
#include <set>

#include "fhir_case.hpp"
#include "noso/base/file_io.hpp"

using namespace noso;
using namespace noso::test;

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

/// The files of a folder of published data, in order; empty where there is none.
std::vector<fs::path> published(const char* folder) {
  const char* root = std::getenv("NOSO_FHIR_DATA");
  if (!root) {
    WARN("NOSO_FHIR_DATA is not set: the published charts are not read");
    return {};
  }
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(fs::path(root) / folder)) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::string text_of_file(const fs::path& file) {
  auto text = read_file(file.string(), kMostBytes);
  if (!text.ok()) FAIL(to_string(text.errors().front()));
  return std::move(*text);
}

/// Every primitive element has one entry with a reason; the counts add up to their number.
void check_complete(const fhir::Reading& reading, std::size_t primitives) {
  CHECK(reading.ledger.size() == primitives);
  std::set<std::string_view> paths;
  for (const auto& entry : reading.ledger) {
    if (entry.text.empty()) FAIL_CHECK(entry.path);
    if (!paths.insert(entry.path).second) FAIL_CHECK(entry.path);
  }
}

std::string first_patient(JsonValue bundle_value) {
  const auto entries = bundle_value.find("entry");
  for (std::size_t i = 0; entries && i < entries->size(); ++i)
    if (const auto resource = entries->at(i).find("resource");
        resource && resource->member_text("resourceType") == "Patient")
      return resource->member_text("id");
  return "nobody";
}

/// The engine takes what was read.
void check_answered(const Case& told) {
  const auto answer = heel_pain().assess(told, {.as_of = kToday});
  if (!answer.ok()) FAIL_CHECK(to_string(answer.errors().front()));
}

}  // namespace

TEST_CASE("the published R4 examples are read with a complete ledger; those of two patients for one of them") {
  int read = 0, of_two = 0;
  for (const auto& file : published("r4-examples")) {
    CAPTURE(file.filename().string());
    const auto document = parsed(text_of_file(file));
    const auto reading = charts().read(document.root(), with_ledger());
    if (!reading.ok()) {
      ++of_two;
      CHECK(reading.errors().front().code == "two-patients");
      // As bulk data they are read for one of the two.
      const auto one =
          charts().read(document.root(),
                        {.patient_id = first_patient(document.root()), .as_of = kToday, .bulk = true, .ledger = true});
      REQUIRE(one.ok());
      check_complete(*one, primitive_count(document.root()));
      continue;
    }
    ++read;
    check_complete(*reading, primitive_count(document.root()));
    check_answered(reading->patient);
  }
  if (read > 0) CHECK((read == 374 && of_two == 6));
}

TEST_CASE("the published synthetic patients are read with a complete ledger") {
  for (const auto& file : published("synthea")) {
    CAPTURE(file.filename().string());
    const auto document = parsed(text_of_file(file));
    const auto reading = charts().read(document.root(), with_ledger());
    if (!reading.ok()) FAIL(to_string(reading.errors().front()));
    check_complete(*reading, primitive_count(document.root()));
    CHECK(reading->patient.age.knows_something());
    CHECK(reading->patient.sex != Sex::unknown);
    check_answered(reading->patient);
  }
}

TEST_CASE("of the published bulk files every patient is read with a complete ledger") {
  std::string all;
  for (const auto& file : published("bulk-10")) all += text_of_file(file) + "\n";
  if (all.empty()) return;
  const auto lines = fhir::parse_ndjson(all, "bulk.ndjson");
  REQUIRE(lines.ok());
  auto sources = fhir::sources_of(*lines);
  // The log of the export is no resource.
  std::erase_if(sources, [](const fhir::Source& s) { return !fhir::is_fhir(s.value); });
  std::size_t primitives = 0;
  for (const auto& source : sources) primitives += primitive_count(source.value);
  int patients = 0;
  for (const auto& source : sources) {
    if (source.value.member_text("resourceType") != "Patient") continue;
    ++patients;
    const auto id = source.value.member_text("id");
    CAPTURE(id);
    const auto reading = charts().read(sources, {.patient_id = id, .as_of = kToday, .bulk = true, .ledger = true});
    if (!reading.ok()) FAIL(to_string(reading.errors().front()));
    check_complete(*reading, primitives);
    CHECK(reading->patient.id == id);
    check_answered(reading->patient);
  }
  CHECK(patients == 13);
}
