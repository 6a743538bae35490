#include "support/minimal_pack.hpp"

#include <stdexcept>

#include "support/world.hpp"

namespace noso::test {

const std::string_view kMinimalPack = R"({
"pack": {"id": "minimal", "version": "1.0.0", "title": "Minimal", "description": "for tests", "status": "draft",
         "date": "2026-01-31", "publisher": "tests", "language": "en", "licence": "CC0-1.0"},
"scope": {"entry_findings": ["heel-pain"], "entry_leak": 0.0001, "entry_link": 0.999, "outside": "not about heels",
          "basis": {"mark": "estimate", "sources": ["T"]}},
"sources": [{"id": "T", "citation": "the test itself"}],
"conditions": [
  {"id": "plantar-fasciitis", "label": "Plantar fasciitis", "synonyms": ["plantar heel pain"], "abbreviations": ["PF"],
   "definition": "Overload of the band under the sole", "codes": [{"system": "SNOMED-CT", "code": "202882003"}]},
  {"id": "gout", "label": "Gout"}],
"findings": [
  {"id": "heel-pain", "label": "Heel pain", "lay": ["sore heel"]},
  {"id": "first-step-pain", "label": "First-step pain", "is_a": ["heel-pain"]},
  {"id": "fever", "label": "Fever", "red_flag": true},
  {"id": "rash", "label": "Rash"},
  {"id": "body-temperature", "label": "Body temperature", "quantity": {"unit": "Cel", "min": 25, "max": 45}}],
"risk_factors": [
  {"id": "obesity", "label": "Obesity"},
  {"id": "nsaid", "label": "NSAID", "type": "medication"}],
"interventions": [{"id": "calf-stretch", "label": "Calf stretch", "class": "exercise", "dose": {"text": "3 times a day"}}],
"finding_frequencies": [
  {"finding": "first-step-pain", "leak": 0.1, "conditions": {"plantar-fasciitis": 0.88},
   "basis": {"mark": "estimate", "sources": ["T"]}}],
"risk_effects": [
  {"risk_factor": "obesity", "condition": "plantar-fasciitis", "odds_ratio": 3.7, "interval": [2.93, 5.62],
   "basis": {"mark": "read", "sources": ["T"]}}, {"risk_factor": "nsaid", "condition": "gout", "direction": "none", "applied": false, "basis": {"mark": "read", "sources": ["T"]}}],
"treatments": [
  {"intervention": "calf-stretch", "condition": "plantar-fasciitis", "strength": "strong", "stage": ["stage-1"],
   "basis": {"mark": "read", "sources": ["T"]}}],
"cautions": [
  {"id": "k01", "interventions": ["calf-stretch"], "effect": "avoid", "when": "fever", "because": "it can wait",
   "basis": {"mark": "read", "sources": ["T"]}}],
"rules": [
  {"id": "x01", "label": "infection", "level": "urgent", "when": {"any": ["fever", "rash"]}, "action": "Refer today.",
   "basis": {"mark": "read", "sources": ["T"]}}],
"scores": [
  {"id": "severity-score", "label": "Severity", "value": {"count": ["heel-pain", "rash"]},
   "basis": {"mark": "read", "sources": ["T"]}}, {"id": "temperature", "label": "Temperature", "value": {"measure": "body-temperature"}, "basis": {"mark": "read", "sources": ["T"]}}],
"populations": [
  {"id": "everyone", "label": "everyone", "scale": 0.5, "floor": 0.01, "none_share": 0.1,
   "shares": {"plantar-fasciitis": 0.6, "gout": 0.3}, "basis": {"mark": "estimate", "sources": ["T"]}}],
"stages": [{"id": "stage-1", "label": "first weeks", "conditions": ["plantar-fasciitis"], "from": "0 wk", "until": "6 wk",
            "basis": {"mark": "read", "sources": ["T"]}}],
"safety_net": [{"id": "net-1", "text": "you get a fever", "conditions": ["any"], "basis": {"mark": "read", "sources": ["T"]}}]
})";

AssembledPack assembled(const std::vector<std::string>& texts) {
  std::vector<JsonDocument> documents;
  for (const auto& text : texts) {
    auto document = JsonDocument::parse(text, std::to_string(documents.size()) + ".json");
    if (!document.ok()) throw std::runtime_error(lines(document.errors()));
    documents.push_back(std::move(*document));
  }
  return assemble_pack(documents);
}

AssembledPack with(const std::string& text) { return assembled({std::string(kMinimalPack), text}); }

AssembledPack with_change(std::string_view from, std::string_view to) {
  std::string text(kMinimalPack);
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("the minimal pack has no '" + std::string(from) + "'");
  return assembled({text.replace(at, from.size(), to)});
}

std::string summary(const AssembledPack& pack) {
  std::string out;
  for (const auto& d : pack.findings)
    if (d.severity != Severity::note)
      out += (out.empty() ? "" : "\n") + d.code + ' ' + std::to_string(d.where.line) + ':' +
             std::to_string(d.where.column);
  return out;
}

}  // namespace noso::test
