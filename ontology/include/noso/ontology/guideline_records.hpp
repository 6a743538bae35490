/// The tables of guidelines: typed elements, and rules that assign to them, in the order in which they fire. Their
/// expressions are nodes like those of pack rules, in tables of their own.
#pragma once

#include <cstdint>
#include <vector>

#include "noso/ontology/data_value.hpp"
#include "noso/ontology/expression.hpp"
#include "noso/ontology/ids.hpp"

namespace noso {

enum class ElementRole : std::uint8_t {
  clock,   ///< `$currentDateTime`; the first element of every guideline
  input,   ///< read from the record
  output,  ///< written to the record
  local    ///< bound to no record
};
inline constexpr std::uint8_t kElementRoleCount = static_cast<std::uint8_t>(ElementRole::local) + 1;

struct GuidelineRecord {
  TextRef id, title, purpose, use, file;
  ConceptId about;   ///< the concept by which it is found
  Range elements;    ///< in `elements`
  Range rules;       ///< in `rules`, by priority, the highest first
  Range conditions;  ///< in `conditions`: all must hold before anything is done
  Range defaults;    ///< in `actions`, done first
  Range symbols;     ///< in `symbols`: what its literals name
  Range nodes;       ///< in `nodes`: those of all its expressions
};

struct ElementRecord {
  TextRef id, label, description;
  TextRef model, path;        ///< where it stands in the record
  Range choices;              ///< in `choices`: the values that it may have; none: any
  std::uint32_t binding = 0;  ///< elements with the same number belong to one entry of the record; 0: to none
  ElementRole role = ElementRole::local;
  ValueType type = ValueType::none;  ///< none: not said
  std::uint8_t needs_value = 0;      ///< 1: without a value the entry counts as not there
  std::uint8_t reserved = 0;
};

struct GuidelineRuleRecord {
  TextRef id, label, description;
  Range nodes;    ///< in `nodes`, the last is the root; none: it always fires
  Range actions;  ///< in `actions`
  std::int32_t priority = 0;
};

/// Gives an element, or an attribute of its value, the value of an expression.
struct ActionRecord {
  std::uint32_t element = 0;  ///< counted from the first of the guideline
  Range nodes;                ///< in `nodes`; none: the element loses its value
  Attribute attribute = Attribute::whole;
  std::uint8_t counts = 0;  ///< 1: a magnitude is cut to a whole number, unless the element holds a quantity
  std::uint8_t reserved[2] = {};
};

/// A text, or a code with its label, or a unit.
struct SymbolRecord {
  TextRef code, text;
};

static_assert(sizeof(GuidelineRecord) == 92 && sizeof(ElementRecord) == 56 && sizeof(GuidelineRuleRecord) == 44);
static_assert(sizeof(ActionRecord) == 16 && sizeof(SymbolRecord) == 16);

struct GuidelineTables {
  std::vector<GuidelineRecord> guidelines;  ///< by id
  std::vector<ElementRecord> elements;
  std::vector<GuidelineRuleRecord> rules;
  std::vector<Range> conditions;  ///< expressions, in `nodes`
  std::vector<ActionRecord> actions;
  std::vector<SymbolRecord> symbols;
  std::vector<TextRef> choices;
  std::vector<ExpressionNode> nodes;
  std::vector<std::uint32_t> arguments;  ///< counted from the first node of the expression
};

/// Calls `visit(name, table)` for every table in a fixed order.
template <class TablesLike, class Visit>
void for_each_guideline_table(TablesLike& tables, Visit visit) {
  visit("guidelines", tables.guidelines);
  visit("guideline_elements", tables.elements);
  visit("guideline_rules", tables.rules);
  visit("guideline_conditions", tables.conditions);
  visit("guideline_actions", tables.actions);
  visit("guideline_symbols", tables.symbols);
  visit("guideline_choices", tables.choices);
  visit("guideline_nodes", tables.nodes);
  visit("guideline_arguments", tables.arguments);
}

}  // namespace noso
