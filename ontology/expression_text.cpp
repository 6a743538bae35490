// Arguments stand before the node that uses them, so texts are put together in one pass without recursion.
#include "noso/ontology/expression_text.hpp"

#include <vector>

#include "noso/base/text.hpp"

namespace noso {

namespace {

// A number may be the argument of several comparisons; nested, its text could double at every level.
constexpr std::size_t kLongest = 4000;

std::string_view word(Comparison comparison) {
  switch (comparison) {
    case Comparison::at_least: return "at least";
    case Comparison::above: return "above";
    case Comparison::at_most: return "at most";
    case Comparison::below: return "below";
    case Comparison::equal: return "equal to";
  }
  return "";
}

/// `text` without what exceeds the limit, cut between code points.
std::string shortened(std::string text) {
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

class Writer {
 public:
  Writer(const Knowledge& knowledge, const RuleRecord& rule) : knowledge_(knowledge), nodes_(knowledge.nodes(rule)) {}

  std::string text(std::uint32_t last) {
    std::vector<bool> needed(last + 1, false);
    needed[last] = true;
    for (std::uint32_t i = last + 1; i-- > 0;)
      if (needed[i])
        for (std::uint32_t a = 0; a < nodes_[i].arguments.count; ++a) needed[argument(nodes_[i], a)] = true;
    texts_.resize(last + 1);
    for (std::uint32_t i = 0; i <= last; ++i)
      if (needed[i]) texts_[i] = shortened(node(nodes_[i]));
    return texts_[last];
  }

 private:
  std::uint32_t argument(const ExpressionNode& n, std::uint32_t i) const {
    return knowledge_.tables().arguments[n.arguments.first + i];
  }
  const std::string& part(const ExpressionNode& n, std::uint32_t i) const { return texts_[argument(n, i)]; }

  std::string list(const ExpressionNode& n, std::string_view separator = ", ") const {
    std::string out;
    for (std::uint32_t i = 0; i < n.arguments.count; ++i) {
      if (i > 0) out += separator;
      out += part(n, i);
    }
    return out;
  }
  std::string listed(std::string_view name, const ExpressionNode& n) const {
    return n.arguments.count == 1 ? part(n, 0) : std::string(name) + " (" + list(n) + ")";
  }

  std::string points(const ExpressionNode& n) const {
    std::string out = "points (";
    for (std::uint32_t i = 0; i + 1 < n.arguments.count; i += 2)
      out += (i > 0 ? "; " : "") + part(n, i + 1) + " for " + part(n, i);
    return out + ")";
  }

  std::string label(const ExpressionNode& n) const {
    const ConceptId about{n.concept_ref};
    return about.exists() ? std::string(knowledge_.label(about)) : "any intervention";
  }
  std::string responses(const ExpressionNode& n) const {
    std::string out;
    const auto words = words_of<Response>();
    for (std::size_t r = 0; r < words.size(); ++r)
      if (static_cast<unsigned>(n.number) & 1u << r) out += (out.empty() ? "" : " or ") + std::string(words[r]);
    return out.empty() ? out : ", response " + out;
  }
  std::string rule_id(const ExpressionNode& n) const {
    return std::string(knowledge_.text(knowledge_[RuleId{n.concept_ref}].id));
  }

  std::string node(const ExpressionNode& n) const {
    switch (n.op) {
      case Op::present: return label(n);
      case Op::recorded: return label(n) + " recorded";
      case Op::all: return listed("all of", n);
      case Op::any: return listed("any of", n);
      case Op::negate: return "not " + part(n, 0);
      case Op::at_least: return "at least " + format_number(n.number) + " of (" + list(n) + ")";
      case Op::sex_is: return "sex " + std::string(to_string(static_cast<Sex>(n.number)));
      case Op::tried: return "tried " + label(n) + responses(n);
      case Op::rule: return "rule " + rule_id(n);
      case Op::compare: return part(n, 0) + ' ' + std::string(word(n.comparison)) + ' ' + part(n, 1);
      case Op::literal: return to_string(Quantity{n.number, n.dimension});
      case Op::age: return "age";
      case Op::measure:
        return label(n) + (n.number > 0 ? " within " + to_string(Quantity{n.number, Dimension::time}) : "");
      case Op::duration: return "duration of " + label(n);
      case Op::severity: return "severity of " + label(n);
      case Op::tried_duration: return "time on " + label(n) + responses(n);
      case Op::count: return "count of (" + list(n) + ")";
      case Op::points: return points(n);
      case Op::sum: return "(" + list(n, " + ") + ")";
      case Op::difference: return "(" + list(n, " - ") + ")";
      case Op::product: return "(" + list(n, " × ") + ")";
      case Op::quotient: return "(" + list(n, " / ") + ")";
      case Op::score: return "score " + rule_id(n);
      case Op::choose: return "(" + part(n, 1) + " if " + part(n, 0) + ", else " + part(n, 2) + ")";
      case Op::test:
      case Op::element:
      case Op::function: break;  // of guidelines: guideline_text.cpp
    }
    return {};
  }

  const Knowledge& knowledge_;
  std::span<const ExpressionNode> nodes_;
  std::vector<std::string> texts_;
};

bool names_rule(Op op) { return op == Op::rule || op == Op::score; }

}  // namespace

std::string expression_text(const Knowledge& knowledge, const RuleRecord& rule) {
  return expression_text(knowledge, rule, rule.nodes.count - 1);
}

std::string expression_text(const Knowledge& knowledge, const RuleRecord& rule, std::uint32_t node) {
  return Writer(knowledge, rule).text(node);
}

std::string expression_key(const Knowledge& knowledge, const RuleRecord& rule) {
  std::string out;
  for (const auto& n : knowledge.nodes(rule)) {
    out += std::to_string(static_cast<int>(n.op)) + ' ' + std::to_string(static_cast<int>(n.comparison)) + ' ' +
           std::to_string(static_cast<int>(n.dimension)) + ' ' + format_number(n.number);
    if (n.concept_ref != ConceptId::kNone) {
      out += ' ';
      out += names_rule(n.op) ? knowledge.text(knowledge[RuleId{n.concept_ref}].id)
                              : knowledge.id(ConceptId{n.concept_ref});
    }
    for (std::uint32_t a = 0; a < n.arguments.count; ++a)
      out += " #" + std::to_string(knowledge.tables().arguments[n.arguments.first + a]);
    out += '\n';
  }
  return out;
}

}  // namespace noso
