/// Single-cause inference: from annotations to likelihood ratios. All constants stand here, each with its reason; the
/// formulas, their sources and what was tried instead stand in docs/method.md.
#pragma once

#include <cstdint>

#include "noso/ontology/records.hpp"

namespace noso {

/// What turns annotations into likelihoods. Marks: *estimate* unless a source is named; every value is round, and the
/// results move by less than their standard error when it is halved or doubled (docs/method.md).
struct LikelihoodParameters {
  /// A frequency n/m is read as (n + a·π)/(m + a) with one prior patient: 1/1 weighs less than 50/50.
  double prior_patients = 1;
  /// π where nothing is known of the finding: Jeffreys' prior Beta(½, ½) for one proportion.
  double prior_frequency = 0.5;
  /// π of a finding is its mean counted frequency over all diseases, drawn to the mean of all findings by so many
  /// diseases: findings differ in how often they are had by those who may have them.
  double pooling_diseases = 10;
  double fewest_counted = 3;  ///< patients below which a count says nothing of the finding's mean
  double most_prior = 0.95;   ///< π stays below certainty
  /// A category ("frequent") or percentage is worth so many patients: its range is as wide as that of four.
  double category_patients = 4;
  /// A row without frequency is one affected patient: somebody was seen with it.
  double unstated_patients = 1;
  /// Annotations of the same disease under another id (Orphanet's expert estimates) count a third: they are broad
  /// categories of a group that is often wider.
  double mapped_weight = 1.0 / 3;
  double named_patients = 1;  ///< a finding in the name of a disease is one affected patient
  /// A finding of other forms of the disease has this part of its mean frequency among them …
  double series_share = 0.15;
  double series_least = 0.1;  ///< … when that mean is at least this: one form's peculiarity says nothing of another

  /// A reported finding is a feature of the disease with 1 − λ, else something that anybody may have.
  double unrelated = 0.6;
  double noise = 0.02;  ///< keeps the likelihood of the unexpected above zero
  /// Going down from an annotated finding to a more special one divides what is left of its frequency.
  double per_level_below = 0.25;
  /// An annotation more special than the common ancestor speaks less of it with each level.
  double per_level_above = 0.2;
  double least_background = 1e-4;  ///< about one disease in ten thousand: rarer cannot be told apart
  double least_relative = 0.4;     ///< weaker relations than this are none: posting lists stay short

  /// A feature that was not mentioned counts a little against the disease, in proportion to how much was reported:
  /// each mention reaches this part of the features that it might have been.
  double mention_rate = 0.009;  ///< ρ for one reported finding
  double mention_share = 0.15;  ///< of features with frequency p, at most this part is looked for and reported

  /// Excluded findings count only where the disease nearly always has them, and half: papers list as excluded
  /// whatever their cohort's table asked for.
  double excluded_from = 0.9;
  double excluded_weight = 0.5;

  /// (1 + publications) to this power is a measure of how often a disease is described, hence met in print; not of its
  /// incidence.
  double publication_exponent = 0.4;
  /// Log units of age outside the known range of onset cost one nat each.
  double onset_per_log_year = 1;
  double onset_offset_years = 0.1;  ///< so that birth has a logarithm
  double x_linked_in_women = 1;     ///< nats against a disease with X-linked recessive inheritance alone

  /// Findings are not independent: n of them are worth n/(1 + n/n₀), times τ. Fitted by cross-validation over
  /// diagnoses, as is the share of misfits: cases whose findings are not what the annotations of their disease lead to
  /// expect. It goes to "none of these".
  double tempering = 1;
  double tempering_findings = 20;
  double misfit_share = 0.25;
  /// Before anything is known: it is none of the diseases in the file.
  double none_prior = 0.05;
};

inline constexpr LikelihoodParameters kLikelihood{};

/// Resolution of posting weights: 1/4096 nat. An explanation that adds up the rounded weights is exact.
inline constexpr double kWeightUnit = 4096;
inline constexpr std::size_t kMostConditions = 65535;  ///< that a posting can name

/// ln of the likelihood ratio of a finding that the disease says nothing of.
double floor_log_ratio();
/// ln LR above the floor, in weight units, of a relation `best` = P(finding | feature of the disease) / background.
std::uint16_t gain_weight(double best);
/// Weight of not mentioning a feature with frequency `p`, in weight units.
std::uint16_t mention_weight(double p);
/// −ln LR of the absence of a finding that a disease has with frequency `p`; 0 below `excluded_from`.
std::uint16_t loss_weight(double p);

/// The patients behind an annotation: of `examined`, `affected` have it. Categories and unstated rows count as given in
/// the parameters.
struct Patients {
  double affected = 0, examined = 0;
};
Patients patients(const AnnotationRecord& annotation);

/// Which condition is which under another id: findings of `other` are evidence for `condition` too.
struct SameCondition {
  ConceptId condition, other;
};

/// Fills features, backgrounds and posting lists of `tables.likelihood` from its statements, annotations, traits and
/// series. The tables must be sorted (TableBuilder::finish) and consistent.
void build_likelihood_index(Tables& tables, const std::vector<SameCondition>& same);

}  // namespace noso
