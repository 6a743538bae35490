#include "noso/engine/audit/rankers.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "noso/engine/audit/evaluation.hpp"
#include "support/annotated_world.hpp"
#include "support/print.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

/// all ── seizure ┬ focal seizure ── motor seizure
///     │          └ absence seizure
///     └─ rash
/// Four diseases, so that backgrounds are quarters.
const std::vector<std::string> kWorld = {test::obo_text(R"(
HP:1 all
HP:2 seizure < HP:1
HP:3 focal seizure < HP:2
HP:4 absence seizure < HP:2
HP:5 motor seizure < HP:3
HP:6 rash < HP:1
)"),
                                         test::hpoa_text(R"(
OMIM:1 "A" HP:3 8/10
OMIM:2 "B" HP:4 1/2
OMIM:2 "B" NOT HP:6 -
OMIM:3 "C" HP:6 1/5
OMIM:4 "D" HP:6 3/5
OMIM:4 "D" HP:5 1/10
)")};

struct World {
  Engine engine = test::annotated_world(kWorld);
  const Knowledge& kb = engine.knowledge();
  double ratio(std::string_view condition, std::string_view finding, bool observed = true) const {
    return audit::lirical_ratio(kb, kb.find(condition).at(0), kb.find(finding).at(0), observed);
  }
};

}  // namespace

TEST_CASE("LIRICAL, exact match: the frequency over the background") {
  // Background of focal seizure: (0.8 + 0 + 0 + 0.1) / 4, as motor seizure in D is one.
  CHECK(World().ratio("OMIM:1", "focal seizure") == Approx(0.8 / 0.225));
}
TEST_CASE("LIRICAL, the finding is above an annotation: the largest frequency below over the background") {
  CHECK(World().ratio("OMIM:1", "seizure") == Approx(0.8 / ((0.8 + 0.5 + 0.1) / 4)));
}
TEST_CASE("LIRICAL, the finding is a child of an annotated term: the frequency is shared by the children") {
  // Focal seizure has one child; background of motor seizure: 0.1 / 4.
  CHECK(World().ratio("OMIM:1", "motor seizure") == Approx(0.8 / 1 / 0.025));
}
TEST_CASE("LIRICAL, a common ancestor: a tenth for each step up to it") {
  // From absence seizure one step up to seizure, which A has with 0.8; background of absence seizure: 0.5 / 4.
  CHECK(World().ratio("OMIM:1", "absence seizure") == Approx(0.8 * 0.1 / 0.125));
}
TEST_CASE("LIRICAL, nothing in common but the root: one in a hundred") {
  CHECK(World().ratio("OMIM:3", "focal seizure") == Approx(0.01));
}
TEST_CASE("LIRICAL, annotated as absent: one in a thousand") {
  CHECK(World().ratio("OMIM:2", "rash") == Approx(0.001));
}
TEST_CASE("LIRICAL, excluded: what is left of the frequency over what is left of the background") {
  CHECK(World().ratio("OMIM:4", "rash", false) == Approx((1 - 0.6) / (1 - 0.2)));
  CHECK(World().ratio("OMIM:1", "rash", false) == Approx(1 / (1 - 0.2)));
}

TEST_CASE("the fast LIRICAL adds up the slow ratios") {
  CAPTURE(test::seed());
  Random random(91);
  for (int world = 0; world < 10; ++world) {
    const auto engine = test::annotated_world(test::random_annotations(random, 30, 20));
    const auto& kb = engine.knowledge();
    std::vector<ConceptId> terms;
    for (std::uint32_t c = 0; c < kb.concept_count(); ++c)
      if (kb[ConceptId{c}].kind == ConceptKind::finding && !kb.graph().parents({c}).empty()) terms.push_back({c});
    const auto ranker = audit::make_lirical(kb, {.excluded = true});
    std::vector<float> scores;
    for (int i = 0; i < 10; ++i) {
      const auto present = random.pick(terms), absent = random.pick(terms);
      ranker->score({present}, {absent}, scores);
      for (std::uint32_t c = 0; c < scores.size(); ++c) {
        CAPTURE(kb.id({c}), kb.id(present), kb.id(absent));
        const double slow = std::log10(audit::lirical_ratio(kb, {c}, present, true)) +
                            std::log10(audit::lirical_ratio(kb, {c}, absent, false));
        CHECK(scores[c] == Approx(slow).margin(1e-4));
      }
    }
  }
}

TEST_CASE("every ranker puts the disease with just these findings first") {
  const World world;
  const auto focal = world.kb.find("focal seizure").at(0);
  for (const auto& make : {+[](const Knowledge& kb) { return audit::make_lirical(kb); },
                           +[](const Knowledge& kb) { return audit::make_boqa(kb); },
                           +[](const Knowledge& kb) { return audit::make_resnik(kb); }}) {
    const auto ranker = make(world.kb);
    CAPTURE(ranker->name());
    std::vector<float> scores;
    ranker->score({focal}, {}, scores);
    for (std::size_t c = 1; c < scores.size(); ++c) CHECK(scores[0] >= scores[c]);
  }
}

TEST_CASE("cases are ranked with mean ranks for ties, and clean ones are told from others") {
  const World world;
  const SingleCause inference(world.kb);
  const auto candidates = inference.candidates("OMIM");
  audit::CaseCollector collector(world.kb, candidates);
  Case told{.id = "PMID_5_a"};
  told.present = {{.name = "HP:3"}};
  told.diagnosis = "OMIM:1";
  collector.add(told);
  told.diagnosis = "OMIM:99";
  collector.add(told);
  told.diagnosis = "OMIM:2";
  told.present = {{.name = "HP:77"}};
  collector.add(told);
  const auto set = collector.take();
  CHECK(set.read == 3);
  CHECK(set.unknown_diagnosis == 1);
  CHECK(set.no_finding == 1);
  REQUIRE(set.cases.size() == 1);
  const auto outcomes = *audit::evaluate_cases(inference, candidates, set);
  const auto summary = audit::summarise(set, outcomes);
  CHECK(summary.micro.top1 == 1);
  CHECK(summary.macro.count == 1);
  CHECK(audit::publication_of("PMID_15266616_100") == "PMID:15266616");
  CHECK(audit::publication_of("case 7").empty());
}

TEST_CASE("a case of a publication that the annotations cite is not clean, and can be ranked without it") {
  const auto engine =
      test::annotated_world({kWorld[0], test::hpoa_text("OMIM:1 \"A\" HP:3 10/10 PMID:5\nOMIM:1 \"A\" HP:6 1/2 PMID:6\n"
                                                        "OMIM:2 \"B\" HP:3 6/10 PMID:7\n")});
  const auto& kb = engine.knowledge();
  const SingleCause inference(kb);
  const auto candidates = inference.candidates();
  audit::CaseCollector collector(kb, candidates);
  Case told{.id = "PMID_5_a"};
  told.present = {{.name = "HP:3"}};
  told.diagnosis = "OMIM:1";
  collector.add(told);
  const auto set = collector.take();
  REQUIRE(set.cases.size() == 1);
  CHECK_FALSE(set.cases[0].clean);
  CHECK(audit::evaluate_cases(inference, candidates, set)->at(0).rank == 1);
  CHECK(audit::evaluate_cases(inference, candidates, set, {.protocol = audit::Protocol::clean})->empty());
  CHECK(audit::evaluate_cases(inference, candidates, set, {.protocol = audit::Protocol::own_publication_out})
            ->at(0)
            .rank == 2);
}
