// Patients with numbers: every kind of fact that a rule can ask for comes back in the case file.
#include <catch2/catch.hpp>

#include "proved_pack.hpp"

using namespace noso;
using namespace noso::test;
using Names = std::vector<std::string>;

namespace {

/// A patient who fulfils `when`, as told; the claim never holds.
Case example_of(const std::string& when, const std::string& more = {}) {
  const ProvedPack pack(
      with_property(when, R"({"all": ["gone", {"not": "gone"}]})",
                    R"("findings": [{"id": "gone", "label": "Gone"}])" + (more.empty() ? "" : "," + more)));
  REQUIRE(pack.outcomes() == "p refuted");
  const auto& patients = pack.finding("property-refuted").patients;
  REQUIRE(patients.size() == 1);
  CHECK(pack.engine().assess(ProvedPack::told(patients.front())).ok());
  return ProvedPack::told(patients.front());
}

}  // namespace

TEST_CASE("a patient has an ordinary age where any will do, else one on the right side of the limit") {
  CHECK(example_of(R"({"age": {"at_least": "18 a"}})").age.low == 45 * kDaysPerYear);
  CHECK(example_of(R"({"age": {"above": "65 a"}})").age.low == 70 * kDaysPerYear);
  const auto narrow = example_of(R"({"age": {"above": "65 a", "below": "66 a"}})").age;
  CHECK(narrow.low > 65 * kDaysPerYear);
  CHECK(narrow.low < 66 * kDaysPerYear);
  CHECK(example_of(R"({"age": {"equal": "67 a"}})").age.low == 67 * kDaysPerYear);
}

TEST_CASE("a patient has a sex only where it matters") {
  CHECK(example_of(R"({"sex": "female"})").sex == Sex::female);
  CHECK(example_of(R"({"sex": "male"})").sex == Sex::male);
  CHECK(example_of("\"rash\"").sex == Sex::unknown);
}

TEST_CASE("a derived finding is told by its measurement") {
  const auto told = example_of(
      "\"hot\"",
      R"("risk_factors": [{"id": "hot", "label": "Hot", "when": {"measure": {"of": "body-temperature", "at_least": "38.3 Cel"}}}])");
  CHECK(told.present.empty());
  CHECK(told.risk_factors.empty());
  REQUIRE(told.measurements.size() == 1);
  CHECK(told.measurements.front().finding == "body-temperature");
  CHECK(told.measurements.front().value >= 38.3);
  CHECK(told.measurements.front().value <= 45);
}

TEST_CASE("durations, severities and treatments are told") {
  const auto duration = example_of(R"({"duration": {"of": "heel-pain", "above": "3 mo"}})");
  REQUIRE(duration.present.size() == 1);
  CHECK(duration.present.front().duration->low > 3 * kDaysPerMonth);
  const auto severity = example_of(R"({"severity": {"of": "heel-pain", "at_least": 7}})");
  REQUIRE(severity.present.size() == 1);
  CHECK(*severity.present.front().severity >= 7);
  const auto tried = example_of(
      R"({"tried": {"intervention": "calf-stretch", "for": {"at_least": "6 wk"}, "response": ["none", "worse"]}})");
  REQUIRE(tried.tried.size() == 1);
  CHECK(tried.tried.front().intervention == "calf-stretch");
  CHECK(tried.tried.front().duration->low >= 42);
  CHECK((tried.tried.front().response == Response::none || tried.tried.front().response == Response::worse));
  CHECK(example_of(R"({"tried": {"intervention": "any", "response": ["worse"]}})").tried.size() == 1);
  CHECK(example_of(R"({"not": {"tried": {"intervention": "any"}}})").tried.empty());
}

TEST_CASE("counts, points, scores and arithmetic are solved") {
  CHECK(example_of(R"({"at_least": {"count": 2, "of": ["fever", "rash", "obesity"]}})").present.size() +
            example_of(R"({"at_least": {"count": 2, "of": ["fever", "rash", "obesity"]}})").risk_factors.size() ==
        2);
  CHECK(names(example_of(R"({"number": {"of": {"score": "severity-score"}, "at_least": 2}})").present) ==
        Names{"heel-pain", "rash"});
  CHECK(
      names(
          example_of(
              R"({"number": {"of": {"points": [{"when": "fever", "value": -1}, {"when": "rash", "value": 3}]}, "equal": 2}})")
              .present) == Names{"fever", "rash"});
  const auto told = example_of(
      R"({"number": {"of": {"difference": [{"measure": "body-temperature"}, "36 Cel"]}, "above": "2 Cel"}})");
  REQUIRE(told.measurements.size() == 1);
  CHECK(told.measurements.front().value > 38);
  const auto quotient =
      example_of(R"({"number": {"of": {"quotient": [{"severity": "heel-pain"}, {"severity": "rash"}]}, "equal": 2}})");
  CHECK(quotient.present.size() == 2);
}

TEST_CASE("of kinds the patient tells only the most specific") {
  CHECK(names(example_of("\"first-step-pain\"").present) == Names{"first-step-pain"});
}
