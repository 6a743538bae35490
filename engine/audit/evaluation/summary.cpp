// Rates over cases and over diagnoses. The bootstrap draws diagnoses, not cases: what is to be told is how the ranking
// would do on other diagnoses.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>

#include "noso/engine/audit/evaluation.hpp"

namespace noso::audit {

namespace {

constexpr std::size_t kResamples = 2000;
constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kBins = 10;
constexpr std::array<std::size_t, 6> kFindingLimits = {1, 4, 8, 12, 20, 1000000};

void add(Rates& to, double rank, double weight = 1) {
  to.count += weight;
  to.top1 += rank <= 1 ? weight : 0;
  to.top3 += rank <= 3 ? weight : 0;
  to.top5 += rank <= 5 ? weight : 0;
  to.top10 += rank <= 10 ? weight : 0;
  to.top20 += rank <= 20 ? weight : 0;
  to.mean_reciprocal_rank += weight / rank;
}

void divide(Rates& rates) {
  if (rates.count == 0) return;
  for (double* x : {&rates.top1, &rates.top3, &rates.top5, &rates.top10, &rates.top20, &rates.mean_reciprocal_rank})
    *x /= rates.count;
}

std::map<ConceptId, double> cases_of_diagnoses(const EvaluationSet& set, const std::vector<CaseRank>& outcomes) {
  std::map<ConceptId, double> out;
  for (const auto& o : outcomes) ++out[set.cases[o.position].diagnosis];
  return out;
}

struct PerDiagnosis {
  double top1 = 0, top10 = 0;
};

/// Rates of each diagnosis, in the order of diagnoses.
std::vector<PerDiagnosis> per_diagnosis(const EvaluationSet& set, const std::vector<CaseRank>& outcomes) {
  std::map<ConceptId, Rates> rates;
  for (const auto& o : outcomes) add(rates[set.cases[o.position].diagnosis], o.rank);
  std::vector<PerDiagnosis> out;
  for (auto& [diagnosis, r] : rates) {
    divide(r);
    out.push_back({r.top1, r.top10});
  }
  return out;
}

/// The middle 95 % of the means of resamples of `values`.
Interval95 bootstrap(const std::vector<PerDiagnosis>& values, double PerDiagnosis::*what) {
  if (values.empty()) return {};
  std::mt19937_64 random(kSeed);
  std::vector<double> means;
  for (std::size_t r = 0; r < kResamples; ++r) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[random() % values.size()].*what;
    means.push_back(sum / static_cast<double>(values.size()));
  }
  std::sort(means.begin(), means.end());
  return {means[kResamples / 40], means[kResamples - 1 - kResamples / 40]};
}

double calibration_error(const std::vector<std::pair<double, bool>>& told) {
  struct Bin {
    double probability = 0, right = 0;
  };
  std::array<Bin, kBins> bins{};
  for (const auto& [p, right] : told) {
    auto& bin = bins[std::min(kBins - 1, static_cast<std::size_t>(p * kBins))];
    bin.probability += p;
    bin.right += right ? 1 : 0;
  }
  double sum = 0;
  for (const auto& bin : bins) sum += std::abs(bin.probability - bin.right);
  return told.empty() ? 0 : sum / static_cast<double>(told.size());
}

}  // namespace

Summary summarise(const EvaluationSet& set, const std::vector<CaseRank>& outcomes) {
  Summary out;
  const auto diagnoses = cases_of_diagnoses(set, outcomes);
  std::vector<std::pair<double, bool>> told;
  for (std::size_t g = 0; g + 1 < kFindingLimits.size(); ++g)
    out.by_findings.push_back({kFindingLimits[g], kFindingLimits[g + 1] - 1, {}});
  for (const auto& o : outcomes) {
    const auto& one = set.cases[o.position];
    const double weight = 1 / diagnoses.at(one.diagnosis);
    add(out.micro, o.rank);
    add(out.macro, o.rank, weight);
    add(out.series_micro, o.series_rank);
    add(out.series_macro, o.series_rank, weight);
    for (auto& group : out.by_findings)
      if (one.findings.present.size() >= group.from && one.findings.present.size() <= group.to)
        add(group.rates, o.rank);
    told.emplace_back(o.top_probability, o.rank <= 1);
  }
  for (auto* rates : {&out.micro, &out.macro, &out.series_micro, &out.series_macro}) divide(*rates);
  for (auto& group : out.by_findings) divide(group.rates);
  out.macro.count = out.series_macro.count = static_cast<double>(diagnoses.size());
  out.calibration_error = calibration_error(told);
  const auto values = per_diagnosis(set, outcomes);
  out.macro_top1 = bootstrap(values, &PerDiagnosis::top1);
  out.macro_top10 = bootstrap(values, &PerDiagnosis::top10);
  return out;
}

Difference compare(const EvaluationSet& set, const std::vector<CaseRank>& a, const std::vector<CaseRank>& b) {
  auto values = per_diagnosis(set, a);
  const auto others = per_diagnosis(set, b);
  Difference out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i].top1 -= others[i].top1;
    values[i].top10 -= others[i].top10;
    out.top1 += values[i].top1 / static_cast<double>(values.size());
    out.top10 += values[i].top10 / static_cast<double>(values.size());
  }
  out.top1_interval = bootstrap(values, &PerDiagnosis::top1);
  out.top10_interval = bootstrap(values, &PerDiagnosis::top10);
  return out;
}

namespace {

constexpr std::size_t kFolds = 5;
constexpr std::array kTemperings = {0.8, 1.0, 1.25, 1.6, 2.0, 2.5};
constexpr std::array kTemperingFindings = {2.0, 3.0, 4.0, 6.0, 9.0, 12.0, 16.0};
constexpr std::array kMisfitShares = {0.1, 0.15, 0.2, 0.25, 0.3, 0.35};

double probability(const CaseRank& o, double findings, const Calibration::Fold& fold) {
  const double tempering = fold.tempering / (1 + findings / fold.tempering_findings);
  double sum = 0;
  for (const float score : o.best_scores) sum += std::exp(tempering * (score - o.best_scores.front()));
  return (1 - fold.misfit_share) / sum;
}

}  // namespace

Calibration cross_validate(const EvaluationSet& set, const std::vector<CaseRank>& outcomes) {
  std::map<ConceptId, std::size_t> fold_of;
  for (const auto& [diagnosis, cases] : cases_of_diagnoses(set, outcomes))
    fold_of.emplace(diagnosis, fold_of.size() % kFolds);
  const auto fold = [&](const CaseRank& o) { return fold_of.at(set.cases[o.position].diagnosis); };
  const auto findings = [&](const CaseRank& o) {
    auto present = set.cases[o.position].findings.present;
    std::sort(present.begin(), present.end());
    return static_cast<double>(std::unique(present.begin(), present.end()) - present.begin());
  };
  // Log loss of every setting on every fold; a fold takes the setting that is best on the others.
  std::vector<Calibration::Fold> settings;
  std::vector<std::array<double, kFolds>> loss;
  for (const double t : kTemperings)
    for (const double n : kTemperingFindings)
      for (const double m : kMisfitShares) settings.push_back({t, n, m}), loss.emplace_back();
  for (std::size_t s = 0; s < settings.size(); ++s)
    for (const auto& o : outcomes) {
      const double p = std::clamp(probability(o, findings(o), settings[s]), 1e-9, 1 - 1e-9);
      loss[s][fold(o)] -= std::log(o.rank <= 1 ? p : 1 - p);
    }
  Calibration out;
  for (std::size_t f = 0; f < kFolds; ++f) {
    std::size_t best = 0;
    const auto elsewhere = [&](std::size_t s) {
      double sum = 0;
      for (std::size_t g = 0; g < kFolds; ++g) sum += g == f ? 0 : loss[s][g];
      return sum;
    };
    for (std::size_t s = 1; s < settings.size(); ++s)
      if (elsewhere(s) < elsewhere(best)) best = s;
    out.folds.push_back(settings[best]);
  }
  std::vector<std::pair<double, bool>> told;
  for (const auto& o : outcomes) told.emplace_back(probability(o, findings(o), out.folds[fold(o)]), o.rank <= 1);
  out.calibration_error = calibration_error(told);
  return out;
}

}  // namespace noso::audit
