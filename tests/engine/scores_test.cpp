// The scores of the heel-pain pack against published test vectors, on both sides of every threshold, and under
// unknowns.
//
// Vectors: openEHR guideline models (github.com/openEHR/gdl-guideline-models, Apache-2.0): NEWS2.v1.test.yml,
// wells_criteria_DVT.v0.1.0.fixture.yml, Wells_DVT.v1.test.yml, Ottawa_Ankle_Rule.v0.1.0.fixture.yml. Limits of NEWS2:
// Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017, chart 1. Criteria of axial
// spondyloarthritis: NICE NG65, as printed in Br J Gen Pract 2018;68:346, box 3.
#include <algorithm>
#include <catch2/catch.hpp>

#include "heel_pain.hpp"
#include "noso/engine/evaluation.hpp"

namespace {

using namespace noso;
using namespace noso::test;

Interval value_of(std::string_view score, const Case& told) {
  const auto& kb = heel_pain().knowledge();
  auto facts = resolve(kb, told);
  REQUIRE(facts.ok());
  const auto evaluation = evaluate(kb, *facts);
  for (std::uint32_t r = 0; r < kb.tables().rules.size(); ++r)
    if (kb.tables().rules[r].kind == RuleKind::score && kb.text(kb.tables().rules[r].id) == score)
      return evaluation.rules[r].number;
  FAIL("no score " << score);
  return {};
}

bool fired(const Answer& answer, std::string_view rule) {
  const auto& kb = *answer.knowledge;
  return std::any_of(answer.escalation.fired.begin(), answer.escalation.fired.end(),
                     [&](const FiredRule& f) { return kb.text(kb[f.rule].id) == rule; });
}

std::vector<Mention> named(const std::vector<std::string>& names) {
  std::vector<Mention> out;
  for (const auto& name : names) out.push_back({.name = name});
  return out;
}

/// All of these known: present as told, the others of `of` absent.
Case complete(const std::vector<std::string>& of, const std::vector<std::string>& present) {
  Case told;
  for (const auto& name : of)
    (std::find(present.begin(), present.end(), name) != present.end() ? told.present : told.absent)
        .push_back({.name = name});
  return told;
}

/// One set of observations of NEWS2; the defaults score 0.
struct Observations {
  double systolic = 111, saturation = 98, pulse = 78, temperature = 37;
  bool scale_2 = false, oxygen = false, alert = true;
  double respiration = 20;

  Case told() const {
    Case out;
    const auto measured = [&](const char* finding, double value, const char* unit) {
      out.measurements.push_back({.finding = finding, .value = value, .unit = unit, .at = {}});
    };
    measured("systolic-blood-pressure", systolic, "mm[Hg]");
    measured("oxygen-saturation", saturation, "%");
    measured("heart-rate", pulse, "/min");
    measured("body-temperature", temperature, "Cel");
    measured("respiratory-rate", respiration, "/min");
    const auto say = [&](const char* name, bool present) {
      (present ? out.present : out.absent).push_back({.name = name});
    };
    say("hypercapnic-respiratory-failure", scale_2);
    say("supplemental-oxygen", oxygen);
    say("confusion", !alert);
    out.absent.push_back({.name = "reduced-consciousness"});
    return out;
  }
  Interval news2() const { return value_of("news2", told()); }
};

}  // namespace

TEST_CASE("NEWS2 gives the totals of the published test cases") {
  struct Vector {
    const char* id;
    Observations seen;
    double total;
  };
  const bool y = true, n = false;
  // In the order of Observations: systolic, SpO2, pulse, temperature, scale 2, oxygen, alert, respiration.
  const std::vector<Vector> vectors{
      {"score 0", {111, 98, 78, 37, n, n, y, 20}, 0},
      {"score 1, spO2", {111, 95, 78, 37, n, n, y, 20}, 1},
      {"score 2, spO2", {111, 93, 78, 37, n, n, y, 20}, 2},
      {"score 3, spO2", {111, 91, 78, 37, n, n, y, 20}, 3},
      {"Low-medium", {112, 98, 78, 37, n, n, y, 7}, 3},
      {"Hypercapnic RF, high SpO2", {111, 98, 78, 37, y, y, y, 20}, 5},
      {"Hypercapnic RF, high SpO2 no supplementary O2", {111, 98, 78, 37, y, n, y, 20}, 0},
      {"Hypercapnic RF, low SpO2", {111, 82, 78, 37, y, n, y, 20}, 3},
      {"Unconscious", {111, 98, 78, 37, y, y, n, 20}, 8},
      {"Hypotermia", {95, 95, 112, 34, y, y, y, 20}, 11},
      {"Fever", {111, 98, 78, 39, y, y, n, 20}, 9},
      {"High fever", {111, 98, 92, 40, y, y, y, 22}, 10},
      {"Bradycardia", {111, 98, 48, 40, y, y, n, 20}, 11},
      {"Tachycardia", {111, 98, 150, 40, y, y, n, 20}, 13},
      {"Hypotension", {80, 98, 150, 35.5, y, y, n, 10}, 16},
      {"Moderate hypotension", {105, 86, 150, 40, y, y, n, 22}, 14},
      {"Very high BP", {230, 93, 150, 40, y, y, n, 22}, 16},
      {"high RR", {230, 84, 150, 34, y, y, n, 27}, 19},
      {"low RR", {230, 98, 39, 40, y, y, n, 10}, 17},
  };
  for (const auto& v : vectors) {
    INFO(v.id);
    CHECK(v.seen.news2() == Interval::exactly(v.total));
  }
}

TEST_CASE("NEWS2 gives the points of the chart on both sides of each of its limits") {
  using Points = std::vector<std::pair<double, double>>;  // value, points
  const auto check = [](double Observations::*what, const Points& points, Observations seen = {}, double others = 0) {
    for (const auto& [value, expected] : points) {
      seen.*what = value;
      INFO("value " << value);
      CHECK(seen.news2() == Interval::exactly(expected + others));
    }
  };
  check(&Observations::respiration, {{8, 3}, {9, 1}, {11, 1}, {12, 0}, {20, 0}, {21, 2}, {24, 2}, {25, 3}});
  check(&Observations::saturation, {{91, 3}, {92, 2}, {93, 2}, {94, 1}, {95, 1}, {96, 0}});
  check(&Observations::saturation,
        {{83, 3}, {84, 2}, {85, 2}, {86, 1}, {87, 1}, {88, 0}, {92, 0}, {93, 1}, {94, 1}, {95, 2}, {96, 2}, {97, 3}},
        {.scale_2 = true, .oxygen = true}, 2);
  check(&Observations::saturation, {{83, 3}, {84, 2}, {85, 2}, {86, 1}, {87, 1}, {88, 0}, {92, 0}, {93, 0}, {97, 0}},
        {.scale_2 = true});
  check(&Observations::systolic, {{90, 3}, {91, 2}, {100, 2}, {101, 1}, {110, 1}, {111, 0}, {219, 0}, {220, 3}});
  check(&Observations::pulse,
        {{40, 3}, {41, 1}, {50, 1}, {51, 0}, {90, 0}, {91, 1}, {110, 1}, {111, 2}, {130, 2}, {131, 3}});
  check(&Observations::temperature, {{35, 3}, {35.1, 1}, {36, 1}, {36.1, 0}, {38, 0}, {38.1, 1}, {39, 1}, {39.1, 2}});
}

TEST_CASE("NEWS2 under unknowns spans exactly what the observations that are missing can add") {
  CHECK(value_of("news2", Case{}) == Interval{0, 20});
  auto told = Observations{.respiration = 22}.told();
  CHECK(value_of("news2", told) == Interval::exactly(2));
  std::erase_if(told.measurements, [](const Measurement& m) { return m.finding == "heart-rate"; });
  CHECK(value_of("news2", told) == Interval{2, 5});
  std::erase_if(told.absent, [](const Mention& m) { return m.name == "supplemental-oxygen"; });
  CHECK(value_of("news2", told) == Interval{2, 7});
}

TEST_CASE("the Wells score gives the totals of the published test cases") {
  const std::vector<std::string> items{"active-cancer",  "leg-paralysis-or-plaster",    "recent-immobility",
                                       "recent-surgery", "deep-vein-tenderness",        "whole-leg-swelling",
                                       "calf-swelling",  "pitting-oedema-one-leg",      "collateral-veins",
                                       "previous-dvt",   "alternative-to-dvt-as-likely"};
  const auto wells = [&](const std::vector<std::string>& present) {
    return value_of("wells-dvt", complete(items, present));
  };
  // wells_criteria_DVT.v0.1.0: 12, 13, 14; Wells_DVT.v1: case_2 (without the item on a previous thrombosis).
  CHECK(wells({}) == Interval::exactly(0));
  CHECK(wells({"active-cancer"}) == Interval::exactly(1));
  CHECK(wells({"active-cancer", "leg-paralysis-or-plaster", "recent-immobility"}) == Interval::exactly(3));
  CHECK(wells({"active-cancer", "leg-paralysis-or-plaster", "recent-immobility", "deep-vein-tenderness",
               "whole-leg-swelling", "collateral-veins", "calf-swelling", "pitting-oedema-one-leg",
               "alternative-to-dvt-as-likely"}) == Interval::exactly(6));
  // 02 to 11: an item that nobody asked about leaves the total open.
  auto told = complete(items, {"collateral-veins", "previous-dvt"});
  std::erase_if(told.absent, [](const Mention& m) { return m.name == "alternative-to-dvt-as-likely"; });
  CHECK(value_of("wells-dvt", told) == Interval{0, 2});
}

TEST_CASE("the Wells score is likely from 2 points") {
  const auto fires = [](const std::vector<std::string>& present) {
    auto told = complete({"active-cancer", "leg-paralysis-or-plaster", "recent-immobility", "recent-surgery",
                          "deep-vein-tenderness", "whole-leg-swelling", "calf-swelling", "pitting-oedema-one-leg",
                          "collateral-veins", "previous-dvt", "alternative-to-dvt-as-likely", "dvt-on-ultrasound"},
                         present);
    return assess(heel_pain(), told).escalation.level;
  };
  CHECK(fires({"pitting-oedema-one-leg"}) < Urgency::urgent);
  CHECK(fires({"pitting-oedema-one-leg", "collateral-veins"}) == Urgency::urgent);
  CHECK(fires({"pitting-oedema-one-leg", "collateral-veins", "alternative-to-dvt-as-likely"}) < Urgency::urgent);
}

TEST_CASE("the Ottawa rules give the results of the published test cases") {
  const std::vector<std::string> items{
      "malleolar-zone-pain",         "midfoot-zone-pain",           "lateral-malleolus-tenderness",
      "medial-malleolus-tenderness", "fifth-metatarsal-tenderness", "navicular-tenderness",
      "cannot-bear-weight"};
  const auto ankle = [&](const std::vector<std::string>& present) {
    return value_of("ottawa-ankle", complete(items, present));
  };
  const auto foot = [&](const std::vector<std::string>& present) {
    return value_of("ottawa-foot", complete(items, present));
  };
  CHECK(ankle({"malleolar-zone-pain", "lateral-malleolus-tenderness"}) == Interval::exactly(1));  // 02: indicated
  CHECK(ankle({"malleolar-zone-pain"}) == Interval::exactly(0));                                  // 03: not indicated
  CHECK(foot({"midfoot-zone-pain", "cannot-bear-weight"}) == Interval::exactly(1));               // 04: indicated
  CHECK(foot({"midfoot-zone-pain"}) == Interval::exactly(0));                                     // 05: not indicated
  // 07 to 11: with an item missing there is no result. 06 and 12 test a lower age limit, which rule x25 has not.
  auto told = complete(items, {"malleolar-zone-pain"});
  std::erase_if(told.absent, [](const Mention& m) { return m.name == "medial-malleolus-tenderness"; });
  CHECK(value_of("ottawa-ankle", told) == Interval{0, 1});
}

TEST_CASE("one criterion of the Ottawa rules in its zone is enough for an X-ray, none is not") {
  for (const auto* criterion : {"lateral-malleolus-tenderness", "medial-malleolus-tenderness", "cannot-bear-weight"}) {
    Case told = aged(30);
    told.present = named({"malleolar-zone-pain", criterion});
    CHECK(fired(assess(heel_pain(), told), "x25"));
  }
  for (const auto* criterion : {"fifth-metatarsal-tenderness", "navicular-tenderness", "cannot-bear-weight"}) {
    Case told = aged(30);
    told.present = named({"midfoot-zone-pain", criterion});
    CHECK(fired(assess(heel_pain(), told), "x25"));
  }
  Case told = aged(30);
  told.present = named({"malleolar-zone-pain", "midfoot-zone-pain"});
  told.absent = named({"ottawa-bone-tenderness", "cannot-bear-weight"});
  CHECK_FALSE(fired(assess(heel_pain(), told), "x25"));
}

TEST_CASE("X21 asks for 4 of the features of axial spondyloarthritis, 3 where HLA-B27 is positive") {
  const std::vector<std::string> features{"back-pain-onset-before-35",
                                          "night-waking-back-pain",
                                          "buttock-pain",
                                          "back-pain-better-with-movement",
                                          "nsaid-response",
                                          "family-history-spondyloarthritis",
                                          "past-arthritis",
                                          "many-enthesis-sites",
                                          "psoriasis"};
  const auto told_of = [&](std::size_t first, std::size_t count, bool b27) {
    std::vector<std::string> present;
    for (std::size_t i = 0; i < count; ++i) present.push_back(features[(first + i) % features.size()]);
    auto told = complete(features, present);
    told.age = Interval::exactly(50 * kDaysPerYear);
    for (const auto* name : {"back-pain-over-3-months"}) told.present.push_back({.name = name});
    if (std::find(present.begin(), present.end(), features.front()) == present.end())
      told.present.push_back({.name = "back-pain-onset-before-45"});
    for (const auto* name : {"inflammatory-back-pain", "enthesitis-on-imaging"}) told.absent.push_back({.name = name});
    (b27 ? told.present : told.absent).push_back({.name = "hla-b27-positive"});
    return told;
  };
  for (std::size_t first = 0; first < features.size(); ++first) {
    INFO("from " << features[first]);
    CHECK(value_of("axial-spondyloarthritis-features", told_of(first, 4, false)) == Interval::exactly(4));
    CHECK(fired(assess(heel_pain(), told_of(first, 4, false)), "x21"));
    CHECK_FALSE(fired(assess(heel_pain(), told_of(first, 3, false)), "x21"));
    CHECK(fired(assess(heel_pain(), told_of(first, 3, true)), "x21"));
    CHECK_FALSE(fired(assess(heel_pain(), told_of(first, 2, true)), "x21"));
  }
}

TEST_CASE("X06: a NEWS2 of 5 makes an infected heel an emergency from 16 years on, one of 4 does not") {
  const auto infected = [](Observations seen, double years) {
    auto told = seen.told();
    told.age = Interval::exactly(years * kDaysPerYear);
    for (const auto* name : {"heel-pain", "pus"}) told.present.push_back({.name = name});
    return assess(heel_pain(), told);
  };
  const Observations five{.saturation = 93, .respiration = 25}, four{.saturation = 95, .respiration = 25};
  CHECK(five.news2() == Interval::exactly(5));
  CHECK(fired(infected(five, 16), "x06"));
  CHECK_FALSE(fired(infected(five, 15), "x06"));
  CHECK_FALSE(fired(infected(four, 16), "x06"));
}

TEST_CASE("the answer shows a score that the case says something of, with its range and what is missing") {
  Case told = aged(50);
  told.present = named({"heel-pain", "calf-swelling"});
  told.absent = named({"alternative-to-dvt-as-likely", "active-cancer"});
  const auto answer = assess(heel_pain(), told);
  const auto& kb = heel_pain().knowledge();
  REQUIRE(answer.scores.size() == 1);
  const auto& wells = answer.scores.front();
  CHECK(kb.text(kb[wells.score].id) == "wells-dvt");
  CHECK(wells.value == Interval{1, 8});
  CHECK(wells.bands == std::vector<std::string>{"deep vein thrombosis unlikely", "deep vein thrombosis likely"});
  CHECK(wells.because == std::vector<std::string>{std::string(kb.label(id(kb, "calf-swelling")))});
  CHECK(wells.needs.size() == 8);
  CHECK(assess(heel_pain(), aged(30)).scores.empty());
}
