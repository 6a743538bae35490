#include "prover.hpp"

#include <algorithm>

namespace noso::audit {

Prover::Prover(const Knowledge& knowledge, const ProofOptions& options)
    : knowledge_(knowledge),
      vocabulary_(knowledge),
      world_(z3_, knowledge, CaseVariables(z3_, knowledge, vocabulary_)),
      solver_(z3_) {
  z3::params params(z3_);
  params.set("random_seed", 0u);
  params.set("rlimit", options.effort);
  solver_.set(params);
  for (const auto& e : plausible(z3_, knowledge, vocabulary_, world_.facts())) solver_.add(e);
  for (const auto& e : world_.meaning()) solver_.add(e);
  add_kinds();
}

/// Derived concepts are what their definitions say, and a kind implies what it is a kind of. Two definitions that
/// disagree about that are remembered, for from here on the cases between them are impossible.
void Prover::add_kinds() {
  const auto& states = world_.facts().states;
  for (const auto& [c, state] : states)
    if (vocabulary_.is_derived(c)) solver_.add(state == world_.rule(vocabulary_.definition_of[c.value]));
  std::vector<std::pair<ConceptId, ConceptId>> derived;
  for (const auto& [c, state] : states)
    for (const auto above : knowledge_.graph().ancestors(c)) {
      const auto parent = states.find(above);
      if (parent == states.end()) continue;
      if (vocabulary_.is_derived(c) && vocabulary_.is_derived(above))
        derived.emplace_back(c, above);
      else
        solver_.add(z3::implies(state, parent->second));
    }
  for (const auto& [c, above] : derived) {
    if (possible({states.at(c), !states.at(above)}) == Truth::yes) disagreements_.emplace_back(c, above);
    solver_.add(z3::implies(states.at(c), states.at(above)));
  }
}

Truth Prover::check(std::optional<z3::model>* model) {
  ++questions_;
  switch (solver_.check()) {
    case z3::sat:
      if (model) *model = solver_.get_model();
      return Truth::yes;
    case z3::unsat: return Truth::no;
    case z3::unknown: break;
  }
  ++undecided_;
  return Truth::unknown;
}

Truth Prover::possible(const std::vector<z3::expr>& formulas) {
  solver_.push();
  for (const auto& e : formulas) solver_.add(e);
  const auto answer = check();
  solver_.pop();
  return answer;
}

std::optional<z3::model> Prover::smallest(const std::vector<z3::expr>& formulas, const std::vector<z3::expr>& counted,
                                          Truth* answer) {
  std::optional<z3::model> best;
  solver_.push();
  for (const auto& e : formulas) solver_.add(e);
  const Truth first = check(&best);
  if (answer) *answer = first;
  bool smaller = first == Truth::yes && !counted.empty();
  z3::expr_vector vector(z3_);
  for (const auto& e : counted) vector.push_back(e);
  while (smaller) {
    const auto count = static_cast<unsigned>(
        std::count_if(counted.begin(), counted.end(), [&](const auto& e) { return best->eval(e, true).is_true(); }));
    if (count == 0) break;
    solver_.add(z3::atmost(vector, count - 1));
    smaller = check(&best) == Truth::yes;
  }
  solver_.pop();
  return best;
}

Truth Prover::implies_one(RuleId rule, const std::vector<RuleId>& others, std::vector<RuleId>& needed) {
  const auto ask = [&](const std::vector<RuleId>& list) {
    std::vector<z3::expr> formulas{world_.rule(rule)};
    for (const auto other : list) formulas.push_back(!world_.rule(other));
    return !possible(formulas);
  };
  needed.clear();
  const auto answer = ask(others);
  if (answer != Truth::yes) return answer;
  z3::expr_vector assumptions(z3_);
  assumptions.push_back(world_.rule(rule));
  for (const auto other : others) assumptions.push_back(!world_.rule(other));
  ++questions_;
  needed = others;
  if (solver_.check(assumptions) == z3::unsat) {
    std::vector<unsigned> core;
    for (const auto& e : solver_.unsat_core()) core.push_back(e.id());
    std::erase_if(needed,
                  [&](RuleId r) { return std::find(core.begin(), core.end(), (!world_.rule(r)).id()) == core.end(); });
  }
  for (std::size_t i = needed.size(); i-- > 0 && needed.size() > 1;) {
    auto fewer = needed;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (ask(fewer) == Truth::yes) needed = std::move(fewer);
  }
  return Truth::yes;
}

std::vector<z3::expr> Prover::countable(const CaseVariables& facts) const {
  std::vector<z3::expr> out;
  for (const auto& [c, state] : facts.states) out.push_back(state);
  for (const auto& [key, happened] : facts.tried) out.push_back(happened);
  return out;
}

}  // namespace noso::audit
