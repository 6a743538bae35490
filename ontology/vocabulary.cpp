#include "noso/ontology/vocabulary.hpp"

#include <array>

namespace noso {

namespace {
using Word = std::string_view;
constexpr auto kConceptKinds =
    std::to_array<Word>({"condition", "finding", "risk-factor", "intervention", "guideline"});
constexpr auto kRelations =
    std::to_array<Word>({"has-finding", "background-frequency", "share", "changes-odds", "treats", "prevents"});
constexpr auto kMarks = std::to_array<Word>({"read", "second-hand", "recall", "estimate", "calculated"});
constexpr auto kNameScopes = std::to_array<Word>({"label", "synonym", "lay", "abbreviation", "code", "related"});
constexpr auto kStrengths =
    std::to_array<Word>({"strong", "moderate", "weak", "expert", "usual-care", "conflicting", "against"});
constexpr auto kUrgencies = std::to_array<Word>({"none", "routine", "soon", "urgent", "emergency"});
constexpr auto kRuleKinds = std::to_array<Word>({"definition", "score", "escalation", "avoid", "caution", "population",
                                                 "property", "stage-entry", "stage-exit", "early-move", "relevance"});
constexpr auto kClaims = std::to_array<Word>(
    {"expression", "level_at_least", "warned", "avoided", "not_advised", "exactly_one", "not_lowered_by"});
constexpr auto kFindingTypes =
    std::to_array<Word>({"symptom", "sign", "test", "imaging", "laboratory", "measurement", "history"});
constexpr auto kInterventionClasses =
    std::to_array<Word>({"education", "load-management", "exercise", "manual", "device", "modality", "drug",
                         "injection", "procedure", "surgery", "referral", "imaging", "prevention", "safety"});
constexpr auto kSexes = std::to_array<Word>({"unknown", "female", "male"});
constexpr auto kAspects = std::to_array<Word>({"phenotype", "inheritance", "course", "modifier", "history"});
constexpr auto kFrequencyForms = std::to_array<Word>({"unstated", "count", "category", "percentage"});
constexpr auto kFeatureOrigins = std::to_array<Word>({"stated", "mapped", "named", "series"});
constexpr auto kResponses = std::to_array<Word>({"unknown", "resolved", "better", "none", "worse"});
}  // namespace

template <>
std::span<const Word> words_of<ConceptKind>() {
  return kConceptKinds;
}
template <>
std::span<const Word> words_of<Relation>() {
  return kRelations;
}
template <>
std::span<const Word> words_of<Mark>() {
  return kMarks;
}
template <>
std::span<const Word> words_of<NameScope>() {
  return kNameScopes;
}
template <>
std::span<const Word> words_of<Strength>() {
  return kStrengths;
}
template <>
std::span<const Word> words_of<Urgency>() {
  return kUrgencies;
}
template <>
std::span<const Word> words_of<RuleKind>() {
  return kRuleKinds;
}
template <>
std::span<const Word> words_of<Claim>() {
  return kClaims;
}
template <>
std::span<const Word> words_of<FindingType>() {
  return kFindingTypes;
}
template <>
std::span<const Word> words_of<InterventionClass>() {
  return kInterventionClasses;
}
template <>
std::span<const Word> words_of<Sex>() {
  return kSexes;
}
template <>
std::span<const Word> words_of<Response>() {
  return kResponses;
}
template <>
std::span<const Word> words_of<Aspect>() {
  return kAspects;
}
template <>
std::span<const Word> words_of<FrequencyForm>() {
  return kFrequencyForms;
}
template <>
std::span<const Word> words_of<FeatureOrigin>() {
  return kFeatureOrigins;
}

}  // namespace noso
