#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <optional>

#include "noso/engine/audit/evaluation.hpp"

namespace noso::audit {

namespace {

std::optional<ConceptId> only(const std::vector<ConceptId>& found) {
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

/// True when some annotation of `condition` cites `publication`.
bool cites(const Knowledge& knowledge, ConceptId condition, SourceId publication) {
  const auto& tables = knowledge.tables();
  for (const auto& s : knowledge.statements(Relation::has_finding, condition)) {
    if (!s.basis.exists()) continue;
    const auto range = knowledge[s.basis].sources;
    for (std::uint32_t i = 0; i < range.count; ++i)
      if (tables.basis_sources[range.first + i] == publication) return true;
  }
  return false;
}

/// Mean rank among equals.
double rank_of(const std::vector<float>& scores, ConceptId condition) {
  const float mine = scores[condition.value];
  std::size_t larger = 0, equal = 0;
  for (const float score : scores) {
    larger += score > mine ? 1 : 0;
    equal += score == mine ? 1 : 0;
  }
  return static_cast<double>(larger) + (static_cast<double>(equal) + 1) / 2;
}

/// How many conditions outside the series score more than its best member, plus one.
double series_rank_of(const LikelihoodTables& tables, const std::vector<float>& scores, ConceptId condition) {
  const auto series = tables.traits[condition.value].series;
  if (series >= tables.series.size()) return rank_of(scores, condition);
  const auto members = tables.series[series].members;
  float best = -std::numeric_limits<float>::infinity();
  for (std::uint32_t i = 0; i < members.count; ++i)
    best = std::max(best, scores[tables.series_members[members.first + i].value]);
  return 1 + static_cast<double>(std::count_if(scores.begin(), scores.end(), [&](float s) { return s > best; }));
}

bool takes_part(const EvaluationCase& c, Protocol protocol) { return protocol != Protocol::clean || c.clean; }

void keep_best(const std::vector<float>& scores, std::size_t count, std::vector<float>& out) {
  out = scores;
  count = std::min(count, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), out.end(), std::greater<>());
  out.resize(count);
  out.shrink_to_fit();
}

}  // namespace

std::string publication_of(std::string_view case_id) {
  constexpr std::string_view kPrefix = "PMID_";
  if (!case_id.starts_with(kPrefix)) return {};
  const auto number = case_id.substr(kPrefix.size(), case_id.find('_', kPrefix.size()) - kPrefix.size());
  const bool digits =
      !number.empty() && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? "PMID:" + std::string(number) : std::string();
}

CaseCollector::CaseCollector(const Knowledge& knowledge, const Candidates& candidates)
    : knowledge_(knowledge), candidates_(candidates) {
  const auto& sources = knowledge.tables().sources;
  for (std::uint32_t s = 0; s < sources.size(); ++s) sources_.emplace(knowledge.text(sources[s].id), SourceId{s});
}

void CaseCollector::look_up(const std::vector<Mention>& mentions, std::vector<ConceptId>& out) {
  for (const auto& mention : mentions) {
    if (const auto found = only(knowledge_.find(mention.name, ConceptKind::finding)))
      out.push_back(*found);
    else
      ++set_.unresolved_terms;
  }
}

void CaseCollector::add(const Case& told) {
  ++set_.read;
  EvaluationCase added{.id = told.id};
  const auto diagnosis = only(knowledge_.find(told.diagnosis, ConceptKind::condition));
  if (!diagnosis || candidates_.takes_part[diagnosis->value] == 0) {
    ++set_.unknown_diagnosis;
    return;
  }
  added.diagnosis = *diagnosis;
  look_up(told.present, added.findings.present);
  look_up(told.absent, added.findings.absent);
  if (added.findings.present.empty()) {
    ++set_.no_finding;
    return;
  }
  added.findings.age = told.age;
  added.findings.onset = told.onset;
  added.findings.sex = told.sex;
  if (const auto found = sources_.find(publication_of(told.id)); found != sources_.end())
    added.publication = found->second;
  added.clean = !added.publication.exists() || !cites(knowledge_, *diagnosis, added.publication);
  set_.cases.push_back(std::move(added));
}

Result<std::vector<CaseRank>> evaluate_cases(const SingleCause& inference, const Candidates& candidates,
                                             const EvaluationSet& set, const EvaluationOptions& options,
                                             double* seconds) {
  std::vector<CaseRank> out;
  Scores scores;
  std::chrono::duration<double> spent{};
  for (std::size_t i = 0; i < set.cases.size(); ++i) {
    const auto& one = set.cases[i];
    if (options.progress) options.progress(i, set.cases.size());
    if (!takes_part(one, options.protocol)) continue;
    const auto begin = std::chrono::steady_clock::now();
    if (auto scored = inference.score(one.findings, candidates, scores, options.publication_prior); !scored.ok())
      return scored.errors();
    if (options.protocol == Protocol::own_publication_out && one.publication.exists())
      scores.of[one.diagnosis.value] =
          inference.score_without(one.findings, scores, one.diagnosis, one.publication, options.publication_prior);
    CaseRank outcome{.position = i, .rank = rank_of(scores.of, one.diagnosis)};
    spent += std::chrono::steady_clock::now() - begin;
    outcome.series_rank = series_rank_of(inference.tables(), scores.of, one.diagnosis);
    outcome.top_probability = inference.probability(scores, inference.best(scores, 1).front());
    if (options.keep_scores > 0) keep_best(scores.of, options.keep_scores, outcome.best_scores);
    out.push_back(std::move(outcome));
  }
  if (seconds) *seconds = spent.count();
  return out;
}

std::vector<CaseRank> evaluate_cases(Ranker& ranker, const Knowledge& knowledge, const Candidates& candidates,
                                     const EvaluationSet& set, const EvaluationOptions& options) {
  std::vector<CaseRank> out;
  std::vector<float> scores;
  for (std::size_t i = 0; i < set.cases.size(); ++i) {
    const auto& one = set.cases[i];
    if (options.progress) options.progress(i, set.cases.size());
    if (!takes_part(one, options.protocol)) continue;
    auto present = one.findings.present, absent = one.findings.absent;
    for (auto* list : {&present, &absent}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    ranker.score(present, absent, scores);
    for (std::size_t c = 0; c < scores.size(); ++c)
      if (candidates.takes_part[c] == 0) scores[c] = -std::numeric_limits<float>::infinity();
    out.push_back({.position = i,
                   .rank = rank_of(scores, one.diagnosis),
                   .series_rank = series_rank_of(knowledge.tables().likelihood, scores, one.diagnosis)});
  }
  return out;
}

}  // namespace noso::audit
