#include <algorithm>
#include <tuple>

#include "checks.hpp"

namespace noso::audit {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::proved: return "proved";
    case Outcome::refuted: return "refuted";
    case Outcome::undecided: return "undecided";
  }
  return "undecided";
}

std::string ProofWork::name(RuleId rule) const {
  return "'" + std::string(knowledge().text(knowledge()[rule].id)) + "'";
}

std::string ProofWork::names(const std::vector<RuleId>& rules) const {
  std::string out;
  for (std::size_t i = 0; i < rules.size(); ++i)
    out += (i == 0 ? "" : i + 1 == rules.size() ? " or " : ", ") + name(rules[i]);
  return out;
}

void ProofWork::add(Severity severity, std::string code, std::string message, std::string help, Location where,
                    std::vector<Patient> patients) {
  report.findings.push_back(
      {{severity, std::move(code), std::move(message), std::move(help), std::move(where)}, std::move(patients)});
}

void ProofWork::add_undecided(const std::string& what, Location where) {
  add(Severity::warning, "undecided", "it took too much effort to decide " + what,
      "state it for fewer facts, or avoid products and quotients of measured values", std::move(where));
}

void ProofWork::add_not_confirmed(const std::string& what, Location where) {
  add(Severity::error, "proof-not-confirmed", "Z3 found " + what + ", but the engine does not confirm it",
      "this is a defect of the program, please report it", std::move(where));
}

namespace {

void check_definitions(ProofWork& work) {
  for (const auto& [kind, parent] : work.prover.disagreements()) {
    const auto id = [&](ConceptId c) { return "'" + std::string(work.knowledge().id(c)) + "'"; };
    work.add(Severity::warning, "definitions-disagree",
             id(kind) + " is a kind of " + id(parent) + ", but its definition can be true where that of " + id(parent) +
                 " is not",
             "correct one of the definitions or the is_a; such cases are left out of all proofs",
             Places::of(work.places.concepts, kind.value));
  }
}

}  // namespace

Result<ProofReport> prove(const Knowledge& knowledge, const Places& places, const ProofOptions& options) {
  ProofReport report;
  try {
    z3::set_param("memory_max_size", static_cast<int>(options.megabytes));
    Prover prover(knowledge, options);
    ProofWork work{prover, places, report};
    if (prover.possible({}) == Truth::no)
      return error("no-possible-case", "the ranges, definitions and kinds of the pack leave no case at all",
                   "look for a definition that contradicts an is_a or the range of a measured value");
    check_definitions(work);
    check_properties(work);
    check_rules(work);
    check_lowering(work);
    check_populations(work);
    check_bands(work);
    check_thresholds(work);
    report.questions = prover.questions();
    report.undecided = prover.undecided();
  } catch (const z3::exception& e) {
    return error("prover-failed", "Z3 gave up: " + std::string(e.msg()),
                 "it may use " + std::to_string(options.megabytes) + " MB; is the pack far larger than usual?");
  }
  std::stable_sort(report.findings.begin(), report.findings.end(), [](const auto& a, const auto& b) {
    return std::tie(a.diagnostic.where, a.diagnostic.code) < std::tie(b.diagnostic.where, b.diagnostic.code);
  });
  return report;
}

}  // namespace noso::audit
