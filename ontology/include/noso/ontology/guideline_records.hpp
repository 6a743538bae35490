/// The tables of guidelines: typed elements, and rules that assign to them, in the order in which they fire. Their
/// expressions are nodes like those of pack rules, in tables of their own.
#pragma once

#include <cstdint>
#include <string_view>
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

/// Which of the entries of its model a binding stands for, by the value of an element.
enum class EntryChoice : std::uint8_t { none, greatest, least };
inline constexpr std::uint8_t kEntryChoiceCount = static_cast<std::uint8_t>(EntryChoice::least) + 1;

struct ElementRecord {
  TextRef id, label, description;
  TextRef model, path;        ///< where it stands in the record
  Range choices;              ///< in `choices`: the values that it may have; none: any
  std::uint32_t binding = 0;  ///< elements with the same number belong to one entry of the record; 0: to none
  ElementRole role = ElementRole::local;
  ValueType type = ValueType::none;  ///< none: not said
  std::uint8_t needs_value = 0;      ///< 1: without a value the entry counts as not there
  EntryChoice choice = EntryChoice::none;
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

/// Where the value of an element comes from in a case.
enum class InputSource : std::uint8_t {
  findings,  ///< whether any of its concepts is present; the values are those of present and of absent
  measure,   ///< of its one concept; the values are bands
  age,       ///< the values are bands
  severity,  ///< of its one concept, 0 to 10; the values are bands
  sex        ///< the values are those of female and of male
};
inline constexpr std::uint8_t kInputSourceCount = static_cast<std::uint8_t>(InputSource::sex) + 1;

/// A guideline whose inputs a case of findings can give.
struct GuidelineBindingRecord {
  std::uint32_t guideline = 0;  ///< in `guidelines`
  Range inputs;                 ///< in `binding_inputs`
};

struct BindingInputRecord {
  std::uint32_t element = 0;  ///< counted from the first of the guideline
  InputSource from = InputSource::findings;
  std::uint8_t reserved[3] = {};
  Range concepts;  ///< in `binding_concepts`: findings or risk factors
  Range values;    ///< in `binding_values`
  TextRef unit;    ///< of a measure or age
};

/// The text of a data value (`to_string(DataValue)`); empty: nothing is said.
struct BindingValueRecord {
  double below = 0;  ///< of a band: what is at least the limit of the band before and below this one; in the unit
  TextRef value;
};

static_assert(sizeof(GuidelineBindingRecord) == 12 && sizeof(BindingInputRecord) == 32);
static_assert(sizeof(BindingValueRecord) == 16);
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
  std::vector<GuidelineBindingRecord> bindings;
  std::vector<BindingInputRecord> binding_inputs;
  std::vector<ConceptId> binding_concepts;
  std::vector<BindingValueRecord> binding_values;
};

/// The tables of bindings, of which few files have any. Empty ones do not count in the digest.
constexpr bool is_binding_table(std::string_view name) { return name.starts_with("guideline_binding"); }

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
  visit("guideline_bindings", tables.bindings);
  visit("guideline_binding_inputs", tables.binding_inputs);
  visit("guideline_binding_concepts", tables.binding_concepts);
  visit("guideline_binding_values", tables.binding_values);
}

}  // namespace noso
