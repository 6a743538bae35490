// The score of a condition is a sum of natural log likelihood ratios:
//
//   Σ_present (floor + gain)  −  Σ_absent loss  −  ρ n Σ weights of features not mentioned  −  onset  −  sex  +  prior
//
// Gains, losses and weights come from posting lists, so the work is proportional to their lengths: conditions of which
// nothing is said all get the same. Weights are whole numbers of 1/4096 nat, so that the order of adding is of no
// consequence and an explanation, which looks the features up again, adds up to the very same score.
#include "noso/engine/single_cause.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "exp_sum.hpp"
#include "noso/base/quantity.hpp"
#include "vector_code.hpp"

namespace noso {

namespace {

constexpr float kOut = -std::numeric_limits<float>::infinity();
constexpr double kNegligible = 25;  // nats below the best: e^-25 of it
constexpr std::size_t kLevels = 64;
// Of a concept in a case, as bits.
constexpr char kPresentOrAbove = 1, kAbsentItself = 2;

std::array<float, kLevels> powers(double base) {
  std::array<float, kLevels> out{};
  for (std::size_t i = 0; i < kLevels; ++i) out[i] = static_cast<float>(std::pow(base, i));
  return out;
}
const auto kPowerAbove = powers(kLikelihood.per_level_above);
const auto kPowerBelow = powers(kLikelihood.per_level_below);

float power(const std::array<float, kLevels>& table, std::uint32_t n) {
  return table[std::min<std::size_t>(n, kLevels - 1)];
}

float log_years(double days) {
  return static_cast<float>(std::log(std::max(0.0, days) / kDaysPerYear + kLikelihood.onset_offset_years));
}

double not_mentioned_penalty(std::int32_t expected, std::int32_t mentioned, std::size_t present) {
  return kLikelihood.mention_rate * static_cast<double>(present) * (expected - mentioned) / kWeightUnit;
}

}  // namespace

/// An age without an onset can only be too young: it began then or before.
SingleCause::LogOnset SingleCause::log_onset(const Findings& findings) {
  if (findings.onset.knows_something()) return {log_years(findings.onset.low), log_years(findings.onset.high)};
  if (findings.age.knows_something()) return {-std::numeric_limits<float>::infinity(), log_years(findings.age.high)};
  return {};
}

namespace {

void sort_unique(std::vector<ConceptId>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace

std::string_view to_string(MatchType type) {
  switch (type) {
    case MatchType::exact: return "exact";
    case MatchType::special_known: return "special-known";
    case MatchType::general_known: return "general-known";
    case MatchType::common_ancestor: return "common-ancestor";
    case MatchType::none: return "none";
    case MatchType::excluded: return "excluded";
  }
  return "none";
}

std::string reported_frequency(const Knowledge& knowledge, StatementId statement) {
  const auto& a = knowledge.tables().likelihood.annotations[statement.value];
  std::string out;
  if (a.examined > 0) out = format_number(a.affected) + '/' + format_number(a.examined);
  if (a.stated > 0) out += (out.empty() ? "" : " and ") + format_number(std::round(a.share * 1000) / 10) + " %";
  return out.empty() ? "not stated" : out;
}

SingleCause::SingleCause(const Knowledge& knowledge) : knowledge_(knowledge), tables_(knowledge.tables().likelihood) {
  const auto conditions = tables_.traits.size();
  feature_starts_.assign(conditions + 1, 0);
  for (const auto& f : tables_.features) ++feature_starts_[f.condition + 1u];
  for (std::size_t c = 0; c < conditions; ++c) feature_starts_[c + 1] += feature_starts_[c];
  for (const auto& trait : tables_.traits) {
    expected_mentions_.push_back(static_cast<std::int32_t>(trait.expected_mentions));
    x_linked_.push_back(trait.inheritance == kXLinkedRecessive ? 1.0f : 0.0f);
    log_prior_.push_back(static_cast<float>(kLikelihood.publication_exponent * std::log1p(trait.publications)));
    onset_low_.push_back(std::log(trait.onset_from + static_cast<float>(kLikelihood.onset_offset_years)));
    onset_high_.push_back(std::log(trait.onset_until + static_cast<float>(kLikelihood.onset_offset_years)));
  }
}

template <class Visit>
void SingleCause::upwards(ConceptId c, Visit visit) const {
  visit(c, 0u);
  const auto above = knowledge_.graph().ancestors(c);
  const auto distance = knowledge_.graph().distances(c);
  for (std::size_t i = 0; i < above.size(); ++i) visit(above[i], distance[i]);
}

Candidates SingleCause::candidates(std::string_view prefix) const {
  Candidates out;
  out.takes_part.assign(condition_count(), 0);
  for (std::uint32_t c = 0; c < condition_count(); ++c) {
    if (feature_starts_[c] == feature_starts_[c + 1] || !knowledge_.id({c}).starts_with(prefix)) continue;
    out.takes_part[c] = 1;
    ++out.count;
    const auto n = tables_.traits[c].publications;
    if (out.publications.size() <= n) out.publications.resize(n + 1, 0);
    ++out.publications[n];
  }
  return out;
}

double SingleCause::log_prior(ConceptId condition, bool publication_prior) const {
  return publication_prior ? log_prior_[condition.value] : 0;
}

double SingleCause::log_prior_sum(const Candidates& candidates, bool publication_prior) const {
  if (!publication_prior) return std::log(static_cast<double>(candidates.count));
  double sum = 0;
  for (std::size_t n = 0; n < candidates.publications.size(); ++n)
    if (candidates.publications[n] > 0)
      sum += candidates.publications[n] * std::pow(1 + static_cast<double>(n), kLikelihood.publication_exponent);
  return std::log(sum);
}

/// Outside its range of onset a disease loses per log year. Comparisons with NaN (nothing known) are false.
double SingleCause::onset_penalty(LogOnset onset, ConceptId condition) const {
  const float below = onset_low_[condition.value] - onset.latest, above = onset.earliest - onset_high_[condition.value];
  return kLikelihood.onset_per_log_year * (below > 0 ? below : above > 0 ? above : 0);
}

double SingleCause::sex_penalty(const Findings& findings, ConceptId condition) const {
  const bool unlikely = findings.sex == Sex::female && tables_.traits[condition.value].inheritance == kXLinkedRecessive;
  return unlikely ? kLikelihood.x_linked_in_women : 0;
}

Status SingleCause::score(const Findings& findings, const Candidates& candidates, Scores& out,
                          bool publication_prior) const {
  const auto conditions = condition_count();
  out.present = findings.present;
  out.absent = findings.absent;
  sort_unique(out.present);
  sort_unique(out.absent);
  out.weights_.assign(conditions, 0);
  out.mentioned_.assign(conditions, 0);
  out.asked_.assign(knowledge_.concept_count(), 0);
  for (const auto q : out.present) {
    const auto gains = knowledge_.gains(q);
    if (!gains.ok()) return gains.errors();
    for (const auto& posting : *gains) out.weights_[posting.condition] += posting.weight;
    upwards(q, [&](ConceptId a, std::uint32_t) {
      if (out.asked_[a.value] != 0) return;
      out.asked_[a.value] = kPresentOrAbove;
      for (const auto& posting : list(tables_.mentions, a)) out.mentioned_[posting.condition] += posting.weight;
    });
  }
  for (const auto q : out.absent) {
    out.asked_[q.value] |= kAbsentItself;
    for (const auto& posting : list(tables_.losses, q)) out.weights_[posting.condition] -= posting.weight;
  }
  out.tempering =
      kLikelihood.tempering / (1 + static_cast<double>(out.present.size()) / kLikelihood.tempering_findings);
  add_up(findings, candidates, publication_prior, out);
  find_normaliser(candidates, publication_prior, out);
  return success();
}

/// One pass without branches over columns, which compilers turn into vector code.
NOSO_VECTOR_CODE void SingleCause::add_up(const Findings& findings, const Candidates& candidates,
                                          bool publication_prior, Scores& out) const {
  const auto conditions = condition_count();
  const auto n = static_cast<float>(out.present.size());
  const LogOnset onset = log_onset(findings);
  const float base = n * static_cast<float>(floor_log_ratio());
  constexpr auto kUnit = static_cast<float>(1 / kWeightUnit);
  const float mention = n * static_cast<float>(kLikelihood.mention_rate) * kUnit;
  const auto onset_rate = static_cast<float>(kLikelihood.onset_per_log_year);
  const float sex = findings.sex == Sex::female ? static_cast<float>(kLikelihood.x_linked_in_women) : 0;
  // The prior is not tempered, the sum of all is: divided beforehand it comes out whole.
  const auto prior = static_cast<float>(publication_prior ? 1 / out.tempering : 0);
  out.of.resize(conditions);
  for (std::size_t c = 0; c < conditions; ++c) {
    const float below = onset_low_[c] - onset.latest, above = onset.earliest - onset_high_[c];
    const float too_early = below > 0 ? below : 0, too_late = above > 0 ? above : 0;
    const float score = base + static_cast<float>(out.weights_[c]) * kUnit -
                        mention * static_cast<float>(expected_mentions_[c] - out.mentioned_[c]) -
                        onset_rate * (too_early > too_late ? too_early : too_late) - sex * x_linked_[c] +
                        prior * log_prior_[c];
    out.of[c] = candidates.takes_part[c] != 0 ? score : kOut;
  }
}

void SingleCause::find_normaliser(const Candidates& candidates, bool publication_prior, Scores& out) const {
  const float most = largest_of(out.of);
  const double sum = most == kOut ? 0 : sum_of_exp(out.of, most, static_cast<float>(out.tempering));
  // A case of a disease of the file: (1 − none)·(1 − misfit)·softmax. "None": every likelihood ratio is 1.
  const double sum_of_priors = log_prior_sum(candidates, publication_prior);
  const double log_diseases =
      std::log1p(-kLikelihood.none_prior) - sum_of_priors + out.tempering * most + std::log(sum);
  const double log_none = std::log(kLikelihood.none_prior);
  const double larger = std::max(log_diseases, log_none);
  const double log_evidence = larger + std::log(std::exp(log_diseases - larger) + std::exp(log_none - larger));
  out.log_normaliser =
      log_evidence - std::log1p(-kLikelihood.none_prior) - std::log1p(-kLikelihood.misfit_share) + sum_of_priors;
}

double SingleCause::probability(const Scores& scores, ConceptId condition) const {
  return std::exp(scores.tempering * scores.of[condition.value] - scores.log_normaliser);
}

double SingleCause::none_of_these(const Scores& scores) const {
  double sum = 0;
  for (const float score : scores.of) {
    const double log_p = scores.tempering * score - scores.log_normaliser;
    if (log_p > -kNegligible) sum += std::exp(log_p);
  }
  return std::max(0.0, 1 - sum);
}

std::vector<ConceptId> SingleCause::best(const Scores& scores, std::size_t count) const {
  std::vector<ConceptId> out;
  const auto better = [&](ConceptId a, ConceptId b) {
    const float sa = scores.of[a.value], sb = scores.of[b.value];
    return sa != sb ? sa > sb : a < b;
  };
  if (count == 0) return out;
  float least = kOut;  // what a score must exceed; of equal ones the first is better
  for (std::uint32_t c = 0; c < scores.of.size(); ++c) {
    if (!(scores.of[c] > least)) continue;
    if (out.size() == count) out.pop_back();
    out.insert(std::upper_bound(out.begin(), out.end(), ConceptId{c}, better), {c});
    if (out.size() == count) least = scores.of[out.back().value];
  }
  return out;
}

std::span<const FeatureRecord> SingleCause::features(ConceptId condition) const {
  const auto first = feature_starts_[condition.value];
  return std::span(tables_.features).subspan(first, feature_starts_[condition.value + 1] - first);
}

double SingleCause::frequency(ConceptId condition, ConceptId finding) const {
  double most = 0;
  for (const auto& f : features(condition))
    if (f.frequency > most && knowledge_.graph().is_a(f.finding, finding)) most = f.frequency;
  return most > 0 ? most : tables_.backgrounds[finding.value];
}

void SingleCause::frequencies(ConceptId condition, std::vector<float>& out) const {
  out.assign(tables_.backgrounds.begin(), tables_.backgrounds.end());
  std::vector<char> has(out.size(), 0);
  const auto raise = [&](ConceptId finding, float frequency) {
    auto& known = out[finding.value];
    known = has[finding.value] != 0 ? std::max(known, frequency) : frequency;
    has[finding.value] = 1;
  };
  for (const auto& f : features(condition)) {
    raise(f.finding, f.frequency);
    for (const auto above : knowledge_.graph().ancestors(f.finding)) raise(above, f.frequency);
  }
}

/// Fills `reach_` with what the condition says of each concept that is asked about, as the index was built.
void SingleCause::spread(ConceptId condition, Scores& scores, SourceId without) const {
  if (scores.reach_.size() != knowledge_.concept_count()) {
    scores.reach_.assign(knowledge_.concept_count(), {});
    scores.epoch_ = 0;
  }
  ++scores.epoch_;
  const auto first = feature_starts_[condition.value], last = feature_starts_[condition.value + 1];
  for (std::uint32_t i = first; i < last; ++i) {
    const auto& f = tables_.features[i];
    if (without.exists() && rests_on(f, without)) continue;
    upwards(f.finding, [&](ConceptId a, std::uint32_t distance) {
      if (scores.asked_[a.value] == 0) return;
      auto& reach = scores.reach_[a.value];
      if (reach.epoch != scores.epoch_) reach = {scores.epoch_, i, i, 0, 0};
      if (f.frequency > reach.plain) reach.plain = f.frequency, reach.plain_feature = i;
      const float thinned = f.frequency * power(kPowerAbove, distance);
      if (thinned > reach.thinned) reach.thinned = thinned, reach.thinned_feature = i;
    });
  }
}

bool SingleCause::rests_on(const FeatureRecord& feature, SourceId publication) const {
  if (!feature.statement.exists()) return false;
  const auto basis = knowledge_[feature.statement].basis;
  if (!basis.exists()) return false;
  const auto sources = knowledge_[basis].sources;
  return sources.count == 1 && knowledge_.tables().basis_sources[sources.first] == publication;
}

float SingleCause::score_without(const Findings& findings, Scores& scores, ConceptId condition, SourceId publication,
                                 bool publication_prior) const {
  spread(condition, scores, publication);
  double score = log_prior(condition, publication_prior) / scores.tempering -
                 onset_penalty(log_onset(findings), condition) - sex_penalty(findings, condition);
  for (const auto q : scores.present) score += match(q, scores).log_ratio;
  for (const auto q : scores.absent)
    if (scores.reach_[q.value].epoch == scores.epoch_) score -= loss_weight(scores.reach_[q.value].plain) / kWeightUnit;
  std::int32_t expected = 0, mentioned = 0;
  for (const auto& f : features(condition)) {
    if (rests_on(f, publication)) continue;
    expected += mention_weight(f.frequency);
    if ((scores.asked_[f.finding.value] & kPresentOrAbove) != 0) mentioned += mention_weight(f.frequency);
  }
  return static_cast<float>(score - not_mentioned_penalty(expected, mentioned, scores.present.size()));
}

FindingMatch SingleCause::match(ConceptId finding, const Scores& scores) const {
  FindingMatch out{.finding = finding};
  float best = 0;
  ConceptId via;
  upwards(finding, [&](ConceptId a, std::uint32_t distance) {
    const auto& reach = scores.reach_[a.value];
    const float scale = power(kPowerBelow, distance) / tables_.backgrounds[a.value];
    if (reach.epoch != scores.epoch_ || scale < kLikelihood.least_relative) return;
    const float relative = scale * (distance == 0 ? reach.plain : reach.thinned);
    if (relative <= best) return;
    best = relative;
    via = a;
    out.feature = distance == 0 ? reach.plain_feature : reach.thinned_feature;
  });
  out.log_ratio = floor_log_ratio();
  if (best < kLikelihood.least_relative) {
    out.feature = 0xFFFFFFFF;
    return out;
  }
  out.log_ratio += gain_weight(best) / kWeightUnit;
  const auto feature = tables_.features[out.feature].finding;
  out.type = via == finding   ? (feature == finding ? MatchType::exact : MatchType::special_known)
             : feature == via ? MatchType::general_known
                              : MatchType::common_ancestor;
  return out;
}

ScoreParts SingleCause::explain(const Findings& findings, Scores& scores, ConceptId condition,
                                bool publication_prior) const {
  ScoreParts out;
  spread(condition, scores);
  out.matches.reserve(scores.present.size() + 4);
  for (const auto q : scores.present) out.matches.push_back(match(q, scores));
  for (const auto q : scores.absent) {
    const auto& reach = scores.reach_[q.value];
    if (reach.epoch != scores.epoch_) continue;
    if (const auto weight = loss_weight(reach.plain); weight > 0)
      out.matches.push_back({q, MatchType::excluded, reach.plain_feature, -(weight / kWeightUnit)});
  }
  out.not_mentioned = -not_mentioned_penalty(expected_mentions_[condition.value], scores.mentioned_[condition.value],
                                             scores.present.size());
  out.onset = -onset_penalty(log_onset(findings), condition);
  out.sex = -sex_penalty(findings, condition);
  out.prior = log_prior(condition, publication_prior) / scores.tempering;
  return out;
}

double SingleCause::prior_probability(const Candidates& candidates, ConceptId condition, bool publication_prior) const {
  return (1 - kLikelihood.none_prior) *
         std::exp(log_prior(condition, publication_prior) - log_prior_sum(candidates, publication_prior));
}

}  // namespace noso
