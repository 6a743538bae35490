// Two copies of the world that differ in one finding: absent in the first, added in the second together with what it is
// a kind of and what follows by definition. Which finding it is, Z3 may choose; each one found is taken off the list
// and the question is asked again, until there is no further one.
//
// A derived finding (fever from a temperature) is added as a told fact, whatever was measured: what a case says itself
// is never overwritten by a definition.
#include <algorithm>

#include "checks.hpp"
#include "patient.hpp"

namespace noso::audit {

namespace {

constexpr auto kLevels = {Urgency::emergency, Urgency::urgent, Urgency::soon, Urgency::routine};

class TwoWorlds {
 public:
  TwoWorlds(Prover& prover, const std::vector<ConceptId>& findings)
      : prover_(prover), z3_(prover.z3()), with_(z3_, prover.knowledge(), added(findings), "with:") {
    const auto& graph = prover.knowledge().graph();
    const auto& states = with_.facts().states;
    for (const auto& e : with_.meaning()) formulas_.push_back(e);
    for (const auto& e : plausible(z3_, prover.knowledge(), prover.vocabulary(), with_.facts())) formulas_.push_back(e);
    for (const auto& [c, state] : states) {
      const auto definition = prover.vocabulary().definition_of[c.value];
      if (definition.exists()) formulas_.push_back(state == (forced(c) || with_.rule(definition)));
      for (const auto above : graph.ancestors(c))
        if (const auto parent = states.find(above); parent != states.end())
          formulas_.push_back(z3::implies(state, parent->second));
    }
    std::vector<z3::expr> drops;
    for (const auto level : kLevels)
      drops.push_back(prover.world().level_at_least(level) && !with_.level_at_least(level));
    formulas_.push_back(any_of(z3_, drops));
  }

  const Formulas& with() const { return with_; }
  const z3::expr& selector(ConceptId finding) const { return selectors_.at(finding); }
  /// The level falls, and the finding added is one of `findings`.
  std::vector<z3::expr> question(const std::vector<ConceptId>& findings) const {
    auto out = formulas_;
    z3::expr_vector chosen(z3_);
    std::vector<z3::expr> some;
    for (const auto& [c, selector] : selectors_) {
      out.push_back(z3::implies(selector, !prover_.world().facts().states.at(c)));
      chosen.push_back(selector);
      if (std::find(findings.begin(), findings.end(), c) != findings.end()) some.push_back(selector);
    }
    out.push_back(z3::atmost(chosen, 1));
    out.push_back(any_of(z3_, some));
    return out;
  }

 private:
  /// `c` is the finding added, or above it.
  z3::expr forced(ConceptId c) const {
    std::vector<z3::expr> ways;
    for (const auto& [finding, selector] : selectors_)
      if (finding == c || prover_.knowledge().graph().is_a(finding, c)) ways.push_back(selector);
    return any_of(z3_, ways);
  }

  /// The facts with the finding added.
  CaseVariables added(const std::vector<ConceptId>& findings) {
    const auto& knowledge = prover_.knowledge();
    for (const auto c : findings)
      selectors_.emplace(c, z3_.bool_const(("added:" + std::string(knowledge.id(c))).c_str()));
    CaseVariables facts = prover_.world().facts();
    const auto named = [&](ConceptId c, const char* what) { return what + std::string(knowledge.id(c)); };
    for (auto& [c, state] : facts.states)
      if (prover_.vocabulary().is_derived(c)) state = z3_.bool_const(named(c, "with:is:").c_str());
    for (auto& [c, state] : facts.states) {
      if (prover_.vocabulary().is_derived(c)) continue;
      state = state || forced(c);
      for (const auto& [other, derived] : facts.states)
        if (prover_.vocabulary().is_derived(other) && knowledge.graph().is_a(other, c)) state = state || derived;
    }
    for (auto* numbers : {&facts.durations, &facts.severities})
      for (auto& [c, number] : *numbers) {
        const auto before = number;
        number = z3_.real_const(named(c, numbers == &facts.durations ? "with:duration:" : "with:severity:").c_str());
        const auto is_new = facts.states.at(c) && !prover_.world().facts().states.at(c);
        formulas_.push_back(number == before || is_new);
      }
    return facts;
  }

  Prover& prover_;
  z3::context& z3_;
  std::map<ConceptId, z3::expr> selectors_;
  std::vector<z3::expr> formulas_;
  Formulas with_;
};

/// `draft` with the finding added; what is new has the durations and severities of `model`.
DraftCase with_finding(const Prover& prover, DraftCase draft, ConceptId finding, const DraftCase& model) {
  const auto& graph = prover.knowledge().graph();
  const auto is_new = [&](ConceptId c) { return c == finding || graph.is_a(finding, c); };
  std::erase_if(draft.absent, is_new);
  draft.present.insert(std::lower_bound(draft.present.begin(), draft.present.end(), finding), finding);
  for (const auto list : {&DraftCase::durations, &DraftCase::severities}) {
    std::erase_if(draft.*list, [&](const auto& entry) { return is_new(entry.first); });
    for (const auto& entry : model.*list)
      if (is_new(entry.first)) (draft.*list).push_back(entry);
    std::sort((draft.*list).begin(), (draft.*list).end());
  }
  return draft;
}

/// The engine says that the level falls, and that whatever is still unknown does not lift it again.
bool falls(const Knowledge& knowledge, const SeenCase& before, const SeenCase& after) {
  if (after.level >= before.level) return false;
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r)
    if (rules[r].kind == RuleKind::escalation && rules[r].level >= before.level &&
        after.evaluation.truth(RuleId{r}) != Truth::no)
      return false;
  return true;
}

Lowering describe(Prover& prover, const TwoWorlds& worlds, ConceptId finding) {
  Lowering out{.finding = finding};
  const auto& facts = prover.world().facts();
  const auto model = prover.smallest(worlds.question({finding}), prover.countable(facts));
  if (!model) return out;
  const auto added = draft_of(prover, *model, worlds.with().facts());
  const auto shows = [&](const DraftCase& draft) {
    const auto before = look(prover, draft), after = look(prover, with_finding(prover, draft, finding, added));
    return before && after && falls(prover.knowledge(), *before, *after);
  };
  const auto draft = smaller(draft_of(prover, *model, facts), shows);
  if (!draft) return out;
  const auto id = std::string(prover.knowledge().id(finding));
  out.confirmed = true;
  out.patients = {patient_of(prover, *draft, "without-" + id),
                  patient_of(prover, with_finding(prover, *draft, finding, added), "with-" + id)};
  out.before = out.patients[0].level;
  out.after = out.patients[1].level;
  const auto& still = out.patients[1].fired;
  for (const auto rule : out.patients[0].fired)
    if (prover.knowledge()[rule].level > out.after && std::find(still.begin(), still.end(), rule) == still.end())
      out.silenced.push_back(rule);
  return out;
}

}  // namespace

std::vector<Lowering> find_lowering(Prover& prover, const std::vector<ConceptId>& findings, bool& complete) {
  std::vector<Lowering> out;
  auto left = findings;
  if (left.empty()) return out;
  const TwoWorlds worlds(prover, findings);
  while (!left.empty()) {
    const auto question = worlds.question(left);
    Truth answer = Truth::no;
    const auto model = prover.smallest(question, {}, &answer);
    complete = complete && answer != Truth::unknown;
    if (!model) break;
    const auto found = std::find_if(left.begin(), left.end(),
                                    [&](ConceptId c) { return model->eval(worlds.selector(c), true).is_true(); });
    if (found == left.end()) break;
    out.push_back(describe(prover, worlds, *found));
    left.erase(found);
  }
  std::sort(out.begin(), out.end(), [](const Lowering& a, const Lowering& b) { return a.finding < b.finding; });
  return out;
}

void check_lowering(ProofWork& work) {
  const auto& states = work.prover.vocabulary().states;
  bool complete = true;
  for (auto& lowering : find_lowering(work.prover, states, complete)) {
    const auto where = Places::of(work.places.concepts, lowering.finding.value);
    const auto id = "'" + std::string(work.knowledge().id(lowering.finding)) + "'";
    if (!lowering.confirmed) {
      work.add_not_confirmed("that " + id + " lowers the level", where);
      continue;
    }
    const bool red_flag = work.knowledge().has_flag(lowering.finding, kRedFlag);
    work.add(
        red_flag ? Severity::error : Severity::note, red_flag ? "red-flag-lowers-level" : "finding-lowers-level",
        (red_flag ? "the red flag " : "adding ") + id + " can lower the level from " +
            std::string(to_string(lowering.before)) + " to " + std::string(to_string(lowering.after)) +
            ": it silences " + work.names(lowering.silenced),
        red_flag ? "rewrite the rule, or do not mark the finding as a red flag" : "check that the evidence wants this",
        where, std::move(lowering.patients));
  }
  if (!complete) work.add_undecided("whether further findings lower the level", {});
}

}  // namespace noso::audit
