#include "noso/engine/audit/coverage.hpp"

#include <algorithm>

#include "audit/expectations.hpp"

#include "noso/engine/evaluation.hpp"

namespace noso::audit {

namespace {

bool speaks(RuleKind kind) {
  return kind == RuleKind::escalation || kind == RuleKind::avoid || kind == RuleKind::caution;
}

/// What took part in some answer, by position in the tables.
struct Touched {
  explicit Touched(const Knowledge& knowledge)
      : statements(knowledge.tables().statements.size()),
        rules(knowledge.tables().rules.size()),
        conditions(knowledge.concept_count()) {}
  std::vector<bool> statements, rules, conditions;
};

void note_values(const Evaluation& evaluation, const Tables& tables, std::vector<ClauseCoverage>& clauses) {
  for (auto& clause : clauses) {
    const Truth t = evaluation.nodes[tables.rules[clause.rule.value].nodes.first + clause.node].truth;
    clause.seen_true |= t == Truth::yes;
    clause.seen_false |= t == Truth::no;
    clause.seen_unknown |= t == Truth::unknown;
  }
}

void note_answer(const Answer& answer, Touched& touched) {
  const auto& conditions = answer.differential.conditions;
  for (const auto& c : conditions)
    for (const auto& step : c.steps)
      if (step.statement.exists()) touched.statements[step.statement.value] = true;
  for (std::size_t i = 0; i < conditions.size() && i < 3; ++i) touched.conditions[conditions[i].condition.value] = true;
}

void list_untouched(const Knowledge& kb, const Touched& touched, Coverage& out) {
  const auto& tables = kb.tables();
  for (std::uint32_t s = 0; s < tables.statements.size(); ++s) {
    const auto& record = tables.statements[s];
    if (record.relation != Relation::has_finding && !(record.relation == Relation::changes_odds && record.applied))
      continue;
    ++out.statements;
    if (!touched.statements[s]) out.unused_statements.push_back({s});
  }
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    if (!speaks(tables.rules[r].kind)) continue;
    ++out.rules;
    if (!touched.rules[r]) out.silent_rules.push_back({r});
  }
  for (std::uint32_t c = 0; c < tables.concepts.size(); ++c) {
    if (tables.concepts[c].kind != ConceptKind::condition) continue;
    ++out.conditions;
    if (!touched.conditions[c]) out.unranked_conditions.push_back({c});
  }
}

std::size_t count(const std::vector<ClauseCoverage>& clauses, bool ClauseCoverage::*seen) {
  return static_cast<std::size_t>(
      std::count_if(clauses.begin(), clauses.end(), [&](const ClauseCoverage& c) { return c.*seen; }));
}

/// Whether each node of a rule can be unknown. What is recorded never is, and so nothing that rests on it alone.
std::vector<bool> can_be_unknown(const Tables& tables, const RuleRecord& rule) {
  std::vector<bool> out(rule.nodes.count);
  for (std::uint32_t i = 0; i < rule.nodes.count; ++i) {
    const auto& node = tables.nodes[rule.nodes.first + i];
    out[i] = node.op != Op::recorded && node.op != Op::literal && node.arguments.count == 0;
    for (std::uint32_t a = 0; a < node.arguments.count; ++a)
      out[i] = out[i] || out[tables.arguments[node.arguments.first + a]];
  }
  return out;
}

}  // namespace

std::size_t Coverage::seen_true() const { return count(clauses, &ClauseCoverage::seen_true); }
std::size_t Coverage::seen_false() const { return count(clauses, &ClauseCoverage::seen_false); }
std::size_t Coverage::seen_unknown() const { return count(clauses, &ClauseCoverage::seen_unknown); }

Coverage coverage(const Engine& engine, const std::vector<Vignette>& vignettes, const AssessOptions& options) {
  const auto& kb = engine.knowledge();
  const auto& tables = kb.tables();
  Coverage out;
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    const auto open = can_be_unknown(tables, tables.rules[r]);
    for (std::uint32_t i = 0; i < tables.rules[r].nodes.count; ++i) {
      if (is_number(tables.nodes[tables.rules[r].nodes.first + i].op)) continue;
      out.clauses.push_back({.rule = RuleId{r}, .node = i, .can_be_unknown = open[i]});
      out.can_be_unknown += open[i] ? 1 : 0;
    }
  }
  Touched touched(kb);
  auto all_conditions = options;
  all_conditions.max_conditions = kb.concept_count();
  for (const auto& vignette : vignettes) {
    const auto answer = engine.assess(vignette.told, all_conditions);
    auto facts = case_facts(kb, vignette.told);
    if (!answer.ok() || !facts.ok()) continue;
    const auto evaluation = evaluate(kb, *facts);
    note_values(evaluation, tables, out.clauses);
    note_answer(*answer, touched);
    for (std::uint32_t r = 0; r < tables.rules.size(); ++r)
      if (evaluation.rules[r].truth == Truth::yes) touched.rules[r] = true;
  }
  list_untouched(kb, touched, out);
  return out;
}

}  // namespace noso::audit
