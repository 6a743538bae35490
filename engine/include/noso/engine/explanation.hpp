/// Why a condition stands where it stands, and what would change the answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/interval.hpp"
#include "noso/engine/noisy_or.hpp"
#include "noso/engine/single_cause.hpp"
#include "noso/ontology/vocabulary.hpp"

namespace noso {

/// One step of the way from the prior to the posterior odds of a condition.
struct Contribution {
  ConceptId from;  ///< finding or risk factor; none: see `about`
  Truth state = Truth::yes;
  double log10_ratio = 0;
  StatementId statement;              ///< none for the entry finding
  std::optional<FindingMatch> match;  ///< of a single cause: how the finding meets what is known
  std::string_view about = {};        ///< what is no finding: "age", "features not mentioned"
};

struct RankedCondition {
  ConceptId condition;
  double probability = 0;
  std::optional<ProbabilityRange> range;  ///< that holds the probability for certain, where it is not exact
  double log10_prior_odds = 0, log10_posterior_odds = 0;
  /// In the order in which the evidence was taken up, the same for all conditions; the ratios add up to the difference
  /// of posterior and prior log odds.
  std::vector<Contribution> steps;
  std::vector<ConceptId> unasked;  ///< findings that would tell, most telling first
  std::vector<std::string_view> sources;
};

/// A finding or risk factor that is known, or known otherwise.
struct FactChange {
  ConceptId about;
  Truth before = Truth::unknown, after = Truth::unknown;
};

/// The fewest changes that bring something about. Measured values, durations and the person stay as they are.
struct ChangeSet {
  bool found = false;
  std::vector<FactChange> changes;  ///< by concept; each is needed
  std::size_t excluded_to = 0;      ///< no set of so many changes or fewer does it: all were tried
  bool given_up = false;            ///< the work allowed was used up before `excluded_to` could be raised further
  ConceptId top;                    ///< after the changes
  Urgency level = Urgency::none;

  /// No smaller set does it.
  bool smallest() const { return found && excluded_to + 1 >= changes.size(); }
};

/// What sets a condition apart from the first one, in log10 of the odds; together the difference of their posterior
/// odds.
struct Handicap {
  ConceptId from;  ///< finding or risk factor; none: see `about`
  Truth state = Truth::yes;
  std::string_view about;       ///< "prior"
  double log10_difference = 0;  ///< below 0: it keeps the condition down
};

struct Explanation {
  RankedCondition condition;
  std::size_t rank = 0, of = 0;        ///< place among all conditions; 0: there is no ranking
  std::vector<Handicap> against_top;   ///< what keeps it down most first; empty for the first condition
  double rule_out_below = 0;           ///< of a must-not-miss condition; 0: it is none
  std::optional<ChangeSet> lift;       ///< answers to what is unknown that make it the first; none for the first one
  std::optional<ChangeSet> other_top;  ///< changes after which another condition is the first; none without ranking
  std::optional<ChangeSet> higher,
      lower;  ///< changes that raise and lower the urgency; none where there is no such level
};

}  // namespace noso
