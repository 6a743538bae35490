/// The closed word lists of the model, each with its spelling in packs and answers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace noso {

enum class ConceptKind : std::uint8_t { condition, finding, risk_factor, intervention, guideline };

/// What a statement says of its subject and object.
enum class Relation : std::uint8_t {
  has_finding,           ///< condition → finding; value: P(finding | condition)
  background_frequency,  ///< finding; value: P(finding | none of the conditions), the leak
  share,                 ///< condition in a population; value: share as the one main cause
  changes_odds,          ///< risk factor → condition; value: odds ratio
  treats,                ///< intervention → condition, or to none for "any"
  prevents               ///< intervention → risk factor or finding that it takes on
};

/// How a source was used.
enum class Mark : std::uint8_t { read, second_hand, recall, estimate, calculated };

/// `related`: a name that is broader, narrower or only near.
enum class NameScope : std::uint8_t { label, synonym, lay, abbreviation, code, related };

/// Rank of the evidence for an intervention, best first.
enum class Strength : std::uint8_t { strong, moderate, weak, expert, usual_care, conflicting, against };

/// How soon to act. `none`: no rule has fired, which is not the same as *routine*.
enum class Urgency : std::uint8_t { none, routine, soon, urgent, emergency };

enum class RuleKind : std::uint8_t {
  definition,   ///< its target concept is present where it is true and absent where it is false
  score,        ///< has a number instead of a truth value
  escalation,   ///< a red flag: fires its level
  avoid,        ///< its target interventions must not be advised
  caution,      ///< its target interventions are advised with a warning
  population,   ///< says to whom a population applies
  property,     ///< a part of a safety property: nothing acts on it, it is there to be proved
  stage_entry,  ///< a stage of care may be entered
  stage_exit,   ///< a stage of care is left for the next one
  early_move,   ///< moves up before the clock says so, or brings its target interventions forward
  relevance     ///< says to whom a safety net speaks
};

/// What a safety property says of the cases that it is about.
enum class Claim : std::uint8_t {
  expression,      ///< an expression is true
  level_at_least,  ///< the urgency is that level or a higher one
  warned,          ///< the intervention is advised with a warning, or not at all
  avoided,         ///< a contraindication rules the intervention out
  not_advised,     ///< the rules let no advice of the intervention through
  exactly_one,     ///< exactly one of the populations is chosen, exactly one of the rules is true
  not_lowered_by   ///< adding any of the findings never lowers the urgency
};

enum class FindingType : std::uint8_t { symptom, sign, test, imaging, laboratory, measurement, history };

enum class InterventionClass : std::uint8_t {
  education,
  load_management,
  exercise,
  manual,
  device,
  modality,
  drug,
  injection,
  procedure,
  surgery,
  referral,
  imaging,
  prevention,
  safety
};

enum class Sex : std::uint8_t { unknown, female, male };

/// What an annotation of a disease is about.
enum class Aspect : std::uint8_t { phenotype, inheritance, course, modifier, history };

/// How a source says how often a finding is.
enum class FrequencyForm : std::uint8_t { unstated, count, category, percentage };

/// Where a finding of a condition is known from.
enum class FeatureOrigin : std::uint8_t {
  stated,  ///< an annotation of the condition
  mapped,  ///< an annotation of the same condition under another id
  named,   ///< the name of the condition
  series   ///< annotations of other forms of it
};

/// Bits of the modes of inheritance of a condition.
enum Inheritance : std::uint8_t { kXLinkedRecessive = 1, kOtherInheritance = 2 };

enum class Response : std::uint8_t { unknown, resolved, better, none, worse };

/// Words of an enumeration in order of their values; one for each enumerator. Specialised for every type above.
template <class Enum>
std::span<const std::string_view> words_of();

template <class Enum>
std::string_view to_string(Enum value) {
  return words_of<Enum>()[static_cast<std::size_t>(value)];
}

template <class Enum>
std::optional<Enum> parse(std::string_view word) {
  const auto words = words_of<Enum>();
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  return std::nullopt;
}

template <>
std::span<const std::string_view> words_of<ConceptKind>();
template <>
std::span<const std::string_view> words_of<Relation>();
template <>
std::span<const std::string_view> words_of<Mark>();
template <>
std::span<const std::string_view> words_of<NameScope>();
template <>
std::span<const std::string_view> words_of<Strength>();
template <>
std::span<const std::string_view> words_of<Urgency>();
template <>
std::span<const std::string_view> words_of<RuleKind>();
template <>
std::span<const std::string_view> words_of<Claim>();
template <>
std::span<const std::string_view> words_of<FindingType>();
template <>
std::span<const std::string_view> words_of<InterventionClass>();
template <>
std::span<const std::string_view> words_of<Sex>();
template <>
std::span<const std::string_view> words_of<Response>();
template <>
std::span<const std::string_view> words_of<Aspect>();
template <>
std::span<const std::string_view> words_of<FrequencyForm>();
template <>
std::span<const std::string_view> words_of<FeatureOrigin>();

}  // namespace noso
