#include "trial.hpp"

#include <array>
#include <cmath>

#include "noso/base/quantity.hpp"

namespace noso {

std::string_view to_string(Trial trial) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"untried", "helped", "too_short", "unclear", "failed"});
  return kWords[static_cast<std::size_t>(trial)];
}

namespace {

Trial judged(const Facts::Tried& attempt, double least_days) {
  switch (attempt.response) {
    case Response::unknown: return Trial::unclear;
    case Response::resolved:
    case Response::better: return Trial::helped;
    case Response::worse: return Trial::failed;
    case Response::none: break;
  }
  const Truth long_enough = at_least(attempt.duration, Interval::exactly(least_days));
  return long_enough == Truth::yes ? Trial::failed : long_enough == Truth::no ? Trial::too_short : Trial::unclear;
}

/// One attempt that helped outweighs one that did not, and a failed fair trial one that was too short.
int weight(Trial trial) {
  switch (trial) {
    case Trial::helped: return 4;
    case Trial::failed: return 3;
    case Trial::too_short: return 2;
    case Trial::unclear: return 1;
    case Trial::untried: break;
  }
  return 0;
}

std::string days_text(double days) {
  constexpr double kWeek = 7;
  return days >= kWeek && std::fmod(days, kWeek) == 0 ? format_number(days / kWeek) + " wk"
                                                      : to_string(Quantity{days, Dimension::time});
}

std::string duration_text(Interval days) {
  if (days.is_exact()) return " " + days_text(days.low);
  if (!std::isfinite(days.high)) return days.low > 0 ? " at least " + days_text(days.low) : "";
  return " " + days_text(days.low) + " to " + days_text(days.high);
}

}  // namespace

TrialResult trial_of(const Graph& graph, const Facts& facts, ConceptId intervention, double least_days) {
  TrialResult best;
  for (const auto& attempt : facts.tried) {
    const bool itself = attempt.intervention == intervention || graph.is_a(attempt.intervention, intervention);
    if (!itself && !graph.is_a(intervention, attempt.intervention)) continue;
    const Trial trial = itself ? judged(attempt, least_days) : Trial::unclear;
    if (weight(trial) > weight(best.trial)) best = {trial, &attempt, !itself};
  }
  return best;
}

std::string trial_text(const Knowledge& knowledge, const TrialResult& result, double least_days) {
  if (!result.attempt) return {};
  const auto& attempt = *result.attempt;
  const std::string tried = "tried" + duration_text(attempt.duration);
  switch (result.trial) {
    case Trial::untried: break;
    case Trial::helped:
      return tried + (attempt.response == Response::resolved ? ", and it went away: use it again"
                                                             : ", it got better: go on with it");
    case Trial::too_short: return tried + " without effect; the dose asks for " + days_text(least_days);
    case Trial::failed:
      return tried + (attempt.response == Response::worse ? ", it got worse: not offered again first"
                                                          : " without effect: not offered again first");
    case Trial::unclear:
      if (result.general)
        return "'" + std::string(knowledge.label(attempt.intervention)) + "' was tried: ask which kind";
      if (attempt.response == Response::none) return tried + " without effect: ask for how long";
      return tried + ": ask how it went";
  }
  return {};
}

}  // namespace noso
