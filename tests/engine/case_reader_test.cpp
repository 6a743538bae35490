#include "noso/engine/case.hpp"

#include <catch2/catch.hpp>

#include "noso/base/quantity.hpp"
#include "support/world.hpp"

namespace {

using namespace noso;
using namespace noso::test;

Result<Case> read(std::string_view json) {
  const auto document = JsonDocument::parse(json, "case.json");
  if (!document.ok()) return document.errors();
  return read_case(*document);
}

Case accepted(std::string_view json) {
  auto told = read(json);
  INFO((told.ok() ? std::string() : lines(told.errors())));
  REQUIRE(told.ok());
  return std::move(*told);
}

struct Refusal {
  std::string json, code;
  std::uint32_t line, column;
};

}  // namespace

TEST_CASE("a case with every key is read as it stands") {
  const auto told = accepted(R"({"id": "c1", "age": {"years": 45}, "sex": "female", "text": "a note", "pregnant": true,
    "population": "runner",
    "present": [{"finding": "first-step-pain", "duration": "6 wk", "severity": 6, "side": "left", "from": "text 1..5"}, "heel-pain"],
    "absent": ["fever"], "unknown": ["rash"], "risk_factors": ["obesity", {"risk_factor": "running", "duration": "2 a"}],
    "medications": ["apixaban"], "allergies": "lidocaine", "history": ["diabetes"],
    "measurements": [{"finding": "body-temperature", "value": 38.9, "unit": "Cel", "at": "2026-01-30"}],
    "tried": [{"intervention": "calf-stretch", "duration": "8 wk", "response": "none"}, "rest"]})");
  CHECK(told.id == "c1");
  CHECK(told.text == "a note");
  CHECK(told.age == Interval::exactly(45 * kDaysPerYear));
  CHECK(told.sex == Sex::female);
  CHECK(told.pregnant == true);
  CHECK(told.population == "runner");
  REQUIRE(told.present.size() == 2);
  CHECK(told.present[0].name == "first-step-pain");
  CHECK(told.present[0].duration == Interval::exactly(42));
  CHECK(told.present[0].severity == 6);
  CHECK(told.present[0].side == "left");
  CHECK(told.present[0].from == "text 1..5");
  CHECK(told.present[1].name == "heel-pain");
  CHECK(told.absent[0].name == "fever");
  CHECK(told.unknown[0].name == "rash");
  CHECK(told.risk_factors[1].name == "running");
  CHECK(told.medications == std::vector<std::string>{"apixaban"});
  CHECK(told.allergies == std::vector<std::string>{"lidocaine"});
  CHECK(told.history == std::vector<std::string>{"diabetes"});
  CHECK(told.measurements[0].value == 38.9);
  CHECK(told.measurements[0].unit == "Cel");
  CHECK(told.measurements[0].at == parse_partial_date("2026-01-30"));
  CHECK(told.tried[0].duration == Interval::exactly(56));
  CHECK(told.tried[0].response == Response::none);
  CHECK(told.tried[1].intervention == "rest");
  CHECK(told.tried[1].response == Response::unknown);
}

TEST_CASE("an empty case knows nothing") {
  const auto told = accepted("{}");
  CHECK_FALSE(told.age.knows_something());
  CHECK(told.sex == Sex::unknown);
  CHECK_FALSE(told.pregnant);
  CHECK(told.present.empty());
}

TEST_CASE("ages are numbers, ranges, months or text with a unit") {
  const auto years = [](std::string_view json) {
    auto age = accepted(json).age;
    return std::pair{age.low / kDaysPerYear, age.high / kDaysPerYear};
  };
  CHECK(years(R"({"age": 45})") == std::pair{45.0, 45.0});
  CHECK(years(R"({"age": {"years": [40, 45]}})") == std::pair{40.0, 45.0});
  CHECK(years(R"({"age": {"months": 18}})") == std::pair{1.5, 1.5});
  CHECK(years(R"({"age": "40..45"})") == std::pair{40.0, 45.0});
  CHECK(years(R"({"age": "18 mo"})").first == Approx(1.5));
  CHECK(years(R"({"age": 0})") == std::pair{0.0, 0.0});
  CHECK(years(R"({"age": 130})") == std::pair{130.0, 130.0});
}

TEST_CASE("what cannot be right in a case is refused with its place") {
  const std::vector<Refusal> refusals{
      {R"({"age": {"years": -5}})", "bad-age", 1, 19},
      {R"({"age": -1})", "bad-age", 1, 9},
      {R"({"age": 131})", "bad-age", 1, 9},
      {R"({"age": {"years": [45, 40]}})", "bad-age", 1, 19},
      {R"({"age": {"years": [-1, 40]}})", "bad-age", 1, 19},
      {R"({"age": {"years": 4, "months": 3}})", "bad-age", 1, 9},
      {R"({"age": {}})", "bad-age", 1, 9},
      {R"({"age": {"years": "4"}})", "wrong-type", 1, 19},
      {R"({"age": {"years": [1, 2, 3]}})", "wrong-type", 1, 19},
      {R"({"age": true})", "wrong-type", 1, 9},
      {R"({"age": "old"})", "bad-age", 1, 9},
      {R"({"age": "4 kg"})", "bad-age", 1, 9},
      {R"({"age": "-4"})", "bad-age", 1, 9},
      {"{\"age\": 40,\n  \"sex\": \"femal\"}", "bad-word", 2, 10},
      {R"({"sex": 1})", "wrong-type", 1, 9},
      {R"({"pregnant": "yes"})", "wrong-type", 1, 14},
      {R"({"present": {}})", "wrong-type", 1, 13},
      {R"({"present": [1]})", "wrong-type", 1, 14},
      {R"({"present": [null]})", "wrong-type", 1, 14},
      {R"({"present": [{}]})", "missing-key", 1, 14},
      {R"({"present": [{"finding": 3}]})", "wrong-type", 1, 26},
      {R"({"present": [{"finding": "a", "severity": 11}]})", "out-of-range", 1, 43},
      {R"({"present": [{"finding": "a", "severity": -1}]})", "out-of-range", 1, 43},
      {R"({"present": [{"finding": "a", "side": "up"}]})", "bad-word", 1, 39},
      {R"({"present": [{"finding": "a", "duration": "6 kg"}]})", "bad-duration", 1, 43},
      {R"({"present": [{"finding": "a", "duration": "-6 wk"}]})", "bad-duration", 1, 43},
      {R"({"present": [{"finding": "a", "duration": "long"}]})", "bad-number", 1, 43},
      {R"({"present": [{"finding": "a", "duration": "6 parsec"}]})", "unknown-unit", 1, 43},
      {R"({"presnt": []})", "unknown-key", 1, 2},
      {R"({"present": [{"finding": "a", "sevrity": 3}]})", "unknown-key", 1, 31},
      {R"({"measurements": [{"finding": "t"}]})", "missing-key", 1, 19},
      {R"({"measurements": [{"finding": "t", "value": "38"}]})", "wrong-type", 1, 45},
      {R"({"measurements": [{"finding": "t", "value": 38, "at": "yesterday"}]})", "bad-date", 1, 55},
      {R"({"measurements": [{"finding": "t", "value": 38, "at": "2026-02-30"}]})", "bad-date", 1, 55},
      {R"({"tried": [{"intervention": "x", "response": "great"}]})", "bad-word", 1, 46},
      {R"({"tried": [{"duration": "6 wk"}]})", "missing-key", 1, 12},
      {R"([])", "wrong-type", 1, 1},
      {R"("heel pain")", "wrong-type", 1, 1},
      {R"({"present": ["a"], "present": ["b"]})", "json-duplicate-key", 1, 20},
      {"{\"present\": [\"a\",\n]}", "json-syntax", 2, 1},
  };
  for (const auto& refusal : refusals) {
    INFO(refusal.json);
    const auto told = read(refusal.json);
    REQUIRE_FALSE(told.ok());
    const auto& first = told.errors().front();
    INFO(to_string(first));
    CHECK(first.code == refusal.code);
    CHECK(first.where.file == "case.json");
    CHECK(first.where.line == refusal.line);
    CHECK(first.where.column == refusal.column);
    CHECK_FALSE(first.message.empty());
  }
}

TEST_CASE("all mistakes of a case are reported at once, in order of place") {
  const auto told = read(R"({"age": -1, "sex": "f", "presnt": [],
    "present": [{"finding": "a", "severity": 99}]})");
  REQUIRE_FALSE(told.ok());
  std::vector<std::string> codes;
  for (const auto& d : told.errors()) codes.push_back(d.code);
  CHECK(codes == std::vector<std::string>{"bad-age", "bad-word", "unknown-key", "out-of-range"});
}

TEST_CASE("a misspelt key is answered with the right one") {
  const auto told = read(R"({"presnt": ["heel-pain"]})");
  REQUIRE_FALSE(told.ok());
  CHECK(told.errors().front().help.find("'present'") != std::string::npos);
}

TEST_CASE("about six weeks is a range") {
  const auto about = parse_duration("~6 wk");
  REQUIRE(about.ok());
  CHECK(about->low == Approx(31.5));
  CHECK(about->high == Approx(52.5));
  CHECK(parse_duration("6 wk").value() == Interval::exactly(42));
  CHECK_FALSE(parse_duration("").ok());
  CHECK_FALSE(parse_duration("~").ok());
  CHECK_FALSE(parse_duration("6").ok());
}

TEST_CASE("a case tells dates in full or in part, and what was not tried") {
  const auto told = accepted(R"({"as_of": "2026-10-05", "present": [{"finding": "heel-pain", "since": "2026-07"}],
    "tried": [{"intervention": "rest", "from": "2026", "until": "2026-09-30"}], "not_tried": ["calf-stretch", "any"]})");
  CHECK(told.as_of == parse_date("2026-10-05"));
  CHECK(told.present[0].since == parse_partial_date("2026-07"));
  CHECK(told.tried[0].from == parse_partial_date("2026"));
  CHECK(told.tried[0].until == parse_partial_date("2026-09-30"));
  CHECK(told.not_tried == std::vector<std::string>{"calf-stretch", "any"});
  for (const auto* json :
       {R"({"as_of": "2026-10"})", R"({"present": [{"finding": "heel-pain", "since": "last July"}]})",
        R"({"tried": [{"intervention": "rest", "from": "07/2026"}]})",
        R"({"measurements": [{"finding": "body-temperature", "value": 38, "at": "today"}]})"}) {
    const auto refused = read(json);
    INFO(json);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.errors().front().code == "bad-date");
    CHECK(refused.errors().front().where.line == 1);
  }
}
