/// The canonical form of the files of a pack: one spelling of the same content, so that versions differ only in
/// content.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "noso/base/json.hpp"
#include "noso/base/result.hpp"

namespace noso {

/// The document with the keys of every object in the order of the JSON Schema (the ids of a map stay in the author's
/// order, unknown keys come last), laid out as `lay_out` does. The content and the spelling of numbers stay.
std::string canonical_text(const JsonDocument& document);

/// The value in compact form, the same text for the same content: keys in that order, numbers in their shortest form.
std::string canonical_json(JsonValue value);

/// A file of a pack whose text is not canonical, and the text that is.
struct FormatChange {
  std::filesystem::path file;
  std::string text;
};

/// What would change in the files of the pack and its vignettes; changes nothing. Errors: those of `read_pack` for what
/// is no pack, and those of JSON in any file.
Result<std::vector<FormatChange>> format_changes(const std::filesystem::path& folder);

}  // namespace noso
