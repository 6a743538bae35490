#include "phenopacket.hpp"

#include <catch2/catch.hpp>

#include "noso/base/quantity.hpp"
#include "support/annotated_world.hpp"
#include "support/print.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

Case told(std::string_view json) {
  const auto document = JsonDocument::parse(json, "case.json");
  REQUIRE(document.ok());
  const auto read = read_case(*document);
  if (!read.ok()) FAIL(to_string(read.errors().front()));
  return *read;
}

constexpr std::string_view kBoy = R"({"id": "PMID_1_boy",
  "subject": {"id": "1", "sex": "MALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P3Y6M"}}},
  "phenotypicFeatures": [{"type": {"id": "HP:2", "label": "Seizure"}}, {"type": {"id": "HP:5"}, "excluded": true},
                         {"type": {"id": "HP:99"}}],
  "diseases": [{"term": {"id": "OMIM:1"}, "onset": {"ontologyClass": {"id": "HP:0003593"}}}],
  "metaData": {}})";

}  // namespace

TEST_CASE("a phenopacket is recognised by its shape and read as a case") {
  const auto boy = told(kBoy);
  CHECK(boy.id == "PMID_1_boy");
  CHECK(boy.sex == Sex::male);
  CHECK(boy.age.low == Approx(3 * kDaysPerYear + 6 * kDaysPerMonth));
  CHECK(boy.onset.low == Approx(28));
  CHECK(boy.onset.high == Approx(kDaysPerYear));
  REQUIRE(boy.present.size() == 2);
  CHECK(boy.present[0].name == "HP:2");
  REQUIRE(boy.absent.size() == 1);
  CHECK(boy.diagnosis == "OMIM:1");
  CHECK(boy.lenient);
}

TEST_CASE("durations of phenopackets are those of ISO 8601") {
  CHECK(*parse_iso_duration("P1Y") == Approx(kDaysPerYear));
  CHECK(*parse_iso_duration("P2W3D") == Approx(17));
  CHECK(*parse_iso_duration("P0D") == 0);
  CHECK(*parse_iso_duration("P1DT12H") == Approx(1.5));
  for (const auto* bad : {"", "P", "3Y", "P3", "PY", "P3X", "P1T", "P1DT", "P-1Y", "P999Y", "P1DT3Y"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_iso_duration(bad));
  }
}

TEST_CASE("what is wrong in a phenopacket is refused with its place") {
  const auto document = JsonDocument::parse("{\"phenotypicFeatures\": [\n {\"type\": {}}]}", "case.json");
  REQUIRE(document.ok());
  const auto read = read_case(*document);
  REQUIRE(!read.ok());
  CHECK(read.errors().front().code == "no-type");
  CHECK(read.errors().front().where == Location{"case.json", 2, 2});
}

TEST_CASE("unknown terms of a phenopacket are listed, conflicts count as unknown, and the answer goes on") {
  const auto engine = test::annotated_world(
      {test::obo_text("HP:1 all\nHP:2 seizure < HP:1\nHP:3 focal seizure < HP:2\nHP:5 rash < HP:1\n"),
       test::hpoa_text("OMIM:1 \"A\" HP:3 9/10\nOMIM:2 \"B\" HP:5 9/10\n")});
  const auto answer = engine.assess(told(kBoy));
  REQUIRE(answer.ok());
  CHECK(answer->facts.unrecognized == std::vector<std::string>{"HP:99"});
  CHECK(answer->in_scope);

  const auto conflict = engine.assess(told(R"({"phenotypicFeatures": [
    {"type": {"id": "HP:3"}}, {"type": {"id": "HP:2"}, "excluded": true},
    {"type": {"id": "HP:5"}}, {"type": {"id": "HP:5"}, "excluded": true}]})"));
  REQUIRE(conflict.ok());
  const auto& kb = engine.knowledge();
  CHECK(conflict->facts.conflicts == std::vector{kb.find("HP:5").front(), kb.find("HP:2").front()});
  CHECK(conflict->facts.of(kb.find("HP:5").front()) == Truth::unknown);
  CHECK(conflict->facts.of(kb.find("HP:3").front()) == Truth::yes);
}
