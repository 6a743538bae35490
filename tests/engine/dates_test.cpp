// Dates of a case become times up to the day of the case, as ranges where a date is known in part.
#include <catch2/catch.hpp>

#include "escalation.hpp"
#include "heel_pain.hpp"
#include "rule_index.hpp"
#include "rule_world.hpp"

namespace {

using namespace noso;
using namespace noso::test;

const Date kDay = *parse_date("2026-10-05");

Result<Facts> resolved(std::string_view json) {
  const auto document = JsonDocument::parse(json, "case.json").value();
  const auto told = read_case(document);
  if (!told.ok()) return told.errors();
  return resolve(heel_pain().knowledge(), *told, kDay);
}

Facts facts_of(std::string_view json) {
  auto facts = resolved(json);
  INFO((facts.ok() ? std::string() : lines(facts.errors())));
  REQUIRE(facts.ok());
  return std::move(*facts);
}

Diagnostic refusal(std::string_view json) {
  const auto facts = resolved(json);
  REQUIRE_FALSE(facts.ok());
  return facts.errors().front();
}

Interval duration(const Facts& facts, std::string_view finding) {
  return facts.duration(id(heel_pain().knowledge(), finding));
}

}  // namespace

TEST_CASE("the day something began gives how long it has lasted, as exactly as the day is known") {
  const auto since = [](const std::string& date) {
    return duration(facts_of(R"({"present": [{"finding": "heel-pain", "since": ")" + date + R"("}]})"), "heel-pain");
  };
  CHECK(since("2026-10-05") == Interval{0, 0});
  CHECK(since("2026-09-05") == Interval{30, 30});
  CHECK(since("2026-09") == Interval{5, 34});
  CHECK(since("2026-10") == Interval{0, 4});
  CHECK(since("2025") == Interval{278, 642});
}

TEST_CASE("a date after the day of the case is refused with its place and a remedy") {
  const auto why = refusal("{\"present\": [\n  {\"finding\": \"heel-pain\", \"since\": \"2026-11\"}]}");
  CHECK(why.code == "future-date");
  CHECK(why.where == Location{"case.json", 2, 3});
  CHECK(why.message == "2026-11 is after the day of the case, 2026-10-05");
  CHECK(why.help.find("as_of") != std::string::npos);
  CHECK(refusal(R"({"tried": [{"intervention": "calf-stretch", "from": "2027"}]})").code == "future-date");
  CHECK(refusal(R"({"measurements": [{"finding": "body-temperature", "value": 38, "at": "2026-10-06"}]})").code ==
        "future-date");
}

TEST_CASE("a date and a duration narrow each other, or contradict") {
  const auto both = facts_of(R"({"present": [{"finding": "heel-pain", "since": "2026-07", "duration": "~12 wk"}]})");
  CHECK(duration(both, "heel-pain") == Interval{66, 96});
  const auto why = refusal(R"({"present": [{"finding": "heel-pain", "since": "2026-09", "duration": "12 wk"}]})");
  CHECK(why.code == "contradiction");
  CHECK(why.where.column == 14);
}

TEST_CASE("what was tried lasted from its first to its last day, or goes on") {
  const auto tried = [](const std::string& dates) {
    return facts_of(R"({"tried": [{"intervention": "calf-stretch", )" + dates + "}]}").tried.front().duration;
  };
  CHECK(tried(R"("from": "2026-08-01", "until": "2026-08-31")") == Interval{30, 30});
  CHECK(tried(R"("from": "2026-08", "until": "2026-09")") == Interval{1, 60});
  CHECK(tried(R"("from": "2026-09-05")") == Interval{30, 30});
  CHECK(tried(R"("from": "2026-09-05", "duration": "2 wk")") == Interval{14, 14});
  CHECK(tried(R"("until": "2026-09-05")") == Interval{0, Interval{}.high});
  CHECK(refusal(R"({"tried": [{"intervention": "calf-stretch", "from": "2026-09", "until": "2026-07"}]})").code ==
        "contradiction");
}

TEST_CASE("a complaint has lasted at least as long, and is at least as bad, as its kinds that are there") {
  const auto facts = facts_of(R"({"present": [{"finding": "heel-pain", "duration": "2 wk"},
    {"finding": "first-step-pain", "duration": "14 wk", "severity": 8}], "absent": ["cannot-hop"]})");
  CHECK(duration(facts, "heel-pain") == Interval{98, 98});
  CHECK(duration(facts, "first-step-pain") == Interval{98, 98});
  CHECK(facts.severity(id(heel_pain().knowledge(), "heel-pain")) == Interval{8, 8});
}

TEST_CASE("rule X30 and the stages of care agree about pain whose duration is told of a kind of it") {
  const auto answer_to = [](const std::string& finding) {
    const auto document = JsonDocument::parse(R"({"age": {"years": 50}, "present": ["first-step-pain",
      "medial-tubercle-tenderness", {"finding": ")" +
                                                  finding + R"(", "duration": "14 wk"}],
      "tried": [{"intervention": "calf-stretch", "duration": "8 wk", "response": "none"},
                {"intervention": "foot-orthosis", "duration": "6 wk", "response": "none"}]})",
                                              "case.json")
                              .value();
    return assess(heel_pain(), read_case(document).value());
  };
  const auto fires = [](const Answer& answer) {
    const auto& kb = *answer.knowledge;
    return std::any_of(answer.escalation.fired.begin(), answer.escalation.fired.end(),
                       [&](const FiredRule& f) { return kb.text(kb[f.rule].id) == "x30"; });
  };
  const auto general = answer_to("heel-pain"), kind = answer_to("medial-plantar-heel-pain");
  CHECK(fires(general));
  CHECK(fires(kind));
  CHECK(general.care.stage == kind.care.stage);
  CHECK(kind.care.stages.front().stage == general.care.stages.front().stage);
}

TEST_CASE("a measurement counts only while it is fresh enough, where the rule asks that") {
  const RuleWorld rules({R"({"measure": {"of": "temperature", "at_least": "38 Cel", "within": "24 h"}})",
                         R"({"measure": {"of": "temperature", "at_least": "38 Cel"}})"});
  const auto measured = [&](std::optional<Interval> age) {
    auto facts = rules.facts();
    facts.measures.set(rules.id("temperature"), Interval::exactly(39));
    if (age) facts.measure_ages.set(rules.id("temperature"), *age);
    return facts;
  };
  CHECK(rules.truth(measured({}), 0) == Truth::yes);
  CHECK(rules.truth(measured(Interval{0, 1}), 0) == Truth::yes);
  CHECK(rules.truth(measured(Interval{0, 2}), 0) == Truth::unknown);
  CHECK(rules.truth(measured(Interval{2, 2}), 0) == Truth::unknown);
  CHECK(rules.truth(measured(Interval{2, 2}), 1) == Truth::yes);
  CHECK(rules.open_of(measured(Interval{2, 2}), 0) == std::vector<std::string>{"temperature"});
}

TEST_CASE("what a part of a date leaves open is settled over all days that it may be") {
  const std::vector<std::string> either{R"({"duration": {"of": "a", "above": "2 wk"}})",
                                        R"({"duration": {"of": "a", "at_most": "2 wk"}})"};
  const std::vector<std::string> gap{either[0], R"({"duration": {"of": "a", "below": "2 wk"}})"};
  const auto soon = [](const std::vector<std::string>& expressions, Interval days) {
    const RuleWorld rules(expressions);
    auto facts = rules.facts({{"a", Truth::yes}});
    facts.durations.set(rules.id("a"), days);
    const auto evaluation = evaluate(rules.knowledge(), facts);
    return escalate(rules.knowledge(), RuleIndex(rules.knowledge()), facts, evaluation).soon;
  };
  CHECK(soon(either, {5, 34}) == Possibility::certain);
  CHECK(soon(gap, {5, 34}) == Possibility::possible);
  CHECK(soon(gap, {14, 14}) == Possibility::impossible);
  CHECK(soon(gap, {15, 34}) == Possibility::certain);
}

TEST_CASE("beside a value that is too old every fresh value is possible") {
  const RuleWorld rules({R"({"measure": {"of": "temperature", "at_least": "38 Cel", "within": "24 h"}})",
                         R"({"measure": {"of": "temperature", "below": "38 Cel", "within": "48 h"}})"});
  auto facts = rules.facts();
  facts.measures.set(rules.id("temperature"), Interval::exactly(37));
  const auto soon = [&](Interval age) {
    auto dated = facts;
    dated.measure_ages.set(rules.id("temperature"), age);
    const auto evaluation = evaluate(rules.knowledge(), dated);
    return escalate(rules.knowledge(), RuleIndex(rules.knowledge()), dated, evaluation).soon;
  };
  CHECK(soon({3, 3}) == Possibility::certain);  // whatever is measured now, one of the two is true
  CHECK(soon({1.5, 1.5}) == Possibility::certain);
  facts.measures.set(rules.id("temperature"), Interval::exactly(39));
  CHECK(soon({0, 1}) == Possibility::certain);
  CHECK(soon({1.5, 1.5}) == Possibility::possible);
}

TEST_CASE("the trace shows the date and the time that follows from it") {
  const RuleWorld rules({R"({"duration": {"of": "a", "above": "2 wk"}})"});
  auto facts = rules.facts({{"a", Truth::yes}});
  facts.durations.set(rules.id("a"), {21, 35});
  facts.onsets.emplace_back(rules.id("a"), *parse_partial_date("2026-09"));
  CHECK(rules.reasons_of(facts) == std::vector<std::string>{"duration of finding a 3 wk to 5 wk, since 2026-09"});
}

TEST_CASE("what was not tried is known not to have been") {
  const RuleWorld rules({R"({"tried": {"intervention": "stretch"}})", R"({"tried": {"intervention": "any"}})",
                         R"({"tried": {"intervention": "any", "response": ["none"]}})",
                         R"({"tried": {"intervention": "rest", "for": {"at_least": "2 wk"}, "response": ["none"]}})"});
  auto facts = rules.facts();
  for (std::size_t r = 0; r < 4; ++r) CHECK(rules.truth(facts, r) == Truth::unknown);
  facts.not_tried = {rules.id("stretch")};
  CHECK(rules.truth(facts, 0) == Truth::no);
  CHECK(rules.truth(facts, 1) == Truth::unknown);
  facts.not_tried = {ConceptId{}};
  for (std::size_t r = 0; r < 4; ++r) CHECK(rules.truth(facts, r) == Truth::no);
  facts.tried = {{rules.id("rest"), {0, 100}, Response::unknown}};
  CHECK(rules.truth(facts, 0) == Truth::no);
  CHECK(rules.truth(facts, 1) == Truth::yes);
  CHECK(rules.truth(facts, 2) == Truth::unknown);
  CHECK(rules.truth(facts, 3) == Truth::unknown);
}

TEST_CASE("a case says what was not tried; it cannot have been tried too") {
  const auto& kb = heel_pain().knowledge();
  CHECK(facts_of(R"({"not_tried": ["any"]})").not_tried == std::vector<ConceptId>{ConceptId{}});
  CHECK(facts_of(R"({"not_tried": ["calf-stretch"]})").not_tried.front() == id(kb, "calf-stretch"));
  CHECK(refusal(R"({"tried": ["calf-stretch"], "not_tried": ["calf-stretch"]})").code == "contradiction");
  CHECK(facts_of(R"({"tried": ["calf-stretch"], "not_tried": ["any"]})").tried.size() == 1);
}

TEST_CASE("a drug or allergy that the knowledge does not know is kept as not understood and warned of") {
  const auto document =
      JsonDocument::parse(
          R"({"present": ["heel-pain"], "medications": ["apixaban", "zzmab"], "allergies": ["yyline", "ibuprofen"]})",
          "case.json")
          .value();
  const auto answer = assess(heel_pain(), read_case(document).value());
  CHECK(answer.facts.unrecognized == std::vector<std::string>{"zzmab", "yyline"});
  CHECK(answer.warnings.size() >= 2);
  CHECK(answer.facts.of(id(*answer.knowledge, "anticoagulant")) == Truth::yes);
  CHECK(answer.facts.allergies.size() == 1);
  CHECK(to_json(answer, false).find(R"("unrecognized":["zzmab","yyline"])") != std::string::npos);
}

TEST_CASE("a condition in the history is its risk factor, a drug that was tried its intervention") {
  const auto& kb = heel_pain().knowledge();
  const auto past = facts_of(R"({"history": ["plantar fasciitis", "midportion-achilles-tendinopathy"]})");
  CHECK(past.of(id(kb, "previous-plantar-fasciitis")) == Truth::yes);
  CHECK(past.of(id(kb, "previous-achilles-tendinopathy")) == Truth::yes);
  CHECK(facts_of(R"({"tried": ["ibuprofen"]})").tried.front().intervention == id(kb, "oral-nsaid"));
  CHECK(refusal(R"({"tried": ["apixaban"]})").code == "unknown-name");
  CHECK(refusal(R"({"history": ["calcaneal-osteomyelitis"]})").code == "unknown-name");
}

TEST_CASE("pain told of left and of right is pain of both heels") {
  const auto both = [](const std::string& present) {
    const auto document = JsonDocument::parse("{\"present\": [" + present + "]}", "case.json").value();
    const auto answer = assess(heel_pain(), read_case(document).value());
    return answer.facts.of(id(*answer.knowledge, "both-heels"));
  };
  const std::string left = R"({"finding": "heel-pain", "side": "left"})",
                    right = R"({"finding": "first-step-pain", "side": "right"})";
  CHECK(both(left + ", " + right) == Truth::yes);
  CHECK(both(R"({"finding": "heel-pain", "side": "both"})") == Truth::yes);
  CHECK(both(left) == Truth::unknown);
  CHECK(both(R"("heel-pain")") == Truth::unknown);
  CHECK(both(left + R"(, {"finding": "load-jump", "side": "right"})") == Truth::unknown);
}

TEST_CASE("a man, a child and an old woman are not asked about pregnancy, a woman of 30 is") {
  const auto pregnancy = [](Sex sex, double years) {
    auto told = aged(years) + present("heel-pain");
    told.sex = sex;
    const auto answer = assess(heel_pain(), told);
    return answer.facts.of(id(*answer.knowledge, "pregnancy"));
  };
  CHECK(pregnancy(Sex::male, 30) == Truth::no);
  CHECK(pregnancy(Sex::female, 9) == Truth::no);
  CHECK(pregnancy(Sex::female, 10) == Truth::unknown);
  CHECK(pregnancy(Sex::female, 59) == Truth::unknown);
  CHECK(pregnancy(Sex::female, 60) == Truth::no);
  CHECK(pregnancy(Sex::unknown, 30) == Truth::unknown);
}

TEST_CASE("in an emergency nothing is asked that takes a laboratory or pictures") {
  const auto answer = assess(heel_pain(), aged(50) + present("heel-pain", "chest-pain", "calf-swelling"));
  REQUIRE(answer.escalation.level == Urgency::emergency);
  REQUIRE_FALSE(answer.ask_next.empty());
  CHECK(answer.ask_next.size() <= 5);
  for (const auto& question : answer.ask_next) {
    const auto type = static_cast<FindingType>((*answer.knowledge)[question.finding].type);
    INFO(answer.knowledge->id(question.finding));
    CHECK(type != FindingType::imaging);
    CHECK(type != FindingType::laboratory);
  }
}
