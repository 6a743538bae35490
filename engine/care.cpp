#include "care.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "ladder.hpp"
#include "precautions.hpp"
#include "trial.hpp"

namespace noso {

namespace {

/// A treatment that may be advised.
struct Option {
  StatementId statement;
  ConceptId condition;  // of the person, for which it is considered
  TrialResult trial;
  int turn = 0;  // what comes first: 0 due early, 1 what helps already, 2 new, 3 tried too briefly
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

  void climb_ladders() {
    const Interval so_far = course(kb_, known_.facts);
    double recheck = kNoNumber;
    for (std::size_t i = 0; i < considered_; ++i) {
      out_.stages.push_back(climb(kb_, known_.index, known_.facts, known_.evaluation, so_far, condition(i)));
      if (!out_.stages.back().stage.exists()) continue;
      const auto& stage = kb_[out_.stages.back().stage];
      if (i == 0) out_.stage = kb_.text(stage.label);
      recheck = std::fmin(recheck, stage.recheck);
    }
    if (std::isfinite(recheck))
      out_.recheck_on = Date{known_.as_of.day + std::chrono::days(static_cast<int>(std::ceil(recheck)))};
  }

  void judge_trials() {
    for (const auto& attempt : known_.facts.tried) {
      const auto dose = kb_[attempt.intervention].dose;
      const double least = dose.exists() ? kb_[dose].least_days : 0;
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
    for (const auto& plan : out_.stages)
      for (const auto statement : known_.index.treatments(plan.condition))
        if (is_offered(statement, plan)) consider({statement, plan.condition, {}, 0}, options);
    std::stable_sort(options.begin(), options.end(), [&](const Option& a, const Option& b) {
      if (a.turn != b.turn) return a.turn < b.turn;
      return kb_[a.statement].strength < kb_[b.statement].strength;  // ties: the more probable condition stands first
    });
    for (const auto& option : options)
      if (out_.next.size() < options_.max_advice) take(option, {});
  }

  /// What a rule of the stage asks for before its time.
  void bring_forward(const StagePlan& plan) {
    if (!plan.stage.exists()) return;
    const auto early = kb_[plan.stage].early;
    for (std::uint32_t i = 0; i < early.count; ++i) {
      const auto rule = kb_.tables().stage_early[early.first + i];
      if (known_.evaluation.truth(rule) != Truth::yes) continue;
      for (const auto intervention : kb_.targets(kb_[rule])) {
        Option option{treatment(intervention, plan.condition), plan.condition, {}, 0};
        option.trial = trial(intervention, kb_[intervention].dose);
        if (!precautions_.is_avoided(intervention) && option.trial.trial != Trial::failed)
          take(option, rule, intervention);
      }
    }
  }

  StatementId treatment(ConceptId intervention, ConceptId condition) const {
    for (const auto statement : known_.index.treatments(condition))
      if (kb_[statement].subject == intervention) return statement;
    return {};
  }

  bool is_offered(StatementId statement, const StagePlan& plan) const {
    const auto& s = kb_[statement];
    if (s.staged == 0) return true;
    if (!plan.stage.exists()) return false;
    const auto range = kb_[plan.stage].options;
    const auto first = kb_.tables().stage_options.begin() + range.first;
    return std::binary_search(first, first + range.count, StageOption{s.subject, s.object});
  }

  TrialResult trial(ConceptId intervention, DoseId dose) const {
    if (known_.facts.tried.empty()) return {};
    return trial_of(kb_.graph(), known_.facts, intervention, dose.exists() ? kb_[dose].least_days : 0);
  }

  void consider(Option option, std::vector<Option>& options) const {
    const auto& s = kb_[option.statement];
    if (precautions_.is_avoided(s.subject)) return;
    option.trial = trial(s.subject, s.dose);
    switch (option.trial.trial) {
      case Trial::failed: return;
      case Trial::helped: option.turn = 1; break;
      case Trial::untried:
      case Trial::unclear: option.turn = 2; break;
      case Trial::too_short: option.turn = 3; break;
    }
    options.push_back(option);
  }

  void take(const Option& option, RuleId early, ConceptId intervention = {}) {
    const StatementRecord* s = option.statement.exists() ? &kb_[option.statement] : nullptr;
    if (s) intervention = s->subject;
    if (planned_[intervention.value] != 0) return;
    planned_[intervention.value] = 1;
    Advice advice;
    advice.intervention = intervention;
    advice.condition = s ? s->object : option.condition;
    advice.statement = option.statement;
    advice.strength = s ? s->strength : Strength::expert;
    advice.dose = s ? s->dose : kb_[intervention].dose;
    advice.trial = option.trial.trial;
    advice.early = early;
    advice.why = "for " + std::string(kb_.label(option.condition));
    if (s) advice.why += ", evidence " + std::string(to_string(s->strength));
    if (early.exists()) advice.why += "; now, because " + std::string(kb_.text(kb_[early].action));
    if (const auto text = trial_text(kb_, option.trial, advice.dose.exists() ? kb_[advice.dose].least_days : 0);
        !text.empty())
      advice.why += "; " + text;
    advice.cautions = precautions_.cautions(intervention);
    advice.ask_before = precautions_.open(intervention);
    advice.basis = early.exists() ? kb_[early].basis : s->basis;
    advice.sources = kb_.sources(advice.basis);
    out_.next.push_back(std::move(advice));
  }

  void prevent() {
    for (const auto& s : kb_.statements(Relation::prevents)) {
      if (known_.facts.of(s.object) != Truth::yes || precautions_.is_avoided(s.subject)) continue;
      if (!out_.prevention.empty() && out_.prevention.back().intervention == s.subject) {  // ordered by intervention
        out_.prevention.back().answers.push_back(s.object);
        continue;
      }
      Prevention measure{s.subject, {s.object}, s.dose, precautions_.cautions(s.subject), kb_.sources(s.basis)};
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
