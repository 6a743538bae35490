/// What the tab key does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::cli {

struct Completion {
  std::size_t erase = 0;             ///< bytes before the cursor that give way
  std::string insert;                ///< to this
  std::vector<std::string> options;  ///< where there are several
};

/// Completes commands, the names that they take, and in a note the name that its last words begin.
Completion complete_line(std::string_view before_cursor, const Knowledge& knowledge);

}  // namespace noso::cli
