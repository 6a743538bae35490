#include "render/findings.hpp"

#include <ostream>

#include "pack_input.hpp"
#include "render/proofs.hpp"

namespace noso::cli {

void print_findings(std::ostream& out, const AssembledPack& pack, bool verbose) {
  std::size_t errors = 0, warnings = 0, hidden = 0;
  for (const auto& d : pack.findings) {
    errors += d.severity == Severity::error ? 1 : 0;
    warnings += d.severity == Severity::warning ? 1 : 0;
    if (d.severity == Severity::note && !verbose && !is_of_overlay(d)) {
      ++hidden;
      continue;
    }
    out << to_string(d) << '\n';
  }
  if (verbose)
    for (const auto& [finding, reason] : pack.accepted) out << to_string(finding) << " (accepted: " << reason << ")\n";
  out << errors << " errors, " << warnings << " warnings";
  if (!pack.accepted.empty()) out << ", " << pack.accepted.size() << " accepted";
  if (hidden > 0) out << ", " << hidden << " notes (-v shows them)";
  out << '\n';
}

std::string findings_json(const AssembledPack& pack, const std::optional<Proofs>& proofs) {
  JsonWriter out;
  out.begin_object().key("diagnostics").begin_array();
  for (const auto& d : pack.findings) {
    out.begin_object();
    write_diagnostic(out, d);
    out.end_object();
  }
  if (proofs)
    for (const auto& [diagnostic, patients] : proofs->report.findings) {
      out.begin_object();
      write_diagnostic(out, diagnostic);
      write_patients(out, proofs->knowledge, patients);
      out.end_object();
    }
  out.end_array();
  out.key("accepted").begin_array();
  for (const auto& [finding, reason] : pack.accepted) {
    out.begin_object();
    write_diagnostic(out, finding);
    out.member("reason", std::string_view(reason));
    out.end_object();
  }
  out.end_array();
  if (proofs) write_properties(out, proofs->knowledge, proofs->report);
  out.end_object();
  return out.text();
}

}  // namespace noso::cli
