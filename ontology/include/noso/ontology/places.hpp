/// Where the parts of a pack stand in its files, for reports about them after it was assembled.
#pragma once

#include <vector>

#include "noso/base/diagnostic.hpp"

namespace noso {

/// Parallel to the tables of the same names. Not part of a knowledge file: empty when the knowledge was read from one.
struct Places {
  std::vector<Location> concepts, rules, populations, properties, bands;

  /// The place of entry `i`, or an empty one.
  static Location of(const std::vector<Location>& list, std::size_t i) {
    return i < list.size() ? list[i] : Location{};
  }
};

}  // namespace noso
