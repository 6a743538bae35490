// Why and why not, and what would change the answer: every claim is checked by applying it.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "heel_pain.hpp"

namespace {

using namespace noso;
using namespace noso::test;

const AssessOptions kThen{.as_of = parse_date("2026-01-31")};

Explanation explain(const Engine& engine, const Case& told, std::string_view condition) {
  const auto answer = engine.explain(told, condition, kThen);
  if (!answer.ok()) throw std::runtime_error(lines(answer.errors()));
  return *answer->explanation;
}

std::optional<Answer> after(const Engine& engine, const Case& told, const std::vector<FactChange>& changes) {
  auto answer = engine.assess(engine.changed(told, changes), kThen);
  if (!answer.ok()) return std::nullopt;
  return std::move(*answer);
}

ConceptId top(const Answer& answer) { return answer.differential.conditions.front().condition; }

/// Whether some set of exactly `size` changes of findings `f0` … `f5` of a random world brings it about.
bool any_set(const Engine& engine, const Case& told, const Answer& before, std::size_t size, bool unknown_only,
             const std::function<bool(const Answer&)>& reached) {
  std::vector<FactChange> all;
  for (int f = 0; f < 6; ++f) {
    const auto c = id(engine.knowledge(), "f" + std::to_string(f));
    const Truth now = before.facts.of(c);
    if (unknown_only && now != Truth::unknown) continue;
    for (const Truth then : {Truth::yes, Truth::no})
      if (then != now) all.push_back({c, now, then});
  }
  std::vector<FactChange> chosen;
  const std::function<bool(std::size_t)> extend = [&](std::size_t from) {
    if (chosen.size() == size) {
      const auto answer = after(engine, told, chosen);
      return answer && answer->in_scope && reached(*answer);
    }
    for (std::size_t i = from; i < all.size(); ++i) {
      if (!chosen.empty() && chosen.back().about == all[i].about) continue;
      chosen.push_back(all[i]);
      if (extend(i + 1)) return true;
      chosen.pop_back();
    }
    return false;
  };
  return extend(0);
}

}  // namespace

TEST_CASE("flip sets and what would lift a condition do so when applied, and nothing smaller does") {
  CAPTURE(seed());
  Random random(71);
  std::size_t lifted = 0, larger = 0, not_found = 0;
  for (int i = 0; i < 25; ++i) {
    const RandomNetwork net(random, 4, 6, 0.5);
    const auto engine = world(net.world());
    Case told = present("f0", "f1");
    if (random.chance(0.5)) told = told + absent("f2");
    const auto before = assess(engine, told);
    for (const auto* name : {"c0", "c1", "c2", "c3"}) {
      const auto condition = id(engine.knowledge(), name);
      const auto e = explain(engine, told, name);
      INFO("world " << i << ", " << name << '\n' << net.world());
      REQUIRE(e.other_top);
      REQUIRE(e.lift.has_value() == (condition != top(before)));
      const auto check = [&](const ChangeSet& set, bool unknown_only, auto reached) {
        const std::size_t smaller = set.found ? set.changes.size() - 1 : 6;
        REQUIRE_FALSE(set.given_up);
        REQUIRE((set.smallest() || !set.found));
        for (std::size_t size = 1; size <= smaller; ++size)
          REQUIRE_FALSE(any_set(engine, told, before, size, unknown_only, reached));
        if (!set.found) {
          ++not_found;
          return;
        }
        larger += set.changes.size() > 1 ? 1 : 0;
        const auto answer = after(engine, told, set.changes);
        REQUIRE(answer);
        REQUIRE(reached(*answer));
        REQUIRE(top(*answer) == set.top);
      };
      check(*e.other_top, false, [&](const Answer& a) { return top(a) != top(before); });
      if (!e.lift) continue;
      check(*e.lift, true, [&](const Answer& a) { return top(a) == condition; });
      lifted += e.lift->found ? 1 : 0;
    }
  }
  CHECK(lifted > 20);
  CHECK(larger > 5);
  CHECK(not_found > 5);
}

TEST_CASE("the flip sets of heel-pain cases alter the answer as they say") {
  struct Told {
    Case told;
    const char* condition;
  };
  const Told cases[] = {
      {aged(45) + present("first-step-pain", "medial-tubercle-tenderness") + absent("fever"), "heel-fat-pad-syndrome"},
      {aged(24) + present("heel-pain", "heel-squeeze-pain", "worse-with-impact"), "plantar-fasciitis"},
      {aged(60) + present("heel-pain", "foot-ulcer") + risk("diabetes"), "gout"},
  };
  for (const auto& [told, condition] : cases) {
    const auto before = assess(heel_pain(), told);
    const auto e = explain(heel_pain(), told, condition);
    INFO(condition);
    REQUIRE(e.other_top->found);
    const auto flipped = after(heel_pain(), told, e.other_top->changes);
    REQUIRE(flipped);
    CHECK(top(*flipped) == e.other_top->top);
    CHECK(top(*flipped) != top(before));
    if (e.lift && e.lift->found)
      CHECK(top(*after(heel_pain(), told, e.lift->changes)) == id(heel_pain().knowledge(), condition));
    if (before.escalation.level < Urgency::emergency) {
      REQUIRE(e.higher->found);
      const auto raised = after(heel_pain(), told, e.higher->changes);
      CHECK(raised->escalation.level == e.higher->level);
      CHECK(raised->escalation.level > before.escalation.level);
    }
    if (e.lower && e.lower->found)
      CHECK(after(heel_pain(), told, e.lower->changes)->escalation.level < before.escalation.level);
  }
}

TEST_CASE("what sets a condition apart from the first adds up to the difference of their odds") {
  CAPTURE(seed());
  Random random(72);
  for (int i = 0; i < 3; ++i) {
    const auto told = aged(45) + present("first-step-pain", "swelling-or-warmth") + absent("night-pain");
    auto everything = kThen;
    everything.max_conditions = 1000;
    const auto answer = heel_pain().assess(told, everything).value();
    const auto& list = answer.differential.conditions;
    const auto place = 1 + random.below(list.size() - 1);
    const auto e = explain(heel_pain(), told, answer.knowledge->id(list[place].condition));
    CHECK(e.rank == place + 1);
    CHECK(e.of == list.size());
    CHECK(e.condition.probability == list[place].probability);
    double sum = 0;
    for (const auto& h : e.against_top) sum += h.log10_difference;
    CHECK(sum == Approx(list[place].log10_posterior_odds - list.front().log10_posterior_odds).margin(1e-9));
  }
}

TEST_CASE("a condition that is not on the list is explained, one that does not exist is refused") {
  const auto told = aged(45) + present("first-step-pain", "medial-tubercle-tenderness");
  const auto answer = heel_pain().explain(told, "Bone tumour of the heel", kThen).value();
  for (const auto& c : answer.differential.conditions)
    CHECK(answer.knowledge->id(c.condition) != std::string_view("bone-tumour"));
  CHECK(answer.explanation->rank > answer.differential.conditions.size());
  CHECK_FALSE(answer.explanation->condition.steps.empty());
  CHECK(answer.explanation->rule_out_below > 0);
  const auto refused = heel_pain().explain(told, "plantar fascitits", kThen);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.errors().front().code == "unknown-name");
}

TEST_CASE("where the budget does not suffice the answer holds bounds, and the bounds hold the exact probabilities") {
  const auto told = aged(45) + present("first-step-pain", "medial-tubercle-tenderness", "worse-with-impact",
                                       "windlass-positive", "load-jump", "night-pain", "cannot-hop", "low-back-pain");
  auto exactly = kThen, hardly = kThen;
  exactly.max_conditions = hardly.max_conditions = 1000;
  hardly.budget_ms = 0.05;
  const auto exact = heel_pain().assess(told, exactly).value().differential;
  const auto bounded = heel_pain().assess(told, hardly).value().differential;
  CHECK(exact.method == "exact noisy-OR");
  CHECK(exact.error_bound == 0);
  CHECK(bounded.method == "noisy-OR between bounds");
  CHECK(bounded.error_bound > 0);
  CHECK(std::abs(bounded.none_of_these - exact.none_of_these) <= bounded.error_bound);
  for (const auto& c : bounded.conditions) {
    REQUIRE(c.range);
    CHECK(c.range->half_width() <= bounded.error_bound);
    for (const auto& known : exact.conditions)
      if (known.condition == c.condition) {
        CHECK(known.probability >= c.range->low * (1 - 1e-12));
        CHECK(known.probability <= c.range->high * (1 + 1e-12));
      }
  }
}

TEST_CASE("a complaint alone is insufficient evidence, findings that tell are not") {
  CHECK(assess(heel_pain(), aged(45) + present("heel-pain")).differential.insufficient_evidence);
  CHECK_FALSE(assess(heel_pain(), aged(45) + present("medial-tubercle-tenderness")).differential.insufficient_evidence);
}

TEST_CASE("a finding that tells of a danger is asked before one that tells as much of something harmless") {
  constexpr std::string_view kWorld = R"(
    harmless 0.4: itch 0.6
    danger 0.4: rash 0.6
    leak itch 0.1
    leak rash 0.1
  )";
  const auto plain = world(kWorld), careful = world(std::string(kWorld) + "must-not-miss danger\n");
  const auto before = assess(plain, present("complaint")), now = assess(careful, present("complaint"));
  REQUIRE(before.ask_next.size() == 2);
  CHECK(before.ask_next[0].information_bits == Approx(before.ask_next[1].information_bits));
  CHECK(before.ask_next[0].must_not_miss_bits == 0);
  CHECK(careful.knowledge().id(now.ask_next.front().finding) == "rash");
  CHECK(now.ask_next.front().must_not_miss_bits > 0);
  CHECK(now.ask_next.front().why.find("danger") != std::string::npos);
}

TEST_CASE("what would settle the urgency is asked although it tells nothing of the diagnosis") {
  const auto engine = world("itching 0.9: itch 0.6\nrule x01 emergency if sudden-pop\nred-flag sudden-pop\n");
  const auto open = assess(engine, present("complaint"));
  REQUIRE_FALSE(open.ask_next.empty());
  CHECK(engine.knowledge().id(open.ask_next.front().finding) == "sudden-pop");
  CHECK(open.ask_next.front().urgency_bits == 1);
  CHECK_FALSE(open.stop_asking.now);
  const auto settled = assess(engine, present("complaint") + absent("sudden-pop"));
  CHECK(settled.stop_asking.now);
  CHECK_FALSE(settled.stop_asking.because.empty());
}

TEST_CASE("a weaker finding of a dependent group is not asked when a stronger one is present") {
  constexpr std::string_view kWorld = R"(
    strain 0.4: stiff 0.9, sore 0.6, warm 0.6
    bruise 0.4: blue 0.9
    leak stiff 0.05
    leak sore 0.1
    leak warm 0.1
  )";
  const auto asks = [](const Answer& answer, std::string_view finding) {
    return std::any_of(answer.ask_next.begin(), answer.ask_next.end(),
                       [&](const auto& q) { return answer.knowledge->id(q.finding) == finding; });
  };
  const auto apart = world(kWorld), together = world(std::string(kWorld) + "group stiff, sore\n");
  CHECK(asks(assess(apart, present("stiff")), "sore"));
  const auto grouped = assess(together, present("stiff"));
  CHECK_FALSE(asks(grouped, "sore"));
  CHECK(asks(grouped, "warm"));
}
