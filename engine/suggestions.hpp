/// Names that are like one that is not known, as long as that is worth its time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso {

/// For one case. Each suggestion compares with every name of a kind, so only the first ones are made: whoever mistakes
/// more names than these will look them up.
class Suggestions {
 public:
  explicit Suggestions(const Knowledge& knowledge) : knowledge_(knowledge) {}

  /// The nearest names of this kind; none once kMostSuggestions were asked for.
  std::vector<std::string> near(std::string_view name, ConceptKind kind) {
    if (made_ == kMostSuggestions) return {};
    ++made_;
    return knowledge_.similar_names(name, kind);
  }

 private:
  static constexpr std::size_t kMostSuggestions = 100;

  const Knowledge& knowledge_;
  std::size_t made_ = 0;
};

}  // namespace noso
