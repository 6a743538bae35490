// http://ndjson.org; http://hl7.org/fhir/uv/bulkdata
#include "noso/engine/fhir.hpp"

namespace noso::fhir {

namespace {

/// Takes the first line off `text`.
std::string_view next_line(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

}  // namespace

bool is_ndjson(std::string_view text) {
  std::string_view first;
  while (!text.empty() && is_blank(first)) first = next_line(text);
  if (!first.starts_with('{') || !first.ends_with('}') || text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return false;
  const auto document = JsonDocument::parse(first, {});
  return document.ok() && is_fhir(document->root());
}

Result<std::vector<JsonDocument>> parse_ndjson(std::string_view text, const std::string& file) {
  std::vector<JsonDocument> out;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const auto line = next_line(text);
    if (is_blank(line)) continue;
    auto document = JsonDocument::parse(line, file);
    if (!document.ok()) {
      auto why = document.errors();
      for (auto& d : why) d.where.line = number;
      return why;
    }
    out.push_back(std::move(*document));
  }
  return out;
}

std::vector<Source> sources_of(const std::vector<JsonDocument>& lines) {
  std::vector<Source> out;
  out.reserve(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) out.push_back({"%lines[" + std::to_string(i) + "]", lines[i].root()});
  return out;
}

}  // namespace noso::fhir
