// Engines are shared without locks of the caller: the same answers, whoever else asks. ThreadSanitizer watches the same
// test.
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "heel_pain.hpp"
#include "noso/base/json.hpp"
#include "support/annotated_world.hpp"

using namespace noso;
using namespace noso::test;

namespace {

constexpr std::size_t kThreads = 64;

/// Everything an engine can be asked, as text; the number says what.
std::string ask(const Engine& engine, const std::vector<Case>& cases, std::size_t n) {
  const AssessOptions options{.as_of = parse_date("2026-01-31")};
  const auto& told = cases[n % cases.size()];
  if (n % 7 == 5) {
    const auto found = engine.search("heel pain " + std::to_string(n % 3), std::nullopt, 20);
    return found.ok() ? to_json(engine.knowledge(), *found) : to_string(found.errors().front());
  }
  const auto answer =
      n % 7 == 6 ? engine.reassess(told, cases[(n + 1) % cases.size()], options) : engine.assess(told, options);
  return answer.ok() ? to_json(*answer) : to_string(answer.errors().front());
}

/// Asks all questions in 64 threads at once, each thread starting with another one; the number of answers that differ
/// from those of `alone`.
std::size_t differing_answers(const Engine& shared, const Engine& alone, const std::vector<Case>& cases) {
  const std::size_t questions = 2 * cases.size();
  std::vector<std::string> expected;
  for (std::size_t n = 0; n < questions; ++n) expected.push_back(ask(alone, cases, n));
  std::vector<std::size_t> differing(kThreads, 0);
  std::latch start(kThreads);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        start.arrive_and_wait();
        for (std::size_t i = 0; i < questions; ++i) {
          const auto n = (i + t) % questions;
          differing[t] += ask(shared, cases, n) != expected[n];
        }
      });
  }
  std::size_t sum = 0;
  for (const auto count : differing) sum += count;
  return sum;
}

}  // namespace

TEST_CASE("64 threads that share an engine get the answers that one thread gets alone") {
  Random random(64);
  std::vector<Case> cases;
  for (int i = 0; i < 6; ++i) cases.push_back(random_case(random));
  for (const char* note : {"45F runner, stabbing heel pain first steps x6wk, no fever",
                           "72M diabetes, red swollen warm foot, temp 38.9 C, foul discharge"}) {
    Case told;
    told.text = note;
    cases.push_back(told);
  }
  // A fresh engine: what is made by the first call is made by 64 at once.
  const auto shared = assembled_heel_pain(), alone = assembled_heel_pain();
  CHECK(differing_answers(shared, alone, cases) == 0);
}

TEST_CASE("64 threads that share an engine over disease annotations get the answers of one") {
  Random random(65);
  const auto texts = random_annotations(random, 60, 40);
  const auto shared = annotated_world(texts), alone = annotated_world(texts);
  const auto findings = ids_of(shared.knowledge(), ConceptKind::finding);
  std::vector<Case> cases;
  for (int i = 0; i < 8; ++i) {
    Case told;
    told.lenient = true;
    for (int k = 0; k < 4; ++k) told.present.push_back({.name = random.pick(findings)});
    cases.push_back(std::move(told));
  }
  CHECK(differing_answers(shared, alone, cases) == 0);
}
