/// Left and right: two problems where they differ.
#pragma once

#include <optional>

#include "noso/engine/case.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

struct Sides {
  Case joint;  ///< the person: a finding is present when either side has it, absent when both lack it
  std::optional<Case> left, right;  ///< only where both sides are affected and differ
};

/// Nothing where the case names no side. What is said without a side holds for both. When one side alone is affected,
/// what is said of the other one is left out: its absence says nothing about the affected side. A finding that the
/// knowledge declares to be the both-sided form of a complaint is present where the complaint is told of both.
std::optional<Sides> split_sides(const Knowledge& knowledge, const Case& as_told);

}  // namespace noso
