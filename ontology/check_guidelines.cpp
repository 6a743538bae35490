#include <algorithm>

#include "table_checker.hpp"

namespace noso {

namespace {

/// How many arguments the operation takes; nothing where the number is free.
std::optional<std::uint32_t> argument_count(const ExpressionNode& node) {
  switch (node.op) {
    case Op::literal:
    case Op::element:
    case Op::rule: return 0;
    case Op::negate: return 1;
    case Op::compare:
    case Op::difference:
    case Op::quotient: return 2;
    case Op::test: {
      const auto test = static_cast<Test>(node.detail);
      if (test == Test::is_kind_of) return std::nullopt;
      return test == Test::same ? 2 : 1;
    }
    case Op::function:
      switch (static_cast<Function>(node.detail)) {
        case Function::join: return std::nullopt;
        case Function::power:
        case Function::later:
        case Function::earlier: return 2;
        default: return 1;
      }
    default: return std::nullopt;
  }
}

/// Operations that ask for a case of findings have no place in a guideline.
bool is_guideline_op(Op op) {
  switch (op) {
    case Op::all:
    case Op::any:
    case Op::negate:
    case Op::rule:
    case Op::compare:
    case Op::test:
    case Op::literal:
    case Op::sum:
    case Op::difference:
    case Op::product:
    case Op::quotient:
    case Op::element:
    case Op::function: return true;
    default: return false;
  }
}

bool good_detail(const ExpressionNode& node) {
  switch (node.op) {
    case Op::test: return node.detail < kTestCount;
    case Op::function: return node.detail < kFunctionCount;
    case Op::element: return node.detail < kAttributeCount;
    case Op::literal: return node.detail < kValueTypeCount;
    default: return true;
  }
}

class GuidelineChecker {
 public:
  GuidelineChecker(Checker& checker, const Tables& tables)
      : checker_(checker), all_(tables), tables_(tables.guidelines) {}

  void guideline(const GuidelineRecord& r) {
    for (const auto ref : {r.id, r.title, r.purpose, r.use, r.file}) checker_.text(ref);
    checker_.optional_id(r.about, all_.concepts);
    checker_.range(r.elements, tables_.elements), checker_.range(r.rules, tables_.rules);
    checker_.range(r.conditions, tables_.conditions), checker_.range(r.defaults, tables_.actions);
    checker_.range(r.symbols, tables_.symbols), checker_.range(r.nodes, tables_.nodes);
    checker_.need(r.elements.count > 0, "element");
    if (!checker_.good()) return;
    of_ = &r;
    for (std::uint32_t i = 0; i < r.conditions.count; ++i) expression(tables_.conditions[r.conditions.first + i], true);
    actions(r.defaults);
    for (std::uint32_t i = 0; i < r.rules.count && checker_.good(); ++i) {
      const auto& rule = tables_.rules[r.rules.first + i];
      expression(rule.nodes, false);
      actions(rule.actions);
    }
  }

  void binding(const GuidelineBindingRecord& r) {
    checker_.need(r.guideline < tables_.guidelines.size(), "guideline");
    checker_.range(r.inputs, tables_.binding_inputs);
    if (!checker_.good()) return;
    const auto elements = tables_.guidelines[r.guideline].elements.count;
    for (std::uint32_t i = 0; i < r.inputs.count && checker_.good(); ++i)
      input(tables_.binding_inputs[r.inputs.first + i], elements);
  }

 private:
  void input(const BindingInputRecord& r, std::uint32_t elements) {
    checker_.need(r.element > 0 && r.element < elements, "element");
    checker_.need(static_cast<std::uint8_t>(r.from) < kInputSourceCount, "source");
    checker_.text(r.unit);
    checker_.range(r.concepts, tables_.binding_concepts), checker_.range(r.values, tables_.binding_values);
    const bool two_values = r.from == InputSource::findings || r.from == InputSource::sex;
    checker_.need(!two_values || r.values.count == 2, "value count");
    const bool one_concept = r.from == InputSource::measure || r.from == InputSource::severity;
    checker_.need(!one_concept || r.concepts.count == 1, "concept count");
    checker_.need(r.from != InputSource::findings || r.concepts.count > 0, "concept count");
  }

  void actions(Range range) {
    checker_.range(range, tables_.actions);
    for (std::uint32_t i = 0; i < range.count && checker_.good(); ++i) {
      const auto& action = tables_.actions[range.first + i];
      checker_.need(action.element > 0 && action.element < of_->elements.count, "element");
      checker_.need(static_cast<std::uint8_t>(action.attribute) < kAttributeCount, "attribute");
      expression(action.nodes, false);
    }
  }

  void expression(Range nodes, bool needed) {
    checker_.need(nodes.count > 0 || !needed, "expression");
    checker_.need(nodes.count == 0 ||
                      (nodes.first >= of_->nodes.first &&
                       std::uint64_t{nodes.first} + nodes.count <= std::uint64_t{of_->nodes.first} + of_->nodes.count),
                  "expression");
    for (std::uint32_t i = 0; i < nodes.count && checker_.good(); ++i) node(nodes, i);
  }

  void node(Range nodes, std::uint32_t i) {
    const auto& node = tables_.nodes[nodes.first + i];
    checker_.need(is_guideline_op(node.op) && good_detail(node) && node.comparison <= Comparison::equal, "operation");
    checker_.range(node.arguments, tables_.arguments);
    if (!checker_.good()) return;
    const auto count = argument_count(node);
    checker_.need(!count || node.arguments.count == *count, "argument count");
    checker_.need(node.op != Op::test || node.arguments.count > 0, "argument count");
    for (std::uint32_t a = 0; a < node.arguments.count; ++a)
      checker_.need(tables_.arguments[node.arguments.first + a] < i, "argument");
    if (node.op == Op::element) checker_.need(node.concept_ref < of_->elements.count, "element");
    if (node.op == Op::rule) checker_.need(node.concept_ref < of_->rules.count, "rule");
    if (node.op == Op::literal)
      checker_.need(node.concept_ref == 0xFFFFFFFF || node.concept_ref < of_->symbols.count, "symbol");
  }

  Checker& checker_;
  const Tables& all_;
  const GuidelineTables& tables_;
  const GuidelineRecord* of_ = nullptr;
};

}  // namespace

void check_guidelines(Checker& checker, const Tables& tables) {
  const auto& g = tables.guidelines;
  const auto entries = [&](std::string_view name, const auto& table, auto visit) {
    for (std::size_t i = 0; i < table.size() && checker.good(); ++i) checker.at(name, i), visit(table[i]);
  };
  entries("guideline_elements", g.elements, [&](const ElementRecord& r) {
    for (const auto ref : {r.id, r.label, r.description, r.model, r.path}) checker.text(ref);
    checker.range(r.choices, g.choices);
    checker.need(static_cast<std::uint8_t>(r.role) < kElementRoleCount, "role");
    checker.need(static_cast<std::uint8_t>(r.type) < kValueTypeCount, "type");
    checker.need(static_cast<std::uint8_t>(r.choice) < kEntryChoiceCount, "choice");
  });
  entries("guideline_rules", g.rules, [&](const GuidelineRuleRecord& r) {
    for (const auto ref : {r.id, r.label, r.description}) checker.text(ref);
    checker.range(r.nodes, g.nodes);
  });
  entries("guideline_symbols", g.symbols, [&](const SymbolRecord& r) { checker.text(r.code), checker.text(r.text); });
  entries("guideline_choices", g.choices, [&](TextRef r) { checker.text(r); });
  entries("guideline_binding_concepts", g.binding_concepts, [&](ConceptId r) { checker.id(r, tables.concepts); });
  entries("guideline_binding_values", g.binding_values, [&](const BindingValueRecord& r) { checker.text(r.value); });
  GuidelineChecker one(checker, tables);
  entries("guidelines", g.guidelines, [&](const GuidelineRecord& r) { one.guideline(r); });
  entries("guideline_bindings", g.bindings, [&](const GuidelineBindingRecord& r) { one.binding(r); });
}

}  // namespace noso
