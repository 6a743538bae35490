/// Concrete patients: from a model of Z3 to the smallest case file that the engine confirms.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "noso/engine/evaluation.hpp"
#include "noso/engine/facts.hpp"
#include "prover.hpp"

namespace noso::audit {

/// A case while it is made smaller. Everything that can be left out is optional.
struct DraftCase {
  struct Attempt {
    ConceptId intervention;
    Response response = Response::unknown;
    double days = 0;
  };
  using Numbers = std::vector<std::pair<ConceptId, double>>;  ///< in base units, by id

  std::vector<ConceptId> present, absent;
  std::optional<double> age_years;
  Sex sex = Sex::unknown;
  Numbers measures, durations, severities;
  std::vector<Attempt> tried;
  bool nothing_else_tried = false;
};

/// The case of a model. Derived concepts follow from their definitions and are not told.
DraftCase draft_of(const Prover& prover, const z3::model& model, const CaseVariables& facts);

std::string case_json(const Knowledge& knowledge, const DraftCase& draft, std::string_view id);

/// What the engine makes of a case.
struct SeenCase {
  Facts facts;
  Evaluation evaluation;
  Urgency level = Urgency::none;  ///< the highest that fired
};

/// Puts the case file through the engine. Nothing when the engine refuses the case.
std::optional<SeenCase> look(const Prover& prover, const DraftCase& draft);

/// Leaves out, and rounds, whatever can be left out and rounded while `shows` stays true. Nothing when it is not true
/// of `draft` in the first place.
std::optional<DraftCase> smaller(DraftCase draft, const std::function<bool(const DraftCase&)>& shows);

/// The patient to hand out. `targets`: the interventions whose cautions belong to the story.
Patient patient_of(const Prover& prover, const DraftCase& draft, std::string_view id,
                   std::span<const ConceptId> targets = {});

}  // namespace noso::audit
