/// Holding an answer against what a vignette expects of it.
#pragma once

#include <span>
#include <vector>

#include "noso/engine/audit/vignette_run.hpp"
#include "noso/engine/evaluation.hpp"

namespace noso::audit {

/// What of an answer can be expected.
struct VignetteOutcome {
  std::vector<ConceptId> ranking;  ///< most probable first
  std::vector<ConceptId> advised;
};

/// The checks that need the rules alone: `urgency`, `not_below`, `fires`, `does_not_fire`, `undetermined`, `scores`,
/// `warned`, `avoided`, `present`, `absent`. `facts` are completed by definitions, `evaluation` is that of all rules,
/// `level` the highest that fired.
std::vector<Check> check_rules(const Knowledge& knowledge, const Expectation& expect, const Facts& facts,
                               const Evaluation& evaluation, Urgency level);
/// The checks that need the ranking and the care: `top`, `top_3`, `advised`, `not_advised`.
std::vector<Check> check_answer(const Knowledge& knowledge, const Expectation& expect, const VignetteOutcome& outcome);

bool all_passed(std::span<const Check> checks);

/// The place of `c` in the ranking, from 1; 0 when it is not in it.
std::size_t rank_of(ConceptId c, std::span<const ConceptId> ranking);

/// The facts of a case as the engine puts them to the rules, before any definition completes them. Errors: those of
/// `resolve`.
Result<Facts> case_facts(const Knowledge& knowledge, const Case& told);

/// Asks the engine one vignette.
VignetteResult run_one(const Engine& engine, const Vignette& vignette, const AssessOptions& options = {});

}  // namespace noso::audit
