// The model is a noisy-OR network (noisy_or.hpp): conditions are independent causes with priors from the population,
// risk factors multiply their odds, findings are their effects. A case is in scope because it has an entry finding, so
// that one is always among the effects: it says that at least one cause is at work.
//
// Evidence is taken up in one order for all conditions: risk factors, absent findings, the entry finding, then present
// findings, the most telling first. After each step the posterior odds of every condition are exact, so the log ratios
// of the steps add up to the way from prior to posterior without a remainder.
#include "differential.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "evidence.hpp"

namespace noso {

namespace {

constexpr std::size_t kCombinationCandidates = 6;  // most probable conditions of which sets are formed
constexpr std::size_t kCombinations = 5;
constexpr double kUnexplained = 0.5;  // probability from which on a finding counts as explained by nothing
constexpr double kDefaultRuleOut = 0.01;
/// A likelihood ratio between ½ and 2 changes a probability little and rarely matters (Jaeschke, Guyatt and Sackett,
/// JAMA 1994;271:703; from recall).
constexpr double kMovesLittle = 2;
constexpr double kWorthAThought = 0.01;  // probability of conditions that evidence must move (estimate)

double log10_odds(Belief b) { return std::log10(b.yes) - std::log10(b.no); }

/// Takes up the evidence step by step and remembers the odds after each.
class Ranking {
 public:
  Ranking(const Knowledge& knowledge, const CausalModel& model, const Facts& facts, PopulationId population)
      : knowledge_(knowledge),
        model_(model),
        facts_(facts),
        population_(knowledge[population]),
        evidence_(select_evidence(knowledge, model, facts, population)) {
    for (const double share : model.shares[population.value]) {
      const double p = std::min(share * population_.scale, 1.0);
      beliefs_.push_back({p, 1 - p});
    }
    remember();
  }

  Evidence& evidence() { return evidence_; }

  /// Spends at most `most`: half of it on the last step, the other half on those before, in equal parts.
  void run(Work most) {
    const Work each{most.updates / 2 / (evidence_.present.size() + 1)}, last{most.updates / 2};
    for (const auto& [factor, effect] : evidence_.risks) apply_risk(factor, effect);
    for (const auto row : evidence_.absent) apply_absent(model_.rows[row]);
    auto coming = effects_of_evidence();
    solver_.plan_ahead(beliefs_, coming);
    entry_step_ = steps_.size();
    for (std::size_t i = 0; i < coming.size(); ++i) {
      effects_.push_back(std::move(coming[i]));
      const Work spend = i + 1 == coming.size() ? last : each;
      if (i == 0) {
        update({entry_finding(), Truth::yes, 0, {}}, spend);
        continue;
      }
      const auto& row = model_.rows[evidence_.present[i - 1]];
      update({row.finding, Truth::yes, 0, row.background}, spend);
    }
  }

  /// The same end without the way there: one inference instead of one for each present finding.
  NoisyOrPosterior at_once(Work most) {
    for (const auto& [factor, effect] : evidence_.risks) multiply_odds(effect);
    for (const auto row : evidence_.absent) absorb(model_.rows[row]);
    effects_ = effects_of_evidence();
    return solver_.posterior(beliefs_, effects_, most);
  }

  /// Whether what is told, the complaint aside, moves the odds of a condition that is, or was, worth a thought.
  bool tells() const {
    for (std::size_t c = 0; c < beliefs_.size(); ++c) {
      const double by_complaint = odds_[entry_step_ + 1][c] - odds_[entry_step_][c];
      const double moved = odds_.back()[c] - odds_.front()[c] - by_complaint;
      const double odds = std::max(odds_.back()[c], odds_.back()[c] - moved);
      if (std::abs(moved) >= std::log10(kMovesLittle) && std::pow(10, odds) >= kWorthAThought / (1 - kWorthAThought))
        return true;
    }
    return false;
  }

  const NoisyOrPosterior& posterior() const { return posterior_; }
  const std::vector<Belief>& absorbed() const { return beliefs_; }
  const std::vector<Effect>& effects() const { return effects_; }

  RankedCondition ranked(std::uint32_t c) const {
    RankedCondition out{.condition = model_.conditions[c], .probability = posterior_.causes[c].probability()};
    if (!posterior_.exact()) out.range = posterior_.ranges[c];
    out.log10_prior_odds = odds_.front()[c];
    out.log10_posterior_odds = odds_.back()[c];
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      Contribution step = steps_[s];
      step.log10_ratio = odds_[s + 1][c] - odds_[s][c];
      if (step.log10_ratio == 0) continue;
      const auto statement = statement_for(step.from, c);
      if (statement.exists()) step.statement = statement;
      for (const auto source : sources_of(step.statement))
        if (std::find(out.sources.begin(), out.sources.end(), source) == out.sources.end())
          out.sources.push_back(source);
      out.steps.push_back(step);
    }
    return out;
  }

 private:
  void remember() {
    auto& odds = odds_.emplace_back(beliefs_.size());
    const auto& now = posterior_.causes.empty() ? beliefs_ : posterior_.causes;
    for (std::size_t c = 0; c < now.size(); ++c) odds[c] = log10_odds(now[c]);
  }

  void multiply_odds(const RiskEffect& effect) {
    auto& b = beliefs_[effect.condition];
    const double total = b.yes * effect.odds_ratio + b.no;
    b = {b.yes * effect.odds_ratio / total, b.no / total};
  }

  void apply_risk(ConceptId factor, const RiskEffect& effect) {
    multiply_odds(effect);
    steps_.push_back({factor, Truth::yes, 0, effect.statement});
    remember();
  }

  void absorb(const FindingRow& row) {
    for (const auto& cell : row.cells) beliefs_[cell.condition] = absorb_absence(beliefs_[cell.condition], cell.link);
  }

  void apply_absent(const FindingRow& row) {
    absorb(row);
    steps_.push_back({row.finding, Truth::no, 0, row.background});
    remember();
  }

  Effect entry_effect() const {
    const auto& scope = knowledge_.tables().scope.front();
    const double none = population_.none_share * population_.scale;
    Effect entry{1 - (1 - scope.entry_leak) * (1 - none), {}};
    for (std::uint32_t c = 0; c < beliefs_.size(); ++c) entry.links.push_back({c, scope.entry_link});
    return entry;
  }

  ConceptId entry_finding() const {
    for (std::uint32_t c = 0; c < knowledge_.concept_count(); ++c)
      if (knowledge_.has_flag({c}, kEntryFinding) && facts_.of({c}) == Truth::yes) return {c};
    return {};
  }

  static Effect effect_of(const FindingRow& row) {
    Effect out{row.leak, {}};
    for (const auto& cell : row.cells) out.links.push_back({cell.condition, cell.link});
    return out;
  }

  /// The complaint, then the present findings.
  std::vector<Effect> effects_of_evidence() const {
    std::vector<Effect> out{entry_effect()};
    for (const auto row : evidence_.present) out.push_back(effect_of(model_.rows[row]));
    return out;
  }

  void update(Contribution step, Work most) {
    posterior_ = solver_.posterior(beliefs_, effects_, most);
    steps_.push_back(step);
    remember();
  }

  /// The statement that links this finding or risk factor to the condition, if there is one.
  StatementId statement_for(ConceptId from, std::uint32_t condition) const {
    if (const auto row = model_.row_of[from.value]; row != CausalModel::kNone)
      for (const auto& cell : model_.rows[row].cells)
        if (cell.condition == condition) return cell.statement;
    return {};
  }

  std::vector<std::string_view> sources_of(StatementId s) const {
    return knowledge_.sources(s.exists() ? knowledge_[s].basis : knowledge_.tables().scope.front().basis);
  }

  const Knowledge& knowledge_;
  const CausalModel& model_;
  const Facts& facts_;
  const PopulationRecord& population_;
  Evidence evidence_;
  std::vector<Belief> beliefs_;  // priors with risk factors and absent findings
  std::vector<Effect> effects_;
  NoisyOrSolver solver_;
  NoisyOrPosterior posterior_;
  std::vector<Contribution> steps_;
  std::size_t entry_step_ = 0;
  std::vector<std::vector<double>> odds_;  // log10, before the first step and after each
};

/// exp(`log_joint`) over the evidence, between the bounds of which that is known.
ProbabilityRange given_evidence(const NoisyOrPosterior& posterior, double log_joint) {
  const double log_p = log_joint - posterior.log_evidence, error = posterior.log_evidence_error;
  return {std::min(1.0, std::exp(log_p - error)), std::min(1.0, std::exp(log_p + error))};
}

/// Probabilities of sets of conditions, formed from the most probable ones. `error_bound` is raised to what they may be
/// off.
std::vector<Combination> combinations(const CausalModel& model, const Ranking& ranking,
                                      const std::vector<std::uint32_t>& order, double& error_bound) {
  const auto& priors = ranking.absorbed();
  double log_nothing = 0;
  for (const auto& b : priors) log_nothing += std::log(b.no);
  const std::size_t n = std::min(kCombinationCandidates, order.size());
  std::vector<Combination> out;
  for (std::uint32_t set = 1; set < 1u << n; ++set) {
    double log_p = log_nothing;
    std::vector<std::uint32_t> members;
    for (std::uint32_t i = 0; i < n; ++i)
      if (set >> i & 1) members.push_back(order[i]);
    if (members.size() > 3) continue;
    for (const auto c : members) log_p += std::log(priors[c].yes) - std::log(priors[c].no);
    for (const auto& effect : ranking.effects()) {
      double failure = std::log1p(-effect.leak);
      for (const auto& link : effect.links)
        if (std::find(members.begin(), members.end(), link.cause) != members.end())
          failure += std::log1p(-link.strength);
      log_p += std::log(-std::expm1(failure));
    }
    const auto range = given_evidence(ranking.posterior(), log_p);
    error_bound = std::max(error_bound, range.half_width());
    Combination combination{{}, range.middle()};
    for (const auto c : members) combination.conditions.push_back(model.conditions[c]);
    out.push_back(std::move(combination));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.probability > b.probability; });
  if (out.size() > kCombinations) out.resize(kCombinations);
  return out;
}

/// The highest probability that the condition can have.
double most_probable(const NoisyOrPosterior& posterior, std::uint32_t c) {
  return posterior.exact() ? posterior.causes[c].probability() : posterior.ranges[c].high;
}

ProbabilityRange none_of_these(const Ranking& ranking) {
  double log_p = 0;
  for (const auto& b : ranking.absorbed()) log_p += std::log(b.no);
  for (const auto& effect : ranking.effects()) log_p += std::log(effect.leak);
  return given_evidence(ranking.posterior(), log_p);
}

}  // namespace

std::optional<PopulationId> choose_population(const Knowledge& knowledge, const Facts& facts,
                                              const Evaluation& evaluation, std::string& reason,
                                              std::vector<std::string>& warnings) {
  if (facts.population.exists()) return facts.population;
  const auto& populations = knowledge.tables().populations;
  std::optional<PopulationId> best;
  std::tuple<bool, double> best_fit;
  for (std::uint32_t p = 0; p < populations.size(); ++p) {
    const auto& population = populations[p];
    if (population.applies_to.exists() && evaluation.truth(population.applies_to) != Truth::yes) continue;
    const Interval age = facts.age;
    if (age.high < population.age_from || age.low >= population.age_below) continue;
    const bool certain = age.low >= population.age_from && age.high < population.age_below;
    const std::tuple fit{certain, population.age_below - population.age_from};
    if (!best || fit > best_fit) best = PopulationId{p}, best_fit = fit;
  }
  if (!best) {
    reason = "There are no prior probabilities for this person's age" +
             (facts.age.is_exact() ? " (" + to_string(Quantity{facts.age.low, Dimension::time}) + ")" : std::string()) +
             ".";
    return std::nullopt;
  }
  if (!std::get<0>(best_fit))
    warnings.push_back("The age is not known well enough: the priors of '" +
                       std::string(knowledge.text(knowledge[*best].label)) + "' are assumed.");
  return best;
}

RankingResult rank(const Knowledge& knowledge, const CausalModel& model, const Facts& facts, PopulationId population,
                   const RankingOptions& options, std::vector<std::string>& warnings) {
  Ranking ranking(knowledge, model, facts, population);
  RankingResult result{{.method = "exact noisy-OR", .population = population}, {}};
  auto& out = result.differential;
  ranking.run(options.most);
  out.not_counted = ranking.evidence().not_counted;
  const auto& posterior = ranking.posterior();
  if (!posterior.possible) {
    warnings.push_back("The findings together are impossible under this knowledge: no ranking.");
    out.method = "none: impossible evidence";
    return result;
  }
  if (!posterior.exact()) {
    out.method = "noisy-OR between bounds";
    out.error_bound = posterior.error_bound();
  }
  std::vector<std::uint32_t> order(model.conditions.size());
  for (std::uint32_t c = 0; c < order.size(); ++c) order[c] = c;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const double pa = posterior.causes[a].probability(), pb = posterior.causes[b].probability();
    return pa != pb ? pa > pb : knowledge.id(model.conditions[a]) < knowledge.id(model.conditions[b]);
  });
  for (std::size_t i = 0; i < std::min(options.max_conditions, order.size()); ++i) {
    auto ranked = ranking.ranked(order[i]);
    for (const auto row : model.telling[order[i]])
      if (ranked.unasked.size() < options.max_unasked && facts.of(model.rows[row].finding) == Truth::unknown)
        ranked.unasked.push_back(model.rows[row].finding);
    out.conditions.push_back(std::move(ranked));
  }
  for (const auto c : order) {
    const auto& record = knowledge[model.conditions[c]];
    const double limit = std::isnan(record.rule_out_below) ? kDefaultRuleOut : record.rule_out_below;
    if ((record.flags & kMustNotMiss) && most_probable(posterior, c) >= limit)
      out.must_not_miss.push_back(model.conditions[c]);
  }
  const auto& present = ranking.evidence().present;
  for (std::size_t i = 0; i < present.size(); ++i)
    if (posterior.unexplained[i + 1] >= kUnexplained) out.unexplained.push_back(model.rows[present[i]].finding);
  const auto none = none_of_these(ranking);
  out.none_of_these = none.middle();
  out.error_bound = std::max(out.error_bound, none.half_width());
  out.combinations = combinations(model, ranking, order, out.error_bound);
  out.insufficient_evidence = !ranking.tells();
  for (const auto& belief : posterior.causes) result.probabilities.push_back(belief.probability());
  return result;
}

std::vector<Belief> posterior(const Knowledge& knowledge, const CausalModel& model, const Facts& facts,
                              PopulationId population, Work most) {
  auto found = Ranking(knowledge, model, facts, population).at_once(most);
  return found.possible ? std::move(found.causes) : std::vector<Belief>();
}

}  // namespace noso
