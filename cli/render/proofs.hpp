/// What `noso validate --prove` prints.
#pragma once

#include <iosfwd>

#include "noso/base/json_writer.hpp"
#include "noso/engine/audit/proofs.hpp"

namespace noso::cli {

/// Every stated property with its outcome, every finding with its patients. Notes only where `notes`.
void print_proofs(std::ostream& out, const Knowledge& knowledge, const audit::ProofReport& report, bool notes);

/// Adds the member `counterexamples`, where there are any, to an open object.
void write_patients(JsonWriter& out, const Knowledge& knowledge, const std::vector<audit::Patient>& patients);

/// Adds the member `properties` to an open object.
void write_properties(JsonWriter& out, const Knowledge& knowledge, const audit::ProofReport& report);

}  // namespace noso::cli
