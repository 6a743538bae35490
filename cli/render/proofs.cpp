#include "render/proofs.hpp"

#include <algorithm>
#include <ostream>

namespace noso::cli {

namespace {

/// `urgent` for a red flag, `avoid` or `caution` for those.
std::string_view effect(const RuleRecord& rule) {
  return rule.kind == RuleKind::escalation ? to_string(rule.level) : to_string(rule.kind);
}

void indent(std::ostream& out, std::string_view text, std::string_view by) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out << by << text.substr(at, end - at) << '\n';
    at = end + 1;
  }
}

void print_patient(std::ostream& out, const Knowledge& knowledge, const audit::Patient& patient) {
  indent(out, patient.case_json, "    ");
  out << "    level: " << to_string(patient.level) << '\n';
  for (const auto rule : patient.fired)
    out << "    fires: " << knowledge.text(knowledge[rule].id) << " (" << effect(knowledge[rule]) << "), "
        << knowledge.text(knowledge[rule].label) << '\n';
}

}  // namespace

void print_proofs(std::ostream& out, const Knowledge& knowledge, const audit::ProofReport& report, bool notes) {
  std::size_t proved = 0, hidden = 0, errors = 0, warnings = 0;
  for (const auto& [position, outcome] : report.properties) {
    const auto& property = knowledge.tables().properties[position];
    proved += outcome == audit::Outcome::proved ? 1 : 0;
    out << to_string(outcome) << ": " << knowledge.text(property.id) << ": " << knowledge.text(property.claim) << '\n';
  }
  for (const auto& [diagnostic, patients] : report.findings) {
    errors += diagnostic.severity == Severity::error ? 1 : 0;
    warnings += diagnostic.severity == Severity::warning ? 1 : 0;
    if (diagnostic.severity == Severity::note && !notes) {
      ++hidden;
      continue;
    }
    out << to_string(diagnostic) << '\n';
    for (const auto& patient : patients) print_patient(out, knowledge, patient);
  }
  out << proved << " of " << report.properties.size() << " properties proved; proofs found " << errors << " errors, "
      << warnings << " warnings";
  if (hidden > 0) out << ", " << hidden << " notes (-v shows them)";
  out << '\n';
}

void write_patients(JsonWriter& out, const Knowledge& knowledge, const std::vector<audit::Patient>& patients) {
  if (patients.empty()) return;
  out.key("counterexamples").begin_array();
  for (const auto& patient : patients) {
    out.begin_object().key("case").raw(patient.case_json).member("level", to_string(patient.level));
    out.key("fired").begin_array();
    for (const auto rule : patient.fired)
      out.begin_object()
          .member("rule", knowledge.text(knowledge[rule].id))
          .member("effect", effect(knowledge[rule]))
          .end_object();
    out.end_array().end_object();
  }
  out.end_array();
}

void write_properties(JsonWriter& out, const Knowledge& knowledge, const audit::ProofReport& report) {
  out.key("properties").begin_array();
  for (const auto& [position, outcome] : report.properties) {
    const auto& property = knowledge.tables().properties[position];
    out.begin_object()
        .member("id", knowledge.text(property.id))
        .member("claim", knowledge.text(property.claim))
        .member("outcome", to_string(outcome))
        .end_object();
  }
  out.end_array();
}

}  // namespace noso::cli
