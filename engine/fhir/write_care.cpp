// http://hl7.org/fhir/R4/flag.html, detectedissue.html, careplan.html, device.html, provenance.html
#include "noso/engine/engine.hpp"
#include "write.hpp"

namespace noso::fhir {

namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& text : list) out += (out.empty() ? "" : ", ") + text;
  return out;
}

struct Issue {
  ConceptId intervention;
  std::string_view name;      ///< of the rule, or of what is not tolerated
  std::string_view severity;  ///< high: it must not be given; moderate: with care
  std::string detail, because;
};

void write_issue(Output& out, const Issue& issue) {
  const auto& knowledge = out.knowledge();
  out.begin("DetectedIssue", std::string(issue.name) + '|' + std::string(knowledge.id(issue.intervention)));
  out.json().member("status", "final");
  out.coded("code", out.system(), issue.name, issue.severity == "high" ? "Contraindication" : "Precaution");
  out.json().member("severity", issue.severity);
  out.subject("patient");
  out.json().member("identifiedDateTime", std::string_view(out.day()));
  out.reference("author", out.reference_to("Device", ""));
  out.json().key("implicated").begin_array().begin_object().member("display", knowledge.label(issue.intervention));
  out.json().end_object().end_array();
  if (!issue.because.empty()) {
    out.json().key("evidence").begin_array().begin_object().key("code").begin_array();
    out.json().begin_object().member("text", std::string_view(issue.because)).end_object().end_array();
    out.json().end_object().end_array();
  }
  if (!issue.detail.empty()) out.json().member("detail", std::string_view(issue.detail));
  out.end();
}

/// Words for a rule: what it says to do, else its name.
std::string words_for(const Knowledge& knowledge, RuleId rule) {
  const auto& record = knowledge[rule];
  return std::string(knowledge.text(record.action.empty() ? record.label : record.action));
}

struct Activity {
  ConceptId intervention;
  std::string description;
  bool never = false;
};

void write_activity(Output& out, const Activity& activity) {
  out.json().begin_object().key("detail").begin_object();
  out.concept_of("code", activity.intervention);
  out.json().member("status", "not-started");
  if (activity.never) out.json().member("doNotPerform", true);
  if (!activity.description.empty()) out.json().member("description", std::string_view(activity.description));
  out.json().end_object().end_object();
}

void write_activities(Output& out) {
  const auto& knowledge = out.knowledge();
  const auto& care = out.answer().care;
  if (care.next.empty() && care.avoid.empty() && care.prevention.empty()) return;
  const auto dose_text = [&](DoseId dose) {
    return dose.exists() ? std::string(knowledge.text(knowledge[dose].text)) : std::string();
  };
  out.json().key("activity").begin_array();
  for (const auto& advice : care.next) {
    auto description = dose_text(advice.dose);
    if (!advice.why.empty()) description += (description.empty() ? "" : "; ") + advice.why;
    write_activity(out, {advice.intervention, std::move(description), false});
  }
  for (const auto& prevention : care.prevention)
    write_activity(out, {prevention.intervention, dose_text(prevention.dose), false});
  for (const auto& avoided : care.avoid) write_activity(out, {avoided.intervention, avoided.because, true});
  out.json().end_array();
}

}  // namespace

void write_flags(Output& out) {
  const auto& knowledge = out.knowledge();
  for (const auto& fired : out.answer().escalation.fired) {
    const auto& rule = knowledge[fired.rule];
    if (rule.level < Urgency::soon) continue;
    out.begin("Flag", knowledge.text(rule.id));
    out.json().member("status", "active").key("category").begin_array().begin_object().key("coding").begin_array();
    out.coding("http://terminology.hl7.org/CodeSystem/flag-category", "safety", "Safety");
    out.json().end_array().end_object().end_array();
    std::string text(to_string(rule.level));
    text += ": " + std::string(knowledge.text(rule.label)) + ". " + std::string(knowledge.text(rule.action));
    if (!fired.because.empty()) text += " Because: " + joined(fired.because);
    out.coded("code", out.system(), knowledge.text(rule.id), text);
    out.subject("subject");
    out.json().key("period").begin_object().member("start", std::string_view(out.day())).end_object();
    out.reference("author", out.reference_to("Device", ""));
    out.end();
  }
}

void write_detected_issues(Output& out) {
  const auto& knowledge = out.knowledge();
  const auto& care = out.answer().care;
  for (const auto& avoided : care.avoid) {
    if (avoided.allergy.exists()) {
      write_issue(out, {avoided.intervention, knowledge.id(avoided.allergy), "high", avoided.because, {}});
    } else if (avoided.precaution != Avoided::kNone) {
      const auto& rule = care.precautions[avoided.precaution];
      write_issue(out, {avoided.intervention, knowledge.text(knowledge[rule.rule].id), "high",
                        words_for(knowledge, rule.rule), joined(rule.because)});
    }
  }
  for (const auto& cautioned : care.caution) {
    const auto& rule = care.precautions[cautioned.precaution];
    write_issue(out, {cautioned.intervention, knowledge.text(knowledge[rule.rule].id), "moderate",
                      words_for(knowledge, rule.rule), joined(rule.because)});
  }
}

void write_care_plan(Output& out) {
  const auto& care = out.answer().care;
  out.begin("CarePlan", "");
  // A proposal of a program: a clinician makes it a plan.
  out.json().member("status", "draft").member("intent", "proposal");
  if (!care.stage.empty()) out.json().member("title", care.stage);
  out.subject("subject");
  out.json().key("period").begin_object().member("start", std::string_view(out.day()));
  if (care.recheck_on) out.json().member("end", std::string_view(to_string(*care.recheck_on)));
  out.json().end_object();
  out.reference("author", out.reference_to("Device", ""));
  write_activities(out);
  std::vector<std::string> notes;
  for (const auto& sign : care.come_back_if) notes.push_back("Come back if " + std::string(sign));
  if (auto draft = notice(out.knowledge()); !draft.empty()) notes.push_back(std::move(draft));
  out.notes(notes);
  out.end();
}

void write_device(Output& out) {
  out.begin("Device", "");
  out.json().member("status", "active").key("deviceName").begin_array().begin_object();
  out.json().member("name", kEngineName).member("type", "model-name").end_object().end_array();
  out.text("type", "Clinical decision support software");
  out.json().key("version").begin_array().begin_object().member("value", kEngineVersion).end_object().end_array();
  out.end();
}

void write_provenance(Output& out) {
  const auto targets = out.written();
  const auto& manifest = out.knowledge().manifest();
  out.begin("Provenance", "");
  out.json().key("target").begin_array();
  for (const auto& target : targets)
    if (target != out.reference_to("Device", ""))
      out.json().begin_object().member("reference", std::string_view(target)).end_object();
  out.json().end_array();
  out.json().member("recorded", std::string_view(out.day() + "T00:00:00Z"));
  out.text("activity", "Assessment by " + std::string(kEngineName) + " " + std::string(kEngineVersion));
  out.json().key("agent").begin_array().begin_object();
  out.reference("who", out.reference_to("Device", ""));
  out.json().end_object().end_array();
  out.json().key("entity").begin_array().begin_object().member("role", "source").key("what").begin_object();
  out.json().key("identifier").begin_object().member("system", std::string_view(out.system()));
  out.json().member("value", manifest.digest()).end_object();
  const auto title = std::string(manifest.get("title")) + " " + std::string(manifest.version()) + " (" +
                     std::string(manifest.status()) + ")";
  out.json().member("display", std::string_view(title)).end_object().end_object().end_array();
  out.end();
}

}  // namespace noso::fhir
