/// Annotations as the published rankers take them: unshrunk frequencies, closed upwards.
#pragma once

#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

struct FrequencyTable {
  explicit FrequencyTable(const Knowledge& knowledge);

  struct Entry {
    std::uint16_t condition = 0;
    float frequency = 0;
  };
  std::size_t conditions = 0;
  std::vector<std::vector<Entry>> direct;          ///< of each concept: conditions annotated with it, by condition
  std::vector<std::vector<Entry>> closed;          ///< … with it or something below it: the largest frequency
  std::vector<std::vector<std::uint16_t>> absent;  ///< conditions that are known not to have it
  std::vector<double> background;                  ///< mean of the closed frequency over the annotated conditions
  std::vector<std::uint32_t> features;             ///< of each condition: how many direct annotations
};

}  // namespace noso::audit
