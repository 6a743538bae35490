// One cause among 12,000 invented diseases with 20 annotations each over 16,000 findings: the size of the HPO. With
// NOSO_BENCH_KB, the path of a knowledge file, among its diseases, with findings that some disease is annotated with.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <optional>

#include "noso/engine/single_cause.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "support/annotated_world.hpp"

namespace {

struct World {
  World() {
    if (const char* path = std::getenv("NOSO_BENCH_KB"))
      file.emplace(std::move(*noso::KnowledgeFile::open(path)));
    else
      invent();
    std::vector<char> annotated(knowledge().concept_count(), 0);
    for (const auto& f : knowledge().tables().likelihood.features) annotated[f.finding.value] = 1;
    for (std::uint32_t c = 0; c < annotated.size(); ++c)
      if (annotated[c] != 0) findings.push_back({c});
  }
  void invent() {
    noso::test::Random random(5);
    std::string terms = "HP:1 all\n", rows;
    constexpr std::size_t kTerms = 16000, kDiseases = 12000;
    for (std::size_t i = 2; i <= kTerms; ++i)
      terms += "HP:" + std::to_string(i) + " finding number" + std::to_string(i) +
               " < HP:" + std::to_string(1 + random.below((i - 1) / 3 + 1)) + '\n';
    for (std::size_t d = 0; d < kDiseases; ++d)
      for (int f = 0; f < 20; ++f)
        rows += "OMIM:" + std::to_string(d) + " \"disorder number" + std::to_string(d) +
                "\" HP:" + std::to_string(2 + random.below(kTerms - 1)) + " 3/7\n";
    auto imported = noso::test::annotated({noso::test::obo_text(terms), noso::test::hpoa_text(rows)});
    file.emplace(std::move(*noso::KnowledgeFile::in_memory(std::move(imported.tables), std::move(imported.manifest))));
  }
  const noso::Knowledge& knowledge() const { return file->knowledge(); }
  std::optional<noso::KnowledgeFile> file;
  std::vector<noso::ConceptId> findings;
};

const World& world() {
  static const World made;
  return made;
}

/// 20 present and 20 absent findings against all diseases, the ten best explained.
void rank_and_explain(benchmark::State& state) {
  const noso::SingleCause inference(world().knowledge());
  const auto candidates = inference.candidates();
  noso::test::Random random(6);
  std::vector<noso::Findings> cases(64);
  for (auto& one : cases)
    for (int i = 0; i < 20; ++i) {
      one.present.push_back(random.pick(world().findings));
      one.absent.push_back(random.pick(world().findings));
    }
  noso::Scores scores;
  std::size_t next = 0;
  for (auto _ : state) {
    const auto& one = cases[next++ % cases.size()];
    if (!inference.score(one, candidates, scores).ok()) return state.SkipWithError("the lists cannot be read");
    for (const auto c : inference.best(scores, 10)) benchmark::DoNotOptimize(inference.explain(one, scores, c));
  }
}
BENCHMARK(rank_and_explain)->Unit(benchmark::kMicrosecond);

}  // namespace
