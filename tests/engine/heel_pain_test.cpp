// What must hold for every case on the shipped content, by property.
#include "heel_pain.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "noso/base/json_writer.hpp"

namespace {

using namespace noso;
using namespace noso::test;

std::optional<Answer> answer_if_accepted(const Case& told) {
  auto answer = heel_pain().assess(told, {.as_of = parse_date("2026-01-31"), .max_conditions = 1000});
  if (!answer.ok()) return std::nullopt;
  return std::move(*answer);
}

/// Everything of the answer but what repeats the case, a line a section.
std::string conclusions(const Answer& answer) {
  const auto document = JsonDocument::parse(to_json(answer), "answer").value();
  std::string out;
  for (std::size_t i = 0; i < document.root().size(); ++i)
    if (document.root().key(i) != "case") out += to_json(document.root().at(i)) + '\n';
  return out;
}

/// Where the conclusions of two answers begin to differ; empty when they do not.
std::string first_difference(const Answer& a, const Answer& b) {
  const auto one = conclusions(a), other = conclusions(b);
  if (one == other) return {};
  const auto at =
      static_cast<std::size_t>(std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first - one.begin());
  const auto from = at < 60 ? 0 : at - 60;
  return "'" + one.substr(from, 120) + "' against '" + other.substr(from, 120) + "'";
}

bool says_nothing_about(const Answer& answer, std::string_view finding) {
  return answer.facts.of(id(*answer.knowledge, finding)) == Truth::unknown;
}

/// The posterior of every condition, from the explanation of the answer and the statements of the pack alone, by
/// inclusion and exclusion over the present findings (Heckerman's quickscore) in long double; good for a handful of
/// findings.
class SlowRecomputation {
 public:
  explicit SlowRecomputation(const Answer& answer) : answer_(answer), kb_(*answer.knowledge) {
    for (const auto& condition : answer.differential.conditions) read(condition);
  }

  std::size_t effects() const { return effects_.size() + 1; }

  std::map<std::string, long double> posterior() const {
    std::map<std::string, long double> joint;
    long double evidence = 0;
    const auto& population = kb_[answer_.differential.population];
    const auto& scope = kb_.tables().scope.front();
    const long double entry_leak = 1 - (1 - static_cast<long double>(scope.entry_leak)) *
                                           (1 - static_cast<long double>(population.none_share) * population.scale);
    const std::vector<ConceptId> findings(effects_.begin(), effects_.end());
    for (std::size_t set = 0; set < std::size_t{1} << (findings.size() + 1); ++set) {
      // P(every finding of the set is absent), with its sign.
      long double term = 1;
      std::map<std::string, long double> none_of_set;  // by condition: chance to cause none of them when active
      for (const auto& [condition, odds] : odds_) none_of_set[condition] = set & 1 ? 1 - scope.entry_link : 1;
      if (set & 1) term *= -(1 - entry_leak);
      for (std::size_t f = 0; f < findings.size(); ++f) {
        if ((set >> (f + 1) & 1) == 0) continue;
        term *= -(1 - leak(findings[f]));
        for (auto& [condition, chance] : none_of_set) chance *= 1 - link(condition, findings[f]);
      }
      for (const auto& [condition, odds] : odds_) {
        const long double p = odds / (1 + odds);
        term *= p * none_of_set[condition] + (1 - p);
      }
      evidence += term;
      for (const auto& [condition, odds] : odds_) {
        const long double p = odds / (1 + odds), active = p * none_of_set[condition];
        joint[condition] += term * active / (active + (1 - p));
      }
    }
    for (auto& [condition, p] : joint) p /= evidence;
    return joint;
  }

 private:
  void read(const RankedCondition& condition) {
    const std::string name(kb_.id(condition.condition));
    const auto& population = kb_[answer_.differential.population];
    long double share = population.floor;
    for (const auto& s : kb_.statements(Relation::share))
      if (s.subject == condition.condition && s.population == answer_.differential.population) share = s.value;
    const long double p = share * population.scale;
    long double odds = p / (1 - p);
    bool entry = true;  // the first present finding is the entry finding; it has no row of its own as such
    for (const auto& step : condition.steps) {
      if (kb_[step.from].kind == ConceptKind::risk_factor) {
        const auto& s = kb_[step.statement];
        REQUIRE(s.relation == Relation::changes_odds);
        REQUIRE(s.subject == step.from);
        REQUIRE(s.object == condition.condition);
        odds *= s.value;
      } else if (step.state == Truth::no) {
        odds *= 1 - link(name, step.from);
      } else if (entry) {
        REQUIRE(kb_.has_flag(step.from, kEntryFinding));
        entry = false;
      } else {
        effects_.insert(step.from);
      }
    }
    odds_[name] = odds;
  }

  std::optional<long double> leak_of(ConceptId finding) const {
    for (const auto& s : kb_.statements(Relation::background_frequency))
      if (s.subject == finding) return s.value;
    return std::nullopt;
  }

  long double leak(ConceptId finding) const {
    const auto background = leak_of(finding);
    if (!background) FAIL("no background frequency of " << kb_.id(finding));
    return *background;
  }

  /// Of the finding or any kind of it, whichever is stronger.
  long double link(const std::string& condition, ConceptId finding) const {
    long double strongest = 0;
    for (const auto& s : kb_.statements(Relation::has_finding)) {
      if (kb_.id(s.subject) != condition || !s.applied) continue;
      const auto kinds = kb_.graph().descendants(finding);
      if (s.object != finding && std::find(kinds.begin(), kinds.end(), s.object) == kinds.end()) continue;
      const auto background = leak_of(s.object);
      if (background && s.value > *background)
        strongest = std::max(strongest, 1 - (1 - static_cast<long double>(s.value)) / (1 - *background));
    }
    return strongest;
  }

  const Answer& answer_;
  const Knowledge& kb_;
  std::map<std::string, long double> odds_;  // prior, with risk factors and absent findings
  std::set<ConceptId> effects_;              // present findings but the entry finding
};

}  // namespace

TEST_CASE("adding a present red-flag finding never lowers the urgency") {
  CAPTURE(seed());
  Random random(21);
  const auto red_flags = ids_of(heel_pain().knowledge(), ConceptKind::finding, kRedFlag);
  REQUIRE(red_flags.size() > 40);
  std::size_t compared = 0, raised = 0;
  for (int i = 0; i < 60; ++i) {
    const auto told = random_case(random);
    const auto before = assess(heel_pain(), told);
    for (const auto& flag : red_flags) {
      const auto after = answer_if_accepted(told + present(flag));
      if (!after) continue;  // it contradicts the case
      ++compared;
      raised += after->escalation.level > before.escalation.level ? 1 : 0;
      if (after->escalation.level < before.escalation.level || after->escalation.at_most < before.escalation.at_most)
        FAIL(flag << " lowers the urgency of: " << text(told));
    }
  }
  CHECK(compared > 2'000);
  CHECK(raised > 200);
}

TEST_CASE("unknown is never treated as absent") {
  CAPTURE(seed());
  Random random(22);
  const auto findings = ids_of(heel_pain().knowledge(), ConceptKind::finding);
  for (int i = 0; i < 300; ++i) {
    const auto told = random_case(random);
    const auto before = assess(heel_pain(), told);
    const auto& name = random.pick(findings);
    if (!says_nothing_about(before, name)) continue;
    INFO(name << " in: " << text(told));

    auto unknown = told;
    unknown.unknown.push_back({.name = name});
    // But for the questions: what was asked without an answer is not asked again.
    auto same = assess(heel_pain(), unknown), plain = before;
    for (const auto& q : same.ask_next) REQUIRE(same.knowledge->id(q.finding) != name);
    same.ask_next = plain.ask_next = {};
    same.stop_asking = plain.stop_asking = {};
    REQUIRE(first_difference(same, plain) == "");

    const auto after = answer_if_accepted(told + absent(name));
    if (!after) continue;
    REQUIRE(after->escalation.at_most <= before.escalation.at_most);
    REQUIRE(after->escalation.level >= before.escalation.level);
  }
}

TEST_CASE("an absent finding that any condition causes changes the ranking, an unknown one does not") {
  const auto told = present("heel-pain") + absent();
  const auto before = assess(heel_pain(), aged(45) + told);
  const auto after = assess(heel_pain(), aged(45) + told + absent("first-step-pain"));
  CHECK(probability_of(after, "plantar-fasciitis") < probability_of(before, "plantar-fasciitis"));
}

TEST_CASE("the highest level that is open is never below the level that has fired") {
  CAPTURE(seed());
  Random random(23);
  for (int i = 0; i < 500; ++i) {
    const auto told = random_case(random, {.most_present = 8, .most_absent = 40});
    const auto answer = assess(heel_pain(), told);
    const auto& e = answer.escalation;
    INFO(text(told));
    REQUIRE(e.at_most >= e.level);
    REQUIRE(e.settled() == (e.level == e.at_most));
    REQUIRE((e.emergency == Possibility::impossible) == (e.at_most < Urgency::emergency));
    if (e.level == Urgency::emergency) REQUIRE(e.emergency == Possibility::certain);
    REQUIRE(e.fired.empty() == (e.level == Urgency::none));
    if (!e.settled()) REQUIRE_FALSE(e.undetermined.empty());
    for (const auto& fired : e.fired) REQUIRE_FALSE(fired.because.empty());
    for (const auto& open : e.undetermined) {
      REQUIRE((*answer.knowledge)[open.rule].level > e.level);
      REQUIRE_FALSE((open.needs.empty() && open.needs_also.empty()));
      for (const auto c : open.needs)
        REQUIRE((answer.facts.of(c) == Truth::unknown || answer.knowledge->has_flag(c, kMeasured)));
    }
  }
}

/// What is measured in a healthy adult at rest, in base units.
const std::map<std::string, double> kAtRest{{"heart-rate", 70},
                                            {"respiratory-rate", 16},
                                            {"oxygen-saturation", 0.98},
                                            {"systolic-blood-pressure", 125},
                                            {"body-temperature", 36.8}};

TEST_CASE("the reassuring answers to what is asked first settle the urgency of a case") {
  CAPTURE(seed());
  Random random(24);
  std::size_t settled = 0;
  for (int i = 0; i < 250; ++i) {
    auto told = random_case(random);
    // In a child "worse with impact" speaks for a stress fracture (x14), its absence for x18: neither answer reassures.
    if (!(told.age.low >= 18 * kDaysPerYear) || told.sex == Sex::unknown) continue;
    const auto before = assess(heel_pain(), told);
    bool only_findings = true;
    auto answered = told;
    for (const auto& fact : before.escalation.ask_first) {
      only_findings = only_findings && fact.about.exists();
      if (!only_findings) break;
      const std::string name(before.knowledge->id(fact.about));
      if (const auto resting = kAtRest.find(name); resting != kAtRest.end())
        answered.measurements.push_back({.finding = name, .value = resting->second, .unit = {}, .at = {}});
      else
        (fact.reassuring == Truth::yes ? answered.present : answered.absent).push_back({.name = name});
    }
    if (!only_findings || before.escalation.settled()) continue;
    INFO(text(answered));
    const auto after = answer_if_accepted(answered);
    REQUIRE(after);
    // Below it may fall: a rule may exclude itself by what is recorded.
    REQUIRE(after->escalation.at_most <= before.escalation.level);
    ++settled;
  }
  CHECK(settled > 30);
}

TEST_CASE("an empty case is not routine: nothing has fired and everything is open") {
  const auto answer = assess(heel_pain(), {});
  CHECK(answer.escalation.level == Urgency::none);
  CHECK(answer.escalation.at_most == Urgency::emergency);
  CHECK_FALSE(answer.escalation.settled());
  CHECK(answer.escalation.emergency == Possibility::possible);
  CHECK_FALSE(answer.escalation.ask_first.empty());
  CHECK_FALSE(answer.in_scope);
  CHECK_FALSE(answer.scope_reason.empty());
}

TEST_CASE("heel pain alone is not routine either") {
  const auto answer = assess(heel_pain(), aged(45) + present("heel-pain"));
  CHECK(answer.in_scope);
  CHECK(answer.escalation.level <= Urgency::routine);
  CHECK(answer.escalation.at_most == Urgency::emergency);
}

TEST_CASE("chest pain alone is outside the scope and not plantar fasciitis") {
  for (const auto& told : {present("chest-pain"), aged(45) + present("chest-pain")}) {
    const auto answer = assess(heel_pain(), told);
    CHECK_FALSE(answer.in_scope);
    CHECK_FALSE(answer.scope_reason.empty());
    CHECK(answer.differential.conditions.empty());
    CHECK(answer.ask_next.empty());
    CHECK(answer.care.next.empty());
    CHECK(answer.escalation.at_most == Urgency::emergency);
  }
}

TEST_CASE("without an entry finding there is no ranking and no care, whatever else is said") {
  CAPTURE(seed());
  Random random(25);
  std::size_t outside = 0;
  for (int i = 0; i < 300; ++i) {
    const auto told = random_case(random, {.most_present = 2, .in_scope = 0.2});
    const auto answer = assess(heel_pain(), told);
    bool entry = false;
    for (const auto& name : ids_of(*answer.knowledge, ConceptKind::finding, kEntryFinding))
      entry = entry || answer.facts.of(id(*answer.knowledge, name)) == Truth::yes;
    INFO(text(told));
    if (!entry) REQUIRE_FALSE(answer.in_scope);
    REQUIRE(answer.in_scope == answer.scope_reason.empty());
    if (answer.in_scope) {
      REQUIRE_FALSE(answer.differential.conditions.empty());
      continue;
    }
    ++outside;
    REQUIRE(answer.differential.conditions.empty());
    REQUIRE(answer.differential.combinations.empty());
    REQUIRE(answer.ask_next.empty());
    REQUIRE(answer.care.next.empty());
    // Escalation runs as inside: adding the entry finding can only make more rules fire.
    const auto inside = answer_if_accepted(told + present("heel-pain"));
    if (inside) REQUIRE(inside->escalation.level >= answer.escalation.level);
  }
  CHECK(outside > 50);
}

TEST_CASE("ages without prior probabilities are outside the scope, with the reason") {
  for (const double years : {0.0, 0.5, 4.0, 7.9, 15.0, 16.5, 17.9}) {
    const auto answer = assess(heel_pain(), aged(years) + present("heel-pain"));
    INFO("age " << years);
    CHECK_FALSE(answer.in_scope);
    CHECK(answer.scope_reason.find("age") != std::string::npos);
    CHECK(answer.differential.conditions.empty());
    CHECK(answer.escalation.at_most == Urgency::emergency);
  }
  for (const double years : {8.0, 14.9, 18.0, 45.0, 100.0}) {
    INFO("age " << years);
    CHECK(assess(heel_pain(), aged(years) + present("heel-pain")).in_scope);
  }
}

TEST_CASE("an unknown age is taken for an adult's, and the answer says so") {
  const auto answer = assess(heel_pain(), present("heel-pain"));
  CHECK(answer.in_scope);
  CHECK_FALSE(answer.warnings.empty());
}

TEST_CASE("the contributions of every condition add up from prior to posterior odds") {
  CAPTURE(seed());
  Random random(26);
  std::size_t conditions = 0;
  for (int i = 0; i < 300; ++i) {
    const auto told = random_case(random);
    const auto answer = assess(heel_pain(), told);
    for (const auto& c : answer.differential.conditions) {
      double sum = c.log10_prior_odds;
      for (const auto& step : c.steps) sum += step.log10_ratio;
      INFO(text(told) << ": " << answer.knowledge->id(c.condition));
      REQUIRE(sum == Approx(c.log10_posterior_odds).margin(1e-9).epsilon(0));
      REQUIRE(std::log10(c.probability / (1 - c.probability)) == Approx(c.log10_posterior_odds).margin(1e-6));
      for (const auto& step : c.steps) REQUIRE(step.log10_ratio != 0);
      if (!c.steps.empty()) REQUIRE_FALSE(c.sources.empty());
      ++conditions;
    }
  }
  CHECK(conditions > 3'000);
}

TEST_CASE("the explanation and the statements of the pack recompute every probability") {
  CAPTURE(seed());
  Random random(27);
  std::size_t recomputed = 0;
  for (int i = 0; i < 60; ++i) {
    const auto told = random_case(random, {.most_present = 4, .in_scope = 1});
    const auto answer = assess(heel_pain(), told);
    if (!answer.in_scope) continue;
    const SlowRecomputation slow(answer);
    if (slow.effects() > 6) continue;
    const auto posterior = slow.posterior();
    for (const auto& c : answer.differential.conditions) {
      const auto expected = posterior.at(std::string(answer.knowledge->id(c.condition)));
      INFO(text(told) << ": " << answer.knowledge->id(c.condition));
      REQUIRE(c.probability == Approx(static_cast<double>(expected)).epsilon(1e-7).margin(1e-9));
      ++recomputed;
    }
  }
  CHECK(recomputed > 500);
}

TEST_CASE("an absent finding speaks against the conditions that cause it and is silent on the others") {
  CAPTURE(seed());
  Random random(28);
  const auto& kb = heel_pain().knowledge();
  std::set<std::pair<ConceptId, ConceptId>> caused;  // condition, finding
  std::map<ConceptId, double> leak;
  for (const auto& s : kb.statements(Relation::background_frequency)) leak[s.subject] = s.value;
  for (const auto& s : kb.statements(Relation::has_finding))
    if (s.applied && leak.count(s.object) > 0 && s.value > leak[s.object]) {
      caused.insert({s.subject, s.object});
      for (const auto above : kb.graph().ancestors(s.object)) caused.insert({s.subject, above});
    }
  for (int i = 0; i < 200; ++i) {
    const auto told = random_case(random, {.most_absent = 10, .in_scope = 1});
    const auto answer = assess(heel_pain(), told);
    std::set<ConceptId> used;
    for (const auto& c : answer.differential.conditions)
      for (const auto& step : c.steps)
        if (step.state == Truth::no) used.insert(step.from);
    for (const auto& c : answer.differential.conditions)
      for (const auto finding : used) {
        const auto step =
            std::find_if(c.steps.begin(), c.steps.end(), [&](const auto& s) { return s.from == finding; });
        INFO(text(told) << ": absent " << kb.id(finding) << " for " << kb.id(c.condition));
        if (caused.count({c.condition, finding}) > 0) {
          REQUIRE(step != c.steps.end());
          REQUIRE(step->log10_ratio < 0);
        } else {
          REQUIRE(step == c.steps.end());
        }
      }
  }
}

TEST_CASE("the ranking is in order, and its numbers are probabilities") {
  CAPTURE(seed());
  Random random(29);
  for (int i = 0; i < 200; ++i) {
    const auto told = random_case(random);
    const auto answer = assess(heel_pain(), told);
    const auto& d = answer.differential;
    const auto probability = [](double p) { return p >= 0 && p <= 1; };
    INFO(text(told));
    REQUIRE(probability(d.none_of_these));
    REQUIRE(d.error_bound == 0);
    for (std::size_t k = 0; k < d.conditions.size(); ++k) {
      REQUIRE(probability(d.conditions[k].probability));
      if (k == 0) continue;
      const auto &one = d.conditions[k - 1], &next = d.conditions[k];
      REQUIRE(one.probability >= next.probability);
      if (one.probability == next.probability)
        REQUIRE(answer.knowledge->id(one.condition) < answer.knowledge->id(next.condition));
    }
    for (const auto& c : d.combinations) {
      REQUIRE(probability(c.probability));
      for (const auto member : c.conditions)
        REQUIRE(c.probability <= probability_of(answer, answer.knowledge->id(member)) + 1e-12);
    }
    for (const auto& q : answer.ask_next) {
      REQUIRE(q.information_bits > 0);
      REQUIRE(answer.facts.of(q.finding) == Truth::unknown);
    }
  }
}

TEST_CASE("what is contraindicated is not advised") {
  CAPTURE(seed());
  Random random(30);
  std::size_t avoided = 0;
  for (int i = 0; i < 300; ++i) {
    const auto told = random_case(random, {.most_risks = 6, .in_scope = 1});
    const auto answer = assess(heel_pain(), told);
    INFO(text(told));
    if (answer.escalation.level >= Urgency::urgent) REQUIRE(answer.care.next.empty());
    for (const auto& avoid : answer.care.avoid) {
      ++avoided;
      for (const auto& advice : answer.care.next) REQUIRE(advice.intervention != avoid.intervention);
    }
    for (const auto& advice : answer.care.next) {
      REQUIRE_FALSE(advice.sources.empty());
      for (const auto& rule : answer.knowledge->tables().rules) {
        if (rule.kind != RuleKind::avoid) continue;
        const auto targets = answer.knowledge->targets(rule);
        if (std::find(targets.begin(), targets.end(), advice.intervention) == targets.end()) continue;
        auto facts = answer.facts;
        const auto evaluation = evaluate(*answer.knowledge, facts);
        const RuleId r{static_cast<std::uint32_t>(&rule - answer.knowledge->tables().rules.data())};
        REQUIRE(evaluation.truth(r) != Truth::yes);
      }
    }
  }
  CHECK(avoided > 0);
}

TEST_CASE("the same case gives the same bytes, from another engine too") {
  CAPTURE(seed());
  Random random(31);
  const auto other = assembled_heel_pain();
  for (int i = 0; i < 60; ++i) {
    const auto told = random_case(random);
    const auto bytes = to_json(assess(heel_pain(), told));
    INFO(text(told));
    REQUIRE((bytes == to_json(assess(heel_pain(), told))));  // in parentheses: not printed
    REQUIRE((bytes == to_json(assess(other, told))));
  }
}

TEST_CASE("the order in which a case is told does not matter") {
  CAPTURE(seed());
  Random random(32);
  for (int i = 0; i < 150; ++i) {
    const auto told = random_case(random);
    auto shuffled = told;
    const auto shuffle = [&](std::vector<Mention>& list) {
      for (std::size_t n = list.size(); n > 1; --n) std::swap(list[n - 1], list[random.below(n)]);
    };
    shuffle(shuffled.present);
    shuffle(shuffled.absent);
    shuffle(shuffled.risk_factors);
    INFO(text(told));
    REQUIRE(first_difference(assess(heel_pain(), shuffled), assess(heel_pain(), told)) == "");
  }
}

TEST_CASE("saying a thing twice is saying it once") {
  CAPTURE(seed());
  Random random(33);
  for (int i = 0; i < 60; ++i) {
    const auto told = random_case(random);
    REQUIRE(first_difference(assess(heel_pain(), told + told), assess(heel_pain(), told)) == "");
  }
}
