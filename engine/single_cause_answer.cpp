#include "single_cause_answer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model.hpp"

namespace noso {

namespace {

constexpr double kLn10 = 2.302585092994046;
constexpr std::size_t kMostUnasked = 5;
constexpr std::size_t kAskedAbout = 20;  // best conditions that a question is to tell apart
constexpr double kWorthAsking = 0.001;   // bits
constexpr std::size_t kFirstCauses = 5;  // conditions to which a second one is sought
constexpr std::size_t kMostCombinations = 5;
/// Share of patients with a molecular diagnosis who have two or more: 4.9 % (Posey et al., N Engl J Med 2017;376:21–31,
/// second-hand).
constexpr double kTwoDiagnoses = 0.049;
constexpr double kWorthCombining = 0.01;  // probability from which on a pair is listed
constexpr double kOneFormDecides = 0.8;   // part of the series' probability from which on one form stands out

double log10_odds(double p) { return std::log10(p) - std::log10(1 - p); }

class SingleCauseAnswer {
 public:
  SingleCauseAnswer(const SingleCause& inference, const AssessOptions& options, Answer& answer)
      : inference_(inference),
        options_(options),
        answer_(answer),
        kb_(*answer.knowledge),
        likelihood_(kb_.tables().likelihood),
        findings_(findings_of(kb_, answer.facts)),
        candidates_(inference.candidates(options.candidates)) {}

  Status fill() {
    answer_.in_scope = !findings_.present.empty() && candidates_.count > 0;
    if (!answer_.in_scope) {
      answer_.scope_reason = candidates_.count > 0 ? std::string(kb_.text(kb_.tables().scope.front().outside))
                                                   : "No condition of the knowledge has an id that starts with '" +
                                                         options_.candidates + "'.";
      return success();
    }
    if (auto scored = inference_.score(findings_, candidates_, scores_); !scored.ok()) return scored;
    auto& out = answer_.differential;
    out.method = "single cause: likelihood ratios over the ontology";
    out.none_of_these = inference_.none_of_these(scores_);
    best_ = inference_.best(scores_, std::max(options_.max_conditions, kAskedAbout));
    for (std::size_t i = 0; i < std::min(options_.max_conditions, best_.size()); ++i)
      out.conditions.push_back(ranked(best_[i]));
    unexplained();
    series();
    combinations();
    questions();
    return success();
  }

 private:
  RankedCondition ranked(ConceptId c) {
    RankedCondition out{.condition = c, .probability = inference_.probability(scores_, c)};
    const auto parts = inference_.explain(findings_, scores_, c);
    out.log10_prior_odds = log10_odds(inference_.prior_probability(candidates_, c));
    out.log10_posterior_odds = log10_odds(out.probability);
    double told = 0;
    const auto add = [&](Contribution step, double log_ratio) {
      step.log10_ratio = scores_.tempering * log_ratio / kLn10;
      told += step.log10_ratio;
      if (log_ratio != 0) out.steps.push_back(step);
    };
    for (const auto& match : parts.matches) {
      Contribution step{.from = match.finding, .match = match};
      if (match.type == MatchType::excluded) step.state = Truth::no;
      if (match.feature < likelihood_.features.size()) step.statement = likelihood_.features[match.feature].statement;
      if (step.statement.exists()) add_sources(step.statement, out.sources);
      add(step, match.log_ratio);
    }
    add({.about = "features not mentioned"}, parts.not_mentioned);
    add({.about = "age"}, parts.onset);
    add({.about = "sex"}, parts.sex);
    const double rest = out.log10_posterior_odds - out.log10_prior_odds - told;
    out.steps.push_back({.log10_ratio = rest, .about = "how well all other conditions explain the findings"});
    unasked(c, out.unasked);
    return out;
  }

  void add_sources(StatementId s, std::vector<std::string_view>& out) const {
    for (const auto source : kb_.sources(kb_[s].basis))
      if (std::find(out.begin(), out.end(), source) == out.end()) out.push_back(source);
  }

  /// Features of which nothing is said, by how much their presence would tell.
  void unasked(ConceptId c, std::vector<ConceptId>& out) const {
    std::vector<std::pair<double, ConceptId>> telling;
    for (const auto& f : inference_.features(c))
      if (answer_.facts.of(f.finding) == Truth::unknown)
        telling.emplace_back(-f.frequency * std::log(f.frequency / likelihood_.backgrounds[f.finding.value]),
                             f.finding);
    std::sort(telling.begin(), telling.end());
    for (std::size_t i = 0; i < std::min(kMostUnasked, telling.size()); ++i) out.push_back(telling[i].second);
  }

  /// Findings that the most probable condition says nothing of.
  void unexplained() {
    for (const auto& match : inference_.explain(findings_, scores_, best_.front()).matches)
      if (match.type == MatchType::none) answer_.differential.unexplained.push_back(match.finding);
  }

  /// Series of several forms of which none stands out.
  void series() {
    std::map<std::uint32_t, SeriesAnswer> found;
    for (const auto c : best_) {
      const auto number = likelihood_.traits[c.value].series;
      if (number >= likelihood_.series.size() || found.contains(number)) continue;
      const auto& record = likelihood_.series[number];
      SeriesAnswer answer{.label = kb_.text(record.label)};
      double most = 0;
      for (std::uint32_t i = 0; i < record.members.count; ++i) {
        const auto member = likelihood_.series_members[record.members.first + i];
        const double p = inference_.probability(scores_, member);
        if (!(p > 0)) continue;
        answer.members.push_back(member);
        answer.probability += p;
        most = std::max(most, p);
      }
      std::sort(answer.members.begin(), answer.members.end(), [&](ConceptId a, ConceptId b) {
        const auto sa = scores_.of[a.value], sb = scores_.of[b.value];
        return sa != sb ? sa > sb : a < b;
      });
      if (answer.members.size() > 1 && most < kOneFormDecides * answer.probability) found.emplace(number, answer);
    }
    auto& out = answer_.differential.series;
    for (auto& [number, answer] : found) out.push_back(std::move(answer));
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
  }

  /// Two diseases at once: each finding counts for the one that explains it better. The odds of a pair against its
  /// first disease alone: the prior of a second diagnosis, spread over all candidates, times what it adds.
  void combinations() {
    auto& out = answer_.differential.combinations;
    std::set<std::pair<ConceptId, ConceptId>> listed;
    for (std::size_t i = 0; i < std::min(kFirstCauses, best_.size()); ++i) {
      const auto first = best_[i];
      const auto [second, gain] = best_second(first);
      if (!second.exists() || !listed.insert(std::minmax(first, second)).second) continue;
      const double odds = inference_.probability(scores_, first) * kTwoDiagnoses /
                          static_cast<double>(candidates_.count) * std::exp(scores_.tempering * gain);
      const double p = odds / (1 + odds);
      if (p >= kWorthCombining) out.push_back({{first, second}, p});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
    if (out.size() > kMostCombinations) out.resize(kMostCombinations);
  }

  /// The condition that adds most to what `first` explains, and how much, in nats before tempering. The lists of gains
  /// were read when the case was scored.
  std::pair<ConceptId, double> best_second(ConceptId first) {
    std::vector<double> gain(likelihood_.traits.size(), 0);
    for (const auto& match : inference_.explain(findings_, scores_, first).matches) {
      if (match.type == MatchType::excluded) continue;
      const double explained = match.log_ratio - floor_log_ratio();
      const auto gains = kb_.gains(match.finding);
      for (const auto& posting : *gains)
        gain[posting.condition] += std::max(0.0, posting.weight / kWeightUnit - explained);
    }
    std::pair<ConceptId, double> best{{}, 0};
    for (std::uint32_t c = 0; c < gain.size(); ++c)
      if (candidates_.takes_part[c] != 0 && gain[c] > best.second) best = {{c}, gain[c]};
    return best;
  }

  /// Expected information about which of the best conditions it is, the rest taken as one with background frequencies.
  void questions() {
    std::vector<double> probability;
    std::vector<std::vector<float>> frequency;
    double rest = 1;
    const std::size_t count = std::min(kAskedAbout, best_.size());
    for (std::size_t i = 0; i < count; ++i) {
      probability.push_back(inference_.probability(scores_, best_[i]));
      rest -= probability.back();
      inference_.frequencies(best_[i], frequency.emplace_back());
    }
    std::set<ConceptId> askable;
    for (std::size_t i = 0; i < count; ++i)
      for (const auto& f : inference_.features(best_[i]))
        if (answer_.facts.of(f.finding) == Truth::unknown) askable.insert(f.finding);
    std::vector<std::pair<double, ConceptId>> found;
    for (const auto finding : askable) {
      const double background = likelihood_.backgrounds[finding.value];
      double mean = rest * background, conditional = rest * binary_entropy(background);
      for (std::size_t i = 0; i < count; ++i) {
        const double p = frequency[i][finding.value];
        mean += probability[i] * p;
        conditional += probability[i] * binary_entropy(p);
      }
      const double information = binary_entropy(mean) - conditional;
      if (information >= kWorthAsking) found.emplace_back(-information, finding);
    }
    std::sort(found.begin(), found.end());
    if (found.size() > options_.max_questions) found.resize(options_.max_questions);
    for (const auto& [information, finding] : found)
      answer_.ask_next.push_back({.finding = finding,
                                  .text = asked(finding),
                                  .information_bits = -information,
                                  .why = "tells the most probable conditions apart"});
  }

  std::string asked(ConceptId finding) const {
    const auto text = kb_.text(kb_[finding].question);
    return text.empty() ? std::string(kb_.label(finding)) + "?" : std::string(text);
  }

  const SingleCause& inference_;
  const AssessOptions& options_;
  Answer& answer_;
  const Knowledge& kb_;
  const LikelihoodTables& likelihood_;
  const Findings findings_;
  const Candidates candidates_;
  Scores scores_;
  std::vector<ConceptId> best_;
};

}  // namespace

Findings findings_of(const Knowledge& knowledge, const Facts& facts) {
  Findings out{.age = facts.age, .onset = facts.onset, .sex = facts.sex};
  for (const auto& fact : facts.given) {
    if (knowledge[fact.about].kind != ConceptKind::finding) continue;
    if (fact.state == Truth::yes) out.present.push_back(fact.about);
    if (fact.state == Truth::no) out.absent.push_back(fact.about);
  }
  return out;
}

Status answer_with_single_cause(const SingleCause& inference, const AssessOptions& options, Answer& answer) {
  return SingleCauseAnswer(inference, options, answer).fill();
}

}  // namespace noso
