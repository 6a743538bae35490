/// The expression language of GDL2: text → syntax tree.
///
///     or       := and { "||" and }
///     and      := equality { "&&" equality }
///     equality := order { ("==" | "!=" | "is_a" | "!is_a") order }
///     order    := sum { ("<" | "<=" | ">" | ">=") sum }
///     sum      := product { ("+" | "-") product }
///     product  := power { ("*" | "/") power }
///     power    := unary [ "^" power ]
///     unary    := ("!" | "-") unary | primary
///     primary  := "(" or ")" | variable | constant | name "(" or ")"
///     variable := "$" name [ "|" label "|" ] [ "." attribute ]
///     constant := number | number "," unit | number "|" code "|" label "|" | code "|" label "|" | "'" text "'"
///               | "true" | "false" | "null" | "e"
///     assignment := variable "=" or
///
/// A negative quantity is written "(-2),mmol/l". A quote ends a text only where an operator, a parenthesis or the end
/// follows, as texts hold apostrophes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/data_value.hpp"

namespace noso::gdl2 {

enum class Operator : std::uint8_t {
  either,
  both,
  equal,
  unequal,
  is_a,
  is_not_a,
  below,
  at_most,
  above,
  at_least,
  add,
  subtract,
  multiply,
  divide,
  power
};
inline constexpr std::uint8_t kOperatorCount = static_cast<std::uint8_t>(Operator::power) + 1;

std::string_view to_string(Operator op);
/// From 1 (`||`) to 7 (`^`): what binds more tightly has the higher number.
int precedence(Operator op);

/// A node of the tree; children are positions in the same tree.
struct SyntaxNode {
  enum class Kind : std::uint8_t {
    null,
    constant,
    variable,
    call,
    negation,
    minus,
    binary
  };  // from `call` on with operands

  Kind kind = Kind::null;
  Operator op = Operator::either;  ///< of a binary node
  std::uint32_t left = 0;          ///< of a binary node; the operand of a call, negation or minus
  std::uint32_t right = 0;
  DataValue constant;
  std::string name;       ///< of a variable, without `$`; of a function
  std::string attribute;  ///< of a variable
};

struct SyntaxTree {
  std::vector<SyntaxNode> nodes;  ///< children before their parents; the last is the root
  const SyntaxNode& root() const { return nodes.back(); }
  const SyntaxNode& operator[](std::uint32_t i) const { return nodes[i]; }
};

struct Assignment {
  std::string name, attribute;
  SyntaxTree value;
};

/// Errors: `guideline-syntax`, which names the character, for anything that is no expression, is longer than 64 KiB, is
/// nested more than 200 deep or makes a tree that is higher than 1000.
Result<SyntaxTree> parse_expression(std::string_view text);
Result<Assignment> parse_assignment(std::string_view text);

}  // namespace noso::gdl2
