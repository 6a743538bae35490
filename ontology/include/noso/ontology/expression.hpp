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
  test,      ///< Test{`detail`} of the arguments; guidelines only
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
  score,    ///< number of the score rule `concept_ref`
  choose,   ///< second argument where the first, a truth value, is true; else the third
  element,  ///< Attribute{`detail`} of the element `concept_ref`; guidelines only
  function  ///< Function{`detail`} of the arguments; guidelines only
};
inline constexpr std::uint8_t kOpCount = static_cast<std::uint8_t>(Op::function) + 1;

/// What a guideline asks of typed values; never unknown.
enum class Test : std::uint8_t {
  missing,     ///< the argument has no value
  same,        ///< both arguments have the same value; one without a value is like none that has one
  is_kind_of,  ///< the code of the first argument is that of another, or begins with it
  is_true      ///< the argument is the truth value true
};
inline constexpr std::uint8_t kTestCount = static_cast<std::uint8_t>(Test::is_true) + 1;

enum class Function : std::uint8_t {
  absolute,
  ceiling,
  floor,
  round,  ///< half up
  exponential,
  natural_log,
  decimal_log,
  log_of_one_plus,
  square_root,
  power,        ///< first argument to the power of the second
  join,         ///< texts one after another; the sum where none of the arguments is a text
  later,        ///< date-time first argument plus a period: a quantity of time, or a duration
  earlier,      ///< date-time first argument minus a period
  milliseconds  ///< that a period lasts from now on
};
inline constexpr std::uint8_t kFunctionCount = static_cast<std::uint8_t>(Function::milliseconds) + 1;

/// What of the value of an element is meant.
enum class Attribute : std::uint8_t {
  whole,
  magnitude,  ///< the number; of a duration its seconds, of a proportion its quotient
  unit,
  precision,
  value,  ///< number of an ordinal or quantity, text of a text, milliseconds of a date-time
  code,   ///< of a coded text or ordinal, without its terminology
  label,  ///< text of a coded text or ordinal
  count,  ///< how many values the element has
  sum,    ///< of its values
  year,
  month,
  day,
  hour,
  minute,
  numerator,  ///< of a proportion
  denominator
};
inline constexpr std::uint8_t kAttributeCount = static_cast<std::uint8_t>(Attribute::denominator) + 1;

enum class Comparison : std::uint8_t { at_least, above, at_most, below, equal };

/// True for operations whose value is a number.
constexpr bool is_number(Op op) { return op >= Op::literal; }

struct ExpressionNode {
  Op op = Op::all;
  Comparison comparison = Comparison::at_least;
  Dimension dimension = Dimension::ratio;  ///< of a number; of both sides of a comparison
  std::uint8_t detail = 0;                 ///< of `test`, `element`, `function`; the ValueType of a literal
  std::uint32_t concept_ref = 0xFFFFFFFF;  ///< a concept, a rule for `rule` and `score`, the symbol of a literal
  Range arguments;                         ///< in the argument table: nodes, counted from the first node of the rule
  double number = 0;                       ///< of a literal without a number: not a number
};
static_assert(sizeof(ExpressionNode) == 24);

}  // namespace noso
