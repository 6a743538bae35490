// What is written has the elements of R4, once or repeated as there. The table is held against the published examples.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "fhir_case.hpp"
#include "ledger.hpp"
#include "noso/base/file_io.hpp"

using namespace noso;
using namespace noso::test;

namespace {

/// http://hl7.org/fhir/R4/resourcelist.html: `*` repeats, `!` is required; a dot leads into a part.
const std::map<std::string, std::string>& shapes() {
  static const std::map<std::string, std::string> list = {
      {"RiskAssessment",
       "identifier* basedOn parent status! method code subject! encounter occurrence performer condition reasonCode* "
       "reasonReference* basis* prediction* mitigation note*"},
      {"RiskAssessment.prediction", "outcome probability qualitativeRisk relativeRisk when rationale"},
      {"GuidanceResponse",
       "requestIdentifier identifier* module! status! subject encounter occurrence performer reasonCode* "
       "reasonReference* note* evaluationMessage* outputParameters result dataRequirement*"},
      {"GuidanceResponse.dataRequirement", "type! profile* subject mustSupport* codeFilter* dateFilter* limit sort*"},
      {"Flag", "identifier* status! category* code! subject! period encounter author"},
      {"DetectedIssue",
       "identifier* status! code severity patient identified author implicated* evidence* detail reference "
       "mitigation*"},
      {"DetectedIssue.evidence", "code* detail*"},
      {"CarePlan",
       "identifier* instantiatesCanonical* instantiatesUri* basedOn* replaces* partOf* status! intent! category* title "
       "description subject! encounter period created author contributor* careTeam* addresses* supportingInfo* goal* "
       "activity* note*"},
      {"CarePlan.activity", "outcomeCodeableConcept* outcomeReference* progress* reference detail"},
      {"CarePlan.activity.detail",
       "kind instantiatesCanonical* instantiatesUri* code reasonCode* reasonReference* goal* status! statusReason "
       "doNotPerform scheduled location performer* product dailyAmount quantity description"},
      {"Device",
       "identifier* definition udiCarrier* status statusReason* distinctIdentifier manufacturer manufactureDate "
       "expirationDate lotNumber serialNumber deviceName* modelNumber partNumber type specialization* version* "
       "property* patient owner contact* location url note* safety* parent"},
      {"Device.deviceName", "name! type!"},
      {"Device.version", "type component value!"},
      {"Provenance", "target* occurred recorded! policy* location reason* activity agent* entity* signature*"},
      {"Provenance.agent", "type role* who! onBehalfOf"},
      {"Provenance.entity", "role! what! agent*"}};
  return list;
}

/// What every resource or part may have.
const std::string kEverywhere =
    " resourceType id meta implicitRules language text contained* extension* modifierExtension*";

std::string base_name(std::string_view key) {
  auto step = fhir::path_step(key);
  return step.substr(0, step.find('.'));
}

void check_shape(JsonValue value, const std::string& path, std::vector<std::string>& out) {
  const auto at = shapes().find(path);
  if (at == shapes().end()) return;
  std::istringstream words(at->second + kEverywhere);
  std::map<std::string, char> known;
  for (std::string word; words >> word;) {
    const char mark = word.back() == '*' || word.back() == '!' ? word.back() : ' ';
    if (mark != ' ') word.pop_back();
    known[word] = mark;
  }
  std::map<std::string, int> seen;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string key(value.key(i));
    auto name = known.count(key) > 0 ? key : base_name(key);
    ++seen[name];
    if (known.count(name) == 0) {
      out.push_back(path + " has no " + key);
      continue;
    }
    const auto child = value.at(i);
    if (key[0] != '_' && (known[name] == '*') != child.is(JsonType::array))
      out.push_back(path + "." + key + ": wrong number");
    for (std::size_t k = 0; child.is(JsonType::array) && k < child.size(); ++k)
      if (child.at(k).is(JsonType::object)) check_shape(child.at(k), path + "." + key, out);
    if (child.is(JsonType::object)) check_shape(child, path + "." + key, out);
  }
  for (const auto& [name, mark] : known)
    if (mark == '!' && seen[name] == 0) out.push_back(path + " lacks " + name);
}

}  // namespace

TEST_CASE("what is written has the shape of R4") {
  const auto reading = chart(bundle(R"({"resourceType": "Patient", "id": "7", "birthDate": "1980"}
      {"resourceType": "Condition", "code": {"text": "Heel pain"}} {"resourceType": "Condition", "code": {"text": "Pregnancy"}}
      {"resourceType": "Condition", "code": {"text": "Chest pain"}} {"resourceType": "Condition", "code": {"text": "Breathlessness"}})"));
  const auto answer = heel_pain().assess(reading.patient, {.as_of = kToday});
  REQUIRE(answer.ok());
  const auto document = parsed(fhir::to_fhir(*answer, {.patient_id = "7"}));
  const auto entries = *document.root().find("entry");
  std::vector<std::string> wrong;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto resource = *entries.at(i).find("resource");
    REQUIRE(shapes().count(resource.member_text("resourceType")) == 1);
    check_shape(resource, resource.member_text("resourceType"), wrong);
  }
  CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("the table of shapes finds what is wrong") {
  const auto document = parsed(R"({"resourceType": "Flag", "status": ["active"], "code": {}, "colour": "red"})");
  std::vector<std::string> wrong;
  check_shape(document.root(), "Flag", wrong);
  CHECK(wrong == std::vector<std::string>{"Flag.status: wrong number", "Flag has no colour", "Flag lacks subject"});
}

TEST_CASE("the table of shapes is that of the published examples") {
  const char* root = std::getenv("NOSO_FHIR_DATA");
  if (!root) {
    WARN("NOSO_FHIR_DATA is not set: the published charts are not read");
    return;
  }
  int checked = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(root) / "r4-examples")) {
    const auto name = file.path().filename().string();
    const auto type = name.substr(0, name.find('-'));
    if (shapes().count(type) == 0) continue;
    CAPTURE(name);
    const auto text = read_file(file.path().string(), std::size_t{16} << 20);
    REQUIRE(text.ok());
    std::vector<std::string> wrong;
    check_shape(parsed(*text).root(), type, wrong);
    CHECK(wrong == std::vector<std::string>{});
    ++checked;
  }
  CHECK(checked > 15);
}
