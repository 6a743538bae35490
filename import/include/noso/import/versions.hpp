/// Versions of packs, `major.minor.patch`, and ranges of them.
#pragma once

#include <string_view>

namespace noso {

/// True for `major.minor.patch`, each a number.
bool is_version(std::string_view text);

/// True for one or several of `1.2.3`, `=1.2.3`, `>=1.2.3`, `>1.2.3`, `<=1.2.3`, `<2.0.0`, with one space between.
bool is_version_range(std::string_view text);

/// Whether `version` is in all parts of `range`; both well formed.
bool is_in_range(std::string_view version, std::string_view range);

/// -1, 0 or 1 as `a` is an earlier, the same or a later version than `b`; 0 where one is not well formed.
int compare_versions(std::string_view a, std::string_view b);

}  // namespace noso
