// The oracle: over a few facts all complete cases can be listed, and the engine asked about each one. What Z3 proves
// must hold of every case of the list; what it refutes must fail in one, and no case that fails is smaller than the
// patient.
#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <set>

#include "proved_pack.hpp"
#include "support/random.hpp"

using namespace noso;
using namespace noso::test;

namespace {

const std::vector<std::string> kFacts{"heel-pain", "first-step-pain", "fever", "rash", "obesity"};
constexpr std::array kAges{10.0, 18.0, 40.0, 65.0, 66.0};

std::string random_expression(Random& random, int depth) {
  const auto list = [&] {
    std::string out;
    const auto count = 2 + random.below(2);
    for (std::size_t i = 0; i < count; ++i) out += (i ? ", " : "") + random_expression(random, depth - 1);
    return "[" + out + "]";
  };
  if (depth == 0 || random.chance(0.2)) {
    if (random.chance(0.15)) return R"({"age": {"at_least": "18 a"}})";
    if (random.chance(0.15)) return R"({"age": {"above": "65 a"}})";
    if (random.chance(0.1)) return R"({"sex": "female"})";
    return "\"" + random.pick(kFacts) + "\"";
  }
  switch (random.below(5)) {
    case 0: return "{\"not\": " + random_expression(random, depth - 1) + "}";
    case 1: return "{\"all\": " + list() + "}";
    case 2: return "{\"any\": " + list() + "}";
    case 3: return "{\"at_least\": {\"count\": 2, \"of\": " + list() + "}}";
    default:
      return "{\"number\": {\"of\": {\"points\": [{\"when\": " + random_expression(random, depth - 1) +
             ", \"value\": 2}, {\"when\": " + random_expression(random, depth - 1) +
             ", \"value\": -1}]}, \"above\": 0}}";
  }
}

std::string rule_json(const std::string& id, const std::string& level, const std::string& when) {
  return R"({"id": ")" + id + R"(", "label": "L", "level": ")" + level + R"(", "when": )" + when +
         R"(, "action": "A", )" + kBasis + "}";
}

/// The minimal pack, without red flags, with two rules and a property more.
AssembledPack random_pack(const std::string& a, const std::string& b, const std::string& when,
                          const std::string& then) {
  std::string text(kMinimalPack);
  const std::string flag = R"(, "red_flag": true)";
  text.erase(text.find(flag), flag.size());
  return assembled({text, "{\"rules\": [" + rule_json("x02", "soon", a) + "," + rule_json("x03", "urgent", b) +
                              R"(], "properties": [{"id": "p", "claim": "c", "when": )" + when + R"(, "then": )" +
                              then + ", " + kBasis + "}]}"});
}

/// Everything that the oracle sees over all complete cases.
struct Listed {
  bool refuted = false;
  std::size_t fewest = kFacts.size() + 1;  ///< present facts of the smallest case that refutes
  std::vector<bool> fires, rests;          ///< by rule: in some case
  std::set<std::string> lowering;          ///< facts that lower the level of some case when they are added
};

constexpr unsigned kHeelPain = 1, kFirstStepPain = 2;  // bits of a set of kFacts: the second is a kind of the first

Facts facts_of(const Knowledge& knowledge, unsigned set, double age, Sex sex) {
  Facts facts;
  facts.state.assign(knowledge.concept_count(), Truth::unknown);
  facts.because_of.assign(knowledge.concept_count(), ConceptId{});
  for (std::size_t f = 0; f < kFacts.size(); ++f) facts.state[id(knowledge, kFacts[f]).value] = truth(set >> f & 1);
  facts.age = Interval::exactly(age * kDaysPerYear);
  facts.sex = sex;
  return facts;
}

Urgency level_of(const Knowledge& knowledge, const Evaluation& seen) {
  Urgency level = Urgency::none;
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r)
    if (rules[r].kind == RuleKind::escalation && seen.truth(RuleId{r}) == Truth::yes)
      level = std::max(level, rules[r].level);
  return level;
}

void list_case(const Knowledge& knowledge, unsigned set, double age, Sex sex, Listed& out) {
  const auto& property = knowledge.tables().properties.front();
  auto facts = facts_of(knowledge, set, age, sex);
  const auto seen = evaluate(knowledge, facts);
  for (std::uint32_t r = 0; r < out.fires.size(); ++r)
    (seen.truth(RuleId{r}) == Truth::yes ? out.fires : out.rests)[r] = true;
  if (seen.truth(property.when) == Truth::yes && seen.truth(property.then) == Truth::no) {
    out.refuted = true;
    out.fewest = std::min(out.fewest, static_cast<std::size_t>(std::popcount(set)));
  }
  for (unsigned f = 0; f < kFacts.size(); ++f) {
    if (set >> f & 1) continue;
    unsigned more = set | 1u << f;
    if (more & kFirstStepPain) more |= kHeelPain;
    auto added = facts_of(knowledge, more, age, sex);
    if (level_of(knowledge, evaluate(knowledge, added)) < level_of(knowledge, seen)) out.lowering.insert(kFacts[f]);
  }
}

Listed list_cases(const Knowledge& knowledge) {
  Listed out;
  out.fires.resize(knowledge.tables().rules.size());
  out.rests.resize(knowledge.tables().rules.size());
  for (unsigned set = 0; set < 1u << kFacts.size(); ++set) {
    if ((set & kFirstStepPain) && !(set & kHeelPain)) continue;
    for (const double age : kAges)
      for (const Sex sex : {Sex::female, Sex::male}) list_case(knowledge, set, age, sex, out);
  }
  return out;
}

/// Facts of the patient that the oracle counts, with what the told ones imply.
std::size_t present_facts(const Knowledge& knowledge, const Case& told) {
  auto facts = resolve(knowledge, told);
  REQUIRE(facts.ok());
  return static_cast<std::size_t>(std::count_if(kFacts.begin(), kFacts.end(), [&](const std::string& name) {
    return facts->of(id(knowledge, name)) == Truth::yes;
  }));
}

}  // namespace

TEST_CASE("proofs agree with the list of all cases, and patients are the smallest of it") {
  CAPTURE(seed());
  std::size_t proved = 0, refuted = 0;
  for (std::uint64_t round = 0; round < 60; ++round) {
    Random random(round);
    const auto a = random_expression(random, 2), b = random_expression(random, 2);
    const auto when = random_expression(random, 2);
    const auto then = random.chance(0.5) ? random_expression(random, 2) : "{\"any\": [" + when + ", \"rash\"]}";
    const ProvedPack pack(random_pack(a, b, when, then));
    auto listed = list_cases(pack.knowledge());
    INFO("round " << round << ": when " << when << " then " << then << " rules " << a << " and " << b);
    CHECK(pack.outcomes() == (listed.refuted ? "p refuted" : "p proved"));
    CHECK(pack.found("proof-not-confirmed") == "");
    (listed.refuted ? refuted : proved) += 1;
    if (listed.refuted) {
      const auto told = ProvedPack::told(pack.finding("property-refuted").patients.front());
      CHECK(present_facts(pack.knowledge(), told) <= listed.fewest);
    }
    std::set<std::string> lowering;
    for (const auto& [diagnostic, patients] : pack.report().findings)
      if (diagnostic.code == "finding-lowers-level")
        lowering.insert(diagnostic.message.substr(8, diagnostic.message.find('\'', 8) - 8));
    // Of kinds that no rule names, only what they are a kind of is reported.
    if ((a + b + when + then).find("first-step-pain") == std::string::npos) listed.lowering.erase("first-step-pain");
    CHECK(lowering == listed.lowering);
    const auto& rules = pack.knowledge().tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
      if (rules[r].kind != RuleKind::escalation) continue;
      const auto name = "rule '" + std::string(pack.knowledge().text(rules[r].id)) + "' fire";
      const auto says = [&](std::string_view code) {
        const auto& all = pack.report().findings;
        return std::any_of(all.begin(), all.end(), [&](const auto& f) {
          return f.diagnostic.code == code && f.diagnostic.message.find(name) != std::string::npos;
        });
      };
      CHECK(says("dead-rule") == !listed.fires[r]);
      CHECK(says("always-fires") == !listed.rests[r]);
    }
  }
  CHECK(proved > 5);
  CHECK(refuted > 5);
}
