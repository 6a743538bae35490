#include "care_json.hpp"

#include <cmath>

#include "noso/base/quantity.hpp"

namespace noso {

namespace {

class CareWriter {
 public:
  CareWriter(JsonWriter& out, const CareToWrite& what)
      : out_(out), kb_(what.knowledge), escalation_(what.escalation), c_(what.care) {}

  void write() {
    out_.key("care").begin_object().member("stage", c_.stage);
    if (c_.action_first) first();
    stages();
    next();
    tried();
    avoid();
    caution();
    prevention();
    if (c_.recheck_on) out_.member("recheck_on", std::string_view(to_string(*c_.recheck_on)));
    out_.texts("come_back_if", c_.come_back_if);
    out_.end_object();
  }

 private:
  void concept_members(std::string_view key, ConceptId c) { out_.member(key, kb_.id(c)).member("label", kb_.label(c)); }

  void ids(std::string_view key, const std::vector<ConceptId>& list) {
    out_.key(key).begin_array();
    for (const auto c : list) out_.value(kb_.id(c));
    out_.end_array();
  }

  void rule_ids(std::string_view key, const std::vector<RuleId>& list) {
    out_.key(key).begin_array();
    for (const auto rule : list) out_.value(kb_.text(kb_[rule].id));
    out_.end_array();
  }

  void first() {
    out_.key("first").begin_array();
    for (const auto& fired : escalation_.fired) {
      const auto& rule = kb_[fired.rule];
      if (rule.level < Urgency::urgent) continue;
      out_.begin_object().member("rule", kb_.text(rule.id)).member("level", to_string(rule.level));
      out_.member("action", kb_.text(rule.action)).end_object();
    }
    out_.end_array();
  }

  void stages() {
    if (!c_.stages.empty() && c_.stages.front().stage.exists())
      out_.member("stage_id", kb_.text(kb_[c_.stages.front().stage].id));
    out_.key("stages").begin_array();
    for (const auto& plan : c_.stages) {
      if (!plan.stage.exists()) continue;
      const auto& stage = kb_[plan.stage];
      out_.begin_object().member("condition", kb_.id(plan.condition)).member("stage", kb_.text(stage.id));
      out_.member("label", kb_.text(stage.label));
      if (!stage.goal.empty()) out_.member("goal", kb_.text(stage.goal));
      if (plan.if_failed.exists()) out_.member("if_tried_failed", kb_.text(kb_[plan.if_failed].id));
      out_.key("moved_up").begin_array();
      for (const auto& step : plan.steps) {
        out_.begin_object().member("from", kb_.text(kb_[step.from].id));
        if (step.by.exists()) out_.member("rule", kb_.text(kb_[step.by].id)).texts("because", step.because);
        out_.end_object();
      }
      out_.end_array();
      if (!plan.open.empty() || !plan.open_also.empty()) {
        out_.key("next_stage_needs").begin_object();
        ids("facts", plan.open);
        out_.texts("also", plan.open_also).end_object();
      }
      out_.key("move_up_early").begin_array();
      for (const auto rule : plan.moves_early) {
        out_.begin_object().member("because", kb_.text(kb_[rule].action));
        out_.texts("sources", kb_.sources(kb_[rule].basis)).end_object();
      }
      out_.end_array();
      if (std::isfinite(stage.recheck)) out_.member("recheck_days", stage.recheck);
      out_.texts("sources", kb_.sources(stage.basis)).end_object();
    }
    out_.end_array();
  }

  void dose(DoseId dose) {
    out_.member("dose", dose.exists() ? kb_.text(kb_[dose].text) : std::string_view());
    if (dose.exists()) out_.key("dose_details").raw(kb_.text(kb_[dose].details));
  }

  void holding(const Precaution& precaution) {
    const auto& rule = kb_[precaution.rule];
    out_.member("because", kb_.text(rule.action)).texts("facts", precaution.because);
    out_.member("rule", kb_.text(rule.id)).texts("sources", kb_.sources(rule.basis));
  }

  void cautions(const std::vector<std::uint32_t>& list) {
    if (list.empty()) return;
    out_.key("cautions").begin_array();
    for (const auto at : list) {
      out_.begin_object();
      holding(c_.precautions[at]);
      out_.end_object();
    }
    out_.end_array();
  }

  void ask_before(const std::vector<std::uint32_t>& list) {
    if (list.empty()) return;
    out_.key("ask_before").begin_array();
    for (const auto at : list) {
      const auto& open = c_.open[at];
      const auto& rule = kb_[open.rule];
      out_.begin_object().member("rule", kb_.text(rule.id)).member("effect", to_string(rule.kind));
      ids("facts", open.facts);
      if (!open.also.empty()) out_.texts("also", open.also);
      if (!open.not_excluded.empty()) rule_ids("not_excluded", open.not_excluded);
      out_.member("because", kb_.text(rule.action)).texts("sources", kb_.sources(rule.basis)).end_object();
    }
    out_.end_array();
  }

  void next() {
    out_.key("next").begin_array();
    for (const auto& advice : c_.next) {
      out_.begin_object();
      concept_members("intervention", advice.intervention);
      if (advice.condition.exists()) out_.member("condition", kb_.id(advice.condition));
      out_.member("strength", to_string(advice.strength)).member("trial", to_string(advice.trial));
      if (advice.early.exists()) out_.member("early", kb_.text(kb_[advice.early].action));
      if (advice.if_failed.exists()) out_.member("if_tried_failed", kb_.text(kb_[advice.if_failed].id));
      dose(advice.dose);
      out_.member("why", std::string_view(advice.why));
      if (!advice.effect.empty()) out_.member("effect", advice.effect);
      cautions(advice.cautions);
      ask_before(advice.ask_before);
      out_.texts("sources", advice.sources).end_object();
    }
    out_.end_array();
  }

  void tried() {
    out_.key("tried").begin_array();
    for (const auto& entry : c_.tried) {
      out_.begin_object();
      concept_members("intervention", entry.intervention);
      out_.member("response", to_string(entry.response)).member("trial", to_string(entry.trial));
      out_.member("consequence", std::string_view(entry.consequence)).end_object();
    }
    out_.end_array();
  }

  void avoid() {
    out_.key("avoid").begin_array();
    for (const auto& avoided : c_.avoid) {
      out_.begin_object();
      concept_members("intervention", avoided.intervention);
      if (avoided.precaution != Avoided::kNone) {
        holding(c_.precautions[avoided.precaution]);
      } else {
        out_.member("because", std::string_view(avoided.because));
        if (avoided.allergy.exists()) out_.member("allergy", kb_.id(avoided.allergy));
        out_.texts("sources", avoided.sources);
      }
      out_.end_object();
    }
    out_.end_array();
  }

  void caution() {
    out_.key("caution").begin_array();
    for (const auto& entry : c_.caution) {
      out_.begin_object();
      concept_members("intervention", entry.intervention);
      holding(c_.precautions[entry.precaution]);
      out_.end_object();
    }
    out_.end_array();
  }

  void prevention() {
    out_.key("prevention").begin_array();
    for (const auto& measure : c_.prevention) {
      out_.begin_object();
      concept_members("intervention", measure.intervention);
      ids("answers", measure.answers);
      dose(measure.dose);
      cautions(measure.cautions);
      out_.texts("sources", measure.sources).end_object();
    }
    out_.end_array();
  }

  JsonWriter& out_;
  const Knowledge& kb_;
  const Escalation& escalation_;
  const Care& c_;
};

void range(JsonWriter& out, std::string_view key, Interval value) {
  if (!value.knows_something()) return;
  if (value.is_exact())
    out.member(key, value.low);
  else
    out.key(key).begin_array().value(value.low).value(value.high).end_array();
}

}  // namespace

void write_care(JsonWriter& out, const CareToWrite& what) { CareWriter(out, what).write(); }

void write_reassessment(JsonWriter& out, const Knowledge& knowledge, const Reassessment& since) {
  out.key("since").begin_object();
  if (!since.case_before.empty()) out.member("case", std::string_view(since.case_before));
  out.member("overall", to_string(since.overall));
  out.key("findings").begin_array();
  for (const auto& entry : since.findings) {
    out.begin_object().member("finding", knowledge.id(entry.finding)).member("label", knowledge.label(entry.finding));
    out.member("change", to_string(entry.change));
    range(out, "severity_before", entry.severity_before), range(out, "severity_now", entry.severity_now);
    range(out, "days_before", entry.duration_before), range(out, "days_now", entry.duration_now);
    out.end_object();
  }
  out.end_array();
  out.key("tried").begin_array();
  for (const auto& entry : since.tried) {
    out.begin_object().member("intervention", knowledge.id(entry.intervention));
    range(out, "days", entry.duration);
    out.member("response", to_string(entry.response)).member("from_course", entry.from_course).end_object();
  }
  out.end_array();
  out.key("stages").begin_array();
  const auto stage = [&](std::string_view key, StageId id) {
    if (id.exists()) out.member(key, knowledge.text(knowledge[id].id));
  };
  for (const auto& entry : since.stages) {
    out.begin_object().member("condition", knowledge.id(entry.condition));
    stage("before", entry.before), stage("now", entry.now);
    out.end_object();
  }
  out.end_array();
  out.member("consequence", std::string_view(since.consequence)).end_object();
}

}  // namespace noso
