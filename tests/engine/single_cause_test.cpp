#include "noso/engine/single_cause.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "support/annotated_world.hpp"
#include "support/print.hpp"
#include "support/random.hpp"
#include "support/world.hpp"

using namespace noso;
using test::Random;

namespace {

/// seizure
///   ├ focal seizure
///   └ absence seizure
/// rash
const std::string kTerms = test::obo_text(R"(
HP:1 all
HP:2 seizure < HP:1
HP:3 focal seizure < HP:2
HP:4 absence seizure < HP:2
HP:5 rash < HP:1
HP:6 fever < HP:1
)");
const std::string kRows = test::hpoa_text(R"(
OMIM:1 "Alpha disease" HP:3 9/10 PMID:1
OMIM:1 "Alpha disease" HP:6 2/10 PMID:2
OMIM:2 "Beta disease" HP:5 40/40 PMID:3
OMIM:3 "Gamma disease" HP:4 1/2 PMID:4
OMIM:4 "Delta syndrome 1" HP:5 1/4 PMID:5
OMIM:5 "Delta syndrome 2" HP:5 1/4 PMID:5
ORPHA:7 "Other" HP:6 - ORPHA:7
)");

ConceptId find(const Knowledge& kb, std::string_view name) { return kb.find(name).at(0); }

/// P(finding | feature) in relation to the background, by its definition: the maximum over all pairs of a common
/// ancestor of the finding and a feature below it.
double slow_relative(const Knowledge& kb, const SingleCause& inference, ConceptId condition, ConceptId finding) {
  const auto& graph = kb.graph();
  const auto distance = [&](ConceptId low, ConceptId high) -> std::optional<std::uint32_t> {
    if (low == high) return 0u;
    const auto above = graph.ancestors(low);
    for (std::size_t i = 0; i < above.size(); ++i)
      if (above[i] == high) return graph.distances(low)[i];
    return std::nullopt;
  };
  double best = 0;
  for (std::uint32_t a = 0; a < kb.concept_count(); ++a) {
    const auto down = distance(finding, {a});
    if (!down) continue;
    for (const auto& f : inference.features(condition)) {
      const auto up = distance(f.finding, {a});
      if (!up) continue;
      const double thinned = *down == 0 ? 1 : std::pow(kLikelihood.per_level_above, *up);
      best = std::max(best, f.frequency * thinned * std::pow(kLikelihood.per_level_below, *down) /
                                kb.tables().likelihood.backgrounds[a]);
    }
  }
  return best;
}

std::vector<ConceptId> findings_in(const Knowledge& kb) {
  std::vector<ConceptId> out;
  for (std::uint32_t c = 0; c < kb.concept_count(); ++c)
    if (kb[ConceptId{c}].kind == ConceptKind::finding) out.push_back({c});
  return out;
}

}  // namespace

TEST_CASE("posting lists hold the likelihood ratios of the definition") {
  CAPTURE(test::seed());
  Random random(81);
  for (int world = 0; world < 12; ++world) {
    const auto engine = test::annotated_world(test::random_annotations(random, 40, 25));
    const auto& kb = engine.knowledge();
    const SingleCause inference(kb);
    for (const auto finding : findings_in(kb)) {
      std::map<std::uint32_t, std::uint16_t> weights;
      const auto gains = kb.gains(finding);
      REQUIRE(gains.ok());
      for (const auto& posting : *gains) weights[posting.condition] = posting.weight;
      for (std::uint32_t c = 0; c < inference.condition_count(); ++c) {
        const double relative = slow_relative(kb, inference, {c}, finding);
        CAPTURE(kb.id({c}), kb.id(finding), relative);
        if (std::abs(relative - kLikelihood.least_relative) < 1e-6) continue;
        if (relative < kLikelihood.least_relative)
          CHECK_FALSE(weights.contains(c));
        else
          CHECK(std::abs(int{weights[c]} - int{gain_weight(relative)}) <= 1);
      }
    }
  }
}

TEST_CASE("the parts of an explanation add up to the score") {
  CAPTURE(test::seed());
  Random random(82);
  for (int world = 0; world < 20; ++world) {
    const auto engine = test::annotated_world(test::random_annotations(random, 60, 40));
    const auto& kb = engine.knowledge();
    const SingleCause inference(kb);
    const auto candidates = inference.candidates();
    const auto terms = findings_in(kb);
    Scores scores;
    for (int i = 0; i < 10; ++i) {
      Findings findings;
      for (std::size_t n = 1 + random.below(8); n > 0; --n) findings.present.push_back(random.pick(terms));
      for (std::size_t n = random.below(5); n > 0; --n) findings.absent.push_back(random.pick(terms));
      REQUIRE(inference.score(findings, candidates, scores).ok());
      for (std::uint32_t c = 0; c < inference.condition_count(); ++c) {
        if (candidates.takes_part[c] == 0) continue;
        const auto parts = inference.explain(findings, scores, {c});
        double sum = parts.not_mentioned + parts.onset + parts.sex + parts.prior;
        for (const auto& match : parts.matches) sum += match.log_ratio;
        CHECK(sum == Approx(scores.of[c]).margin(1e-4));
      }
    }
  }
}

TEST_CASE("probabilities and none of these sum to one") {
  const auto engine = test::annotated_world({kTerms, kRows});
  const SingleCause inference(engine.knowledge());
  Scores scores;
  for (const auto* prefix : {"", "OMIM", "ORPHA"}) {
    const auto candidates = inference.candidates(prefix);
    REQUIRE(inference.score({.present = {find(engine.knowledge(), "seizure")}}, candidates, scores).ok());
    double sum = inference.none_of_these(scores);
    for (std::uint32_t c = 0; c < inference.condition_count(); ++c)
      if (candidates.takes_part[c] != 0) sum += inference.probability(scores, {c});
    CHECK(sum == Approx(1));
    CHECK(inference.none_of_these(scores) >= kLikelihood.misfit_share);
  }
}

TEST_CASE("an excluded finding counts against who has it or a kind of it, and nobody else") {
  CAPTURE(test::seed());
  Random random(83);
  std::size_t below_one = 0;
  for (int world = 0; world < 20; ++world) {
    const auto engine = test::annotated_world(test::random_annotations(random, 50, 40));
    const auto& kb = engine.knowledge();
    const SingleCause inference(kb);
    const auto candidates = inference.candidates();
    const auto terms = findings_in(kb);
    Scores without, with;
    for (int i = 0; i < 20; ++i) {
      Findings findings{.present = {random.pick(terms), random.pick(terms)}};
      REQUIRE(inference.score(findings, candidates, without).ok());
      const auto excluded = random.pick(terms);
      findings.absent = {excluded};
      REQUIRE(inference.score(findings, candidates, with).ok());
      for (std::uint32_t c = 0; c < inference.condition_count(); ++c) {
        if (candidates.takes_part[c] == 0) continue;
        bool has_it = false;
        for (const auto& f : inference.features({c})) has_it = has_it || kb.graph().is_a(f.finding, excluded);
        if (has_it)
          CHECK(with.of[c] <= without.of[c]);
        else
          CHECK(with.of[c] == without.of[c]);
        below_one += with.of[c] < without.of[c] ? 1 : 0;
      }
    }
  }
  CHECK(below_one > 0);
}

TEST_CASE("a match says how the finding meets what is known") {
  // Many other diseases make a seizure rare enough for a common ancestor to tell something.
  std::string others;
  for (int i = 100; i < 150; ++i)
    others += "OMIM:" + std::to_string(i) + " \"Other q" + std::to_string(i) + "\" HP:6 1/2\n";
  const auto engine =
      test::annotated_world({kTerms, kRows + test::hpoa_text(others).substr(test::hpoa_text("").size())});
  const auto& kb = engine.knowledge();
  const SingleCause inference(kb);
  Scores scores;
  const auto type = [&](std::string_view finding, std::string_view condition) {
    const Findings findings{.present = {find(kb, finding)}};
    REQUIRE(inference.score(findings, inference.candidates(), scores).ok());
    return inference.explain(findings, scores, find(kb, condition)).matches.at(0).type;
  };
  CHECK(type("focal seizure", "OMIM:1") == MatchType::exact);
  CHECK(type("seizure", "OMIM:1") == MatchType::special_known);
  CHECK(type("absence seizure", "OMIM:1") == MatchType::common_ancestor);
  CHECK(type("rash", "OMIM:1") == MatchType::none);
}

TEST_CASE("one patient of one weighs less than fifty of fifty") {
  const auto engine = test::annotated_world(
      {kTerms, test::hpoa_text("OMIM:1 \"A\" HP:5 1/1 PMID:1\nOMIM:2 \"B\" HP:5 50/50 PMID:2\n")});
  const auto& kb = engine.knowledge();
  const SingleCause inference(kb);
  CHECK(inference.frequency(find(kb, "OMIM:1"), find(kb, "rash")) <
        inference.frequency(find(kb, "OMIM:2"), find(kb, "rash")));
}

TEST_CASE("the frequencies of all findings at once are those of each") {
  Random random(7);
  const auto engine = test::annotated_world(test::random_annotations(random, 40, 12));
  const auto& kb = engine.knowledge();
  const SingleCause inference(kb);
  std::vector<float> all;
  for (std::uint32_t d = 0; d < inference.condition_count(); ++d) {
    inference.frequencies({d}, all);
    for (std::uint32_t c = 0; c < kb.concept_count(); ++c) {
      CAPTURE(d, c);
      if (kb[ConceptId{c}].kind == ConceptKind::finding)
        CHECK(static_cast<double>(all[c]) == inference.frequency({d}, {c}));
    }
  }
}

TEST_CASE("the steps of an answer lead from prior to posterior odds, each finding with frequency and source") {
  const auto engine = test::annotated_world({kTerms, kRows});
  const auto answer = test::assess(engine, test::present("focal seizure", "fever") + test::absent("rash"));
  REQUIRE(answer.in_scope);
  const auto& first = answer.differential.conditions.at(0);
  CHECK(engine.knowledge().id(first.condition) == "OMIM:1");
  for (const auto& c : answer.differential.conditions) {
    double odds = c.log10_prior_odds;
    for (const auto& step : c.steps) odds += step.log10_ratio;
    CHECK(odds == Approx(c.log10_posterior_odds).margin(1e-9));
  }
  REQUIRE(first.steps.at(0).match);
  CHECK(reported_frequency(engine.knowledge(), first.steps.at(0).statement) == "9/10");
  CHECK(first.sources == std::vector<std::string_view>{"PMID:1", "PMID:2"});
}

TEST_CASE("forms of one disease that cannot be told apart are answered as a series") {
  const auto engine = test::annotated_world({kTerms, kRows});
  const auto answer = test::assess(engine, test::present("rash"));
  REQUIRE(answer.differential.series.size() == 1);
  CHECK(answer.differential.series[0].label == "delta syndrome");
  CHECK(answer.differential.series[0].members.size() == 2);
}

TEST_CASE("knowledge without rules of urgency says that it does not tell the urgency") {
  const auto engine = test::annotated_world({kTerms, kRows});
  CHECK(!tells_urgency(engine.knowledge()));
  const auto answer = engine.assess(Case{.present = {{.name = "rash"}}});
  REQUIRE(answer.ok());
  CHECK(answer->escalation.level == Urgency::none);
  REQUIRE(answer->warnings.size() == 1);
  CHECK(answer->warnings.front().find("no rules of urgency") != std::string::npos);
}

TEST_CASE("only conditions with the prefix asked for are ranked") {
  const auto engine = test::annotated_world({kTerms, kRows});
  const auto answer = *engine.assess(test::present("fever"), {.candidates = "ORPHA"});
  REQUIRE(answer.differential.conditions.size() == 1);
  CHECK(engine.knowledge().id(answer.differential.conditions[0].condition) == "ORPHA:7");
}

TEST_CASE("a note that names a finding is read so where a disease has the same name") {
  const auto engine = test::annotated_world(
      {kTerms, test::hpoa_text("OMIM:1 \"Rash\" HP:6 1/2 PMID:1\nOMIM:2 \"B\" HP:5 50/50 PMID:2\n")});
  const auto answer = engine.assess({.text = "There is a rash."});
  REQUIRE(answer.ok());
  CHECK(answer->facts.of(find(engine.knowledge(), "HP:5")) == Truth::yes);
  CHECK(engine.knowledge().id(answer->differential.conditions.at(0).condition) == "OMIM:2");
}
