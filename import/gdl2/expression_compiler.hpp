/// Syntax trees → the nodes that the engine evaluates.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "gdl2/syntax.hpp"
#include "noso/ontology/table_builder.hpp"

namespace noso::gdl2 {

/// What the names of a guideline stand for.
struct Names {
  std::unordered_map<std::string, std::uint32_t> elements;  ///< position in the guideline
  std::unordered_map<std::string, std::uint32_t> rules;     ///< position in the guideline
  std::unordered_map<std::string, std::string> terms;       ///< texts of all codes
  std::unordered_set<std::string> durations;                ///< elements of that type
  /// Codes of other terminologies that a code of the guideline is bound to: `terminology::code`.
  std::unordered_map<std::string, std::vector<std::string>> bindings;
};

/// Appends the expressions of one guideline to the tables.
class ExpressionCompiler {
 public:
  ExpressionCompiler(TableBuilder& builder, const Names& names) : builder_(builder), names_(names) {}

  /// A truth value; several conditions must all hold. Errors: `guideline-unsupported`, `guideline-type`,
  /// `guideline-unknown-name`.
  Result<Range> condition(const std::vector<SyntaxTree>& all);
  /// What an assignment gives its element; an empty range for null.
  Result<ActionRecord> action(const Assignment& assignment);

  /// The symbols of the guideline so far, to be appended once.
  const std::vector<SymbolRecord>& symbols() const { return symbols_; }

 private:
  enum class Kind { any, number, truth, text, period };
  struct Operand {
    std::uint32_t node = 0;
    Kind kind = Kind::any;
  };

  void begin();
  Range end();
  std::uint32_t emit(ExpressionNode node, std::initializer_list<std::uint32_t> arguments = {});
  std::uint32_t symbol(std::string_view code, std::string_view text);
  std::uint32_t literal(const DataValue& value);
  std::uint32_t number(double x);
  std::uint32_t test(Test test, std::initializer_list<std::uint32_t> arguments);
  std::uint32_t function(Function function, std::initializer_list<std::uint32_t> arguments);

  std::optional<Operand> compile(const SyntaxTree& tree, std::uint32_t i);
  std::optional<Operand> variable(const SyntaxNode& node);
  std::optional<Operand> call(const SyntaxTree& tree, const SyntaxNode& node);
  std::optional<Operand> binary(const SyntaxTree& tree, const SyntaxNode& node);
  std::optional<Operand> equality(const SyntaxTree& tree, const SyntaxNode& node);
  std::optional<Operand> kind_of(const SyntaxTree& tree, const SyntaxNode& node);
  std::optional<Operand> arithmetic(Operator op, Operand left, Operand right);
  std::optional<Operand> side(const SyntaxTree& tree, std::uint32_t i, bool as_number);
  std::optional<Operand> unit(const SyntaxTree& tree, std::uint32_t i);
  std::optional<std::uint32_t> truth_of(const SyntaxTree& tree, std::uint32_t i);
  std::nullopt_t fail(Diagnostic why);

  TableBuilder& builder_;
  const Names& names_;
  std::vector<SymbolRecord> symbols_;
  std::map<std::pair<std::string, std::string>, std::uint32_t> symbol_of_;
  std::uint32_t first_ = 0;
  std::optional<Diagnostic> failure_;
};

}  // namespace noso::gdl2
