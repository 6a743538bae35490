#include <set>

#include "noso/engine/audit/difference.hpp"

namespace noso::audit {

namespace {

Behaviour refused(const std::vector<Diagnostic>& why) {
  Behaviour out;
  for (const auto& e : why) out.error += (out.error.empty() ? "" : "; ") + e.message;
  return out;
}

Behaviour ask(const Engine& engine, const Case& told, const AssessOptions& options) {
  const auto answer = engine.assess(told, options);
  if (!answer.ok()) return refused(answer.errors());
  const auto& kb = engine.knowledge();
  Behaviour out;
  if (!answer->differential.conditions.empty()) out.top = kb.id(answer->differential.conditions.front().condition);
  out.level = to_string(answer->escalation.level);
  out.at_most = to_string(answer->escalation.at_most);
  for (const auto& advice : answer->care.next) out.advised.emplace_back(kb.id(advice.intervention));
  return out;
}

}  // namespace

std::vector<BehaviourChange> behaviour_changes(const Engine& before, const Engine& after,
                                               const std::vector<Probe>& probes, const AssessOptions& options) {
  std::vector<BehaviourChange> out;
  std::set<std::string_view> seen;
  for (const auto& probe : probes) {
    if (!seen.insert(probe.case_json).second) continue;
    const auto document = JsonDocument::parse(probe.case_json, probe.name);
    if (!document.ok()) continue;
    const auto told = read_case(*document);
    if (!told.ok()) continue;
    auto was = ask(before, *told, options), is = ask(after, *told, options);
    if (was != is) out.push_back({probe, std::move(was), std::move(is)});
  }
  return out;
}

}  // namespace noso::audit
