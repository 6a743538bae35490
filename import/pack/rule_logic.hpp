/// What can be seen of the rules of a pack without a prover: a cheap, sound part of `noso validate --prove`.
#pragma once

#include "noso/base/diagnostic.hpp"
#include "noso/ontology/places.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

/// Reports `dead-rule`, `always-fires` and `shadowed-rule`. What is reported is so; what is not reported may be so too.
/// The tables must be consistent, their rules in order of dependence and `is_a` without cycles. Compares pairs of rules
/// until kMostComparisons pairs of nodes have been looked at.
void check_rule_logic(const Tables& tables, const Places& places, Diagnostics& out);

}  // namespace noso
