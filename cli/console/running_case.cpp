#include "console/running_case.hpp"

#include <algorithm>

namespace noso::cli {

Case without_fact(const Knowledge& knowledge, const Case& told, ConceptId about) {
  const auto means_it = [&](const std::string& name) {
    const auto found = knowledge.find(name);
    return std::find(found.begin(), found.end(), about) != found.end();
  };
  Case out = told;
  for (auto* list : {&out.present, &out.absent, &out.unknown, &out.risk_factors})
    std::erase_if(*list, [&](const Mention& m) { return means_it(m.name); });
  for (auto* list : {&out.medications, &out.history, &out.not_tried}) std::erase_if(*list, means_it);
  std::erase_if(out.measurements, [&](const Measurement& m) { return means_it(m.finding); });
  std::erase_if(out.tried, [&](const Attempt& a) { return means_it(a.intervention); });
  return out;
}

Result<Case> with_fact(const Knowledge& knowledge, const Case& told, ConceptId about, Said said) {
  Case out = without_fact(knowledge, told, about);
  const std::string id(knowledge.id(about));
  const auto kind = knowledge[about].kind;
  if (kind == ConceptKind::finding || kind == ConceptKind::risk_factor) {
    auto& list = said == Said::absent               ? out.absent
                 : said == Said::unknown            ? out.unknown
                 : kind == ConceptKind::risk_factor ? out.risk_factors
                                                    : out.present;
    list.push_back({.name = id});
    return out;
  }
  if (kind == ConceptKind::intervention && said == Said::present) {
    out.tried.push_back({.intervention = id});
    return out;
  }
  if (kind == ConceptKind::intervention && said == Said::absent) {
    out.not_tried.push_back(id);
    return out;
  }
  if (kind == ConceptKind::condition && said == Said::present && knowledge[about].refers_to.exists()) {
    out.history.push_back(id);
    return out;
  }
  return error("cannot-say",
               "'" + std::string(knowledge.label(about)) + "' is a " + std::string(to_string(kind)) +
                   ": whether it is there is what the answer weighs",
               "say findings and risk factors, or 'why' and 'why not' of the condition");
}

Case without_noted(const Knowledge& knowledge, const Case& told, const NoteReading& reading) {
  Case out = told;
  for (const auto& noted : reading.concepts)
    if (noted.state == NoteState::present || noted.state == NoteState::absent || noted.state == NoteState::tried)
      out = without_fact(knowledge, out, noted.found);
  for (const auto& value : reading.values) out = without_fact(knowledge, out, value.finding);
  if (reading.age.knows_something()) out.age = {};
  if (reading.sex != Sex::unknown) out.sex = Sex::unknown;
  return out;
}

void RunningCase::change(Case next) {
  next.lenient = true;
  before_.push_back(std::move(now_));
  if (before_.size() > kMostUndone) before_.erase(before_.begin());
  now_ = std::move(next);
}

bool RunningCase::undo() {
  if (before_.empty()) return false;
  now_ = std::move(before_.back());
  before_.pop_back();
  return true;
}

}  // namespace noso::cli
