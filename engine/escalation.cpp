#include "escalation.hpp"

#include <algorithm>

#include "completions.hpp"
#include "settling.hpp"

namespace noso {

std::string_view to_string(Possibility p) {
  switch (p) {
    case Possibility::impossible: return "impossible";
    case Possibility::possible: return "possible";
    case Possibility::certain: return "certain";
  }
  return "possible";
}

namespace {

Possibility possibility(Truth t) {
  return t == Truth::yes ? Possibility::certain : t == Truth::no ? Possibility::impossible : Possibility::possible;
}

}  // namespace

Escalation escalate(const Knowledge& knowledge, const RuleIndex& index, const Facts& facts,
                    const Evaluation& evaluation) {
  Escalation out;
  Completions completions(knowledge, index, facts, evaluation);
  std::vector<RuleId> open;
  for (const Urgency level : {Urgency::emergency, Urgency::urgent, Urgency::soon, Urgency::routine}) {
    Truth fires = Truth::no;
    std::vector<RuleId> undetermined;
    for (const RuleId rule : index.escalations) {
      if (knowledge[rule].level != level) continue;
      const Truth t = evaluation.truth(rule);
      if (t == Truth::yes) out.fired.push_back({rule, reasons(knowledge, facts, evaluation, rule)});
      if (t == Truth::unknown && (!index.entangled[rule.value] || completions.exists(std::span(&rule, 1), Truth::yes)))
        undetermined.push_back(rule);
      fires = fires || t;
    }
    if (fires == Truth::unknown)
      fires = undetermined.empty()                          ? Truth::no
              : completions.exists(undetermined, Truth::no) ? Truth::unknown
                                                            : Truth::yes;
    if (!out.fired.empty() && out.level == Urgency::none) out.level = level;
    if (fires != Truth::no && out.at_most == Urgency::none) out.at_most = level;
    if (level == Urgency::emergency) out.emergency = possibility(fires);
    if (level == Urgency::urgent) out.urgent = possibility(fires);
    if (level == Urgency::soon) out.soon = possibility(fires);
    if (out.level == Urgency::none) open.insert(open.end(), undetermined.begin(), undetermined.end());
  }
  out.exact = completions.exact();
  for (const auto rule : open) {
    UndeterminedRule entry{rule, {}, {}};
    entry.needs = open_questions(knowledge, evaluation, rule, &entry.needs_also);
    out.undetermined.push_back(std::move(entry));
  }
  const auto more_urgent = [&](const auto& a, const auto& b) {
    const auto &ra = knowledge[a.rule], &rb = knowledge[b.rule];
    return ra.level != rb.level ? ra.level > rb.level : knowledge.text(ra.id) < knowledge.text(rb.id);
  };
  std::sort(out.fired.begin(), out.fired.end(), more_urgent);
  std::sort(out.undetermined.begin(), out.undetermined.end(), more_urgent);
  out.ask_first = settling_questions(knowledge, facts, evaluation, open);
  return out;
}

}  // namespace noso
