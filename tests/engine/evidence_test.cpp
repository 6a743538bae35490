// Which facts enter the ranking, and what they say of conditions that have only a kind of the finding.
#include <algorithm>
#include <catch2/catch.hpp>

#include "support/world.hpp"

namespace {

using namespace noso;
using namespace noso::test;

bool counted_apart(const Answer& answer) { return answer.differential.not_counted.empty(); }

/// The step of `finding` on the way to the odds of `condition`; 0 where it has none.
double log10_ratio(const Answer& answer, std::string_view condition, std::string_view finding) {
  const auto& kb = *answer.knowledge;
  for (const auto& ranked : answer.differential.conditions)
    for (const auto& step : ranked.steps)
      if (kb.id(ranked.condition) == condition && kb.id(step.from) == finding) return step.log10_ratio;
  return 0;
}

constexpr std::string_view kSwelling = R"(
  bursitis 0.3: heel-swelling 0.8
  sprain 0.3: swelling 0.6
  wart 0.3: lump 0.9
  leak swelling 0.05
  leak heel-swelling 0.02
  heel-swelling < swelling
)";

}  // namespace

TEST_CASE("of a dependent group an absent finding and a present one both count") {
  const auto kb = world(R"(
    stress-fracture 0.4: night-pain 0.6
    infection 0.4: fever 0.9, night-pain 0.6
    group night-pain, fever
  )");
  const auto both = assess(kb, present("night-pain") + absent("fever"));
  CHECK(counted_apart(both));
  CHECK(log10_ratio(both, "infection", "fever") < 0);
  CHECK(probability_of(both, "infection") < probability_of(assess(kb, present("night-pain")), "infection"));
}

TEST_CASE("of a dependent group two findings in the same state count once") {
  const auto kb = world(R"(
    stress-fracture 0.4: night-pain 0.6
    infection 0.4: fever 0.9, night-pain 0.6
    group night-pain, fever
  )");
  for (const auto& told : {present("night-pain", "fever"), present("complaint") + absent("night-pain", "fever")}) {
    const auto answer = assess(kb, told);
    REQUIRE(answer.differential.not_counted.size() == 1);
    CHECK(kb.knowledge().id(answer.differential.not_counted.front().finding) == "night-pain");
    CHECK(kb.knowledge().id(answer.differential.not_counted.front().instead) == "fever");
  }
}

TEST_CASE("an absent finding speaks against a condition that has only a kind of it") {
  const auto kb = world(kSwelling);
  const auto answer = assess(kb, present("complaint") + absent("swelling"));
  CHECK(log10_ratio(answer, "bursitis", "swelling") < 0);
  CHECK(log10_ratio(answer, "sprain", "swelling") < 0);
}

TEST_CASE("an absent finding says as much against a condition as the most frequent kind of it would") {
  const auto kb = world(kSwelling);
  const auto parent = assess(kb, present("complaint") + absent("swelling"));
  const auto child = assess(kb, present("complaint") + absent("heel-swelling"));
  CHECK(log10_ratio(parent, "bursitis", "swelling") == Approx(log10_ratio(child, "bursitis", "heel-swelling")));
  // That the kind is absent says nothing of a condition that has only the finding at large.
  CHECK(log10_ratio(child, "sprain", "heel-swelling") == 0);
}

TEST_CASE("a present finding speaks for a condition that has only a kind of it") {
  const auto kb = world(kSwelling);
  const auto answer = assess(kb, present("swelling"));
  CHECK(log10_ratio(answer, "bursitis", "swelling") > 0);
  CHECK(log10_ratio(answer, "bursitis", "swelling") > log10_ratio(answer, "wart", "swelling"));
}
