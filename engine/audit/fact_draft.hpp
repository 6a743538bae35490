/// Facts being put together until an expression takes the value that is wanted.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "noso/engine/case.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

/// Copied at every choice of the search; every setter says whether the fact agrees with what is there already, and
/// leaves the draft unusable when it does not.
class FactDraft {
 public:
  explicit FactDraft(const Knowledge& knowledge) : knowledge_(&knowledge) {}

  /// Present or absent, with what follows from it under `is_a`.
  bool set(ConceptId c, Truth state);
  Truth of(ConceptId c) const {
    const auto found = state_.find(c);
    return found == state_.end() ? Truth::unknown : found->second;
  }

  /// Narrows the age or the measure, duration or severity of `about` to `range` (closed).
  bool narrow(Op what, ConceptId about, Interval range);
  bool set_sex(Sex sex);
  /// An attempt at `intervention` (none: at whatever) with a response out of the bit set `responses` (0: whatever), its
  /// duration in days within `duration`.
  bool try_out(ConceptId intervention, unsigned responses, Interval duration);

  /// An attempt at `intervention` that had none of these responses, so that no attempt with one of them can be added.
  bool try_in_vain(ConceptId intervention, unsigned responses);

  /// The facts as a case. Numbers take the lower end of their range where it has one.
  Case told() const;

 private:
  using Attempt = std::pair<ConceptId, unsigned>;

  std::vector<noso::Attempt> attempts() const;

  const Knowledge* knowledge_;
  std::map<ConceptId, Truth> state_;
  std::vector<ConceptId> given_;  ///< in the order in which they were set
  std::map<std::pair<Op, ConceptId>, Interval> numbers_;
  std::map<Attempt, Interval> tried_;
  std::map<ConceptId, unsigned> never_;  ///< responses that no attempt may have had
  Sex sex_ = Sex::unknown;
};

/// The case in the format of docs/case-format.md. Durations and ages must be exact; mentions hold name, duration and
/// severity only.
std::string case_json(const Case& told);

}  // namespace noso::audit
