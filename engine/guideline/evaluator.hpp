/// The values of the elements of a guideline, and expressions over them: the leaves that guidelines add to the
/// evaluation that packs have.
#pragma once

#include <vector>

#include "guideline/symbols.hpp"
#include "noso/base/quantity.hpp"
#include "noso/ontology/expression_core.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

class GuidelineEvaluator : public ExpressionCore<GuidelineEvaluator> {
 public:
  GuidelineEvaluator(const Tables& tables, std::uint32_t guideline);

  /// Forgets all values. `now`: milliseconds, the value of the clock.
  void start(double now);
  /// The value of an expression of the guideline; a missing one for an empty range. Its node values stay: the trace.
  Value expression(Range nodes);
  /// Gives the element, or one of its attributes, a value. A quantity is rounded to its precision.
  void assign(const ActionRecord& action, const Value& value);

  bool is_missing(const Value& value) const;
  const Value& node_value(std::uint32_t node) const { return values_[node - guideline_.nodes.first]; }

  // What the core asks for.
  const Value& argument(const ExpressionNode& n, std::uint32_t i) const {
    return values_[first_ + tables_.arguments[n.arguments.first + i]];
  }
  Value leaf(const ExpressionNode& n) const;
  Interval in_unit_of(const Value& b, const Value& a) const;

  std::vector<Value> elements;
  std::vector<Value> rules;  ///< whether each has fired
  mutable SymbolPool pool;   ///< joining texts makes new ones

 private:
  void assign_number(Value& to, const Value& value, bool counts);
  Value attribute(const Value& of, Attribute which) const;
  Value test(const ExpressionNode& n) const;
  Value function(const ExpressionNode& n) const;
  Value date_part(const Value& of, Attribute which) const;
  Value part_of_proportion(const Value& of, Attribute which) const;
  std::optional<Unit> unit_of(const Value& value) const;
  double moved_by(double time, const Value& period, double sign) const;
  Value typed(const Value& value, std::uint32_t element) const;
  bool same(const Value& a, const Value& b) const;
  bool is_kind_of(const ExpressionNode& n) const;
  Value joined(const ExpressionNode& n) const;
  Value text(std::string_view text) const;

  const GuidelineTables& tables_;
  const GuidelineRecord& guideline_;
  std::vector<Value> values_;    ///< of the nodes of the guideline
  std::vector<Value> literals_;  ///< of the nodes that are literals, parallel to `values_`
  std::uint32_t first_ = 0;      ///< of the expression at hand, in `values_`
};

}  // namespace noso
