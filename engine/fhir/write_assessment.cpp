// http://hl7.org/fhir/R4/riskassessment.html, http://hl7.org/fhir/R4/guidanceresponse.html
#include <algorithm>

#include "noso/base/quantity.hpp"
#include "write.hpp"

namespace noso::fhir {

namespace {

constexpr std::string_view kQuestion = "urn:nosograph:question";

std::string rationale(const Knowledge& knowledge, const RankedCondition& ranked) {
  std::string out;
  for (const auto& step : ranked.steps) {
    const auto about = step.from.exists() ? knowledge.label(step.from) : step.about;
    if (about.empty()) continue;
    out += (out.empty() ? "" : "; ") + std::string(about) + (step.state == Truth::no ? " absent" : "") +
           ": log10 ratio " + format_number(step.log10_ratio);
  }
  return out;
}

void write_basis(Output& out) {
  const auto& given = out.answer().facts.given;
  if (given.empty()) return;
  out.json().key("basis").begin_array();
  for (const auto& fact : given) {
    std::string display(out.knowledge().label(fact.about));
    display += fact.state == Truth::yes ? ": present" : fact.state == Truth::no ? ": absent" : ": unknown";
    if (!fact.from.empty()) display += " (" + fact.from + ")";
    out.json().begin_object().member("display", std::string_view(display)).end_object();
  }
  out.json().end_array();
}

void write_prediction(Output& out, const RankedCondition& ranked) {
  out.json().begin_object();
  out.concept_of("outcome", ranked.condition);
  if (ranked.range) {
    constexpr double kPercent = 100;
    out.json().key("probabilityRange").begin_object();
    for (const auto& [key, value] : {std::pair{"low", ranked.range->low}, std::pair{"high", ranked.range->high}})
      out.json().key(key).begin_object().member("value", value * kPercent).member("unit", "%").end_object();
    out.json().end_object();
  } else {
    out.json().member("probabilityDecimal", ranked.probability);
  }
  if (const auto why = rationale(out.knowledge(), ranked); !why.empty())
    out.json().member("rationale", std::string_view(why));
  out.json().end_object();
}

/// The resource in which a chart would tell it.
std::string_view told_by(const Knowledge& knowledge, ConceptId c) {
  if (knowledge.has_flag(c, kMedication)) return "MedicationStatement";
  return knowledge[c].kind == ConceptKind::risk_factor ? "Condition" : "Observation";
}

void write_requirement(Output& out, ConceptId c) {
  const auto& knowledge = out.knowledge();
  out.json().begin_object();
  if (const auto question = knowledge.text(knowledge[c].question); !question.empty())
    out.json()
        .key("extension")
        .begin_array()
        .begin_object()
        .member("url", kQuestion)
        .member("valueString", question)
        .end_object()
        .end_array();
  const auto type = told_by(knowledge, c);
  out.json().member("type", type).key("codeFilter").begin_array().begin_object();
  out.json().member("path", type == "MedicationStatement" ? "medication" : "code").key("code");
  out.codings(c);
  out.json().end_object().end_array().end_object();
}

/// Facts that are no concepts: what the Patient tells of them.
std::string_view patient_element(std::string_view what) {
  return what == "age" ? "birthDate" : what == "sex" ? "gender" : "";
}

void write_requirements(Output& out) {
  const auto& answer = out.answer();
  std::vector<ConceptId> ask;
  std::vector<std::string_view> person;
  const auto add = [&](auto& list, auto item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  };
  for (const auto& fact : answer.escalation.ask_first)
    if (fact.about.exists())
      add(ask, fact.about);
    else if (const auto element = patient_element(fact.what); !element.empty())
      add(person, element);
  for (const auto& question : answer.ask_next) add(ask, question.finding);
  if (ask.empty() && person.empty()) return;
  out.json().key("dataRequirement").begin_array();
  if (!person.empty()) out.json().begin_object().member("type", "Patient").texts("mustSupport", person).end_object();
  for (const auto c : ask) write_requirement(out, c);
  out.json().end_array();
}

}  // namespace

void write_risk_assessment(Output& out) {
  const auto& answer = out.answer();
  out.begin("RiskAssessment", "");
  out.json().member("status", answer.stop_asking.now ? "final" : "preliminary");
  if (!answer.differential.method.empty()) out.text("method", answer.differential.method);
  out.subject("subject");
  out.json().member("occurrenceDateTime", std::string_view(out.day()));
  out.reference("performer", out.reference_to("Device", ""));
  write_basis(out);
  if (!answer.differential.conditions.empty()) {
    out.json().key("prediction").begin_array();
    for (const auto& ranked : answer.differential.conditions) write_prediction(out, ranked);
    out.json().end_array();
  }
  std::vector<std::string> notes;
  if (auto draft = notice(out.knowledge()); !draft.empty()) notes.push_back(std::move(draft));
  out.notes(notes);
  out.end();
}

void write_guidance_response(Output& out) {
  const auto& answer = out.answer();
  const bool asks = !answer.ask_next.empty() || !answer.escalation.ask_first.empty();
  out.begin("GuidanceResponse", "");
  out.json().member("moduleUri", std::string_view(out.system()));
  // Something worse is not excluded: the data are required; else they would make the answer better.
  out.json().member("status", !asks ? "success" : !answer.escalation.settled() ? "data-required" : "data-requested");
  out.subject("subject");
  out.json().member("occurrenceDateTime", std::string_view(out.day()));
  out.reference("performer", out.reference_to("Device", ""));
  auto notes = answer.warnings;
  if (!answer.in_scope) notes.push_back(answer.scope_reason);
  if (auto draft = notice(out.knowledge()); !draft.empty()) notes.push_back(std::move(draft));
  out.notes(notes);
  out.reference("result", out.reference_to("CarePlan", ""));
  write_requirements(out);
  out.end();
}

}  // namespace noso::fhir
