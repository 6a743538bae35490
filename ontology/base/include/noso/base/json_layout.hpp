/// JSON text for people to read and edit: what fits stands on one line.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "noso/base/json.hpp"

namespace noso {

struct JsonLayout {
  std::size_t width = 128;  ///< aim for lines of at most so many code points; a longer text stays whole
  /// The order in which the members of `object` are written, as positions; `key` is its name in its parent, empty for
  /// the root and elements of arrays. Default: as they stand.
  std::function<std::vector<std::size_t>(std::string_view key, JsonValue object)> order;
};

/// The document in two-space indentation, ending in a newline. An object or array that fits stands on one line; of one
/// that does not, the members share lines while they fit, and a member that needs several lines has them alone. Numbers
/// are spelled as in the source, strings with as few escapes as possible. Laying out the result again changes nothing.
std::string lay_out(const JsonDocument& document, const JsonLayout& layout);

}  // namespace noso
