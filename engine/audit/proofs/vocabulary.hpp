/// The facts that the rules of a knowledge speak about: all that a complete case has to settle.
#pragma once

#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

/// Every list in order of ids, each once.
struct FactVocabulary {
  explicit FactVocabulary(const Knowledge& knowledge);

  /// Findings and risk factors whose presence a rule or the scope asks for, or that have a duration or severity; and
  /// all red flags, for they speak through what they are a kind of.
  std::vector<ConceptId> states;
  std::vector<ConceptId> measures, durations, severities;
  /// Interventions whose trial a rule asks for; where a rule asks for any, one that no other rule names is among them.
  std::vector<ConceptId> interventions;
  /// For every concept the rule that defines it, or none.
  std::vector<RuleId> definition_of;

  bool is_derived(ConceptId c) const { return definition_of[c.value].exists(); }
};

}  // namespace noso::audit
