/// What `noso validate` says of a pack: for people, as JSON, and as SARIF 2.1.0.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "noso/base/diagnostic_json.hpp"
#include "noso/engine/audit/proofs.hpp"
#include "noso/import/pack.hpp"

namespace noso::cli {

/// The proofs of a pack, with the knowledge that they are about.
struct Proofs {
  Knowledge knowledge;
  audit::ProofReport report;
};

/// One line for each finding and a count; notes (but those of what an overlay replaces) and accepted findings only when
/// `verbose`.
void print_findings(std::ostream& out, const AssembledPack& pack, bool verbose);

/// `{"diagnostics": […], "accepted": […]}`, and the properties when something was proved.
std::string findings_json(const AssembledPack& pack, const std::optional<Proofs>& proofs);

/// A log of one run: errors, warnings and notes as results, accepted ones as suppressed results. Columns count code
/// points; relative paths stay relative.
std::string findings_sarif(const AssembledPack& pack, const std::optional<Proofs>& proofs);

}  // namespace noso::cli
