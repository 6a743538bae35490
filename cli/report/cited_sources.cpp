#include "report/cited_sources.hpp"

#include <set>

namespace noso::cli {

std::vector<SourceId> cited_sources(const Answer& answer) {
  const auto& kb = *answer.knowledge;
  std::set<std::string_view> ids;
  const auto add = [&](const std::vector<std::string_view>& list) { ids.insert(list.begin(), list.end()); };
  const auto add_rule = [&](RuleId rule) {
    if (rule.exists()) add(kb.sources(kb[rule].basis));
  };
  for (const auto& fired : answer.escalation.fired) add_rule(fired.rule);
  for (const auto& score : answer.scores) add_rule(score.score);
  for (const auto& c : answer.differential.conditions) add(c.sources);
  for (const auto& advice : answer.care.next) add(advice.sources);
  for (const auto& avoided : answer.care.avoid) add(avoided.sources);
  for (const auto& prevention : answer.care.prevention) add(prevention.sources);
  for (const auto& precaution : answer.care.precautions) add_rule(precaution.rule);
  std::vector<SourceId> out;
  for (std::uint32_t s = 0; s < kb.tables().sources.size(); ++s)
    if (ids.contains(kb.text(kb[SourceId{s}].id))) out.push_back({s});
  return out;
}

}  // namespace noso::cli
