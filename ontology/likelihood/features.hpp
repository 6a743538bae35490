/// From annotations to the findings of each condition, with shrunk frequencies.
#pragma once

#include <vector>

#include "noso/ontology/likelihood.hpp"

namespace noso {

/// The features of all conditions, by condition, then finding.
std::vector<FeatureRecord> make_features(const Tables& tables, const std::vector<SameCondition>& same);

}  // namespace noso
