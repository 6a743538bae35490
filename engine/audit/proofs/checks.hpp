/// The checks that `prove` consists of. Each adds what it finds to the report.
#pragma once

#include "noso/engine/audit/proofs.hpp"
#include "prover.hpp"

namespace noso::audit {

/// What every check works with.
struct ProofWork {
  Prover& prover;
  const Places& places;
  ProofReport& report;

  const Knowledge& knowledge() const { return prover.knowledge(); }
  /// `'x05'`
  std::string name(RuleId rule) const;
  std::string names(const std::vector<RuleId>& rules) const;
  Location place(RuleId rule) const { return Places::of(places.rules, rule.value); }
  void add(Severity severity, std::string code, std::string message, std::string help, Location where,
           std::vector<Patient> patients = {});
  /// Reports that something was too much effort.
  void add_undecided(const std::string& what, Location where);
  /// Reports that the engine does not confirm what Z3 found.
  void add_not_confirmed(const std::string& what, Location where);
};

/// Stated properties (claims.cpp).
void check_properties(ProofWork& work);
/// Dead, always firing and shadowed rules, and advice that can never appear (rule_checks.cpp).
void check_rules(ProofWork& work);
/// Findings and risk factors named in rules, and red flags, whose presence can lower the urgency (lowering.cpp).
void check_lowering(ProofWork& work);
/// Ages in no population or in several (populations.cpp); values of a score in no band or in several (bands.cpp).
void check_populations(ProofWork& work);
void check_bands(ProofWork& work);
/// Thresholds on one number: gaps and overlaps of the rules that rest on it alone, and limits that one rule includes
/// and another excludes (thresholds.cpp).
void check_thresholds(ProofWork& work);

/// A finding that can lower the urgency, and the patients without and with it.
struct Lowering {
  ConceptId finding;
  Urgency before = Urgency::none, after = Urgency::none;
  std::vector<RuleId> silenced;  ///< fired before and not after, of a level above `after`
  std::vector<Patient> patients;
  bool confirmed = false;
};

/// Every one of `findings` that can lower the urgency when it is added to a case, in order of ids; `complete` is false
/// when that took too much effort.
std::vector<Lowering> find_lowering(Prover& prover, const std::vector<ConceptId>& findings, bool& complete);

}  // namespace noso::audit
