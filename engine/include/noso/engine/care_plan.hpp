/// What to do next: the part of an answer that is about care. Plain data, every claim with its basis.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

/// A contraindication or caution that holds.
struct Precaution {
  RuleId rule;
  std::vector<std::string> because;  ///< the facts that make it hold
};

/// A contraindication or caution of which nobody knows whether it holds.
struct OpenPrecaution {
  RuleId rule;
  std::vector<ConceptId> facts;      ///< unknown findings and risk factors that would decide it
  std::vector<std::string> also;     ///< what is not a concept: "age", "sex"
  std::vector<RuleId> not_excluded;  ///< red flags that are not ruled out and on which it depends
};

/// What a trial of an intervention says of using it now.
enum class Trial : std::uint8_t {
  untried,
  helped,     ///< better or resolved: go on
  too_short,  ///< no effect so far, but not for as long as the dose asks
  unclear,    ///< nobody knows how it went
  failed      ///< no effect or worse: not offered again first
};
std::string_view to_string(Trial trial);

struct Advice {
  ConceptId intervention;
  ConceptId condition;  ///< none: whatever the condition
  StatementId statement;
  Strength strength = Strength::expert;
  Trial trial = Trial::untried;
  DoseId dose;
  RuleId early;       ///< the rule that brings it forward, if one does
  StageId if_failed;  ///< the later stage that offers it, if what was tried has not helped (nobody knows)
  std::string why;
  std::string_view effect;              ///< what it does, and where sources disagree, as the pack puts it; may be empty
  std::vector<std::uint32_t> cautions;  ///< positions in `Care::precautions`
  std::vector<std::uint32_t> ask_before;  ///< positions in `Care::open`; what would rule it out first
  BasisId basis;
  std::vector<std::string_view> sources;
};

/// Not advised: by a rule, an allergy, or because the evidence is against it.
struct Avoided {
  ConceptId intervention;
  std::uint32_t precaution = kNone;  ///< position in `Care::precautions`, if a rule says so
  ConceptId allergy;                 ///< the allergy, if that is why
  StatementId statement;             ///< the statement, if the evidence is against it
  std::string because;
  std::vector<std::string_view> sources;

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
};

/// An intervention that asks for care in this person, whether it is advised now or not.
struct Cautioned {
  ConceptId intervention;
  std::uint32_t precaution = 0;  ///< position in `Care::precautions`
};

/// Something that was tried, and what follows.
struct TriedBefore {
  ConceptId intervention;
  Interval duration;  ///< days
  Response response = Response::unknown;
  Trial trial = Trial::unclear;
  std::string consequence;
};

/// One move up the ladder.
struct StageStep {
  StageId from;
  RuleId by;  ///< none: the clock alone
  std::vector<std::string> because;
};

/// Where a person stands on the ladder of care of one condition.
struct StagePlan {
  ConceptId condition;
  StageId stage;      ///< none: the condition has no stages
  StageId if_failed;  ///< the stage if the trials of which nobody knows the response have failed; none: the same
  std::vector<StageStep> steps;
  RuleId decided_by;            ///< the rule that is undetermined and keeps the next stage open, if one does
  std::vector<ConceptId> open;  ///< the unknown facts of it
  std::vector<std::string> open_also;
  std::vector<RuleId> moves_early;  ///< what would move the person up before the clock and does not hold
};

/// Prevention that answers a risk factor of this very person.
struct Prevention {
  ConceptId intervention;
  std::vector<ConceptId> answers;  ///< the risk factors and findings
  DoseId dose;
  std::vector<std::uint32_t> cautions;  ///< as in Advice
  std::vector<std::string_view> sources;
};

struct Care {
  std::string_view stage;         ///< of the leading condition, in words
  bool action_first = false;      ///< an urgent rule has fired: its action comes before any other care
  std::vector<StagePlan> stages;  ///< of the conditions that are cared for, most probable first
  std::vector<Advice> next;       ///< what helps already, then the best evidence first
  std::vector<TriedBefore> tried;
  std::vector<Avoided> avoid;
  std::vector<Cautioned> caution;
  std::vector<Prevention> prevention;
  std::optional<Date> recheck_on;
  std::vector<std::string_view> come_back_if;  ///< most dangerous first
  std::vector<Precaution> precautions;
  std::vector<OpenPrecaution> open;
};

}  // namespace noso
