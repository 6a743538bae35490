// The assessment inside the library, on the shipped heel-pain pack.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "noso/engine/engine.hpp"
#include "noso/import/pack.hpp"

namespace {

using namespace noso;

const Engine& heel_pain() {
  static const Engine engine = [] {
    auto pack = read_pack(NOSO_PACK_DIR);
    auto file = KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
    return Engine(std::move(*file));
  }();
  return engine;
}

Case with_findings(std::vector<std::string> names) {
  Case told{.age = Interval::exactly(45 * kDaysPerYear)};
  for (auto& name : names) told.present.push_back({.name = std::move(name)});
  told.absent = {{.name = "fever"}, {.name = "burning-or-tingling"}};
  told.risk_factors = {{.name = "obesity"}};
  return told;
}

void assess(benchmark::State& state, const Case& told) {
  const auto& engine = heel_pain();
  const AssessOptions options{.as_of = Date{}};
  for (auto _ : state) {
    auto answer = engine.assess(told, options);
    if (!answer.ok()) return state.SkipWithError("the case was refused");
    benchmark::DoNotOptimize(answer);
  }
}

void assess_two_findings(benchmark::State& state) {
  assess(state, with_findings({"first-step-pain", "medial-tubercle-tenderness"}));
}
void assess_five_findings(benchmark::State& state) {
  assess(state, with_findings({"first-step-pain", "medial-tubercle-tenderness", "worse-with-impact",
                               "windlass-positive", "load-jump"}));
}
void assess_ten_findings(benchmark::State& state) {
  assess(state,
         with_findings({"first-step-pain", "medial-tubercle-tenderness", "worse-with-impact", "windlass-positive",
                        "load-jump", "night-pain", "both-heels", "worse-barefoot", "cannot-hop", "low-back-pain"}));
}
void answer_as_json(benchmark::State& state) {
  const auto told = with_findings({"first-step-pain", "medial-tubercle-tenderness"});
  const auto answer = heel_pain().assess(told);
  for (auto _ : state) benchmark::DoNotOptimize(to_json(*answer));
}

/// The answer beside its source: reading and assembling the pack that the file spares.
void open_knowledge_file(benchmark::State& state) {
  const auto path = std::filesystem::temp_directory_path() / "noso-bench.noso";
  if (!compile_pack(NOSO_PACK_DIR, path).ok()) return state.SkipWithError("the pack does not compile");
  for (auto _ : state) benchmark::DoNotOptimize(KnowledgeFile::open(path));
  std::filesystem::remove(path);
}
void read_pack_sources(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(read_pack(NOSO_PACK_DIR));
}

BENCHMARK(assess_two_findings)->Unit(benchmark::kMicrosecond);
BENCHMARK(assess_five_findings)->Unit(benchmark::kMicrosecond);
BENCHMARK(assess_ten_findings)->Unit(benchmark::kMicrosecond);
BENCHMARK(answer_as_json)->Unit(benchmark::kMicrosecond);
BENCHMARK(open_knowledge_file)->Unit(benchmark::kMicrosecond);
BENCHMARK(read_pack_sources)->Unit(benchmark::kMicrosecond);

}  // namespace
