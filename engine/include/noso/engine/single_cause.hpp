/// One cause among thousands: Bayes with likelihood ratios from posting lists (docs/method.md, "One cause").
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "noso/base/interval.hpp"
#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/likelihood.hpp"

namespace noso {

/// What is known of a person. Findings may repeat and stand in any order.
struct Findings {
  std::vector<ConceptId> present, absent;
  Interval age;    ///< days
  Interval onset;  ///< days; unknown: the age bounds it from above
  Sex sex = Sex::unknown;
};

/// How a reported finding meets what is known of a condition.
enum class MatchType : std::uint8_t {
  exact,            ///< the finding itself is a feature
  special_known,    ///< a kind of the finding is a feature
  general_known,    ///< something of which the finding is a kind is a feature
  common_ancestor,  ///< a feature is another kind of the same
  none,             ///< nothing that is near
  excluded          ///< the finding is absent and the condition nearly always has it
};
std::string_view to_string(MatchType type);

/// One likelihood ratio and what it rests on.
struct FindingMatch {
  ConceptId finding;
  MatchType type = MatchType::none;
  std::uint32_t feature = 0xFFFFFFFF;  ///< in the table `features`; none where nothing matches
  double log_ratio = 0;                ///< natural, before tempering
};

/// How often a finding was seen, as the annotation says it: "3/7", "54.5 %", "3/7 and 17 %", or "not stated".
std::string reported_frequency(const Knowledge& knowledge, StatementId statement);

/// Everything that makes the score of one condition.
struct ScoreParts {
  std::vector<FindingMatch> matches;  ///< present ones in the order of `Scores::present`, then excluded ones that count
  double not_mentioned = 0, onset = 0, sex = 0, prior = 0;  ///< natural logarithms; all but `prior` ≤ 0
};

/// The conditions that take part, with what depends on them alone.
struct Candidates {
  std::vector<char> takes_part;             ///< of each condition
  std::vector<std::uint32_t> publications;  ///< how many candidates have 0, 1, 2, … publications
  std::size_t count = 0;
};

/// The result of scoring, and room to work in. Reuse it: nothing is allocated from the second use on.
struct Scores {
  std::vector<ConceptId> present, absent;  ///< sorted, without repetition
  std::vector<float> of;                   ///< of each condition; −∞ for those that take no part
  double tempering = 1;
  double log_normaliser = 0;  ///< probability = exp(tempering · score − log_normaliser)

 private:
  friend class SingleCause;
  std::vector<std::int32_t> weights_, mentioned_;  // of each condition: gains − losses, mentions
  std::vector<char> asked_;                        // of each concept: whether the findings reach it
  struct Reach {
    std::uint32_t epoch = 0, plain_feature = 0, thinned_feature = 0;
    float plain = 0, thinned = 0;
  };
  std::vector<Reach> reach_;
  std::uint32_t epoch_ = 0;
};

/// Borrows the knowledge. Immutable; share it between threads, each with its own `Scores`.
class SingleCause {
 public:
  /// True for knowledge compiled from disease annotations.
  static bool serves(const Knowledge& knowledge) { return !knowledge.tables().likelihood.traits.empty(); }

  explicit SingleCause(const Knowledge& knowledge);

  /// Conditions whose id starts with `prefix`; all for an empty one.
  Candidates candidates(std::string_view prefix = {}) const;

  /// Scores every candidate. `publication_prior` false: all are equally probable beforehand. Errors: those of
  /// `Knowledge::gains`.
  Status score(const Findings& findings, const Candidates& candidates, Scores& out,
               bool publication_prior = true) const;

  double probability(const Scores& scores, ConceptId condition) const;
  /// P(none of the candidates): 1 − the sum of all their probabilities.
  double none_of_these(const Scores& scores) const;
  /// The `count` best, best first, ties by id.
  std::vector<ConceptId> best(const Scores& scores, std::size_t count) const;

  /// The parts of a score, which add up to `scores.of[condition]`. `scores` lends its room to work in.
  ScoreParts explain(const Findings& findings, Scores& scores, ConceptId condition,
                     bool publication_prior = true) const;

  /// The score that a condition would have without the features that rest on `publication` alone.
  float score_without(const Findings& findings, Scores& scores, ConceptId condition, SourceId publication,
                      bool publication_prior = true) const;

  /// Before any finding; the rest is for "none of these".
  double prior_probability(const Candidates& candidates, ConceptId condition, bool publication_prior = true) const;

  /// Features of a condition.
  std::span<const FeatureRecord> features(ConceptId condition) const;
  /// P(finding | condition): the largest frequency at or below it; the background where there is none.
  double frequency(ConceptId condition, ConceptId finding) const;
  /// The same for every concept at once, by concept.
  void frequencies(ConceptId condition, std::vector<float>& out) const;
  const LikelihoodTables& tables() const { return tables_; }
  std::size_t condition_count() const { return tables_.traits.size(); }

 private:
  std::span<const PostingRecord> list(const PostingLists& lists, ConceptId c) const {
    return std::span(lists.items).subspan(lists.starts[c.value], lists.starts[c.value + 1] - lists.starts[c.value]);
  }
  template <class Visit>
  void upwards(ConceptId c, Visit visit) const;
  /// ln(years + offset) of the earliest and latest onset; NaN: not known.
  struct LogOnset {
    float earliest = std::numeric_limits<float>::quiet_NaN(), latest = std::numeric_limits<float>::quiet_NaN();
  };
  static LogOnset log_onset(const Findings& findings);
  double onset_penalty(LogOnset onset, ConceptId condition) const;
  void add_up(const Findings& findings, const Candidates& candidates, bool publication_prior, Scores& out) const;
  void find_normaliser(const Candidates& candidates, bool publication_prior, Scores& out) const;
  double sex_penalty(const Findings& findings, ConceptId condition) const;
  double log_prior(ConceptId condition, bool publication_prior) const;
  double log_prior_sum(const Candidates& candidates, bool publication_prior) const;
  void spread(ConceptId condition, Scores& scores, SourceId without = {}) const;
  bool rests_on(const FeatureRecord& feature, SourceId publication) const;
  FindingMatch match(ConceptId finding, const Scores& scores) const;

  const Knowledge& knowledge_;
  const LikelihoodTables& tables_;
  std::vector<std::uint32_t> feature_starts_;  // by condition
  // Columns, by condition.
  std::vector<std::int32_t> expected_mentions_;
  std::vector<float> log_prior_, x_linked_;    // x_linked_: 1 where the inheritance is X-linked recessive alone
  std::vector<float> onset_low_, onset_high_;  // as LogOnset
};

}  // namespace noso
