// Rules that can never fire, always fire, or never decide anything; advice that can never be given.
#include <algorithm>

#include "checks.hpp"

namespace noso::audit {

namespace {

/// For every rule the rules that it refers to, directly or through others.
std::vector<std::vector<bool>> references(const Tables& tables) {
  std::vector<std::vector<bool>> out(tables.rules.size(), std::vector<bool>(tables.rules.size(), false));
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r)
    for (std::uint32_t i = 0; i < tables.rules[r].nodes.count; ++i) {
      const auto& node = tables.nodes[tables.rules[r].nodes.first + i];
      if (node.op != Op::rule && node.op != Op::score) continue;
      out[r][node.concept_ref] = true;
      for (std::uint32_t other = 0; other < r; ++other)
        if (out[node.concept_ref][other]) out[r][other] = true;
    }
  return out;
}

void check_if_alive(ProofWork& work, RuleId rule) {
  const auto& formula = work.prover.world().rule(rule);
  const auto name = work.name(rule);
  const bool definition = work.knowledge()[rule].kind == RuleKind::definition;
  const Truth fires = work.prover.possible({formula});
  const Truth rests = work.prover.possible({!formula});
  if (fires == Truth::unknown || rests == Truth::unknown)
    work.add_undecided("whether rule " + name + " can fire", work.place(rule));
  if (fires == Truth::no)
    work.add(Severity::error, "dead-rule",
             definition ? "no case makes " + name + " present" : "no case makes rule " + name + " fire",
             "its clauses exclude each other: correct them, or remove the rule", work.place(rule));
  if (rests == Truth::no)
    work.add(Severity::warning, "always-fires",
             definition ? name + " is present in every case" : "rule " + name + " fires in every case",
             "a rule that says the same of everyone distinguishes nobody: correct its clauses", work.place(rule));
}

void check_if_shadowed(ProofWork& work, RuleId rule, const std::vector<std::vector<bool>>& refers) {
  const auto& rules = work.knowledge().tables().rules;
  std::vector<RuleId> others;
  for (std::uint32_t r = 0; r < rules.size(); ++r)
    if (rules[r].kind == RuleKind::escalation && rules[r].level >= work.knowledge()[rule].level && r != rule.value &&
        !refers[rule.value][r] && !refers[r][rule.value])
      others.push_back(RuleId{r});
  std::vector<RuleId> shadows;
  if (others.empty() || work.prover.possible({work.prover.world().rule(rule)}) == Truth::no) return;
  const Truth shadowed = work.prover.implies_one(rule, others, shadows);
  if (shadowed == Truth::unknown)
    work.add_undecided("whether rule " + work.name(rule) + " is shadowed", work.place(rule));
  if (shadowed == Truth::yes)
    work.add(Severity::note, "shadowed-rule",
             "whenever rule " + work.name(rule) + " fires, so does " + work.names(shadows) +
                 " of the same level or a higher one",
             "its level never decides; keep it for its action, or widen it", work.place(rule));
}

/// A caution is seen by nobody when every intervention that it is about is ruled out whenever it holds.
void check_if_seen(ProofWork& work, RuleId rule) {
  const auto& rules = work.knowledge().tables().rules;
  std::vector<RuleId> all;
  for (const auto target : work.knowledge().targets(work.knowledge()[rule])) {
    std::vector<RuleId> avoiding, needed;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
      const auto targets = work.knowledge().targets(rules[r]);
      if (rules[r].kind == RuleKind::avoid && std::find(targets.begin(), targets.end(), target) != targets.end())
        avoiding.push_back(RuleId{r});
    }
    if (avoiding.empty() || work.prover.implies_one(rule, avoiding, needed) != Truth::yes) return;
    all.insert(all.end(), needed.begin(), needed.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  work.add(Severity::note, "shadowed-rule",
           "whenever caution " + work.name(rule) + " holds, " + work.names(all) + " rules its interventions out",
           "nobody sees its warning; remove it, or narrow the contraindication", work.place(rule));
}

/// The interventions that the knowledge advises to somebody, in order of ids.
std::vector<ConceptId> advised(const Knowledge& knowledge) {
  std::vector<ConceptId> out;
  for (const auto& statement : knowledge.statements(Relation::treats))
    if (statement.strength != Strength::against) out.push_back(statement.subject);
  for (const auto& statement : knowledge.statements(Relation::prevents)) out.push_back(statement.subject);
  for (const auto& rule : knowledge.tables().rules) {
    const auto targets = knowledge.targets(rule);
    if (rule.kind == RuleKind::early_move) out.insert(out.end(), targets.begin(), targets.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Some case lets the advice through: in scope, nothing urgent, no contraindication.
void check_advice(ProofWork& work, ConceptId intervention) {
  const auto& rules = work.knowledge().tables().rules;
  std::vector<RuleId> avoiding;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    const auto targets = work.knowledge().targets(rules[r]);
    if (rules[r].kind == RuleKind::avoid && std::find(targets.begin(), targets.end(), intervention) != targets.end())
      avoiding.push_back(RuleId{r});
  }
  if (avoiding.empty()) return;
  const auto& world = work.prover.world();
  std::vector<z3::expr> formulas{world.in_scope(), !world.level_at_least(Urgency::urgent), world.any_population()};
  if (work.prover.possible(formulas) != Truth::yes) return;  // no advice at all: not the doing of these rules
  for (const auto rule : avoiding) formulas.push_back(!world.rule(rule));
  const Truth possible = work.prover.possible(formulas);
  const auto id = std::string(work.knowledge().id(intervention));
  if (possible == Truth::unknown)
    work.add_undecided("whether '" + id + "' can be advised", work.place(avoiding.front()));
  if (possible == Truth::no)
    work.add(Severity::error, "contradictory-advice",
             "'" + id + "' is offered as care, but whenever it could be advised " + work.names(avoiding) +
                 (avoiding.size() == 1 ? " rules" : " together rule") + " it out",
             "narrow the contraindication, or do not offer it", work.place(avoiding.front()));
}

}  // namespace

void check_rules(ProofWork& work) {
  const auto& tables = work.knowledge().tables();
  const auto refers = references(tables);
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    const auto kind = tables.rules[r].kind;
    if (kind == RuleKind::score || kind == RuleKind::property) continue;  // never true or false; nobody's to fire
    check_if_alive(work, RuleId{r});
    if (kind == RuleKind::escalation) check_if_shadowed(work, RuleId{r}, refers);
    if (kind == RuleKind::caution) check_if_seen(work, RuleId{r});
  }
  for (const auto intervention : advised(work.knowledge())) check_advice(work, intervention);
}

}  // namespace noso::audit
