/// Findings that the author accepts, each with a reason (section `accept`).
#pragma once

#include <string>
#include <vector>

#include "noso/base/json_fields.hpp"
#include "noso/import/pack.hpp"

namespace noso {

/// The path of the innermost element at `place`: names of sections and keys, and of list elements their id, or what
/// they join (`treatments/calf-stretch:plantar-fasciitis`), or their position from 0. Empty at the root.
std::string element_path(const JsonDocument& document, const Location& place);

/// The name of an element of a list, as it stands in such a path.
std::string element_name(JsonValue element, std::size_t position);

class Acceptances {
 public:
  /// One entry of the section; reports what is wrong with it. `of_base`: it is no fault when it accepts nothing.
  void read(JsonValue entry, bool of_base, Diagnostics& out);

  /// Moves warnings and notes that are accepted from `pack.findings` to `pack.accepted`, and adds `unused-acceptance`
  /// for every entry that accepts none. An error stays an error; while there are any, nothing is said of unused
  /// entries, since some checks have not run.
  void apply(const PackLayers& layers, AssembledPack& pack) const;

 private:
  struct Entry {
    std::string code, at, reason;
    Location where;
    bool of_base = false;
  };
  std::vector<Entry> entries_;
};

}  // namespace noso
