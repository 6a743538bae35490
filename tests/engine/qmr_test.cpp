// Networks of the size of QMR-DT: against a reference in 113-bit arithmetic, and bounds where exactness is out of
// reach.
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <catch2/catch.hpp>

#include "support/qmr.hpp"

namespace {

using namespace noso;
using namespace noso::test;
using Quad = boost::multiprecision::cpp_bin_float_quad;

/// P(all effects present) by the plain program over sets of explained effects, cause by cause. `certain` is active.
Quad evidence(const QmrCase& told, std::uint32_t certain) {
  const auto m = told.present.size();
  std::vector<std::vector<std::pair<std::size_t, double>>> links(told.priors.size());
  for (std::size_t f = 0; f < m; ++f)
    for (const auto& link : told.present[f].links) links[link.cause].push_back({f, link.strength});
  std::vector<Quad> a(std::size_t{1} << m, 0);
  a[0] = 1;
  for (std::uint32_t c = 0; c < links.size(); ++c) {
    if (links[c].empty()) continue;
    auto active = a;
    for (const auto& [f, strength] : links[c])
      for (std::size_t set = 0; set < a.size(); ++set)
        if ((set >> f & 1) == 0) {
          active[set | std::size_t{1} << f] += active[set] * Quad(strength);
          active[set] *= 1 - Quad(strength);
        }
    const Quad yes = c == certain ? Quad(1) : Quad(told.priors[c].yes),
               no = c == certain ? Quad(0) : Quad(told.priors[c].no);
    for (std::size_t set = 0; set < a.size(); ++set) a[set] = no * a[set] + yes * active[set];
  }
  Quad sum = 0;
  for (std::size_t set = 0; set < a.size(); ++set) {
    Quad leaks = 1;
    for (std::size_t f = 0; f < m; ++f)
      if ((set >> f & 1) == 0) leaks *= Quad(told.present[f].leak);
    sum += a[set] * leaks;
  }
  return sum;
}

constexpr auto kNobody = QmrNetwork::kConditions;

}  // namespace

TEST_CASE("posteriors in networks of the size of QMR-DT equal those of 113-bit arithmetic") {
  const QmrNetwork net(1);
  std::mt19937_64 random(7);
  for (int i = 0; i < 4; ++i) {
    const auto told = sample_case(net, random, 8, 8, 20);
    const auto got = noisy_or_posterior(told.priors, told.present);
    REQUIRE(got.exact());
    const Quad all = evidence(told, kNobody);
    REQUIRE(std::abs(got.log_evidence - static_cast<double>(log(all))) <= 1e-12);
    for (std::uint32_t c = 0; c < QmrNetwork::kConditions; ++c) {
      const bool relevant = std::any_of(told.present.begin(), told.present.end(), [&](const auto& effect) {
        return std::any_of(effect.links.begin(), effect.links.end(), [&](const auto& l) { return l.cause == c; });
      });
      if (!relevant) {
        REQUIRE(got.causes[c] == told.priors[c]);
        continue;
      }
      const auto expected = static_cast<double>(Quad(told.priors[c].yes) * evidence(told, c) / all);
      REQUIRE(got.causes[c].probability() == Approx(expected).epsilon(1e-12));
    }
  }
}

TEST_CASE("bounds hold the exact probabilities of a patient with thirty present findings") {
  const QmrNetwork net(1);
  std::mt19937_64 random(8);
  for (int i = 0; i < 4; ++i) {
    const auto told = sample_case(net, random, 36, 33 + i, 20);
    const auto exact = noisy_or_posterior(told.priors, told.present);
    REQUIRE(exact.exact());
    double wider = 1;
    for (const std::uint64_t updates : {20'000u, 300'000u, 3'000'000u}) {
      const auto got = noisy_or_posterior(told.priors, told.present, {updates});
      if (got.exact()) break;
      for (std::uint32_t c = 0; c < QmrNetwork::kConditions; ++c) {
        REQUIRE(got.ranges[c].low <= exact.causes[c].probability());
        REQUIRE(got.ranges[c].high >= exact.causes[c].probability());
      }
      REQUIRE(got.error_bound() <= wider);
      wider = got.error_bound();
      REQUIRE(std::abs(got.log_evidence - exact.log_evidence) <= got.log_evidence_error);
    }
    CHECK(wider < 0.01);
  }
}

TEST_CASE("with all present findings told the bounds are narrow, and agree whatever the work") {
  const QmrNetwork net(1);
  std::mt19937_64 random(9);
  for (int i = 0; i < 3; ++i) {
    const auto told = sample_case(net, random, 60, 0, 20);
    const auto little = noisy_or_posterior(told.priors, told.present, Work::milliseconds(20));
    const auto more = noisy_or_posterior(told.priors, told.present, Work::milliseconds(200));
    INFO(told.present.size() << " findings, " << little.error_bound() << ", " << more.error_bound());
    REQUIRE(more.possible);
    CHECK(more.error_bound() <= 0.01);
    for (std::uint32_t c = 0; c < QmrNetwork::kConditions && !little.exact() && !more.exact(); ++c) {
      REQUIRE(little.ranges[c].low <= more.ranges[c].high);
      REQUIRE(more.ranges[c].low <= little.ranges[c].high);
    }
  }
}
