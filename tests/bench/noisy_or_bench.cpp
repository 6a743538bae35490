// The exact posterior beside enumeration of all sets of causes, on the same dense random network.
#include <benchmark/benchmark.h>

#include <random>

#include "noso/engine/noisy_or.hpp"

namespace {

using namespace noso;

struct Network {
  std::vector<Belief> priors;
  std::vector<Effect> effects;
};

Network dense_network(std::size_t causes, std::size_t effects) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(0.01, 0.9);
  Network network;
  for (std::size_t c = 0; c < causes; ++c) {
    const double p = uniform(random) * 0.1;
    network.priors.push_back({p, 1 - p});
  }
  for (std::size_t f = 0; f < effects; ++f) {
    Effect effect{0.05, {}};
    for (std::uint32_t c = 0; c < causes; ++c) effect.links.push_back({c, uniform(random)});
    network.effects.push_back(std::move(effect));
  }
  return network;
}

void dynamic_programming(benchmark::State& state) {
  const auto network =
      dense_network(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(noisy_or_posterior(network.priors, network.effects));
}

void enumeration(benchmark::State& state) {
  const auto network =
      dense_network(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  const std::size_t n = network.priors.size();
  for (auto _ : state) {
    std::vector<double> active(n, 0);
    double total = 0;
    for (std::size_t set = 0; set < std::size_t{1} << n; ++set) {
      double p = 1;
      for (std::size_t c = 0; c < n; ++c) p *= set >> c & 1 ? network.priors[c].yes : network.priors[c].no;
      for (const auto& effect : network.effects) {
        double failure = 1 - effect.leak;
        for (const auto& link : effect.links)
          if (set >> link.cause & 1) failure *= 1 - link.strength;
        p *= 1 - failure;
      }
      total += p;
      for (std::size_t c = 0; c < n; ++c) active[c] += set >> c & 1 ? p : 0;
    }
    for (auto& p : active) p /= total;
    benchmark::DoNotOptimize(active);
  }
}

BENCHMARK(dynamic_programming)->Args({12, 6})->Args({30, 6})->Args({30, 10})->Unit(benchmark::kMicrosecond);
BENCHMARK(enumeration)->Args({12, 6})->Unit(benchmark::kMicrosecond);

}  // namespace
