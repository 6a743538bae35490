// A property is refuted by a case in which `when` is true and the claim is not. The claim is stated twice, once for Z3
// and once over what the engine made of a case: so every counterexample is checked by code that Z3 had no part in.
#include <algorithm>

#include "checks.hpp"
#include "differential.hpp"
#include "patient.hpp"

namespace noso::audit {

namespace {

/// What a claim comes down to: `expression`, or one of `rules`, or (where it says so) outside the scope.
std::vector<RuleId> rules_of(const Knowledge& knowledge, const PropertyRecord& property) {
  const auto& tables = knowledge.tables();
  std::vector<RuleId> out;
  const auto level = property.kind == Claim::not_advised ? Urgency::urgent : property.level;
  const bool by_level = property.kind == Claim::level_at_least || property.kind == Claim::not_advised;
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    const auto& rule = tables.rules[r];
    const bool rules_out = rule.kind == RuleKind::avoid && property.kind != Claim::level_at_least;
    const bool warns = rule.kind == RuleKind::caution && property.kind == Claim::warned;
    const auto targets = knowledge.targets(rule);
    const bool concerned =
        property.targets.count > 0 &&
        std::find(targets.begin(), targets.end(), tables.rule_targets[property.targets.first]) != targets.end();
    if ((by_level && rule.kind == RuleKind::escalation && rule.level >= level) || ((rules_out || warns) && concerned))
      out.push_back(RuleId{r});
  }
  if (property.kind == Claim::expression) out = {property.then};
  return out;
}

std::span<const PropertyOption> options_of(const Knowledge& knowledge, const PropertyRecord& property) {
  return std::span(knowledge.tables().property_options).subspan(property.options.first, property.options.count);
}

z3::expr claim(Prover& prover, const PropertyRecord& property) {
  const auto& world = prover.world();
  if (property.kind == Claim::exactly_one) {
    z3::expr_vector options(prover.z3());
    for (const auto& option : options_of(prover.knowledge(), property))
      options.push_back(option.rule.exists() ? world.rule(option.rule) : world.chosen(option.population));
    return z3::atleast(options, 1) && z3::atmost(options, 1);
  }
  std::vector<z3::expr> ways;
  for (const auto rule : rules_of(prover.knowledge(), property)) ways.push_back(world.rule(rule));
  if (property.kind == Claim::not_advised) ways.push_back(!world.in_scope());
  return any_of(prover.z3(), ways);
}

Truth in_scope(const Knowledge& knowledge, const Facts& facts) {
  Truth out = Truth::no;
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    if (knowledge.has_flag({c}, kEntryFinding)) out = out || facts.of({c});
  return out;
}

Truth claim(const Knowledge& knowledge, const PropertyRecord& property, const SeenCase& seen) {
  if (property.kind == Claim::exactly_one) {
    std::string reason;
    std::vector<std::string> warnings;
    const auto population = choose_population(knowledge, seen.facts, seen.evaluation, reason, warnings);
    Interval count{0, 0};
    for (const auto& option : options_of(knowledge, property)) {
      const Truth t =
          option.rule.exists() ? seen.evaluation.truth(option.rule) : truth(population == option.population);
      count = {count.low + (t == Truth::yes ? 1 : 0), count.high + (t != Truth::no ? 1 : 0)};
    }
    return equal(count, Interval::exactly(1));
  }
  Truth out = property.kind == Claim::not_advised ? !in_scope(knowledge, seen.facts) : Truth::no;
  for (const auto rule : rules_of(knowledge, property)) out = out || seen.evaluation.truth(rule);
  return out;
}

/// The engine says that the property does not hold of this case.
bool is_refuted_by(const Knowledge& knowledge, const PropertyRecord& property, const SeenCase& seen) {
  const Truth when = property.when.exists() ? seen.evaluation.truth(property.when) : Truth::yes;
  return when == Truth::yes && claim(knowledge, property, seen) == Truth::no;
}

std::vector<ConceptId> targets_of(const Knowledge& knowledge, const PropertyRecord& property) {
  const auto first = knowledge.tables().rule_targets.begin() + static_cast<std::ptrdiff_t>(property.targets.first);
  return {first, first + static_cast<std::ptrdiff_t>(property.targets.count)};
}

class PropertyCheck {
 public:
  PropertyCheck(ProofWork& work, std::uint32_t position)
      : work_(work),
        property_(work.knowledge().tables().properties[position]),
        id_(work.knowledge().text(property_.id)),
        where_(Places::of(work.places.properties, position)) {}

  Outcome run() {
    if (property_.kind == Claim::not_lowered_by) return run_lowering();
    auto& prover = work_.prover;
    std::vector<z3::expr> formulas;
    if (property_.when.exists()) formulas.push_back(prover.world().rule(property_.when));
    const Truth applies = prover.possible(formulas);
    formulas.push_back(!claim(prover, property_));
    const Truth broken = applies == Truth::no ? Truth::no : prover.possible(formulas);
    if (broken == Truth::unknown) {
      work_.add_undecided("the property '" + id_ + "'", where_);
      return Outcome::undecided;
    }
    if (broken == Truth::yes) return refute(formulas);
    if (applies == Truth::no)
      work_.add(Severity::warning, "property-of-no-case", "no case fulfils 'when' of the property '" + id_ + "'",
                "correct 'when': so far the property says nothing", where_);
    return Outcome::proved;
  }

 private:
  Outcome refute(const std::vector<z3::expr>& formulas) {
    auto& prover = work_.prover;
    const auto& facts = prover.world().facts();
    const auto model = prover.smallest(formulas, prover.countable(facts));
    const auto shows = [&](const DraftCase& draft) {
      const auto seen = look(prover, draft);
      return seen && is_refuted_by(work_.knowledge(), property_, *seen);
    };
    const auto draft = model ? smaller(draft_of(prover, *model, facts), shows) : std::nullopt;
    if (!draft) {
      work_.add_not_confirmed("a counterexample to the property '" + id_ + "'", where_);
      return Outcome::undecided;
    }
    report_refuted("this patient shows it",
                   {patient_of(prover, *draft, "against-" + id_, targets_of(work_.knowledge(), property_))});
    return Outcome::refuted;
  }

  Outcome run_lowering() {
    auto findings = targets_of(work_.knowledge(), property_);
    if (findings.empty())
      for (const auto c : work_.prover.vocabulary().states)
        if (work_.knowledge().has_flag(c, kRedFlag)) findings.push_back(c);
    bool complete = true;
    const auto lowering = find_lowering(work_.prover, findings, complete);
    if (lowering.empty()) {
      if (!complete) work_.add_undecided("the property '" + id_ + "'", where_);
      return complete ? Outcome::proved : Outcome::undecided;
    }
    const auto& first = lowering.front();
    if (!first.confirmed) {
      work_.add_not_confirmed("a counterexample to the property '" + id_ + "'", where_);
      return Outcome::undecided;
    }
    report_refuted("with '" + std::string(work_.knowledge().id(first.finding)) + "' the level falls from " +
                       std::string(to_string(first.before)) + " to " + std::string(to_string(first.after)),
                   first.patients);
    return Outcome::refuted;
  }

  void report_refuted(const std::string& how, std::vector<Patient> patients) {
    work_.add(Severity::error, "property-refuted",
              "'" + id_ + "' does not hold: " + std::string(work_.knowledge().text(property_.claim)) + "; " + how,
              "change the rules that fire, or state the property as the evidence has it", where_, std::move(patients));
  }

  ProofWork& work_;
  const PropertyRecord& property_;
  std::string id_;
  Location where_;
};

}  // namespace

void check_properties(ProofWork& work) {
  for (std::uint32_t p = 0; p < work.knowledge().tables().properties.size(); ++p)
    work.report.properties.push_back({p, PropertyCheck(work, p).run()});
}

}  // namespace noso::audit
