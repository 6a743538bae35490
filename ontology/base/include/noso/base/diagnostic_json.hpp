/// Diagnostics as JSON: the one shape in which program, libraries and service tell them.
#pragma once

#include <span>
#include <string>

#include "noso/base/diagnostic.hpp"
#include "noso/base/json_writer.hpp"

namespace noso {

/// The members of one diagnostic, into the object that is open.
void write_diagnostic(JsonWriter& out, const Diagnostic& diagnostic);

/// The member `diagnostics`, a list, into the object that is open.
void write_diagnostics(JsonWriter& out, std::span<const Diagnostic> diagnostics);

}  // namespace noso
