#include "noso/base/diagnostic_json.hpp"

namespace noso {

void write_diagnostic(JsonWriter& out, const Diagnostic& d) {
  out.member("file", std::string_view(d.where.file))
      .member("line", static_cast<std::uint64_t>(d.where.line))
      .member("column", static_cast<std::uint64_t>(d.where.column))
      .member("severity", to_string(d.severity))
      .member("code", std::string_view(d.code))
      .member("message", std::string_view(d.message))
      .member("help", std::string_view(d.help));
}

void write_diagnostics(JsonWriter& out, std::span<const Diagnostic> diagnostics) {
  out.key("diagnostics").begin_array();
  for (const auto& d : diagnostics) {
    out.begin_object();
    write_diagnostic(out, d);
    out.end_object();
  }
  out.end_array();
}

}  // namespace noso
