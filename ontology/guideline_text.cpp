// Arguments stand before the node that uses them, so texts are put together in one pass without recursion.
#include "noso/ontology/guideline_text.hpp"

#include <vector>

#include "noso/base/quantity.hpp"

namespace noso {

namespace {

constexpr std::size_t kLongestText = 4000;

std::string_view text_in(const Tables& tables, TextRef ref) {
  return std::string_view(tables.texts).substr(ref.offset, ref.length);
}

/// Names of guidelines differ in case, spaces and underscores between the files that name them.
std::string loose(std::string_view id) {
  std::string out;
  for (const char c : id)
    if (c != ' ' && c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string_view attribute_word(Attribute attribute) {
  switch (attribute) {
    case Attribute::whole:
    case Attribute::magnitude:
    case Attribute::value: return "";
    case Attribute::unit: return "unit of ";
    case Attribute::precision: return "precision of ";
    case Attribute::code: return "code of ";
    case Attribute::label: return "label of ";
    case Attribute::count: return "number of values of ";
    case Attribute::sum: return "sum of ";
    case Attribute::year: return "year of ";
    case Attribute::month: return "month of ";
    case Attribute::day: return "day of ";
    case Attribute::hour: return "hour of ";
    case Attribute::minute: return "minute of ";
    case Attribute::numerator: return "numerator of ";
    case Attribute::denominator: return "denominator of ";
  }
  return "";
}

std::string_view function_word(Function function) {
  switch (function) {
    case Function::absolute: return "absolute value of ";
    case Function::ceiling: return "rounded up ";
    case Function::floor: return "rounded down ";
    case Function::round: return "rounded ";
    case Function::exponential: return "e to the power of ";
    case Function::natural_log: return "ln ";
    case Function::decimal_log: return "log10 ";
    case Function::log_of_one_plus: return "ln of 1 + ";
    case Function::square_root: return "square root of ";
    case Function::power: return " ^ ";
    case Function::join: return " + ";
    case Function::later: return " + ";
    case Function::earlier: return " - ";
    case Function::milliseconds: return "";
  }
  return "";
}

std::string_view comparison_word(Comparison comparison) {
  switch (comparison) {
    case Comparison::at_least: return " at least ";
    case Comparison::above: return " above ";
    case Comparison::at_most: return " at most ";
    case Comparison::below: return " below ";
    case Comparison::equal: return " equal to ";
  }
  return "";
}

class GuidelineWriter {
 public:
  GuidelineWriter(const Tables& tables, const GuidelineRecord& guideline, Range nodes)
      : tables_(tables), guideline_(guideline), nodes_(nodes), texts_(nodes.count) {}

  std::string text() {
    for (std::uint32_t i = 0; i < nodes_.count; ++i) {
      texts_[i] = node(tables_.guidelines.nodes[nodes_.first + i]);
      if (texts_[i].size() > kLongestText) texts_[i] = "…";
    }
    return texts_.empty() ? std::string() : texts_.back();
  }

  std::string element(std::uint32_t index) const {
    const auto& record = tables_.guidelines.elements[guideline_.elements.first + index];
    const auto label = text_in(tables_, record.label);
    return std::string(label.empty() ? text_in(tables_, record.id) : label);
  }

 private:
  const std::string& part(const ExpressionNode& n, std::uint32_t i) const {
    return texts_[tables_.guidelines.arguments[n.arguments.first + i]];
  }
  std::string list(const ExpressionNode& n, std::string_view between) const {
    std::string out = "(";
    for (std::uint32_t i = 0; i < n.arguments.count; ++i) out.append(i > 0 ? between : "").append(part(n, i));
    return out + ")";
  }
  std::string literal(const ExpressionNode& n) const {
    std::string symbol;
    if (n.concept_ref != 0xFFFFFFFF)
      symbol = text_in(tables_, tables_.guidelines.symbols[guideline_.symbols.first + n.concept_ref].text);
    switch (static_cast<ValueType>(n.detail)) {
      case ValueType::boolean: return n.number != 0 ? "true" : "false";
      case ValueType::coded_text:
      case ValueType::text: return "'" + symbol + "'";
      case ValueType::ordinal: return format_number(n.number) + " '" + symbol + "'";
      default: return format_number(n.number) + (symbol.empty() ? "" : " " + symbol);
    }
  }
  std::string test(const ExpressionNode& n) const {
    switch (static_cast<Test>(n.detail)) {
      case Test::missing: return part(n, 0) + " is missing";
      case Test::same: return part(n, 0) + " is " + part(n, 1);
      case Test::is_kind_of: return part(n, 0) + " is a kind of " + list(n, ", ");
      case Test::is_true: return part(n, 0);
    }
    return {};
  }
  std::string node(const ExpressionNode& n) const {
    switch (n.op) {
      case Op::all: return list(n, " and ");
      case Op::any: return list(n, " or ");
      case Op::negate: return "not " + part(n, 0);
      case Op::rule: {
        const auto& rule = tables_.guidelines.rules[guideline_.rules.first + n.concept_ref];
        return "rule '" + std::string(text_in(tables_, rule.label.empty() ? rule.id : rule.label)) + "' fired";
      }
      case Op::compare: return part(n, 0) + std::string(comparison_word(n.comparison)) + part(n, 1);
      case Op::test: return test(n);
      case Op::literal: return literal(n);
      case Op::sum: return list(n, " + ");
      case Op::difference: return list(n, " - ");
      case Op::product: return list(n, " × ");
      case Op::quotient: return list(n, " / ");
      case Op::element: return std::string(attribute_word(static_cast<Attribute>(n.detail))) + element(n.concept_ref);
      case Op::function: {
        const auto word = function_word(static_cast<Function>(n.detail));
        return n.arguments.count == 1 ? std::string(word) + part(n, 0) : list(n, word);
      }
      default: return {};
    }
  }

  const Tables& tables_;
  const GuidelineRecord& guideline_;
  Range nodes_;
  std::vector<std::string> texts_;
};

}  // namespace

std::optional<std::uint32_t> find_guideline(const Tables& tables, std::string_view id) {
  const auto& all = tables.guidelines.guidelines;
  std::optional<std::uint32_t> alike;
  const auto wanted = loose(id);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (text_in(tables, all[i].id) == id) return i;
    if (!alike && loose(text_in(tables, all[i].id)) == wanted) alike = i;
  }
  return alike;
}

std::string guideline_expression_text(const Tables& tables, const GuidelineRecord& guideline, Range nodes) {
  return GuidelineWriter(tables, guideline, nodes).text();
}

std::string guideline_action_text(const Tables& tables, const GuidelineRecord& guideline, const ActionRecord& action) {
  GuidelineWriter writer(tables, guideline, action.nodes);
  const auto value = writer.text();
  return std::string(attribute_word(action.attribute)) + writer.element(action.element) + " = " +
         (value.empty() ? "nothing" : value);
}

}  // namespace noso
