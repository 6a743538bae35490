// A mutant changes one rule, so for almost all vignettes evaluating that one rule over the facts that came out without
// the mutant shows that nothing changes. Only where its value does change, all rules are evaluated again, and the
// ranking and the care only for what is expected of them.
#include "noso/engine/audit/mutation.hpp"

#include <algorithm>
#include <cassert>

#include "audit/expectations.hpp"
#include "audit/mutants.hpp"
#include "noso/engine/audit/vignette_run.hpp"

namespace noso::audit {

namespace {

/// The tables of a knowledge, in which one rule at a time is exchanged. Its nodes stand behind all others.
class MutableRules {
 public:
  explicit MutableRules(const Tables& tables)
      : tables_(tables), nodes_(tables.nodes.size()), arguments_(tables.arguments.size()) {}

  const Tables& tables() const { return tables_; }

  void install(RuleId rule, const DetachedRule& mutated) {
    original_ = tables_.rules[rule.value];
    installed_ = rule;
    auto& record = tables_.rules[rule.value];
    record.nodes = {static_cast<std::uint32_t>(nodes_), static_cast<std::uint32_t>(mutated.nodes.size())};
    record.level = mutated.level;
    tables_.arguments.insert(tables_.arguments.end(), mutated.arguments.begin(), mutated.arguments.end());
    for (auto node : mutated.nodes) {
      node.arguments.first += static_cast<std::uint32_t>(arguments_);
      tables_.nodes.push_back(node);
    }
  }
  void restore() {
    tables_.rules[installed_.value] = original_;
    tables_.nodes.resize(nodes_);
    tables_.arguments.resize(arguments_);
  }

 private:
  Tables tables_;
  std::size_t nodes_, arguments_;
  RuleRecord original_;
  RuleId installed_;
};

Urgency highest_level(const Tables& tables, const Evaluation& evaluation) {
  Urgency out = Urgency::none;
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r)
    if (tables.rules[r].kind == RuleKind::escalation && evaluation.rules[r].truth == Truth::yes)
      out = std::max(out, tables.rules[r].level);
  return out;
}

bool same(const Value& a, const Value& b) { return a.truth == b.truth && a.number == b.number; }

/// A vignette that passes, with what came out of it without any mutant.
struct Witness {
  const Vignette* vignette;
  Facts told;   ///< before rules
  Facts facts;  ///< completed by definitions
  Evaluation evaluation;
};

bool asks_for_answer(const Expectation& expect) {
  return expect.top.exists() || !expect.top_3.empty() || !expect.advised.empty() || !expect.not_advised.empty();
}

class MutationTester {
 public:
  MutationTester(const Engine& engine, const std::vector<Vignette>& vignettes)
      : kb_(engine.knowledge()), rules_(kb_.tables()) {
    const auto before = run(engine, vignettes);
    for (const auto& result : before.results) {
      if (!result.passed()) continue;
      auto told = case_facts(kb_, result.vignette->told);
      assert(told.ok());
      Witness witness{result.vignette, *told, *told};
      witness.evaluation = evaluate(kb_, witness.facts);
      witnesses_.push_back(std::move(witness));
    }
  }

  MutantResult test(const Mutant& mutant) {
    MutantResult out{mutant.rule, mutant.change, {}};
    const bool level_changes = mutant.mutated.level != kb_[mutant.rule].level;
    rules_.install(mutant.rule, mutant.mutated);
    std::vector<const Vignette*> others;  // whose rules pass, but whose answer may not
    for (auto& witness : witnesses_) {
      const bool fires = witness.evaluation.truth(mutant.rule) == Truth::yes;
      if (!(level_changes && fires) && !changes(witness, mutant.rule)) continue;
      if (!rules_pass(witness)) {
        out.caught_by = witness.vignette->id;
        break;
      }
      if (asks_for_answer(witness.vignette->expect)) others.push_back(witness.vignette);
    }
    if (out.caught_by.empty() && !others.empty()) out.caught_by = first_failing(others);
    rules_.restore();
    return out;
  }

 private:
  /// Whether the exchanged rule has another value in this vignette.
  bool changes(Witness& witness, RuleId rule) {
    const auto before = witness.evaluation.rules[rule.value];
    witness.evaluation.nodes.resize(rules_.tables().nodes.size());
    const auto ask = [&](Facts& facts) {
      evaluate(rules_.tables(), kb_.graph(), facts, std::span(&rule, 1), witness.evaluation);
    };
    if (kb_[rule].kind == RuleKind::definition) {
      Facts copy = witness.facts;  // it would complete the facts
      ask(copy);
    } else {
      ask(witness.facts);
    }
    const bool out = !same(before, witness.evaluation.rules[rule.value]);
    witness.evaluation.rules[rule.value] = before;
    return out;
  }

  bool rules_pass(const Witness& witness) const {
    Facts facts = witness.told;
    const auto evaluation = evaluate(rules_.tables(), kb_.graph(), facts);
    const auto level = highest_level(rules_.tables(), evaluation);
    return all_passed(check_rules(kb_, witness.vignette->expect, facts, evaluation, level));
  }

  /// The id of the first of the vignettes that an engine with these rules fails; empty when it passes all.
  std::string first_failing(const std::vector<const Vignette*>& vignettes) const {
    auto file = KnowledgeFile::in_memory(rules_.tables(), kb_.manifest());
    assert(file.ok());
    const Engine engine(std::move(*file));
    for (const auto* vignette : vignettes)
      if (!run_one(engine, *vignette).passed()) return vignette->id;
    return {};
  }

  const Knowledge& kb_;
  MutableRules rules_;
  std::vector<Witness> witnesses_;
};

}  // namespace

std::size_t MutationRun::caught() const {
  return static_cast<std::size_t>(
      std::count_if(mutants.begin(), mutants.end(), [](const MutantResult& m) { return !m.caught_by.empty(); }));
}

MutationRun mutate(const Engine& engine, const std::vector<Vignette>& vignettes) {
  MutationTester tester(engine, vignettes);
  MutationRun out;
  for (const auto& mutant : mutants(engine.knowledge())) out.mutants.push_back(tester.test(mutant));
  return out;
}

}  // namespace noso::audit
