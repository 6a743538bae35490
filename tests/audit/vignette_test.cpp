#include <catch2/catch.hpp>

#include "audit_world.hpp"
#include "noso/engine/audit/vignette_run.hpp"

using namespace noso;
using namespace noso::test;
using noso::audit::Triage;

namespace {

const std::string kFeverSoon = rule_file("x02", "soon", "\"obesity\"");

std::string problem(const std::string& told, const std::string& expect) {
  const auto engine = engine_with({});
  const auto read_back = read(engine, vignette_file({vignette_text("v1", told, expect)}));
  return read_back.ok() ? "" : lines(read_back.errors());
}

}  // namespace

TEST_CASE("a vignette that holds passes, and every expectation is a check of its own") {
  const auto engine = engine_with({});
  const auto list =
      vignettes(engine, {vignette_text("v1", R"({"present": ["first-step-pain", "rash"], "absent": ["fever"]})",
                                       R"({"top": "plantar-fasciitis", "urgency": "urgent", "fires": ["x01"],
                                                         "does_not_fire": ["k01"]})")});
  const auto run = audit::run(engine, list);
  REQUIRE(run.results.size() == 1);
  CHECK(run.results[0].passed());
  CHECK(run.results[0].checks.size() == 4);
  CHECK(run.results[0].rank == 1);
  CHECK(run.top_1().hits == 1);
  CHECK(run.urgency_exact().hits == 1);
}

TEST_CASE("a failed expectation says what came out instead") {
  const auto engine = engine_with({});
  const auto list = vignettes(engine, {vignette_text("v1", R"({"present": ["first-step-pain"]})",
                                                     R"({"top": "gout", "strict_top": true, "fires": ["x01"]})")});
  const auto run = audit::run(engine, list);
  const auto& checks = run.results[0].checks;
  REQUIRE(checks.size() == 2);
  CHECK_FALSE(run.results[0].passed());
  CHECK(checks[0].expectation == "strict_top");
  CHECK(checks[0].actual == "first are plantar-fasciitis, gout");
  CHECK(checks[1].actual == "x01 undetermined");
}

TEST_CASE("the top condition may stand second or third unless it must be first") {
  const auto engine = engine_with({});
  const std::string told = R"({"present": ["first-step-pain"]})";
  const auto list = vignettes(engine, {vignette_text("v1", told, R"({"top": "gout"})"),
                                       vignette_text("v2", told, R"({"top_3": ["gout", "plantar-fasciitis"]})"),
                                       vignette_text("v3", told, R"({"top": "gout", "strict_top": true})")});
  const auto run = audit::run(engine, list);
  CHECK(run.results[0].passed());
  CHECK(run.results[1].passed());
  CHECK_FALSE(run.results[2].passed());
  CHECK(run.top_1().hits == 0);
  CHECK(run.top_3().hits == 2);
  CHECK(run.top_3().of == 2);
}

TEST_CASE("undetermined is neither fired nor not fired") {
  const auto engine = engine_with({});
  const auto passes = [&](const std::string& told, const std::string& expect) {
    return audit::run(engine, vignettes(engine, {vignette_text("v", told, expect)})).results[0].passed();
  };
  CHECK(passes(R"({"absent": ["fever"]})", R"({"undetermined": ["x01"]})"));
  CHECK_FALSE(passes(R"({"absent": ["fever"]})", R"({"does_not_fire": ["x01"]})"));
  CHECK(passes(R"({"absent": ["fever", "rash"]})", R"({"does_not_fire": ["x01"]})"));
  CHECK_FALSE(passes(R"({"absent": ["fever", "rash"]})", R"({"undetermined": ["x01"]})"));
}

TEST_CASE("under-triage is counted apart from over-triage") {
  const auto engine = engine_with({kFeverSoon});
  const auto list = vignettes(
      engine, {vignette_text("too-low", R"({"risk_factors": ["obesity"]})", R"({"urgency": "urgent"})"),
               vignette_text("below-the-floor", R"({"risk_factors": ["obesity"]})", R"({"not_below": "urgent"})"),
               vignette_text("too-high", R"({"present": ["rash"]})", R"({"urgency": "soon"})"),
               vignette_text("exact", R"({"risk_factors": ["obesity"]})", R"({"urgency": "soon"})"),
               vignette_text("silent", R"({"present": ["heel-pain"]})", R"({"top_3": ["gout"]})")});
  const auto run = audit::run(engine, list);
  CHECK(run.under_triage() == 2);
  CHECK(run.over_triage() == 1);
  CHECK(run.results[1].triage == Triage::under);
  CHECK(run.results[3].triage == Triage::exact);
  CHECK(run.results[4].triage == Triage::not_stated);
  CHECK(run.passed() == 2);
}

TEST_CASE("what is advised and what is not is held against the care of the answer") {
  const auto engine = engine_with({});
  const auto list =
      vignettes(engine, {vignette_text("v1", R"({"present": ["first-step-pain"], "absent": ["fever", "rash"]})",
                                       R"({"advised": ["calf-stretch"]})"),
                         vignette_text("v2", R"({"present": ["first-step-pain", "fever"]})",
                                       R"({"not_advised": ["calf-stretch"], "fires": ["k01"]})")});
  const auto run = audit::run(engine, list);
  CHECK(run.results[0].passed());
  CHECK(run.results[1].passed());
}

TEST_CASE("what is warned of is what a caution or contraindication speaks of, what is avoided only the latter") {
  const auto engine =
      engine_with({R"({"cautions": [{"id": "k02", "interventions": ["calf-stretch"], "effect": "caution",
      "when": "obesity", "because": "b", "basis": {"mark": "read", "sources": ["T"]}}]})"});
  const auto passes = [&](const std::string& told, const std::string& expect) {
    return audit::run(engine, vignettes(engine, {vignette_text("v", told, expect)})).results[0].passed();
  };
  const std::string careful = R"({"risk_factors": ["obesity"], "absent": ["fever"]})";
  const std::string not_at_all = R"({"present": ["fever"]})";
  const std::string nobody_asked = R"({"present": ["heel-pain"]})";
  CHECK(passes(careful, R"({"warned": ["calf-stretch"]})"));
  CHECK_FALSE(passes(careful, R"({"avoided": ["calf-stretch"]})"));
  CHECK(passes(not_at_all, R"({"warned": ["calf-stretch"], "avoided": ["calf-stretch"]})"));
  CHECK_FALSE(passes(nobody_asked, R"({"warned": ["calf-stretch"]})"));
}

TEST_CASE("what a case has is what it says, what follows from that, and what definitions conclude") {
  const auto engine =
      engine_with({R"({"findings": [{"id": "temperature", "label": "Temperature", "quantity": {"unit": "Cel"}},
          {"id": "hot", "label": "Hot", "when": {"measure": {"of": "temperature", "at_least": "38 Cel"}},
           "basis": {"mark": "read", "sources": ["T"]}}]})"});
  const auto problem_of = [&](double celsius, const std::string& expect) {
    const auto list = vignettes(
        engine,
        {vignette_text("v",
                       R"({"present": ["first-step-pain"], "measurements": [{"finding": "temperature", "value": )" +
                           std::to_string(celsius) + "}]}",
                       expect)});
    const auto run = audit::run(engine, list);
    for (const auto& check : run.results[0].checks)
      if (!check.passed) return check.expectation + ": " + check.expected + " is " + check.actual;
    return std::string();
  };
  CHECK(problem_of(38, R"({"present": ["hot", "heel-pain"]})").empty());
  CHECK(problem_of(37.9, R"({"absent": ["hot"]})").empty());
  CHECK(problem_of(37.9, R"({"present": ["hot"]})") == "present: hot is absent");
  CHECK(problem_of(37.9, R"({"absent": ["obesity"]})") == "absent: obesity is unknown");
}

TEST_CASE("a score must be known, and exactly what is stated") {
  const auto engine = engine_with({});
  const auto problem_of = [&](const std::string& told, const std::string& expect) {
    const auto run = audit::run(engine, vignettes(engine, {vignette_text("v", told, expect)}));
    const auto& check = run.results[0].checks.at(0);
    return check.passed ? std::string() : check.expectation + ": " + check.expected + " is " + check.actual;
  };
  const std::string rash = R"({"present": ["rash", "heel-pain"]})";
  CHECK(problem_of(rash, R"({"scores": {"severity-score": 2}})").empty());
  CHECK(problem_of(rash, R"({"scores": {"severity-score": 1}})") == "scores: severity-score 1 is 2");
  CHECK(problem_of(R"({"present": ["rash"]})", R"({"scores": {"severity-score": 1}})") ==
        "scores: severity-score 1 is 1 to 2");
}

TEST_CASE("problems of vignettes are reported where they stand") {
  const std::string told = R"({"present": ["heel-pain"]})";
  CHECK(problem(told, R"({"top": "gut"})").find("v.json:2:") == 0);
  CHECK(problem(told, R"({"top": "gut"})").find("did you mean 'gout'") != std::string::npos);
  CHECK(problem(told, R"({"fires": ["x99"]})").find("error[unknown-rule]") != std::string::npos);
  CHECK(problem(told, R"({"urgency": "asap"})").find("error[bad-word]") != std::string::npos);
  CHECK(problem(told, R"({"tops": "gout"})").find("error[unknown-key]") != std::string::npos);
  CHECK(problem(told, R"({"scores": {"severity-scores": 1}})").find("did you mean 'severity-score'") !=
        std::string::npos);
  CHECK(problem(told, R"({"present": ["feber"]})").find("no finding or risk-factor 'feber'") != std::string::npos);
  CHECK(problem(told, R"({"present": ["fever"], "absent": ["fever"]})").find("error[contradiction]") !=
        std::string::npos);
  CHECK(problem(told, "{}").find("error[expects-nothing]") != std::string::npos);
  CHECK(problem(told, R"({"strict_top": true})").find("error[missing-key]") != std::string::npos);
  CHECK(problem(told, R"({"fires": ["x01"], "undetermined": ["x01"]})").find("error[contradiction]") !=
        std::string::npos);
  CHECK(problem(told, R"({"top_3": ["gout", "gout", "gout", "gout"]})").find("error[out-of-range]") !=
        std::string::npos);
  CHECK(problem(R"({"present": ["heal-pain"]})", R"({"top": "gout"})").find("v.json:2:59: error[unknown-name]") == 0);
  CHECK(problem(R"({"age": 200})", R"({"top": "gout"})").find("error[bad-age]") != std::string::npos);
  CHECK(problem(R"({"present": ["fever"], "absent": ["fever"]})", R"({"top": "gout"})").find("error[contradiction]") !=
        std::string::npos);
}

TEST_CASE("an id used twice names the other place") {
  const auto engine = engine_with({});
  const auto twice = vignette_text("v1", "{}", R"({"urgency": "none"})");
  const auto result = read(engine, vignette_file({twice, twice}));
  REQUIRE_FALSE(result.ok());
  CHECK(result.errors()[0].code == "duplicate-id");
  CHECK(result.errors()[0].where.line == 3);
  CHECK(result.errors()[0].help == "the other one stands at v.json:2");
}
