// Patients drawn from the model: what is told must come true as often as told, and the questions must lead somewhere.
#include "noso/engine/audit/simulation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/heel_pain.hpp"

namespace {

using namespace noso;
using namespace noso::test;

bool same(const std::vector<audit::SimulatedCase>& a, const std::vector<audit::SimulatedCase>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return text(x.told) == text(y.told) && x.conditions == y.conditions;
  });
}

}  // namespace

TEST_CASE("what the engine tells of patients drawn from the heel-pain model comes true as often as told") {
  const auto cases = audit::draw_cases(heel_pain().knowledge(), 4'000, 1);
  REQUIRE(cases.size() == 4'000);
  const auto found = audit::calibration(heel_pain(), cases);
  CHECK(found.refused == 0);
  CHECK(found.first.count == 4'000);
  CHECK(found.first.calibration_error <= 0.02);
  CHECK(found.all.calibration_error <= 0.002);
  CHECK(found.none.calibration_error <= 0.005);
}

TEST_CASE("patients of another model show in the calibration error") {
  constexpr std::string_view kFindings = ": itch 0.8, rash 0.3\n  wart 0.3: lump 0.7, rash 0.2\n  leak rash 0.05\n";
  const auto told = world("eczema 0.6" + std::string(kFindings));
  const auto other = world("eczema 0.2" + std::string(kFindings));
  const auto own = audit::calibration(told, audit::draw_cases(told.knowledge(), 4'000, 1, 2));
  const auto foreign = audit::calibration(told, audit::draw_cases(other.knowledge(), 4'000, 1, 2));
  CHECK(own.first.calibration_error < 0.02);
  CHECK(foreign.first.calibration_error > 0.05);
}

TEST_CASE("the same seed draws the same patients, another one others") {
  const auto& kb = heel_pain().knowledge();
  CHECK(same(audit::draw_cases(kb, 50, 7), audit::draw_cases(kb, 50, 7)));
  CHECK_FALSE(same(audit::draw_cases(kb, 50, 7), audit::draw_cases(kb, 50, 8)));
}

TEST_CASE("told findings are neither kinds of each other nor of one dependent group") {
  const auto& kb = heel_pain().knowledge();
  for (const auto& made : audit::draw_cases(kb, 300, 3)) {
    std::vector<ConceptId> told;
    for (const auto* list : {&made.told.present, &made.told.absent})
      for (const auto& m : *list) told.push_back(id(kb, m.name));
    for (const auto a : told)
      for (const auto b : told)
        if (a != b && a != told.front() && b != told.front()) REQUIRE_FALSE(kb.graph().is_a(a, b));
  }
}

TEST_CASE("the questions of the engine find the diagnosis with at least 40 % fewer than the most frequent findings") {
  const audit::InterviewOptions options{.seed = 1};
  const auto engine = audit::interview_drawn(heel_pain(), 60, audit::Policy::engine, options);
  const auto frequent = audit::interview_drawn(heel_pain(), 60, audit::Policy::most_frequent, options);
  CHECK(engine.questions.size() == 60);
  CHECK(engine.found_count() >= frequent.found_count());
  CHECK(engine.found_count() >= 50);
  CHECK(engine.mean() <= 0.6 * frequent.mean());
}

TEST_CASE("an interview ends when the one question that tells was answered") {
  const auto engine =
      world("strain 0.5: stiff 1, warm 0.3\nbruise 0.45: blue 1, warm 0.3\nleak stiff 0.001\nleak blue 0.001\n");
  const auto talks = audit::interview_drawn(engine, 40, audit::Policy::engine, {.most_questions = 5, .seed = 2});
  CHECK(talks.found_count() == 40);
  CHECK(talks.mean() <= 1.2);
}
