/// The rules of a knowledge as formulas over the facts of one complete case.
#pragma once

#include <z3++.h>

#include <map>
#include <utility>
#include <vector>

#include "vocabulary.hpp"

namespace noso::audit {

/// Ages reach to 130 years.
inline constexpr double kOldestDays = 130 * kDaysPerYear;

/// The number exactly as a rational.
z3::expr real(z3::context& z3, double x);

/// The facts of a complete case. Numbers are in base units.
struct CaseVariables {
  std::map<ConceptId, z3::expr> states, measures, durations, severities;
  std::map<std::pair<ConceptId, Response>, z3::expr> tried, tried_for;
  z3::expr age, female;

  /// Variables of their own, named after their facts.
  CaseVariables(z3::context& z3, const Knowledge& knowledge, const FactVocabulary& vocabulary);
};

/// The truth value or number of every rule, and what ties it to the facts.
class Formulas {
 public:
  /// `prefix` keeps the names of two copies apart. The knowledge must outlive this.
  Formulas(z3::context& z3, const Knowledge& knowledge, CaseVariables variables, std::string_view prefix = {});

  const CaseVariables& facts() const { return facts_; }
  /// A Boolean constant, or for a score a real one.
  const z3::expr& rule(RuleId rule) const { return rules_[rule.value]; }
  /// Every rule is what its expression says; every divisor is not 0.
  const std::vector<z3::expr>& meaning() const { return meaning_; }

  z3::expr level_at_least(Urgency level) const;
  /// A rule of one of `kinds` about the intervention is true.
  z3::expr concerned_by(ConceptId intervention, std::initializer_list<RuleKind> kinds) const;
  /// An entry finding is present.
  z3::expr in_scope() const;
  /// The population's rule holds and its ages fit.
  z3::expr fits(PopulationId population) const;
  /// It fits, and the engine does not prefer another one that fits too.
  z3::expr chosen(PopulationId population) const;
  z3::expr any_population() const;

 private:
  using Values = std::vector<z3::expr>;
  z3::expr node(const ExpressionNode& n, const Values& values);
  z3::expr number(const ExpressionNode& n, const Values& values);
  z3::expr argument(const ExpressionNode& n, const Values& values, std::uint32_t i) const;
  z3::expr tried(const ExpressionNode& n) const;
  z3::expr tried_duration(const ExpressionNode& n) const;

  z3::context& z3_;
  const Knowledge& knowledge_;
  CaseVariables facts_;
  Values rules_, meaning_;
};

z3::expr any_of(z3::context& z3, const std::vector<z3::expr>& list);
z3::expr all_of(z3::context& z3, const std::vector<z3::expr>& list);

/// What holds of every complete case apart from the meaning of the rules: plausible ranges, and what is absent has
/// neither duration nor severity.
std::vector<z3::expr> plausible(z3::context& z3, const Knowledge& knowledge, const FactVocabulary& vocabulary,
                                const CaseVariables& facts);

}  // namespace noso::audit
