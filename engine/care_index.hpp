/// What care looks up: built once for a knowledge, then only read.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso {

class CareIndex {
 public:
  explicit CareIndex(const Knowledge& knowledge);

  /// Treatments of a condition and of any condition, best evidence first; what the evidence is against excluded.
  std::span<const StatementId> treatments(ConceptId condition) const { return treatments_[condition.value]; }
  /// Treatments that the evidence is against.
  std::span<const StatementId> against(ConceptId condition) const { return against_[condition.value]; }
  /// The stages of a condition, in the order of the pack.
  std::span<const StageId> stages(ConceptId condition) const { return stages_[condition.value]; }
  /// Contraindications and cautions of an intervention: what rules it out first, then by id.
  std::span<const RuleId> precautions(ConceptId intervention) const { return precautions_[intervention.value]; }
  /// All of them, by id.
  std::span<const RuleId> precautions() const { return all_precautions_; }
  /// What a treatment does, or why the evidence is against it, in the words of the pack; may be empty.
  const std::string& effect(StatementId statement) const { return effects_[statement.value]; }

  struct Net {
    std::uint32_t net;  ///< in `Tables::safety_nets`
    Urgency danger;     ///< the highest level of the rules that it speaks of
  };
  /// Most dangerous first, then in the order of the pack.
  std::span<const Net> safety_nets() const { return nets_; }

 private:
  void index_treatments(const Knowledge& knowledge);
  void index_stages(const Knowledge& knowledge);
  void index_precautions(const Knowledge& knowledge);
  void index_safety_nets(const Knowledge& knowledge);

  std::vector<std::vector<StatementId>> treatments_, against_;
  std::vector<std::vector<StageId>> stages_;
  std::vector<std::vector<RuleId>> precautions_;
  std::vector<RuleId> all_precautions_;
  std::vector<std::string> effects_;
  std::vector<Net> nets_;
};

/// True when the range of `list` names `c` or nothing at all (which means any).
bool concerns(std::span<const ConceptId> list, Range range, ConceptId c);

}  // namespace noso
