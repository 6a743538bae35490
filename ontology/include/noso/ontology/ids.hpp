/// Strong indexes: a concept cannot be taken for a rule.
#pragma once

#include <compare>
#include <cstdint>

namespace noso {

/// Position in one of the tables of a knowledge file; the default points nowhere.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t value = kNone;

  constexpr bool exists() const { return value != kNone; }
  constexpr auto operator<=>(const Id&) const = default;
};

using ConceptId = Id<struct ConceptTag>;
using StatementId = Id<struct StatementTag>;
using RuleId = Id<struct RuleTag>;
using SourceId = Id<struct SourceTag>;
using BasisId = Id<struct BasisTag>;
using PopulationId = Id<struct PopulationTag>;
using StageId = Id<struct StageTag>;
using DoseId = Id<struct DoseTag>;
using DetailsId = Id<struct DetailsTag>;

/// A run of entries in a table.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  bool operator==(const Range&) const = default;
};

/// A run of bytes in the text pool.
struct TextRef {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  constexpr bool empty() const { return length == 0; }
  bool operator==(const TextRef&) const = default;
};

}  // namespace noso
