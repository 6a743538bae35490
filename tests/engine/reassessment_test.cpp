// Left and right as two problems; an answer held against an earlier case.
#include "care_world.hpp"

#include <catch2/catch.hpp>
#include <map>

namespace {

using namespace noso;
using namespace noso::test;

const Engine& world_of_care() {
  static const Engine engine = CareWorld{}.engine();
  return engine;
}

Answer since(const std::string& now, const std::string& before) {
  auto answer = world_of_care().reassess(case_of(now), case_of(before), {.as_of = parse_date("2026-01-31")});
  if (!answer.ok()) throw std::runtime_error(lines(answer.errors()));
  return std::move(*answer);
}

std::map<std::string, std::string> changes_of(const Answer& answer) {
  std::map<std::string, std::string> out;
  for (const auto& entry : answer.since.value().findings)
    out[std::string(answer.knowledge->id(entry.finding))] = to_string(entry.change);
  return out;
}

}  // namespace

TEST_CASE("each finding is better, the same, worse, new or gone") {
  const auto answer = since(
      R"({"present": [{"finding": "pain", "severity": 4}, {"finding": "morning", "severity": 6}, {"finding": "spot", "severity": 3}, "both"],
          "absent": ["cannot-work"]})",
      R"({"present": [{"finding": "pain", "severity": 7}, {"finding": "morning", "severity": 5}, {"finding": "spot", "severity": 3}, "cannot-work", "pop"]})");
  CHECK(changes_of(answer) == std::map<std::string, std::string>{{"pain", "better"},
                                                                 {"morning", "worse"},
                                                                 {"spot", "same"},
                                                                 {"both", "new"},
                                                                 {"cannot-work", "gone"},
                                                                 {"pop", "not_asked"}});
}

TEST_CASE("the complaint as a whole goes by its severity, else by what came and went") {
  const auto overall = [](const std::string& now, const std::string& before) {
    return std::string(to_string(since(now, before).since->overall));
  };
  CHECK(overall(R"({"present": [{"finding": "morning", "severity": 2}, "both"]})",
                R"({"present": [{"finding": "morning", "severity": 6}]})") == "better");
  CHECK(overall(R"({"present": [{"finding": "morning", "severity": 6}]})",
                R"({"present": [{"finding": "morning", "severity": 6}, "both"]})") == "same");
  CHECK(overall(R"({"present": ["morning", "both"]})", R"({"present": ["morning"]})") == "worse");
  CHECK(overall(R"({"present": ["morning"], "absent": ["both"]})", R"({"present": ["morning", "both"]})") == "better");
  CHECK(overall(R"({"present": ["morning", "spot"], "absent": ["both"]})", R"({"present": ["morning", "both"]})") ==
        "mixed");
  CHECK(overall(R"({"absent": ["pain"]})", R"({"present": ["morning"]})") == "gone");
}

TEST_CASE("what was tried earlier was tried, and a response that is not told follows the course") {
  const auto answer = since(
      R"({"present": [{"finding": "morning", "severity": 6, "duration": "14 wk"}],
          "tried": [{"intervention": "Stretching", "duration": "8 wk"}]})",
      R"({"present": [{"finding": "morning", "severity": 6, "duration": "6 wk"}],
          "tried": [{"intervention": "tablet", "duration": "2 wk", "response": "none"}]})");
  const auto& tried = answer.since->tried;
  REQUIRE(tried.size() == 2);
  CHECK(tried[0].response == Response::none);
  CHECK(tried[0].from_course);
  CHECK_FALSE(tried[1].from_course);
  CHECK(answer.care.tried.size() == 2);
  REQUIRE_FALSE(answer.warnings.empty());
  CHECK(answer.warnings.back().find("'Stretching'") != std::string::npos);
}

TEST_CASE("the consequence for the stage is said") {
  const std::string before =
      R"({"id": "visit-1", "present": [{"finding": "morning", "severity": 6, "duration": "2 wk"}]})";
  const std::string failed = R"({"present": [{"finding": "morning", "severity": 6, "duration": "9 wk"}],
                                "tried": [{"intervention": "stretch", "duration": "7 wk"}]})";
  const auto answer = since(failed, before);
  CHECK(answer.since->case_before == "visit-1");
  CHECK(stage_of(answer) == "second");
  CHECK(answer.since->consequence == "moves up to 'Second stage' from 'First stage'");

  const auto better = since(R"({"present": [{"finding": "morning", "severity": 2, "duration": "9 wk"}],
                               "tried": [{"intervention": "stretch", "duration": "7 wk"}]})",
                            before);
  CHECK(better.since->consequence == "stays at 'First stage'");
  CHECK(advised(better).front() == "stretch");  // it helps: go on

  CHECK(since(before, failed).since->consequence == "stays at 'First stage'");
  CHECK(since(R"({"present": ["morning", "pop"]})", before).since->consequence ==
        "an urgent rule has fired: its action comes first");
  CHECK(since(R"({"absent": ["pain"]})", before).since->consequence == "the complaint is gone: no stage of care");
  CHECK(since(R"({"present": ["pain", "spot"], "absent": ["morning"]})", before).since->consequence ==
        "there are no stages for what is most probable now");
}

TEST_CASE("either case of a reassessment is refused like any other") {
  const auto bad = case_of(R"({"present": ["no-such-thing"]})"), good = case_of(R"({"present": ["morning"]})");
  CHECK_FALSE(world_of_care().reassess(bad, good).ok());
  CHECK_FALSE(world_of_care().reassess(good, bad).ok());
}

TEST_CASE("left and right that differ are two problems with a ranking and care each, and one urgency") {
  const auto answer = assess(world_of_care(), case_of(R"({"present": [
      {"finding": "pain", "side": "both"}, {"finding": "morning", "side": "left", "severity": 6}, {"finding": "spot", "side": "right"}],
    "absent": [{"finding": "morning", "side": "right"}, {"finding": "spot", "side": "left"}]})"));
  REQUIRE(answer.problems.size() == 2);
  CHECK(answer.problems[0].side == "left");
  const auto leading = [&](const Problem& p) {
    return answer.knowledge->id(p.differential.conditions.front().condition);
  };
  CHECK(leading(answer.problems[0]) == "strain");
  CHECK(leading(answer.problems[1]) == "bruise");
  CHECK(contains(advised(answer, answer.problems[0].care), "stretch"));
  CHECK_FALSE(contains(advised(answer, answer.problems[0].care), "cushion"));
  CHECK(contains(advised(answer, answer.problems[1].care), "cushion"));
  CHECK_FALSE(answer.warnings.empty());
  const auto json = to_json(answer);
  CHECK(json.find("\"problems\"") != std::string::npos);
}

TEST_CASE("a red flag on one side is urgent for the person, and both plans wait for it") {
  const auto answer = assess(world_of_care(), case_of(R"({"present": [
      {"finding": "morning", "side": "left"}, {"finding": "pain", "side": "right"}, {"finding": "pop", "side": "right"}]})"));
  CHECK(answer.escalation.level == Urgency::urgent);
  REQUIRE(answer.problems.size() == 2);
  for (const auto& problem : answer.problems) CHECK(problem.care.next.empty());
}

TEST_CASE("the same on both sides, or one side alone, is one problem") {
  const auto problems = [](const std::string& json) { return assess(world_of_care(), case_of(json)).problems.size(); };
  CHECK(problems(R"({"present": [{"finding": "morning", "side": "left"}, "spot"]})") == 0);
  CHECK(problems(
            R"({"present": [{"finding": "morning", "side": "left"}, {"finding": "Morning pain", "side": "right"}]})") ==
        0);
  CHECK(problems(R"({"present": [{"finding": "morning", "side": "both"}]})") == 0);
  CHECK(
      problems(
          R"({"present": [{"finding": "morning", "side": "left", "severity": 3}, {"finding": "morning", "side": "right", "severity": 7}]})") ==
      2);
}

TEST_CASE("what the sound side lacks says nothing about the affected one") {
  const auto answer = assess(world_of_care(), case_of(R"({"present": [{"finding": "morning", "side": "left"}],
    "absent": [{"finding": "pain", "side": "right"}, {"finding": "spot", "side": "left"}]})"));
  CHECK(answer.facts.of(id(*answer.knowledge, "pain")) == Truth::yes);
  CHECK(answer.facts.of(id(*answer.knowledge, "spot")) == Truth::no);
}
