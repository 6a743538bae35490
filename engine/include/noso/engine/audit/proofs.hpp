/// Proofs over all complete cases: what the rules of a knowledge can and cannot do, or the patient who shows otherwise.
/// What is proved, and what the words mean: docs/proofs.md.
#pragma once

#include <string>
#include <vector>

#include "noso/base/diagnostic.hpp"
#include "noso/base/result.hpp"
#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/places.hpp"

namespace noso::audit {

enum class Outcome : std::uint8_t { proved, refuted, undecided };
std::string_view to_string(Outcome outcome);

struct ProofOptions {
  /// Effort for one question, in Z3's deterministic resource units; a question that needs more is `undecided`.
  unsigned effort = 20'000'000;
  unsigned megabytes = 2048;  ///< of memory for Z3, in the whole process
};

/// A case that shows what a finding claims, confirmed by the engine.
struct Patient {
  std::string case_json;  ///< as in docs/case-format.md
  Urgency level = Urgency::none;
  std::vector<RuleId> fired;  ///< red-flag rules, the most urgent first, then the cautions that the claim is about
};

/// A stated property and what became of it.
struct PropertyProof {
  std::uint32_t property = 0;  ///< position in `Tables::properties`
  Outcome outcome = Outcome::undecided;
};

/// Something that was found out about the rules.
struct ProofFinding {
  Diagnostic diagnostic;
  std::vector<Patient> patients;  ///< of a finding that lowers the level: the case without it, and with it
};

struct ProofReport {
  std::vector<PropertyProof> properties;  ///< in the order of the table
  std::vector<ProofFinding> findings;     ///< by place, then code
  std::size_t questions = 0, undecided = 0;
};

/// Proves the properties of the knowledge and searches for dead, always firing and shadowed rules, advice that can
/// never appear, findings that lower the urgency, and gaps and overlaps between thresholds, populations and bands. The
/// same knowledge gives the same report. Not to be called from two threads at once: Z3's memory limit is global.
/// Errors: `prover-failed` (out of memory), `no-possible-case` (definitions and kinds contradict each other).
Result<ProofReport> prove(const Knowledge& knowledge, const Places& places, const ProofOptions& options = {});

}  // namespace noso::audit
