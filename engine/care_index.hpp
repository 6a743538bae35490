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
  std::span<const StatementId> treatments(ConceptId condition) const { return list_of(treatments_, condition.value); }
  /// Treatments that the evidence is against.
  std::span<const StatementId> against(ConceptId condition) const { return list_of(against_, condition.value); }
  /// The stages of a condition, in the order of the pack.
  std::span<const StageId> stages(ConceptId condition) const { return list_of(stages_, condition.value); }
  /// Contraindications and cautions of an intervention: what rules it out first, then by id.
  std::span<const RuleId> precautions(ConceptId intervention) const {
    return list_of(precautions_, intervention.value);
  }
  /// All of them, by id.
  std::span<const RuleId> precautions() const { return all_precautions_; }
  /// What a treatment does, or why the evidence is against it, in the words of the pack; may be empty.
  const std::string& effect(StatementId treatment) const { return effects_[treatment.value - first_treatment_]; }

  struct Net {
    std::uint32_t net;  ///< in `Tables::safety_nets`
    Urgency danger;     ///< the highest level of the rules that it speaks of
  };
  /// Most dangerous first, then in the order of the pack.
  std::span<const Net> safety_nets() const { return nets_; }

 private:
  /// By concept; empty where no concept has any, as in knowledge without care.
  template <class T>
  using Lists = std::vector<std::vector<T>>;
  template <class T>
  static std::span<const T> list_of(const Lists<T>& lists, std::uint32_t c) {
    return c < lists.size() ? std::span<const T>(lists[c]) : std::span<const T>();
  }

  void index_treatments(const Knowledge& knowledge);
  void index_stages(const Knowledge& knowledge);
  void index_precautions(const Knowledge& knowledge);
  void index_safety_nets(const Knowledge& knowledge);

  Lists<StatementId> treatments_, against_;
  Lists<StageId> stages_;
  Lists<RuleId> precautions_;
  std::vector<RuleId> all_precautions_;
  std::uint32_t first_treatment_ = 0;  ///< treatments are one range of the statements
  std::vector<std::string> effects_;   ///< of each treatment
  std::vector<Net> nets_;
};

/// True when the range of `list` names `c` or nothing at all (which means any).
bool concerns(std::span<const ConceptId> list, Range range, ConceptId c);

}  // namespace noso
