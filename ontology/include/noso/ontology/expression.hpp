/// Expressions over a case, as a flat list of nodes in which every node stands after its arguments, so that evaluation
/// is one pass without recursion.
#pragma once

#include <cstdint>

#include "noso/base/quantity.hpp"
#include "noso/ontology/ids.hpp"

namespace noso {

enum class Op : std::uint8_t {
  // truth values
  present,   ///< `concept_ref` is present
  recorded,  ///< `concept_ref` is recorded as present; never unknown
  all,       ///< every argument
  any,       ///< some argument
  negate,    ///< not the argument
  at_least,  ///< at least `number` of the arguments
  sex_is,    ///< sex equals Sex{`number`}
  tried,     ///< intervention `concept_ref` (none: any) was tried, with a response in the bit set `number`
  rule,      ///< truth of rule `concept_ref`
  compare,   ///< first argument `comparison` second argument
  // numbers
  literal,         ///< `number`, in the base unit of `dimension`
  age,             ///< of the person, in days
  measure,         ///< value of finding `concept_ref`, measured within `number` days (0: whenever)
  duration,        ///< of finding `concept_ref`, in days
  severity,        ///< of finding `concept_ref`, 0 to 10
  tried_duration,  ///< longest attempt at intervention `concept_ref` (none: any) with a response in `number`, in days
  count,           ///< how many of the arguments are true
  points,          ///< arguments in turn condition, number: the sum of the numbers whose condition is true
  sum,
  difference,
  product,
  quotient,
  score,  ///< number of the score rule `concept_ref`
  choose  ///< second argument where the first, a truth value, is true; else the third
};
inline constexpr std::uint8_t kOpCount = static_cast<std::uint8_t>(Op::choose) + 1;

enum class Comparison : std::uint8_t { at_least, above, at_most, below, equal };

/// True for operations whose value is a number.
constexpr bool is_number(Op op) { return op >= Op::literal; }

struct ExpressionNode {
  Op op = Op::all;
  Comparison comparison = Comparison::at_least;
  Dimension dimension = Dimension::ratio;  ///< of a number; of both sides of a comparison
  std::uint8_t reserved = 0;
  std::uint32_t concept_ref = 0xFFFFFFFF;  ///< a concept, or a rule for `rule` and `score`
  Range arguments;                         ///< in the argument table: nodes, counted from the first node of the rule
  double number = 0;
};
static_assert(sizeof(ExpressionNode) == 24);

}  // namespace noso
