#include "care.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "ladder.hpp"
#include "precautions.hpp"
#include "trial.hpp"

namespace noso {

namespace {

/// A treatment that may be advised.
struct Option {
  StatementId statement;
  std::size_t condition = 0;  // position of the condition of the person for which it is considered
  TrialResult trial;
  int turn = 0;  // what comes first: 0 what helps already, 1 new, 2 tried too briefly
};

class Planner {
 public:
  Planner(const CareCase& known, const AssessOptions& options, Care& out)
      : known_(known),
        kb_(known.knowledge),
        options_(options),
        out_(out),
        precautions_(kb_, known.index, known.facts, known.evaluation, out),
        planned_(kb_.concept_count(), 0) {}

  void plan() {
    const auto& ranked = known_.differential.conditions;
    const double enough = options_.care_share * ranked.front().probability;
    while (considered_ < ranked.size() && ranked[considered_].probability >= enough) ++considered_;
    for (std::size_t i = 0; i < considered_; ++i)
      for (const auto statement : known_.index.against(ranked[i].condition)) precautions_.against(statement);
    come_back_if();
    out_.action_first = known_.escalation.level >= Urgency::urgent;
    if (out_.action_first) {
      out_.stage = "escalation first";
      return;
    }
    climb_ladders();
    judge_trials();
    advise();
    prevent();
  }

 private:
  ConceptId condition(std::size_t i) const { return known_.differential.conditions[i].condition; }
  double probability(std::size_t i) const { return known_.differential.conditions[i].probability; }

  void climb_ladders() {
    const Interval so_far = course(kb_, known_.facts);
    double recheck = kNoNumber;
    const auto failed = if_trials_failed();
    for (std::size_t i = 0; i < considered_; ++i) {
      out_.stages.push_back(climb(kb_, known_.index, known_.facts, known_.evaluation, so_far, condition(i)));
      auto& plan = out_.stages.back();
      if (!plan.stage.exists()) continue;
      if (failed) {
        const auto then = climb(kb_, known_.index, failed->facts, failed->evaluation, so_far, condition(i)).stage;
        if (then != plan.stage) plan.if_failed = then;
      }
      const auto& stage = kb_[plan.stage];
      if (i == 0) out_.stage = kb_.text(stage.label);
      recheck = std::fmin(recheck, stage.recheck);
    }
    if (std::isfinite(recheck))
      out_.recheck_on = Date{known_.as_of.day + std::chrono::days(static_cast<int>(std::ceil(recheck)))};
  }

  struct Supposed {
    Facts facts;
    Evaluation evaluation;
  };

  /// The person if every trial of which nobody knows how it went had no effect; nothing where all are known.
  std::optional<Supposed> if_trials_failed() const {
    const auto& tried = known_.facts.tried;
    const auto open = [](const Facts::Tried& attempt) { return attempt.response == Response::unknown; };
    if (std::none_of(tried.begin(), tried.end(), open)) return std::nullopt;
    Supposed out{known_.facts, {}};
    for (auto& attempt : out.facts.tried)
      if (open(attempt)) attempt.response = Response::none;
    out.evaluation = evaluate(kb_, out.facts);
    return out;
  }

  void judge_trials() {
    for (const auto& attempt : known_.facts.tried) {
      const double least = least_days(kb_[attempt.intervention].dose);
      Facts alone;  // one attempt at a time: each is listed
      alone.tried = {attempt};
      const auto result = trial_of(kb_.graph(), alone, attempt.intervention, least);
      out_.tried.push_back(
          {attempt.intervention, attempt.duration, attempt.response, result.trial, trial_text(kb_, result, least)});
    }
  }

  void advise() {
    for (const auto& plan : out_.stages) bring_forward(plan);
    std::vector<Option> options;
    for (std::size_t i = 0; i < out_.stages.size(); ++i)
      for (const auto statement : known_.index.treatments(condition(i)))
        if (is_offered(statement, out_.stages[i].stage)) consider(statement, i, options);
    sort(options);
    for (const auto at : chosen(options)) take(options[at]);
    look_ahead();
  }

  void sort(std::vector<Option>& options) const {
    std::stable_sort(options.begin(), options.end(), [&](const Option& a, const Option& b) {
      if (a.turn != b.turn) return a.turn < b.turn;
      return kb_[a.statement].strength < kb_[b.statement].strength;  // ties: the more probable condition stands first
    });
  }

  /// The best options, every condition with a share of the plan that fits its probability, in their order: the strong
  /// evidence for a less probable condition does not crowd out what little there is for the leading one.
  std::vector<std::size_t> chosen(const std::vector<Option>& options) const {
    std::vector<std::size_t> quota(considered_), out;
    double total = 0;
    for (std::size_t i = 0; i < considered_; ++i) total += probability(i);
    for (std::size_t i = 0; i < considered_; ++i)
      quota[i] = std::max<std::size_t>(
          1, static_cast<std::size_t>(static_cast<double>(options_.max_advice) * probability(i) / total));
    auto planned = planned_;
    for (const bool by_quota : {true, false})
      for (std::size_t at = 0; at < options.size() && out.size() < options_.max_advice; ++at) {
        auto& taken = planned[kb_[options[at].statement].subject.value];
        auto& left = quota[options[at].condition];
        if (taken != 0 || (by_quota && left == 0)) continue;
        taken = 1;
        if (by_quota) --left;
        out.push_back(at);
      }
    std::sort(out.begin(), out.end());
    return out;
  }

  /// Nobody knows how some trials went: what would follow if they have failed.
  void look_ahead() {
    std::vector<Option> options;
    for (std::size_t i = 0; i < out_.stages.size(); ++i)
      if (out_.stages[i].if_failed.exists())
        for (const auto statement : known_.index.treatments(condition(i)))
          if (kb_[statement].staged != 0 && is_offered(statement, out_.stages[i].if_failed))
            consider(statement, i, options);
    std::erase_if(options, [](const Option& o) { return o.trial.trial != Trial::untried; });
    sort(options);
    const std::size_t most = out_.next.size() + options_.max_advice / 2;
    for (const auto& option : options)
      if (out_.next.size() < most) take(option, out_.stages[option.condition].if_failed);
  }

  /// What a rule of the stage asks for before its time.
  void bring_forward(const StagePlan& plan) {
    if (!plan.stage.exists()) return;
    const auto early = kb_[plan.stage].early;
    for (std::uint32_t i = 0; i < early.count; ++i) {
      const auto rule = kb_.tables().stage_early[early.first + i];
      if (known_.evaluation.truth(rule) != Truth::yes) continue;
      for (const auto intervention : kb_.targets(kb_[rule])) {
        const auto tried = trial(intervention, kb_[intervention].dose);
        if (precautions_.is_avoided(intervention) || tried.trial == Trial::failed) continue;
        auto* advice = add(intervention, treatment(intervention, plan.condition), plan.condition, tried);
        if (!advice) continue;
        advice->early = rule;
        advice->why += "; now, because " + std::string(kb_.text(kb_[rule].action));
        advice->basis = kb_[rule].basis;
        advice->sources = kb_.sources(advice->basis);
      }
    }
  }

  StatementId treatment(ConceptId intervention, ConceptId condition) const {
    for (const auto statement : known_.index.treatments(condition))
      if (kb_[statement].subject == intervention) return statement;
    return {};
  }

  bool is_offered(StatementId statement, StageId stage) const {
    const auto& s = kb_[statement];
    if (s.staged == 0) return true;
    if (!stage.exists()) return false;
    const auto range = kb_[stage].options;
    const auto first = kb_.tables().stage_options.begin() + range.first;
    return std::binary_search(first, first + range.count, StageOption{s.subject, s.object});
  }

  TrialResult trial(ConceptId intervention, DoseId dose) const {
    if (known_.facts.tried.empty()) return {};
    return trial_of(kb_.graph(), known_.facts, intervention, least_days(dose));
  }

  double least_days(DoseId dose) const { return dose.exists() ? kb_[dose].least_days : 0; }

  void consider(StatementId statement, std::size_t condition, std::vector<Option>& options) const {
    const auto& s = kb_[statement];
    if (precautions_.is_avoided(s.subject)) return;
    Option option{statement, condition, trial(s.subject, kb_.details(s).dose), 0};
    switch (option.trial.trial) {
      case Trial::failed: return;
      case Trial::helped: option.turn = 0; break;
      case Trial::untried:
      case Trial::unclear: option.turn = 1; break;
      case Trial::too_short: option.turn = 2; break;
    }
    options.push_back(option);
  }

  void take(const Option& option, StageId if_failed = {}) {
    auto* advice = add(kb_[option.statement].subject, option.statement, condition(option.condition), option.trial);
    if (!advice || !if_failed.exists()) return;
    advice->if_failed = if_failed;
    advice->why += "; if what was tried has not helped";
  }

  /// Nothing when it is in the plan already. `statement` may not exist: a rule may ask for what treats nothing.
  Advice* add(ConceptId intervention, StatementId statement, ConceptId condition, const TrialResult& tried) {
    if (planned_[intervention.value] != 0) return nullptr;
    planned_[intervention.value] = 1;
    Advice advice;
    advice.intervention = intervention;
    advice.condition = condition;
    advice.statement = statement;
    advice.dose = kb_[intervention].dose;
    advice.why = "for " + std::string(kb_.label(condition));
    if (statement.exists()) {
      const auto& s = kb_[statement];
      advice.condition = s.object;
      advice.strength = s.strength;
      advice.dose = kb_.details(s).dose;
      advice.basis = s.basis;
      advice.why += ", evidence " + std::string(to_string(s.strength));
      advice.effect = known_.index.effect(statement);
    }
    advice.trial = tried.trial;
    if (const auto text = trial_text(kb_, tried, least_days(advice.dose)); !text.empty()) advice.why += "; " + text;
    advice.cautions = precautions_.cautions(intervention);
    advice.ask_before = precautions_.open(intervention);
    advice.sources = kb_.sources(advice.basis);
    out_.next.push_back(std::move(advice));
    return &out_.next.back();
  }

  void prevent() {
    for (const auto& s : kb_.statements(Relation::prevents)) {
      if (known_.facts.of(s.object) != Truth::yes || precautions_.is_avoided(s.subject)) continue;
      if (!out_.prevention.empty() && out_.prevention.back().intervention == s.subject) {  // ordered by intervention
        out_.prevention.back().answers.push_back(s.object);
        continue;
      }
      Prevention measure{
          s.subject, {s.object}, kb_.details(s).dose, precautions_.cautions(s.subject), kb_.sources(s.basis)};
      out_.prevention.push_back(std::move(measure));
    }
  }

  /// Left out: what is not about this person, or may not be and is no emergency; what has come true already.
  void come_back_if() {
    const auto& tables = kb_.tables();
    for (const auto& [n, danger] : known_.index.safety_nets()) {
      const auto& net = tables.safety_nets[n];
      const Truth about_them = net.when.exists() ? known_.evaluation.truth(net.when) : Truth::yes;
      if (about_them == Truth::no || (about_them == Truth::unknown && danger < Urgency::emergency)) continue;
      bool concerned = false;
      for (std::size_t i = 0; i < considered_; ++i)
        concerned = concerned || concerns(tables.safety_net_conditions, net.conditions, condition(i));
      if (concerned && !has_come_true(net)) out_.come_back_if.push_back(kb_.text(net.text));
    }
  }

  bool has_come_true(const SafetyNetRecord& net) const {
    for (std::uint32_t i = 0; i < net.rules.count; ++i)
      if (known_.evaluation.truth(kb_.tables().safety_net_rules[net.rules.first + i]) != Truth::yes) return false;
    return net.rules.count > 0;
  }

  const CareCase& known_;
  const Knowledge& kb_;
  const AssessOptions& options_;
  Care& out_;
  Precautions precautions_;
  std::size_t considered_ = 0;
  std::vector<char> planned_;  // by concept
};

}  // namespace

Care advise(const CareCase& known, const AssessOptions& options) {
  Care out;
  if (!known.differential.conditions.empty()) Planner(known, options, out).plan();
  return out;
}

}  // namespace noso
