// Idea. A *cut* of a rule is a set of answers that makes it false. From each open rule one cut is needed; the fewest
// answers that hold a cut of every rule are found by branch and bound, as rules share their facts.
//
// Example. Rules "a and b", "a and c", "d or b": the cuts are {a} or {b}, {a} or {c}, {d, b}. Taking d and b cuts the
// first and third, {a} or {c} the second: three answers.
#include "settling.hpp"

#include <algorithm>

#include "cut_finder.hpp"
#include "smallest_union.hpp"

namespace noso {

namespace {

/// One round of questions. `left`: the rules that no choice of cuts excludes together with the others.
std::vector<OpenFact> choose(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                             std::span<const RuleId> open, std::vector<RuleId>& left) {
  const CutFinder finder(knowledge, facts, evaluation, open);
  std::vector<std::span<const Cut>> rules;
  std::vector<RuleId> of_cuts;
  std::vector<std::uint32_t> seen;  // the answers, in the order of the rules
  std::vector<std::pair<Urgency, int>> danger(2 *
                                              FactSet::kCapacity);  // of an answer: highest level, in how many rules
  for (const auto r : open) {
    const auto cuts = finder.cuts_of(r);
    if (cuts.empty()) continue;
    FactSet yes, no;
    for (const auto& cut : cuts) yes |= cut.yes, no |= cut.no;
    for_each_answer(Cut{yes, no, 0}, [&](std::uint32_t a) {
      auto& [level, count] = danger[a];
      level = std::max(level, knowledge[r].level);
      if (count++ == 0) seen.push_back(a);
    });
    rules.push_back(cuts);
    of_cuts.push_back(r);
  }
  const Cut answers = smallest_union(rules);
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (std::none_of(rules[i].begin(), rules[i].end(), [&](const Cut& c) { return answers.holds(c); }))
      left.push_back(of_cuts[i]);
  std::erase_if(seen, [&](std::uint32_t a) { return !answers.has(a); });
  std::stable_sort(seen.begin(), seen.end(), [&](auto a, auto b) { return danger[a] > danger[b]; });
  std::vector<OpenFact> out;
  for (const auto a : seen) out.push_back(finder.fact(a));
  return out;
}

}  // namespace

std::vector<OpenFact> settling_questions(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                                         std::span<const RuleId> open) {
  std::vector<RuleId> left;
  auto out = choose(knowledge, facts, evaluation, open, left);
  if (left.empty() || out.empty()) return out;
  // Only the smallest cuts of a rule are looked at, and all of these may contradict an answer that another rule needs:
  // ask again with the answers given.
  Facts assumed = facts;
  for (const auto& fact : out)
    if (fact.about.exists()) assumed.conclude(knowledge.graph(), fact.about, fact.reassuring);
  const auto then = evaluate(knowledge, assumed);
  std::vector<RuleId> still_open, given_up;
  for (const auto r : left)
    if (then.truth(r) == Truth::unknown) still_open.push_back(r);
  for (auto& fact : choose(knowledge, assumed, then, still_open, given_up)) out.push_back(std::move(fact));
  return out;
}

}  // namespace noso
