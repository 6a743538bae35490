/// How well a name answers a query, and where in a text its words stand.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "search/query_plan.hpp"

namespace noso {

struct NameMatch {
  std::size_t matched = 0;  ///< words of the query that the name holds
  std::size_t words = 0;    ///< of the name
  double cost = 0;          ///< of the readings by which they match
  bool in_order = true;

  bool all(std::size_t query_words) const { return matched == query_words; }
  /// Nothing is missing on either side.
  bool complete(std::size_t query_words) const { return all(query_words) && words == matched; }
  /// Of what stands on both sides the part that agrees, 0 to 1.
  double agreement(std::size_t query_words) const;
};

/// Borrows the plan. Not for several threads at once.
class NameMatcher {
 public:
  NameMatcher(const std::vector<QueryWord>& plan, WordForms& forms);

  NameMatch match(std::string_view folded_name);
  /// The words of `text` that answer the query: half-open bytes, in order.
  std::vector<std::pair<std::size_t, std::size_t>> places(std::string_view text);
  std::size_t query_words() const { return plan_.size(); }

 private:
  struct Use {
    std::size_t query_word = 0;
    double cost = 0;
  };
  using Uses = std::vector<Use>;

  const Uses* uses(std::string_view word);
  std::optional<double> by_initials(std::string_view folded_name) const;

  const std::vector<QueryWord>& plan_;
  WordForms& forms_;
  std::unordered_map<std::string_view, Uses> by_word_, by_token_;
};

/// A part of `text` of about `width` bytes around the first place, and the places moved into it. "…" stands where
/// something was cut off. `places` must not be empty.
std::pair<std::string, std::vector<std::pair<std::size_t, std::size_t>>> excerpt(
    std::string_view text, const std::vector<std::pair<std::size_t, std::size_t>>& places, std::size_t width);

}  // namespace noso
