// The plan of care on a small world: stages, order, precautions, safety nets, prevention.
#include "care_world.hpp"

#include <catch2/catch.hpp>

#include "noso/base/json_writer.hpp"

namespace {

using namespace noso;
using namespace noso::test;
using Names = std::vector<std::string>;

const Engine& world_of_care() {
  static const Engine engine = CareWorld{}.engine();
  return engine;
}

Answer told(const std::string& json) { return assess(world_of_care(), case_of(json)); }

std::string pain(std::string_view duration, const std::string& tried = "[]", const std::string& more = "") {
  return R"({"present": [{"finding": "pain", "duration": ")" + std::string(duration) + R"("}, "morning"], "tried": )" +
         tried + more + "}";
}

Names nets(const Answer& answer) { return {answer.care.come_back_if.begin(), answer.care.come_back_if.end()}; }

Names open_facts(const Answer& answer, const Advice& entry, RuleKind kind) {
  Names out;
  const auto& kb = *answer.knowledge;
  for (const auto at : entry.ask_before)
    if (kb[answer.care.open[at].rule].kind == kind)
      for (const auto c : answer.care.open[at].facts) out.emplace_back(kb.id(c));
  return out;
}

}  // namespace

TEST_CASE("care starts at the first stage") {
  const auto answer = told(pain("2 wk"));
  CHECK(stage_of(answer) == "first");
  CHECK(answer.care.stage == "First stage");
  CHECK(answer.care.stages.front().steps.empty());
}

TEST_CASE("time alone does not count as a failure of care") {
  const auto answer = told(pain("9 mo"));
  CHECK(stage_of(answer) == "first");
  // Nobody has said that nothing was tried: the answer says what would decide it.
  const auto& plan = answer.care.stages.front();
  CHECK((*answer.knowledge)[plan.decided_by].kind == RuleKind::stage_exit);
  CHECK(plan.open_also == Names{"what was tried, how long, and how it went"});
}

TEST_CASE("care tried for long enough without effect moves on to the next stage, with the reason") {
  const auto answer = told(pain("9 mo", R"([{"intervention": "stretch", "duration": "6 wk", "response": "none"}])"));
  CHECK(stage_of(answer) == "second");
  const auto& steps = answer.care.stages.front().steps;
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].because == Names{"tried Stretching"});
}

TEST_CASE("the threshold of a stage counts from both sides, and only without effect") {
  const auto stage = [](const std::string& attempt) { return stage_of(told(pain("9 mo", "[" + attempt + "]"))); };
  CHECK(stage(R"({"intervention": "stretch", "duration": "41 d", "response": "none"})") == "first");
  CHECK(stage(R"({"intervention": "stretch", "duration": "42 d", "response": "none"})") == "second");
  CHECK(stage(R"({"intervention": "loading", "duration": "8 wk", "response": "worse"})") == "second");
  CHECK(stage(R"({"intervention": "stretch", "duration": "8 wk", "response": "better"})") == "first");
  CHECK(stage(R"({"intervention": "stretch", "duration": "8 wk"})") == "first");
  CHECK(stage(R"({"intervention": "tablet", "duration": "8 wk", "response": "none"})") == "first");  // no proper care
}

TEST_CASE("the clock must have reached a stage for certain") {
  const std::string tried = R"([{"intervention": "stretch", "duration": "6 wk", "response": "none"}])";
  CHECK(stage_of(told(pain("41 d", tried))) == "first");
  CHECK(stage_of(told(pain("42 d", tried))) == "second");
  CHECK(stage_of(told(pain("~6 wk", tried))) == "first");
  const auto unknown = told(R"({"present": ["morning"], "tried": )" + tried + "}");
  CHECK(stage_of(unknown) == "first");
  CHECK(unknown.care.stages.front().open_also == Names{"how long it has gone on"});
}

TEST_CASE("a rule moves a person up before the clock says so, and the answer says what would") {
  const auto answer = told(pain("1 wk", "[]", R"(, "risk_factors": ["cannot-work"])"));
  CHECK(stage_of(answer) == "second");
  CHECK(answer.care.stages.front().steps.at(0).because == Names{"Cannot work"});
  const auto before = told(pain("1 wk"));
  Names early;
  for (const auto rule : before.care.stages.front().moves_early)
    early.emplace_back(before.knowledge->text((*before.knowledge)[rule].action));
  CHECK(early == Names{"work suffers", "both sides hurt"});
}

TEST_CASE("a rule brings an intervention forward without leaving the stage") {
  const auto answer = told(R"({"present": [{"finding": "pain", "duration": "1 wk"}, "morning", "both"]})");
  CHECK(stage_of(answer) == "first");
  CHECK(advised(answer).front() == "referral");
  CHECK(advice(answer, "referral").why == "for Strain, evidence expert; now, because both sides hurt");
  CHECK_FALSE(contains(advised(told(pain("1 wk"))), "referral"));
}

TEST_CASE("interventions come by strength of evidence, those of other stages and those advised against left out") {
  CHECK(advised(told(pain("2 wk"))) == Names{"stretch", "loading", "tablet"});
  const auto later = told(pain("9 mo", R"([{"intervention": "tablet", "duration": "6 wk", "response": "none"},
                                          {"intervention": "loading", "duration": "12 wk", "response": "none"}])"));
  CHECK(advised(later) == Names{"stretch", "referral", "needle"});
  CHECK(avoids(later, "ultrasound"));
  CHECK(later.care.avoid.front().because == "advised against for Strain: no added value");
}

TEST_CASE("of equal evidence the treatment of the more probable condition comes first") {
  const auto answer = told(R"({"present": [{"finding": "pain", "duration": "1 wk"}, "morning", "spot"]})");
  REQUIRE(answer.care.stages.size() == 2);
  CHECK(advised(answer) == Names{"stretch", "cushion", "loading", "tablet"});
}

TEST_CASE("an advice carries its whole dose") {
  const auto answer = told(pain("2 wk"));
  const auto& kb = *answer.knowledge;
  CHECK(kb.text(kb[advice(answer, "stretch").dose].text) == "hold 30 s x 3");
  CHECK(kb.text(kb[advice(answer, "stretch").dose].details) ==
        R"({"text":"hold 30 s x 3","hold_seconds":30,"weeks":2,"stop_if":"it hurts"})");
  CHECK(kb.text(kb[advice(answer, "loading").dose].text) == "8-12 repetitions, 3 sets, for 12 weeks");
  const auto json = to_json(answer);
  CHECK(json.find("\"dose_details\"") != std::string::npos);
  CHECK(JsonDocument::parse(json, "answer").ok());
}

TEST_CASE("what was tried decides whether it is offered again") {
  const auto trial = [](const std::string& rest) {
    return told(pain("2 wk", R"([{"intervention": "loading", )" + rest + "}]"));
  };
  SECTION("without effect for as long as the dose asks: not again first") {
    const auto answer = trial(R"("duration": "12 wk", "response": "none")");
    CHECK_FALSE(contains(advised(answer), "loading"));
    CHECK(answer.care.tried.at(0).trial == Trial::failed);
    CHECK(answer.care.tried.at(0).consequence == "tried 12 wk without effect: not offered again first");
  }
  SECTION("it got worse: not again first, however short") {
    const auto answer = trial(R"("duration": "1 wk", "response": "worse")");
    CHECK_FALSE(contains(advised(answer), "loading"));
    CHECK(answer.care.tried.at(0).consequence == "tried 1 wk, it got worse: not offered again first");
  }
  SECTION("it got better: go on, first of all") {
    const auto answer = trial(R"("duration": "3 wk", "response": "better")");
    CHECK(advised(answer).front() == "loading");
    CHECK(advice(answer, "loading").trial == Trial::helped);
  }
  SECTION("too briefly: after what is new") {
    const auto answer = trial(R"("duration": "2 wk", "response": "none")");
    CHECK(advised(answer) == Names{"stretch", "tablet", "loading"});
    CHECK(advice(answer, "loading").why ==
          "for Strain, evidence moderate; tried 2 wk without effect; the dose asks for 12 wk");
  }
  SECTION("nobody knows how it went: offered, with the question") {
    const auto answer = trial(R"("duration": "6 wk")");
    CHECK(advice(answer, "loading").trial == Trial::unclear);
    CHECK(advice(answer, "loading").why.find("ask how it went") != std::string::npos);
  }
}

TEST_CASE("an attempt at something more general leaves its kinds unclear, one at a kind counts for the general") {
  const auto answer = told(pain("2 wk", R"([{"intervention": "exercise", "duration": "12 wk", "response": "none"}])"));
  CHECK(advice(answer, "stretch").trial == Trial::unclear);
  CHECK(advice(answer, "stretch").why.find("ask which kind") != std::string::npos);
}

TEST_CASE("a contraindication removes, a caution warns, each with reason, fact and source") {
  const auto avoided = told(pain("2 wk", "[]", R"(, "risk_factors": ["ulcer"])"));
  CHECK_FALSE(contains(advised(avoided), "tablet"));
  REQUIRE(avoids(avoided, "tablet", "k1"));
  const auto& entry = avoided.care.avoid.front();
  CHECK(entry.because == "it may bleed");
  CHECK(entry.sources == std::vector<std::string_view>{"T"});
  CHECK(avoided.care.precautions.at(entry.precaution).because == Names{"Ulcer"});

  const auto warned = told(pain("2 wk", "[]", R"(, "medications": ["thinner"])"));
  CHECK(contains(advised(warned), "tablet"));
  CHECK(advice(warned, "tablet").cautions.size() == 1);
  CHECK(warns(warned, "tablet", "k2"));
  CHECK(warns(warned, "needle", "k2"));  // not advised now, but asks for care
}

TEST_CASE("what is unknown and would rule an intervention out is asked about before") {
  const auto answer = told(pain("2 wk"));
  const auto& tablet = advice(answer, "tablet");
  CHECK(open_facts(answer, tablet, RuleKind::avoid) == Names{"ulcer", "kidney"});
  CHECK(open_facts(answer, tablet, RuleKind::caution) == Names{"thinner"});
  const auto& open = answer.care.open.at(advice(answer, "loading").ask_before.at(0));
  CHECK(open.facts.empty());
  REQUIRE(open.not_excluded.size() == 1);  // the red flag by its name, not its facts
  CHECK(answer.knowledge->text((*answer.knowledge)[open.not_excluded[0]].id) == "rupture");

  const auto asked = told(pain("2 wk", "[]", R"(, "absent": ["ulcer", "pop", "thinner"])"));
  CHECK(open_facts(asked, advice(asked, "tablet"), RuleKind::avoid) == Names{"kidney"});
  CHECK(advice(asked, "loading").ask_before.empty());
}

TEST_CASE("an allergy to a drug, its class or a kind of it blocks what contains it") {
  for (const auto* allergy : {"painkiller", "ibuprofen", "tablet"}) {
    INFO(allergy);
    const auto answer = told(pain("2 wk", "[]", R"(, "allergies": [")" + std::string(allergy) + "\"]"));
    CHECK_FALSE(contains(advised(answer), "tablet"));
    REQUIRE(avoids(answer, "tablet"));
    CHECK(answer.care.avoid.front().because.starts_with("allergy to "));
  }
  CHECK(contains(advised(told(pain("2 wk", "[]", R"(, "allergies": ["penicillin"])"))), "tablet"));
}

TEST_CASE("while an urgent rule fires its action comes first, and what to avoid is still said") {
  const auto answer = told(R"({"present": [{"finding": "pain", "duration": "2 wk"}, "morning", "pop"]})");
  CHECK(answer.care.action_first);
  CHECK(answer.care.next.empty());
  CHECK(answer.care.prevention.empty());
  CHECK_FALSE(answer.care.recheck_on);
  CHECK(avoids(answer, "loading", "k3"));
  CHECK_FALSE(answer.care.come_back_if.empty());
  const auto json = to_json(answer, false);
  CHECK(json.find(R"("first":[{"rule":"rupture","level":"urgent","action":"Refer today."}])") != std::string::npos);
}

TEST_CASE("the next look is so long after the day of the question as the stage asks") {
  CHECK(to_string(told(pain("2 wk")).care.recheck_on.value()) == "2026-02-28");
  const auto second = told(pain("9 mo", R"([{"intervention": "stretch", "duration": "6 wk", "response": "none"}])"));
  CHECK(to_string(second.care.recheck_on.value()) == "2026-03-14");
}

TEST_CASE("prevention answers the risk factors of this person and respects what to avoid") {
  const auto answer = told(pain("2 wk", "[]", R"(, "risk_factors": ["heavy"], "medications": ["thinner"])"));
  const auto& kb = *answer.knowledge;
  REQUIRE(answer.care.prevention.size() == 2);
  CHECK(kb.id(answer.care.prevention[0].intervention) == "tablet");
  CHECK(answer.care.prevention[0].cautions.size() == 1);
  CHECK(kb.id(answer.care.prevention[1].intervention) == "diet");
  CHECK(kb.text(kb[answer.care.prevention[1].dose].text) == "5-10 min, 2 times a day");
  CHECK(told(pain("2 wk")).care.prevention.empty());
  const auto two =
      told(R"({"present": ["morning", "both"], "risk_factors": ["heavy", "ulcer"], "medications": ["thinner"]})");
  REQUIRE(two.care.prevention.size() == 1);  // the tablet is ruled out
  CHECK(two.care.prevention[0].answers.size() == 2);
}

TEST_CASE("every plan says when to come back, the most dangerous first, what concerns the person only") {
  CHECK(nets(told(pain("2 wk"))) == Names{"you get a fever", "it pops", "it is no better"});
  CHECK(nets(told(pain("2 wk", "[]", R"(, "medications": ["thinner"])"))) ==
        Names{"you get a fever", "it pops", "you bleed", "it is no better"});
  CHECK(contains(nets(told(R"({"present": ["pain", "spot"]})")), "the bruise grows"));
  // What has come true already needs no watching for.
  CHECK_FALSE(contains(nets(told(R"({"present": ["morning", "pop"]})")), "it pops"));
}

TEST_CASE("strong evidence for a less probable condition does not crowd out the leading one") {
  CareWorld world;
  world.stages = "[]";
  world.treatments = R"([
    {"intervention": "stretch", "condition": "strain", "strength": "usual-care", "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "cushion", "condition": "bruise", "strength": "strong", "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "tablet", "condition": "bruise", "strength": "moderate", "basis": {"mark": "read", "sources": ["T"]}},
    {"intervention": "needle", "condition": "bruise", "strength": "weak", "basis": {"mark": "read", "sources": ["T"]}}])";
  const auto engine = world.engine();
  const auto answer = engine.assess(case_of(R"({"present": ["morning", "spot"]})"),
                                    {.as_of = parse_date("2026-01-31"), .max_advice = 3});
  REQUIRE(answer->care.stages.size() == 2);
  CHECK(advised(*answer) == Names{"cushion", "tablet", "stretch"});  // by evidence, but not without the first condition
}

TEST_CASE("what would follow if trials without a told response have failed is said, as such") {
  const auto answer = told(pain("9 mo", R"([{"intervention": "stretch", "duration": "8 wk"}])"));
  const auto& kb = *answer.knowledge;
  const auto& plan = answer.care.stages.front();
  CHECK(stage_of(answer) == "first");
  REQUIRE(plan.if_failed.exists());
  CHECK(kb.text(kb[plan.if_failed].id) == "second");
  CHECK(advised(answer) == Names{"stretch", "loading", "tablet", "referral", "needle"});
  CHECK(advice(answer, "needle").if_failed == plan.if_failed);
  CHECK_FALSE(advice(answer, "tablet").if_failed.exists());
  CHECK(advice(answer, "needle").why.find("if what was tried has not helped") != std::string::npos);
  // A trial too short for a fair one leads nowhere either way; no trial at all is no failed one.
  CHECK_FALSE(told(pain("9 mo", R"([{"intervention": "stretch", "duration": "2 wk"}])"))
                  .care.stages.front()
                  .if_failed.exists());
  CHECK_FALSE(told(pain("9 mo")).care.stages.front().if_failed.exists());
}

TEST_CASE("the options of a call bound the advice and the conditions that are cared for") {
  const auto& engine = world_of_care();
  const auto one = engine.assess(case_of(pain("2 wk")), {.as_of = parse_date("2026-01-31"), .max_advice = 1});
  CHECK(advised(*one) == Names{"stretch"});
  const auto all = engine.assess(case_of(pain("2 wk")), {.as_of = parse_date("2026-01-31"), .care_share = 0});
  CHECK(all->care.stages.size() == 2);
}

TEST_CASE("a condition without stages takes all of its treatments") {
  CareWorld world;
  world.stages = "[]";
  world.treatments =
      R"([{"intervention": "stretch", "condition": "any", "strength": "weak", "basis": {"mark": "read", "sources": ["T"]}}])";
  const auto engine = world.engine();
  const auto answer = assess(engine, case_of(pain("2 wk")));
  CHECK(answer.care.stage.empty());
  CHECK(stage_of(answer).empty());
  CHECK_FALSE(answer.care.recheck_on);
  CHECK(advised(answer) == Names{"stretch"});
}

TEST_CASE("a stage is entered only where its entry is true, and the first one where it is not false") {
  CareWorld world;
  world.stages = R"([
    {"id": "children", "label": "c", "conditions": ["strain"], "enter": {"age": {"below": "18 a"}}, "next": "none", "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "first", "label": "f", "conditions": ["strain"], "basis": {"mark": "read", "sources": ["T"]}},
    {"id": "second", "label": "s", "conditions": ["strain"], "from": "6 wk", "enter": "both", "basis": {"mark": "read", "sources": ["T"]}}])";
  const auto engine = world.engine();
  const auto stage = [&](const std::string& json) { return stage_of(assess(engine, case_of(json))); };
  const std::string old_pain = R"("present": [{"finding": "pain", "duration": "8 wk"}, "morning"])";
  CHECK(stage(R"({"age": 40, )" + old_pain + "}") == "first");
  CHECK(stage(R"({"age": 10, )" + old_pain + "}") == "children");
  CHECK(stage("{" + old_pain + "}") == "children");  // the age is not known
  CHECK(stage(R"({"age": 40, "risk_factors": ["both"], )" + old_pain + "}") == "second");
  CHECK(stage(R"({"age": 40, "absent": ["both"], )" + old_pain + "}") == "first");
}
