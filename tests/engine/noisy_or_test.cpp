#include "noso/engine/noisy_or.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <sstream>

#include "naive_posterior.hpp"

namespace {

using namespace noso;
using oracle::naive_posterior;

constexpr long double kRelative = 1e-12L;

struct Network {
  std::vector<Belief> priors;
  std::vector<Effect> present, absent;

  std::vector<Belief> absorbed() const {
    auto out = priors;
    for (const auto& effect : absent)
      for (const auto& link : effect.links) out[link.cause] = absorb_absence(out[link.cause], link.strength);
    return out;
  }
};

std::string text(const Network& net) {
  std::ostringstream out;
  out.precision(17);
  for (std::size_t c = 0; c < net.priors.size(); ++c)
    out << "cause " << c << " yes " << net.priors[c].yes << " no " << net.priors[c].no << '\n';
  const auto effects = [&](const char* name, const std::vector<Effect>& list) {
    for (const auto& effect : list) {
      out << name << " leak " << effect.leak << ':';
      for (const auto& link : effect.links) out << ' ' << link.cause << '*' << link.strength;
      out << '\n';
    }
  };
  effects("present", net.present);
  effects("absent", net.absent);
  return out.str();
}

bool close(long double got, long double expected) {
  return expected == 0 || std::isinf(expected) ? got == expected
                                               : std::abs(got - expected) <= kRelative * std::abs(expected);
}

/// Where the engine and the enumeration differ by more than 1e-12 relative; empty when nowhere. Also whether it was
/// possible.
std::string difference(const Network& net, bool* possible = nullptr, NoisyOrSolver solver = {}) {
  const auto got = solver.posterior(net.absorbed(), net.present);
  const auto expected = naive_posterior(net.priors, net.present, net.absent);
  if (possible) *possible = expected.possible;
  // A certain cause that would certainly have shown: absorb_absence leaves it as it is, there is nothing to compare.
  if (!expected.absence_possible) return {};
  std::ostringstream out;
  out.precision(20);
  const auto compare = [&](const char* what, std::size_t i, long double a, long double b) {
    if (!close(a, b)) out << what << ' ' << i << ": " << a << ", expected " << b << '\n';
  };
  if (got.possible != expected.possible)
    out << "possible: " << got.possible << ", expected " << expected.possible << '\n';
  if (got.causes.size() != net.priors.size() || got.unexplained.size() != net.present.size()) return "wrong sizes";
  if (!expected.possible) {
    if (got.causes != net.absorbed()) out << "impossible evidence, but the beliefs are not the priors\n";
    return out.str();
  }
  for (std::size_t c = 0; c < net.priors.size(); ++c) {
    const auto& belief = got.causes[c];
    compare("yes of cause", c, belief.yes, expected.causes[c].yes);
    compare("no of cause", c, belief.no, expected.causes[c].no);
    compare("probability of cause", c, belief.probability(), expected.causes[c].yes);
    compare("odds of cause", c, belief.odds(), expected.causes[c].yes / expected.causes[c].no);
  }
  for (std::size_t f = 0; f < net.present.size(); ++f)
    compare("unexplained", f, got.unexplained[f], expected.unexplained[f]);
  // An error of 1e-12 in the evidence is one of 1e-12 in its logarithm, however close to 0 that is.
  if (std::abs(got.log_evidence - expected.log_evidence) > kRelative * std::max(1.0L, std::abs(expected.log_evidence)))
    out << "log evidence: " << got.log_evidence << ", expected " << expected.log_evidence << '\n';
  return out.str();
}

/// Draws networks that are nasty in the ways that matter: tiny and certain priors, leaks of 0, links of 0 and 1, loops.
class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  Network network() {
    Network net;
    const auto causes = whole(1, 12), effects = whole(0, 10), absent = whole(0, 3);
    const double density = real(0.1, 1);
    for (int c = 0; c < causes; ++c) {
      const double p = prior();
      net.priors.push_back({p, 1 - p});
    }
    for (int f = 0; f < effects; ++f) net.present.push_back(effect(causes, density));
    for (int f = 0; f < absent; ++f) net.absent.push_back(effect(causes, density));
    return net;
  }

  int whole(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }
  double real(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }
  std::mt19937& engine() { return random_; }

 private:
  double prior() {
    switch (whole(0, 19)) {
      case 0: return 0;
      case 1: return 1;
      case 2: return 1 - std::pow(10, real(-9, -1));  // what strong risk factors can make of a prior
      case 3:
      case 4: return real(0, 0.9);
      default: return std::pow(10, real(-6, std::log10(0.9)));
    }
  }

  double strength() {
    switch (whole(0, 9)) {
      case 0: return 0;
      case 1: return 1;
      case 2: return std::pow(10, real(-9, 0));
      case 3: return 1 - std::pow(10, real(-9, -1));
      default: return real(0, 1);
    }
  }

  double leak() {
    switch (whole(0, 6)) {
      case 0: return 0;
      case 1: return 1e-9;
      case 2: return 1;
      default: return std::pow(10, real(-6, -0.1));
    }
  }

  Effect effect(int causes, double density) {
    Effect out{leak(), {}};
    for (int c = 0; c < causes; ++c)
      if (real(0, 1) < density) out.links.push_back({static_cast<std::uint32_t>(c), strength()});
    std::shuffle(out.links.begin(), out.links.end(), random_);
    return out;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("posteriors equal the sum over all sets of causes on random networks") {
  constexpr std::uint32_t kNetworks = 12'000;
  std::uint32_t possible_ones = 0;
  for (std::uint32_t seed = 1; seed <= kNetworks; ++seed) {
    const auto net = Generator(seed).network();
    bool possible = false;
    const auto wrong = difference(net, &possible);
    possible_ones += possible ? 1 : 0;
    if (!wrong.empty()) FAIL("seed " << seed << '\n' << wrong << text(net));
  }
  CHECK(possible_ones >= 10'000);
}

TEST_CASE("orders planned ahead change nothing for any beginning of the effects") {
  std::uint32_t planned = 0;
  for (std::uint32_t seed = 1; seed <= 1'500; ++seed) {
    const auto whole = Generator(seed).network();
    if (whole.present.size() <= 6) continue;
    ++planned;
    for (std::size_t count = 0; count <= whole.present.size(); ++count) {
      auto net = whole;
      net.present.resize(count);
      NoisyOrSolver solver;
      solver.plan_ahead(whole.absorbed(), whole.present);
      const auto wrong = difference(net, nullptr, std::move(solver));
      if (!wrong.empty()) FAIL("seed " << seed << ", " << count << " effects\n" << wrong << text(net));
    }
  }
  CHECK(planned > 400);
}

TEST_CASE("posteriors are exact for every pattern of links in tiny networks") {
  // Two causes and three effects, then three and two: every link is none, certain, or something between.
  constexpr double kStrengths[] = {0, 0.3, 1};
  const auto check_all = [&](std::uint32_t causes, std::uint32_t effects, const std::vector<double>& priors,
                             double leak) {
    std::uint32_t patterns = 1;
    for (std::uint32_t i = 0; i < causes * effects; ++i) patterns *= 3;
    for (std::uint32_t pattern = 0; pattern < patterns; ++pattern) {
      Network net;
      for (const double p : priors) net.priors.push_back({p, 1 - p});
      std::uint32_t rest = pattern;
      for (std::uint32_t f = 0; f < effects; ++f) {
        Effect effect{leak, {}};
        for (std::uint32_t c = 0; c < causes; ++c, rest /= 3) effect.links.push_back({c, kStrengths[rest % 3]});
        net.present.push_back(effect);
      }
      const auto wrong = difference(net);
      if (!wrong.empty()) FAIL("pattern " << pattern << '\n' << wrong << text(net));
    }
  };
  for (const double leak : {0.0, 1e-9, 0.1, 1.0}) {
    for (const double p : {1e-6, 0.4}) {
      check_all(2, 3, {p, 0.7}, leak);
      check_all(3, 2, {p, 0.7, 1e-3}, leak);
    }
    check_all(2, 2, {0, 1}, leak);
    check_all(2, 2, {1, 1}, leak);
    check_all(2, 2, {0, 0}, leak);
  }
  SUCCEED();
}

TEST_CASE("the worked example of the method") {
  const auto posterior = noisy_or_posterior({{0.2, 0.8}}, {{0.1, {{0, 0.5}}}});
  CHECK(posterior.possible);
  CHECK(posterior.causes[0].probability() == Approx(0.11 / 0.19).epsilon(1e-15));
  CHECK(posterior.unexplained[0] == Approx(0.09 / 0.19).epsilon(1e-15));
  CHECK(std::exp(posterior.log_evidence) == Approx(0.19).epsilon(1e-15));
}

TEST_CASE("without effects the priors stay as they are") {
  const std::vector<Belief> priors{{0.2, 0.8}, {1e-300, 1}, {0, 1}, {1, 0}};
  const auto posterior = noisy_or_posterior(priors, {});
  CHECK(posterior.possible);
  CHECK(posterior.causes == priors);
  CHECK(posterior.log_evidence == 0);
  CHECK(noisy_or_posterior({}, {}).possible);
}

TEST_CASE("an effect that nothing can bring about makes the evidence impossible, and the priors stay") {
  const std::vector<Belief> priors{{0.2, 0.8}, {0, 1}};
  for (const auto& effect : {Effect{0, {}}, Effect{0, {{0, 0}}}, Effect{0, {{1, 0.9}}}}) {
    const auto posterior = noisy_or_posterior(priors, {Effect{0.5, {{0, 0.5}}}, effect});
    CHECK_FALSE(posterior.possible);
    CHECK(posterior.causes == priors);
  }
}

TEST_CASE("tiny evidence keeps its relative precision") {
  // Five effects of which each needs its own rare cause: the evidence is of the order 1e-50.
  Network net;
  for (std::uint32_t c = 0; c < 10; ++c) net.priors.push_back({1e-10, 1 - 1e-10});
  for (std::uint32_t f = 0; f < 5; ++f) net.present.push_back({0, {{f, 0.5}, {f + 5, 1e-3}, {(f + 1) % 5, 1e-9}}});
  CHECK(difference(net) == "");
}

TEST_CASE("absence never favours a cause that would have shown, and leaves the others alone") {
  Generator draw(7);
  for (int i = 0; i < 10'000; ++i) {
    const double p = draw.real(0, 1), strength = draw.real(0, 1);
    const Belief prior{p, 1 - p};
    REQUIRE(absorb_absence(prior, strength).odds() <= prior.odds());
  }
  const Belief prior{0.3, 0.7};
  CHECK(absorb_absence(prior, 0) == prior);
  CHECK(absorb_absence(prior, 1) == Belief{0, 1});
  CHECK(absorb_absence({1, 0}, 0.999999) == Belief{1, 0});
}

TEST_CASE("the evidence with a finding present and with it absent adds up to the evidence without it") {
  for (std::uint32_t seed = 1; seed <= 2'000; ++seed) {
    const auto net = Generator(seed).network();
    const auto priors = net.absorbed();
    auto so_far = net.present;
    while (!so_far.empty()) {
      const auto with = noisy_or_posterior(priors, so_far);
      const auto last = so_far.back();
      so_far.pop_back();
      const auto without = noisy_or_posterior(priors, so_far);
      auto absent_priors = priors;
      double absent_chance = 1 - last.leak;
      for (const auto& link : last.links) {
        absent_chance *= priors[link.cause].no + priors[link.cause].yes * (1 - link.strength);
        absent_priors[link.cause] = absorb_absence(priors[link.cause], link.strength);
      }
      if (absent_chance == 0) continue;
      const auto absent = noisy_or_posterior(absent_priors, so_far);
      INFO("seed " << seed << " before effect " << so_far.size() << '\n' << text(net));
      REQUIRE(close(std::exp(with.log_evidence) + absent_chance * std::exp(absent.log_evidence),
                    std::exp(without.log_evidence)));
    }
  }
}

TEST_CASE("the order of causes, effects and links does not matter") {
  for (std::uint32_t seed = 1; seed <= 1'000; ++seed) {
    Generator draw(seed);
    const auto net = draw.network();
    const auto priors = net.absorbed();
    std::vector<std::uint32_t> cause_at(priors.size()), effect_at(net.present.size());
    std::iota(cause_at.begin(), cause_at.end(), 0u);
    std::iota(effect_at.begin(), effect_at.end(), 0u);
    std::shuffle(cause_at.begin(), cause_at.end(), draw.engine());
    std::shuffle(effect_at.begin(), effect_at.end(), draw.engine());
    std::vector<Belief> other_priors(priors.size());
    std::vector<Effect> other_effects(net.present.size());
    for (std::size_t c = 0; c < priors.size(); ++c) other_priors[cause_at[c]] = priors[c];
    for (std::size_t f = 0; f < net.present.size(); ++f) {
      auto effect = net.present[f];
      for (auto& link : effect.links) link.cause = cause_at[link.cause];
      std::reverse(effect.links.begin(), effect.links.end());
      other_effects[effect_at[f]] = std::move(effect);
    }
    const auto one = noisy_or_posterior(priors, net.present);
    const auto other = noisy_or_posterior(other_priors, other_effects);
    INFO("seed " << seed << '\n' << text(net));
    REQUIRE(one.possible == other.possible);
    if (!one.possible) continue;
    for (std::size_t c = 0; c < priors.size(); ++c) {
      REQUIRE(close(one.causes[c].yes, other.causes[cause_at[c]].yes));
      REQUIRE(close(one.causes[c].no, other.causes[cause_at[c]].no));
    }
    for (std::size_t f = 0; f < net.present.size(); ++f)
      REQUIRE(close(one.unexplained[f], other.unexplained[effect_at[f]]));
  }
}

TEST_CASE("a cause of all effects costs one bit, not one for each effect") {
  // A hub with 40 effects, each with two causes of its own chain besides.
  std::vector<Belief> priors(42, Belief{0.01, 0.99});
  std::vector<Effect> effects;
  for (std::uint32_t f = 0; f < 40; ++f) effects.push_back({0.01, {{f, 0.6}, {f + 1, 0.3}, {41, 0.8}}});
  const auto posterior = noisy_or_posterior(priors, effects);
  CHECK(posterior.exact());
  CHECK(posterior.largest_frontier <= 4);
  CHECK(posterior.causes[41].probability() > 0.99);
}

TEST_CASE("without work to spend there are bounds, and they hold the exact probabilities") {
  std::size_t bounded = 0;
  for (std::uint32_t seed = 1; seed <= 6'000; ++seed) {
    const auto net = Generator(seed).network();
    const auto exact = noisy_or_posterior(net.absorbed(), net.present);
    if (!exact.possible) continue;
    for (const std::uint64_t updates : {0u, 3'000u, 30'000u}) {
      const auto got = noisy_or_posterior(net.absorbed(), net.present, {updates});
      if (got.exact() || !got.possible) continue;
      ++bounded;
      INFO("seed " << seed << " updates " << updates << '\n' << text(net));
      REQUIRE(std::abs(got.log_evidence - exact.log_evidence) <= got.log_evidence_error + 1e-12);
      for (std::size_t c = 0; c < net.priors.size(); ++c) {
        const auto& range = got.ranges[c];
        const double p = exact.causes[c].probability();
        REQUIRE(range.low >= 0);
        REQUIRE(range.high <= 1);
        REQUIRE(range.low <= p * (1 + 1e-12));
        REQUIRE(p <= range.high * (1 + 1e-12));
        REQUIRE(std::abs(got.causes[c].probability() - p) <= got.error_bound() + 1e-12);
      }
    }
  }
  CHECK(bounded > 3'000);
}

TEST_CASE("the frontier stays small where the network is a chain") {
  // Effect f has the causes f and f + 1: whatever its length, a chain needs two effects in the mask at most.
  std::vector<Belief> priors(41, Belief{0.01, 0.99});
  std::vector<Effect> effects;
  for (std::uint32_t f = 0; f < 40; ++f) effects.push_back({0.05, {{f, 0.6}, {f + 1, 0.3}}});
  const auto posterior = noisy_or_posterior(priors, effects);
  CHECK(posterior.possible);
  CHECK(posterior.largest_frontier <= 3);
}
