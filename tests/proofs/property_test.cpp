// Stated properties: proved where they hold of every case, refuted by a patient whom the engine confirms where not.
#include <catch2/catch.hpp>

#include "proved_pack.hpp"

using namespace noso;
using namespace noso::test;
using Names = std::vector<std::string>;

namespace {

/// The one patient against the property `p`.
const audit::Patient& patient_against(const ProvedPack& pack) {
  const auto& finding = pack.finding("property-refuted");
  REQUIRE(pack.outcomes() == "p refuted");
  REQUIRE(finding.patients.size() == 1);
  CHECK(finding.diagnostic.where.file == "1.json");
  return finding.patients.front();
}

/// A caution of the minimal pack's calf-stretch in rash, or another text in its place.
std::string stretch_caution(const std::string& effect, const std::string& when) {
  return R"("cautions": [{"id": "k02", "interventions": ["calf-stretch"], "effect": ")" + effect + R"(", "when": )" +
         when + R"(, "because": "so", )" + kBasis + "}]";
}

}  // namespace

TEST_CASE("a property that holds of every case is proved") {
  const ProvedPack pack(with_property(R"({"any": ["fever", "rash"]})", R"({"level_at_least": "urgent"})"));
  CHECK(pack.outcomes() == "p proved");
  CHECK(pack.found() == "");
}

TEST_CASE("a level that is not reached is shown by the smallest patient") {
  const ProvedPack pack(with_property("\"rash\"", R"({"level_at_least": "emergency"})"));
  const auto& patient = patient_against(pack);
  CHECK(pack.finding("property-refuted").diagnostic.where.line == 2);
  const auto told = ProvedPack::told(patient);
  CHECK(names(told.present) == Names{"rash"});
  CHECK(told.absent.empty());
  CHECK(pack.fired(patient) == Names{"x01"});
  const auto answer = pack.answer(patient);
  CHECK(answer.escalation.level == Urgency::urgent);
  CHECK(answer.escalation.at_most == Urgency::urgent);
  CHECK(patient.level == Urgency::urgent);
}

TEST_CASE("what keeps a rule from firing is told as absent") {
  const ProvedPack pack(with_property("\"heel-pain\"", R"({"level_at_least": "urgent"})"));
  const auto& patient = patient_against(pack);
  const auto told = ProvedPack::told(patient);
  CHECK(names(told.present) == Names{"heel-pain"});
  CHECK(names(told.absent) == Names{"fever", "rash"});
  CHECK(pack.answer(patient).escalation.at_most == Urgency::none);
}

TEST_CASE("a missing warning is found, and a contraindication counts as a warning") {
  const std::string when = "\"rash\"", then = R"({"warned": {"intervention": "calf-stretch"}})";
  const ProvedPack without(with_property(when, then));
  const auto& patient = patient_against(without);
  const auto care = without.answer(patient).care;
  CHECK(names(ProvedPack::told(patient).present) == Names{"rash"});
  CHECK(care.avoid.empty());
  for (const std::string effect : {"caution", "avoid"})
    CHECK(ProvedPack(with_property(when, then, stretch_caution(effect, "\"rash\""))).outcomes() == "p proved");
}

TEST_CASE("an intervention that a caution only warns of is not avoided") {
  const ProvedPack pack(with_property("\"rash\"", R"({"avoided": {"intervention": "calf-stretch"}})",
                                      stretch_caution("caution", "\"rash\"")));
  const auto& patient = patient_against(pack);
  CHECK(pack.fired(patient) == Names{"x01", "k02"});
  CHECK(ProvedPack(with_property("\"fever\"", R"({"avoided": {"intervention": "calf-stretch"}})")).outcomes() ==
        "p proved");
}

TEST_CASE("what is urgent, outside the scope or avoided is not advised") {
  const std::string then = R"({"not_advised": {"intervention": "calf-stretch"}})";
  CHECK(ProvedPack(with_property("\"rash\"", then)).outcomes() == "p proved");
  CHECK(ProvedPack(with_property("{\"not\": \"heel-pain\"}", then)).outcomes() == "p proved");
  const ProvedPack pack(with_property("\"obesity\"", then));
  const auto& patient = patient_against(pack);
  const auto answer = pack.answer(patient);
  REQUIRE(answer.care.next.size() == 1);
  CHECK(pack.knowledge().id(answer.care.next.front().intervention) == "calf-stretch");
}

TEST_CASE("exactly one rule: none and both are refuted") {
  const std::string rule =
      R"("rules": [{"id": "x02", "label": "L", "level": "soon", "when": "obesity", "action": "A", )" + kBasis + "}]";
  const std::string then = R"({"exactly_one": ["x01", "x02"]})";
  const ProvedPack none(with_property("", then, rule));
  CHECK(ProvedPack::told(patient_against(none)).present.empty());
  CHECK(none.answer(patient_against(none)).escalation.fired.empty());
  const ProvedPack both(with_property("\"fever\"", then, rule));
  CHECK(both.answer(patient_against(both)).escalation.fired.size() == 2);
  CHECK(ProvedPack(with_property(R"({"all": ["fever", {"not": "obesity"}]})", then, rule)).outcomes() == "p proved");
}

TEST_CASE("exactly one population: an age that none covers is refuted") {
  const std::string from = R"("id": "everyone", "label": "everyone",)";
  auto text = std::string(kMinimalPack);
  text.replace(text.find(from), from.size(), from + R"( "age": {"at_least": "18 a"},)");
  const auto property = [](const std::string& when) {
    return "{\"properties\": [{\"id\": \"p\", \"claim\": \"c\", " + when +
           R"("then": {"exactly_one": ["everyone"]}, )" + kBasis + "}]}";
  };
  const ProvedPack pack(assembled({text, property("")}));
  const auto told = ProvedPack::told(patient_against(pack));
  CHECK(told.age.high < 18 * kDaysPerYear);
  CHECK(ProvedPack(assembled({text, property(R"("when": {"age": {"at_least": "18 a"}}, )")})).outcomes() == "p proved");
}

TEST_CASE("a claim may be any expression") {
  CHECK(ProvedPack(with_property("\"first-step-pain\"", "\"heel-pain\"")).outcomes() == "p proved");
  const ProvedPack pack(with_property("\"heel-pain\"", "\"first-step-pain\""));
  const auto told = ProvedPack::told(patient_against(pack));
  CHECK(names(told.present) == Names{"heel-pain"});
  CHECK(names(told.absent) == Names{"first-step-pain"});
}

TEST_CASE("a finding that silences a rule refutes 'not_lowered_by', with the case before and after") {
  const std::string rule =
      R"("rules": [{"id": "x02", "label": "L", "level": "emergency", "when": {"all": ["heel-pain", {"not": {"recorded": "rash"}}]}, "action": "A", )" +
      kBasis + "}]";
  const ProvedPack pack(with_property("", R"({"not_lowered_by": ["rash"]})", rule));
  CHECK(pack.outcomes() == "p refuted");
  const auto& patients = pack.finding("property-refuted").patients;
  REQUIRE(patients.size() == 2);
  const auto before = pack.answer(patients[0]).escalation, after = pack.answer(patients[1]).escalation;
  CHECK(before.level == Urgency::emergency);
  CHECK(after.level == Urgency::urgent);
  CHECK(after.at_most == Urgency::urgent);
  CHECK(names(ProvedPack::told(patients[1]).present) == Names{"heel-pain", "rash"});
  CHECK(ProvedPack(with_property("", R"({"not_lowered_by": "red-flags"})", rule)).outcomes() == "p proved");
}

TEST_CASE("a property whose condition no case fulfils says nothing, and is told so") {
  const ProvedPack pack(
      with_property(R"({"all": ["first-step-pain", {"not": "heel-pain"}]})", R"({"level_at_least": "emergency"})"));
  CHECK(pack.outcomes() == "p proved");
  CHECK(pack.finding("property-of-no-case").diagnostic.severity == Severity::warning);
}

TEST_CASE("a question that takes too much effort is undecided, never proved") {
  const ProvedPack pack(with_property("\"rash\"", R"({"level_at_least": "emergency"})"), {.effort = 1});
  CHECK(pack.outcomes() == "p undecided");
  CHECK(pack.report().undecided > 0);
  CHECK(pack.found("undecided") != "");
  CHECK(pack.found("property-refuted") == "");
}

TEST_CASE("the same knowledge gives the same report") {
  const auto run = [] {
    const ProvedPack pack(with_property("\"heel-pain\"", R"({"level_at_least": "urgent"})"));
    std::string out;
    for (const auto& [diagnostic, patients] : pack.report().findings) {
      out += to_string(diagnostic);
      for (const auto& patient : patients) out += patient.case_json;
    }
    return out;
  };
  CHECK(run() == run());
}
