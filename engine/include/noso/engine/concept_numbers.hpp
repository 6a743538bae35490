/// A number for some concepts, found in constant time.
#pragma once

#include <utility>
#include <vector>

#include "noso/base/interval.hpp"
#include "noso/ontology/ids.hpp"

namespace noso {

class ConceptNumbers {
 public:
  /// Everything is unknown where nothing was set.
  Interval of(ConceptId c) const {
    return c.value < place_.size() && place_[c.value] != 0 ? entries_[place_[c.value] - 1].second : Interval{};
  }
  /// The last value set counts.
  void set(ConceptId c, Interval value) {
    if (c.value >= place_.size()) place_.resize(c.value + 1, 0);
    auto& place = place_[c.value];
    if (place == 0) {
      entries_.emplace_back(c, value);
      place = static_cast<std::uint32_t>(entries_.size());
    }
    entries_[place - 1].second = value;
  }
  /// Pairs of concept and number, in the order in which they were first set.
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

 private:
  std::vector<std::pair<ConceptId, Interval>> entries_;
  std::vector<std::uint32_t> place_;  // of each concept in `entries_`, counted from 1; 0: nothing set
};

}  // namespace noso
