#include "audit/evaluation/frequencies.hpp"

#include <algorithm>

namespace noso::audit {

FrequencyTable::FrequencyTable(const Knowledge& knowledge) {
  const auto& tables = knowledge.tables();
  conditions = tables.likelihood.traits.size();
  const auto concepts = knowledge.concept_count();
  direct.resize(concepts);
  closed.resize(concepts);
  absent.resize(concepts);
  features.assign(conditions, 0);
  for (std::uint32_t s = 0; s < tables.likelihood.annotations.size(); ++s) {
    const auto& statement = tables.statements[s];
    if (!statement.applied) continue;
    const auto condition = static_cast<std::uint16_t>(statement.subject.value);
    if (statement.value <= 0) {
      absent[statement.object.value].push_back(condition);
      continue;
    }
    const auto frequency = static_cast<float>(statement.value);
    direct[statement.object.value].push_back({condition, frequency});
    ++features[condition];
    const auto reach = [&](ConceptId c) {
      auto& list = closed[c.value];
      if (list.empty() || list.back().condition != condition) list.push_back({condition, 0});
      list.back().frequency = std::max(list.back().frequency, frequency);
    };
    reach(statement.object);
    for (const auto above : knowledge.graph().ancestors(statement.object)) reach(above);
  }
  const auto annotated = std::count_if(features.begin(), features.end(), [](std::uint32_t n) { return n > 0; });
  background.assign(concepts, 0);
  for (std::size_t c = 0; c < concepts; ++c) {
    for (const auto& entry : closed[c]) background[c] += entry.frequency;
    background[c] /= std::max<double>(1, static_cast<double>(annotated));
  }
}

}  // namespace noso::audit
