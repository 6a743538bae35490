// Patients sampled from a generated network of the size of QMR-DT: this engine and textbook quickscore on the same
// ones.
//
// `largest_frontier`: the widest table of the exact passes had 2^frontier numbers. `error_bound`: of the answers with
// bounds, the widest. `failures` of quickscore: answers with a probability that is negative, above 1, no number, or off
// by more than a thousandth from the exact one.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>

#include "support/qmr.hpp"

namespace {

using namespace noso;
using namespace noso::test;

constexpr std::size_t kPatients = 1000, kAbsent = 20, kAllPatients = 40;

const QmrNetwork& network() {
  static const QmrNetwork net(1);
  return net;
}

std::vector<QmrCase> patients(std::size_t count, std::size_t least, std::size_t present) {
  std::mt19937_64 random(2);
  std::vector<QmrCase> out;
  while (out.size() < count) {
    auto told = sample_case(network(), random, least, present, kAbsent);
    if (told.present.size() <= 90) out.push_back(std::move(told));
  }
  return out;
}

double median(std::vector<double> list) {
  std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2), list.end());
  return list[list.size() / 2];
}

/// The most memory that the process has had so far.
double megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// One iteration answers all patients, one after the other.
void answer(benchmark::State& state, const std::vector<QmrCase>& all) {
  NoisyOrSolver solver;
  std::vector<double> milliseconds, errors;
  double exact = 0, frontier = 0;
  for (auto _ : state)
    for (const auto& told : all) {
      const auto start = std::chrono::steady_clock::now();
      const auto posterior = solver.posterior(told.priors, told.present, Work::milliseconds(1000));
      milliseconds.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
      exact += posterior.exact() ? 1 : 0;
      frontier = std::max(frontier, static_cast<double>(posterior.largest_frontier));
      errors.push_back(posterior.error_bound());
    }
  state.counters["median_ms"] = median(milliseconds);
  state.counters["longest_ms"] = *std::max_element(milliseconds.begin(), milliseconds.end());
  state.counters["exact"] = exact / static_cast<double>(milliseconds.size());
  state.counters["largest_frontier"] = frontier;
  state.counters["error_bound"] = *std::max_element(errors.begin(), errors.end());
  state.counters["peak_MB"] = megabytes();
}

void qmr_revealed(benchmark::State& state) {
  const auto present = static_cast<std::size_t>(state.range(0));
  answer(state, patients(kPatients, present, present));
}

/// All of the 30 to 90 present findings, with the budget of a second each.
void qmr_all_revealed(benchmark::State& state) { answer(state, patients(kAllPatients, 30, 0)); }

/// P(a finding of each subset is absent), summed with alternating signs: Heckerman 1989, all marginals at once.
std::vector<double> quickscore(const QmrCase& told) {
  const auto n = told.priors.size(), m = told.present.size();
  std::vector<std::vector<std::pair<std::size_t, double>>> rest(n);
  for (std::size_t f = 0; f < m; ++f)
    for (const auto& link : told.present[f].links) rest[link.cause].push_back({f, 1 - link.strength});
  std::vector<std::uint32_t> relevant;
  for (std::uint32_t c = 0; c < n; ++c)
    if (!rest[c].empty()) relevant.push_back(c);
  std::vector<double> joint(relevant.size(), 0), idle(relevant.size());
  double evidence = 0;
  for (std::size_t set = 0; set < std::size_t{1} << m; ++set) {
    double term = 1;
    for (std::size_t f = 0; f < m; ++f)
      if (set >> f & 1) term *= -(1 - told.present[f].leak);
    for (std::size_t i = 0; i < relevant.size(); ++i) {
      double miss = told.priors[relevant[i]].yes;
      for (const auto& [f, r] : rest[relevant[i]])
        if (set >> f & 1) miss *= r;
      idle[i] = miss / (told.priors[relevant[i]].no + miss);
      term *= told.priors[relevant[i]].no + miss;
    }
    evidence += term;
    for (std::size_t i = 0; i < relevant.size(); ++i) joint[i] += term * idle[i];
  }
  std::vector<double> out;
  for (const auto& b : told.priors) out.push_back(b.yes);
  for (std::size_t i = 0; i < relevant.size(); ++i) out[relevant[i]] = joint[i] / evidence;
  return out;
}

void quickscore_revealed(benchmark::State& state) {
  const auto present = static_cast<std::size_t>(state.range(0));
  const auto all = patients(static_cast<std::size_t>(state.range(1)), present, present);
  std::vector<double> milliseconds;
  double failures = 0;
  NoisyOrSolver solver;
  for (auto _ : state)
    for (const auto& told : all) {
      const auto start = std::chrono::steady_clock::now();
      const auto probabilities = quickscore(told);
      milliseconds.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
      state.PauseTiming();
      const auto exact = solver.posterior(told.priors, told.present);
      bool failed = false;
      for (std::size_t c = 0; c < probabilities.size(); ++c) {
        const double p = probabilities[c];
        failed = failed || !(p >= 0 && p <= 1 && std::abs(p - exact.causes[c].probability()) <= 1e-3);
      }
      failures += failed ? 1 : 0;
      state.ResumeTiming();
    }
  state.counters["median_ms"] = median(milliseconds);
  state.counters["failures"] = failures / static_cast<double>(milliseconds.size());
}

BENCHMARK(qmr_revealed)->Arg(10)->Arg(16)->Arg(20)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(qmr_all_revealed)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(quickscore_revealed)->Args({10, 1000})->Args({16, 20})->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
