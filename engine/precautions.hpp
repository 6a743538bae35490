/// Contraindications, cautions and allergies of one person.
#pragma once

#include <vector>

#include "care_index.hpp"
#include "noso/engine/care_plan.hpp"
#include "noso/engine/evaluation.hpp"

namespace noso {

/// Fills `Care::avoid`, `caution`, `precautions` and `open` as it is asked.
class Precautions {
 public:
  /// Borrows everything. Lists what must be avoided and what asks for care, whatever is advised.
  Precautions(const Knowledge& knowledge, const CareIndex& index, const Facts& facts, const Evaluation& evaluation,
              Care& out);

  /// Lists `statement` as something that the evidence is against.
  void against(StatementId statement);
  bool is_avoided(ConceptId intervention) const { return avoided_[intervention.value] != 0; }
  /// Positions in `Care::precautions` of the cautions that hold for an intervention.
  std::vector<std::uint32_t> cautions(ConceptId intervention);
  /// Positions in `Care::open` of what may hold for it: what would rule it out first.
  std::vector<std::uint32_t> open(ConceptId intervention);

 private:
  void list_rule(RuleId rule);
  void list_allergies();
  std::uint32_t position(RuleId rule);
  std::uint32_t open_position(RuleId rule);
  OpenPrecaution look_into(RuleId rule);

  const Knowledge& kb_;
  const CareIndex& index_;
  const Facts& facts_;
  const Evaluation& evaluation_;
  Care& out_;
  std::vector<char> avoided_;            // by concept
  std::vector<std::uint32_t> position_;  // by rule, in `precautions` or `open`
  std::vector<char> asked_;              // scratch: nodes of the rule that is looked into
};

}  // namespace noso
