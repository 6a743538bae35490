#include "noso/engine/audit/vignette_run.hpp"

#include <algorithm>

#include "audit/expectations.hpp"

namespace noso::audit {

namespace {

Triage triage(const Expectation& expect, Urgency level) {
  if (expect.urgency)
    return level < *expect.urgency ? Triage::under : level > *expect.urgency ? Triage::over : Triage::exact;
  if (expect.not_below && level < *expect.not_below) return Triage::under;
  return Triage::not_stated;
}

std::string refusal(const std::vector<Diagnostic>& why) {
  std::string out;
  for (const auto& e : why) out += (out.empty() ? "refused: " : "; ") + e.message;
  return out;
}

VignetteOutcome outcome_of(const Answer& answer) {
  VignetteOutcome out;
  for (const auto& c : answer.differential.conditions) out.ranking.push_back(c.condition);
  for (const auto& a : answer.care.next) out.advised.push_back(a.intervention);
  return out;
}

std::size_t count_triage(const std::vector<VignetteResult>& results, Triage wanted) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const VignetteResult& r) { return r.triage == wanted; }));
}

Rate within(const std::vector<VignetteResult>& results, std::size_t places) {
  Rate out;
  for (const auto& r : results) {
    if (!r.vignette->expect.top.exists()) continue;
    ++out.of;
    out.hits += r.rank > 0 && r.rank <= places ? 1 : 0;
  }
  return out;
}

}  // namespace

bool VignetteResult::passed() const { return all_passed(checks); }

std::size_t VignetteRun::passed() const {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [](const VignetteResult& r) { return r.passed(); }));
}

Rate VignetteRun::top_1() const { return within(results, 1); }
Rate VignetteRun::top_3() const { return within(results, 3); }

Rate VignetteRun::urgency_exact() const {
  Rate out{.hits = count_triage(results, Triage::exact)};
  for (const auto& r : results) out.of += r.vignette->expect.urgency ? 1 : 0;
  return out;
}

std::size_t VignetteRun::under_triage() const { return count_triage(results, Triage::under); }
std::size_t VignetteRun::over_triage() const { return count_triage(results, Triage::over); }

VignetteResult run_one(const Engine& engine, const Vignette& vignette, const AssessOptions& options) {
  const auto& kb = engine.knowledge();
  VignetteResult out{.vignette = &vignette};
  const auto answer = engine.assess(vignette.told, options);
  auto facts = case_facts(kb, vignette.told);
  if (!answer.ok() || !facts.ok()) {
    out.checks.push_back({"case", false, "an answer", refusal(answer.ok() ? facts.errors() : answer.errors())});
    return out;
  }
  const auto evaluation = evaluate(kb, *facts);
  const auto outcome = outcome_of(*answer);
  out.checks = check_answer(kb, vignette.expect, outcome);
  const auto of_rules = check_rules(kb, vignette.expect, *facts, evaluation, answer->escalation.level);
  out.checks.insert(out.checks.end(), of_rules.begin(), of_rules.end());
  out.triage = triage(vignette.expect, answer->escalation.level);
  if (vignette.expect.top.exists()) out.rank = rank_of(vignette.expect.top, outcome.ranking);
  return out;
}

VignetteRun run(const Engine& engine, const std::vector<Vignette>& vignettes, const AssessOptions& options) {
  VignetteRun out;
  for (const auto& vignette : vignettes) out.results.push_back(run_one(engine, vignette, options));
  return out;
}

}  // namespace noso::audit
