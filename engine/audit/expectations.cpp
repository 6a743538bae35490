#include "audit/expectations.hpp"

#include <algorithm>

#include "sides.hpp"

namespace noso::audit {

namespace {

std::string ids(const Knowledge& knowledge, std::span<const ConceptId> list) {
  std::string out;
  for (const auto c : list) out += (out.empty() ? "" : ", ") + std::string(knowledge.id(c));
  return out.empty() ? "nothing" : out;
}

std::string_view fired(Truth t) {
  switch (t) {
    case Truth::yes: return "fires";
    case Truth::no: return "does not fire";
    case Truth::unknown: return "undetermined";
  }
  return "";
}

std::string_view known(Truth t) {
  switch (t) {
    case Truth::yes: return "present";
    case Truth::no: return "absent";
    case Truth::unknown: return "unknown";
  }
  return "";
}

/// `3`, or what is known of it: `2 to 5`.
std::string text(Interval score) {
  return score.low == score.high ? format_number(score.low)
                                 : format_number(score.low) + " to " + format_number(score.high);
}

/// Whether a true contraindication, or unless `only_avoid` a true caution, names the intervention.
bool is_spoken_of(const Knowledge& knowledge, const Evaluation& evaluation, ConceptId intervention, bool only_avoid) {
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (rules[r].kind != RuleKind::avoid && (only_avoid || rules[r].kind != RuleKind::caution)) continue;
    const auto targets = knowledge.targets(rules[r]);
    if (evaluation.truth({r}) == Truth::yes && std::find(targets.begin(), targets.end(), intervention) != targets.end())
      return true;
  }
  return false;
}

}  // namespace

std::vector<Check> check_rules(const Knowledge& knowledge, const Expectation& expect, const Facts& facts,
                               const Evaluation& evaluation, Urgency level) {
  std::vector<Check> out;
  if (expect.urgency)
    out.push_back(
        {"urgency", level == *expect.urgency, std::string(to_string(*expect.urgency)), std::string(to_string(level))});
  if (expect.not_below)
    out.push_back({"not_below", level >= *expect.not_below, std::string(to_string(*expect.not_below)),
                   std::string(to_string(level))});
  const auto rules = [&](const char* key, const std::vector<RuleId>& list, Truth wanted) {
    for (const auto rule : list) {
      const std::string id(knowledge.text(knowledge[rule].id));
      const Truth found = evaluation.truth(rule);
      out.push_back({key, found == wanted, id, id + ' ' + std::string(fired(found))});
    }
  };
  rules("fires", expect.fires, Truth::yes);
  rules("does_not_fire", expect.does_not_fire, Truth::no);
  rules("undetermined", expect.undetermined, Truth::unknown);
  for (const auto& [score, wanted] : expect.scores) {
    const auto found = evaluation.rules[score.value].number;
    const std::string id(knowledge.text(knowledge[score].id));
    out.push_back(
        {"scores", found.low == wanted && found.high == wanted, id + ' ' + format_number(wanted), text(found)});
  }
  const auto names = [&](const char* key, const std::vector<ConceptId>& list, const auto& holds, const auto& actual) {
    for (const auto c : list) out.push_back({key, holds(c), std::string(knowledge.id(c)), actual(c)});
  };
  const auto spoken_of = [&](bool only_avoid) {
    return [&, only_avoid](ConceptId c) { return is_spoken_of(knowledge, evaluation, c, only_avoid); };
  };
  const auto nothing = [](ConceptId) { return std::string("nothing that is true speaks of it"); };
  names("warned", expect.warned, spoken_of(false), nothing);
  names("avoided", expect.avoided, spoken_of(true), nothing);
  const auto is = [&](Truth wanted) { return [&, wanted](ConceptId c) { return facts.of(c) == wanted; }; };
  const auto state = [&](ConceptId c) { return std::string(known(facts.of(c))); };
  names("present", expect.present, is(Truth::yes), state);
  names("absent", expect.absent, is(Truth::no), state);
  return out;
}

std::vector<Check> check_answer(const Knowledge& knowledge, const Expectation& expect, const VignetteOutcome& outcome) {
  std::vector<Check> out;
  const std::span<const ConceptId> ranking(outcome.ranking);
  const auto first = ranking.first(std::min<std::size_t>(3, ranking.size()));
  const auto among_first = [&](const char* key, ConceptId c, std::size_t places) {
    const auto rank = rank_of(c, ranking);
    const bool passed = rank > 0 && rank <= places;
    out.push_back({key, passed, std::string(knowledge.id(c)),
                   passed ? "place " + std::to_string(rank) : "first are " + ids(knowledge, first)});
  };
  if (expect.top.exists()) among_first(expect.strict_top ? "strict_top" : "top", expect.top, expect.strict_top ? 1 : 3);
  for (const auto c : expect.top_3) among_first("top_3", c, 3);
  const auto advice = [&](const char* key, const std::vector<ConceptId>& list, bool wanted) {
    for (const auto c : list) {
      const bool found = std::find(outcome.advised.begin(), outcome.advised.end(), c) != outcome.advised.end();
      out.push_back({key, found == wanted, std::string(knowledge.id(c)),
                     wanted  ? "advised are " + ids(knowledge, outcome.advised)
                     : found ? "advised"
                             : "not advised"});
    }
  };
  advice("advised", expect.advised, true);
  advice("not_advised", expect.not_advised, false);
  return out;
}

bool all_passed(std::span<const Check> checks) {
  return std::all_of(checks.begin(), checks.end(), [](const Check& c) { return c.passed; });
}

std::size_t rank_of(ConceptId c, std::span<const ConceptId> ranking) {
  const auto found = std::find(ranking.begin(), ranking.end(), c);
  return found == ranking.end() ? 0 : static_cast<std::size_t>(found - ranking.begin()) + 1;
}

Result<Facts> case_facts(const Knowledge& knowledge, const Case& told) {
  const auto sides = split_sides(knowledge, told);
  return resolve(knowledge, sides ? sides->joint : told);
}

}  // namespace noso::audit
