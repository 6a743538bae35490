// 10,000 rules of 10 clauses over one case. The peer on the same rules: tests/bench/peers/json_rules_engine.mjs.
#include <benchmark/benchmark.h>

#include "noso/engine/evaluation.hpp"
#include "noso/ontology/table_builder.hpp"

namespace {

using namespace noso;

constexpr std::uint32_t kFindings = 500, kRules = 10000, kClauses = 10;

/// Rule r asks for findings (31 r + 7 k) mod 500 at levels (r + k) mod 4; all must hold.
Knowledge many_rules() {
  TableBuilder builder;
  auto& tables = builder.tables;
  tables.scope.push_back({});
  for (std::uint32_t f = 0; f < kFindings; ++f) {
    ConceptRecord record{.id = builder.text("finding-" + std::to_string(f))};
    record.label = record.id;
    record.kind = ConceptKind::finding;
    record.flags = kMeasured;
    tables.concepts.push_back(record);
  }
  for (std::uint32_t r = 0; r < kRules; ++r) {
    RuleRecord rule{.id = builder.text("rule-" + std::to_string(r))};
    rule.level = Urgency::soon;
    rule.nodes = {static_cast<std::uint32_t>(tables.nodes.size()), 3 * kClauses + 1};
    std::vector<std::uint32_t> clauses;
    for (std::uint32_t k = 0; k < kClauses; ++k) {
      tables.nodes.push_back({.op = Op::measure, .concept_ref = (31 * r + 7 * k) % kFindings});
      tables.nodes.push_back({.op = Op::literal, .number = static_cast<double>((r + k) % 4)});
      ExpressionNode compare{.op = Op::compare, .comparison = Comparison::at_least};
      compare.arguments = TableBuilder::append(tables.arguments, {3 * k, 3 * k + 1});
      tables.nodes.push_back(compare);
      clauses.push_back(3 * k + 2);
    }
    ExpressionNode all{.op = Op::all};
    all.arguments = TableBuilder::append(tables.arguments, clauses);
    tables.nodes.push_back(all);
    tables.rules.push_back(rule);
  }
  return std::move(*Knowledge::make(builder.finish(), {}));
}

/// Finding f has the value f mod 10.
Facts one_case() {
  Facts facts;
  facts.state.assign(kFindings, Truth::unknown);
  facts.because_of.assign(kFindings, ConceptId{});
  for (std::uint32_t f = 0; f < kFindings; ++f) facts.measures.set({f}, Interval::exactly(f % 10));
  return facts;
}

void ten_thousand_rules(benchmark::State& state) {
  static const Knowledge knowledge = many_rules();
  const Facts facts = one_case();
  std::size_t fired = 0;
  for (auto _ : state) {
    Facts copy = facts;
    const auto evaluation = evaluate(knowledge, copy);
    fired = 0;
    for (const auto& value : evaluation.rules) fired += value.truth == Truth::yes ? 1 : 0;
    benchmark::DoNotOptimize(fired);
  }
  state.counters["rules_fired"] = static_cast<double>(fired);
}

BENCHMARK(ten_thousand_rules)->Unit(benchmark::kMillisecond);

}  // namespace
