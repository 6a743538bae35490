/// How well diseases are ranked: over many cases whose diagnosis is known.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "noso/engine/audit/rankers.hpp"
#include "noso/engine/case.hpp"
#include "noso/engine/single_cause.hpp"

namespace noso::audit {

/// Which cases count, and which evidence.
enum class Protocol : std::uint8_t {
  all,                 ///< every case
  clean,               ///< cases whose publication no annotation of their diagnosis cites
  own_publication_out  ///< every case, without what is annotated from its own publication alone
};

struct EvaluationCase {
  std::string id;
  ConceptId diagnosis;
  Findings findings;
  SourceId publication;  ///< of the case, when the knowledge has it
  bool clean = true;
};

struct EvaluationSet {
  std::vector<EvaluationCase> cases;  ///< those that can be ranked
  std::size_t read = 0;
  std::size_t unknown_diagnosis = 0, no_finding = 0, unresolved_terms = 0;
};

/// Looks up diagnoses and findings. Not ranked are cases whose diagnosis takes no part or has no findings in the
/// knowledge, or of which no present finding is known. Borrows both.
class CaseCollector {
 public:
  CaseCollector(const Knowledge& knowledge, const Candidates& candidates);
  void add(const Case& told);
  EvaluationSet take() { return std::move(set_); }

 private:
  void look_up(const std::vector<Mention>& mentions, std::vector<ConceptId>& out);

  const Knowledge& knowledge_;
  const Candidates& candidates_;
  std::unordered_map<std::string_view, SourceId> sources_;
  EvaluationSet set_;
};

/// The PubMed id in a case id such as `PMID_15266616_100`, as `PMID:15266616`; empty when there is none.
std::string publication_of(std::string_view case_id);

struct CaseRank {
  std::size_t position = 0;  ///< in `EvaluationSet::cases`
  double rank = 0;           ///< of the diagnosis; ties count with their mean rank
  double series_rank = 0;    ///< of the best member of its series
  double top_probability = 0;
  std::vector<float> best_scores;  ///< before tempering, largest first; only when asked for
};

struct EvaluationOptions {
  Protocol protocol = Protocol::all;
  bool publication_prior = true;
  std::size_t keep_scores = 0;  ///< how many of the best scores to keep for calibration
  std::function<void(std::size_t done, std::size_t all)> progress = {};
};

/// Ranks the cases with the engine's own inference. `seconds`, when given, is how long ranking took. Errors: those of
/// `SingleCause::score`.
Result<std::vector<CaseRank>> evaluate_cases(const SingleCause& inference, const Candidates& candidates,
                                             const EvaluationSet& set, const EvaluationOptions& options = {},
                                             double* seconds = nullptr);
/// The same cases with another ranker.
std::vector<CaseRank> evaluate_cases(Ranker& ranker, const Knowledge& knowledge, const Candidates& candidates,
                                     const EvaluationSet& set, const EvaluationOptions& options = {});

struct Interval95 {
  double low = 0, high = 0;
};
struct Rates {
  double count = 0;
  double top1 = 0, top3 = 0, top5 = 0, top10 = 0, top20 = 0, mean_reciprocal_rank = 0;
};
struct Summary {
  Rates micro, macro;  ///< over cases; mean over diagnoses (count: of diagnoses)
  Rates series_micro, series_macro;
  Interval95 macro_top1, macro_top10;  ///< bootstrap over diagnoses
  double calibration_error = 0;        ///< of the top probability, ten bins, over cases
  struct Group {
    std::size_t from = 0, to = 0;  ///< present findings
    Rates rates;
  };
  std::vector<Group> by_findings;
};
Summary summarise(const EvaluationSet& set, const std::vector<CaseRank>& outcomes);

/// Difference of the macro rates `a` − `b` of the same cases, with bootstrap intervals over diagnoses.
struct Difference {
  double top1 = 0, top10 = 0;
  Interval95 top1_interval, top10_interval;
};
Difference compare(const EvaluationSet& set, const std::vector<CaseRank>& a, const std::vector<CaseRank>& b);

/// Fits tempering and share of misfits on four fifths of the diagnoses and measures on the last, in turn.
struct Calibration {
  double calibration_error = 0;  ///< over all cases, each with what the other folds gave
  struct Fold {
    double tempering = 0, tempering_findings = 0, misfit_share = 0;
  };
  std::vector<Fold> folds;
};
/// The outcomes need their scores kept.
Calibration cross_validate(const EvaluationSet& set, const std::vector<CaseRank>& outcomes);

}  // namespace noso::audit
