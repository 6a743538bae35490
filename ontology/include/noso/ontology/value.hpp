/// The value of a node of an expression.
#pragma once

#include <cstdint>

#include "noso/base/interval.hpp"
#include "noso/ontology/data_value.hpp"

namespace noso {

inline constexpr std::uint32_t kNoSymbol = 0xFFFFFFFF;

/// A truth value or a number, by the operation of its node. In guidelines also a typed value: then `type` says which of
/// the others count, and `symbol` names its code, text or unit.
struct Value {
  Truth truth = Truth::unknown;
  ValueType type = ValueType::none;
  std::int8_t precision = -1;
  std::uint32_t symbol = kNoSymbol;
  Interval number;

  constexpr Value() = default;
  constexpr Value(Truth t, Interval x) : truth(t), number(x) {}
};
static_assert(sizeof(Value) == 24);

}  // namespace noso
