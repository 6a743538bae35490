// One pass over the nodes of each rule; arguments stand before the node that uses them, so there is no recursion.
#include "noso/engine/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "noso/ontology/expression_core.hpp"

namespace noso {

namespace {

class Evaluator : public ExpressionCore<Evaluator> {
 public:
  Evaluator(const Tables& tables, Facts& facts, Evaluation& out) : tables_(tables), facts_(facts), out_(out) {}

  Value rule(const RuleRecord& record) {
    first_ = record.nodes.first;
    for (std::uint32_t i = 0; i < record.nodes.count; ++i) out_.nodes[first_ + i] = evaluate(tables_.nodes[first_ + i]);
    return out_.nodes[first_ + record.nodes.count - 1];
  }

  const Value& argument(const ExpressionNode& n, std::uint32_t i) const {
    return out_.nodes[first_ + tables_.arguments[n.arguments.first + i]];
  }

  /// Numbers of packs are in the base units of their dimensions.
  static Interval in_unit_of(const Value& b, const Value&) { return b.number; }

  /// What the case says.
  Value leaf(const ExpressionNode& n) const {
    const ConceptId about{n.concept_ref};
    switch (n.op) {
      case Op::present: return {facts_.of(about), {}};
      case Op::recorded: return {truth(facts_.of(about) == Truth::yes), {}};
      case Op::sex_is:
        return {facts_.sex == Sex::unknown ? Truth::unknown : truth(static_cast<double>(facts_.sex) == n.number), {}};
      case Op::tried: return {tried(n), {}};
      case Op::rule: return out_.rules[n.concept_ref];
      case Op::literal: return {Truth::unknown, Interval::exactly(n.number)};
      case Op::age: return {Truth::unknown, facts_.age};
      case Op::measure: return {Truth::unknown, facts_.measure(about, n.number)};
      case Op::duration: return {Truth::unknown, facts_.duration(about)};
      case Op::severity: return {Truth::unknown, facts_.severity(about)};
      case Op::tried_duration: return {Truth::unknown, tried_duration(n)};
      case Op::score: return out_.rules[n.concept_ref];
      default: return {};  // evaluated in the core, or of guidelines
    }
  }

 private:
  bool concerns(const ExpressionNode& n, const Facts::Tried& attempt) const {
    return n.concept_ref == ConceptId::kNone || attempt.intervention.value == n.concept_ref;
  }

  /// What the case does not list may still have been tried: unknown, not false, unless it says that it was not.
  Truth tried(const ExpressionNode& n) const {
    const auto is_about = [&](ConceptId c) { return !c.exists() || c.value == n.concept_ref; };
    bool all_told = std::any_of(facts_.not_tried.begin(), facts_.not_tried.end(), is_about);
    bool open = false;
    const auto mask = static_cast<unsigned>(n.number);
    for (const auto& attempt : facts_.tried) {
      if (!concerns(n, attempt)) continue;
      if (mask == 0) return Truth::yes;
      if (mask & 1u << static_cast<unsigned>(attempt.response)) return Truth::yes;
      open = open || attempt.response == Response::unknown;
      all_told = all_told || n.concept_ref != ConceptId::kNone;
    }
    return all_told && !open ? Truth::no : Truth::unknown;
  }

  /// Of the attempts with a response that counts the longest; one whose response nobody knows may be among them.
  Interval tried_duration(const ExpressionNode& n) const {
    const auto mask = static_cast<unsigned>(n.number);
    Interval sure{-1, -1}, perhaps{-1, -1};
    for (const auto& attempt : facts_.tried) {
      if (!concerns(n, attempt)) continue;
      const bool counts = mask == 0 || (mask & 1u << static_cast<unsigned>(attempt.response)) != 0;
      if (!counts && attempt.response != Response::unknown) continue;
      auto& range = counts ? sure : perhaps;
      range = {std::max(range.low, attempt.duration.low), std::max(range.high, attempt.duration.high)};
    }
    if (sure.high < 0 && perhaps.high < 0) return {};
    return {sure.high < 0 ? perhaps.low : sure.low, std::max(sure.high, perhaps.high)};
  }

  const Tables& tables_;
  Facts& facts_;
  Evaluation& out_;
  std::uint32_t first_ = 0;
};

/// Walks a rule from its root through the nodes that `follow` accepts, calling `leaf` at each of them before its
/// arguments; rules that are referred to are entered too. Iterative; each node once.
template <class Follow, class Leaf>
void walk(const Knowledge& knowledge, RuleId root, Follow follow, Leaf leaf) {
  const auto& tables = knowledge.tables();
  struct Place {
    std::uint32_t rule, node;
  };
  std::vector<Place> open;
  const auto enter_rule = [&](std::uint32_t r) { open.push_back({r, tables.rules[r].nodes.count - 1}); };
  enter_rule(root.value);
  std::vector<bool> seen(tables.nodes.size(), false);
  while (!open.empty()) {
    const auto place = open.back();
    open.pop_back();
    const std::uint32_t first = tables.rules[place.rule].nodes.first;
    const auto& node = tables.nodes[first + place.node];
    if (!follow(first + place.node)) continue;
    if (seen[first + place.node]) continue;
    seen[first + place.node] = true;
    leaf(node, first);
    if (node.op == Op::rule || node.op == Op::score) {
      enter_rule(node.concept_ref);
      continue;
    }
    for (std::uint32_t a = node.arguments.count; a-- > 0;)
      open.push_back({place.rule, tables.arguments[node.arguments.first + a]});
  }
}

/// The alternative of a choice that its condition has ruled out; a node of the rule, or nothing.
std::optional<std::uint32_t> not_chosen(const Tables& tables, const Evaluation& evaluation, const ExpressionNode& node,
                                        std::uint32_t first) {
  if (node.op != Op::choose) return std::nullopt;
  const auto argument = [&](std::uint32_t a) { return first + tables.arguments[node.arguments.first + a]; };
  switch (evaluation.nodes[argument(0)].truth) {
    case Truth::yes: return argument(2);
    case Truth::no: return argument(1);
    case Truth::unknown: break;
  }
  return std::nullopt;
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

std::string number_text(Interval x, Dimension dimension) {
  if (x.is_exact()) return to_string(Quantity{x.low, dimension});
  if (std::isinf(x.high)) return "at least " + to_string(Quantity{x.low, dimension});
  if (std::isinf(x.low)) return "at most " + to_string(Quantity{x.high, dimension});
  return to_string(Quantity{x.low, dimension}) + " to " + to_string(Quantity{x.high, dimension});
}

}  // namespace

namespace {

void evaluate_one(const Tables& tables, const Graph& graph, Facts& facts, Evaluator& evaluator, std::uint32_t r,
                  Evaluation& out) {
  const auto& record = tables.rules[r];
  out.rules[r] = evaluator.rule(record);
  if (record.kind == RuleKind::definition && out.rules[r].truth != Truth::unknown)
    facts.conclude(graph, tables.rule_targets[record.targets.first], out.rules[r].truth);
}

}  // namespace

Evaluation evaluate(const Knowledge& knowledge, Facts& facts) {
  return evaluate(knowledge.tables(), knowledge.graph(), facts);
}

Evaluation evaluate(const Tables& tables, const Graph& graph, Facts& facts) {
  Evaluation out;
  out.nodes.resize(tables.nodes.size());
  out.rules.resize(tables.rules.size());
  Evaluator evaluator(tables, facts, out);
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) evaluate_one(tables, graph, facts, evaluator, r, out);
  return out;
}

void evaluate(const Knowledge& knowledge, Facts& facts, std::span<const RuleId> rules, Evaluation& out) {
  evaluate(knowledge.tables(), knowledge.graph(), facts, rules, out);
}

void evaluate(const Tables& tables, const Graph& graph, Facts& facts, std::span<const RuleId> rules, Evaluation& out) {
  Evaluator evaluator(tables, facts, out);
  for (const auto r : rules) evaluate_one(tables, graph, facts, evaluator, r.value, out);
}

std::vector<std::string> reasons(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                                 RuleId rule) {
  std::vector<std::string> out;
  const auto& tables = knowledge.tables();
  // A true `any` has true arguments, a true `all` only true ones; below a negation the false ones are the reason.
  const auto follow = [&](std::uint32_t n) {
    return is_number(tables.nodes[n].op) || evaluation.nodes[n].truth != Truth::unknown;
  };
  const auto add_number = [&](const std::string& what, Interval value, Dimension dimension,
                              const std::string& date = {}) {
    if (value.knows_something()) add_once(out, what + ' ' + number_text(value, dimension) + date);
  };
  const auto dated = [](const char* before, const Facts::Dates& dates, ConceptId about) {
    const auto on = Facts::date(dates, about);
    return on ? before + to_string(*on) : std::string();
  };
  std::vector<bool> irrelevant(tables.nodes.size(), false);
  const auto supports = [&](std::uint32_t n) { return follow(n) && !irrelevant[n]; };
  walk(knowledge, rule, supports, [&](const ExpressionNode& node, std::uint32_t first) {
    const auto at = static_cast<std::uint32_t>(&node - tables.nodes.data());
    const Truth truth = evaluation.nodes[at].truth;
    const ConceptId about{node.concept_ref};
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
      const auto argument = first + tables.arguments[node.arguments.first + a];
      if (!is_reason(node.op, truth, evaluation.nodes[argument].truth)) irrelevant[argument] = true;
      if ((node.op == Op::count || (node.op == Op::points && a % 2 == 0)) &&
          evaluation.nodes[argument].truth != Truth::yes)
        irrelevant[argument] = true;
    }
    if (const auto unchosen = not_chosen(tables, evaluation, node, first)) irrelevant[*unchosen] = true;
    switch (node.op) {
      case Op::present: {
        std::string text(knowledge.label(about));
        if (truth == Truth::no) text += " absent";
        const auto origin = facts.because_of[about.value];
        if (origin.exists() && origin != about) text += " (" + std::string(knowledge.label(origin)) + ")";
        add_once(out, std::move(text));
        break;
      }
      case Op::recorded:
        add_once(out, std::string(knowledge.label(about)).append(truth == Truth::yes ? " recorded" : kNotRecorded));
        break;
      case Op::sex_is: add_once(out, "sex " + std::string(to_string(facts.sex))); break;
      case Op::tried:
        add_once(out, about.exists() ? "tried " + std::string(knowledge.label(about)) : "treatment was tried");
        break;
      case Op::age: add_number("age", facts.age, Dimension::time); break;
      case Op::score:
        add_number(std::string(knowledge.text(tables.rules[node.concept_ref].label)), evaluation.nodes[at].number,
                   node.dimension);
        break;
      case Op::measure:
        add_number(std::string(knowledge.label(about)), facts.measure(about, node.number), knowledge[about].dimension,
                   dated(", ", facts.measured_on, about));
        break;
      case Op::duration:
        add_number("duration of " + std::string(knowledge.label(about)), facts.duration(about), Dimension::time,
                   dated(", since ", facts.onsets, about));
        break;
      case Op::severity:
        add_number("severity of " + std::string(knowledge.label(about)), facts.severity(about), Dimension::ratio);
        break;
      default: break;
    }
  });
  return out;
}

std::vector<ConceptId> open_questions(const Knowledge& knowledge, const Evaluation& evaluation, RuleId rule,
                                      std::vector<std::string>* other) {
  std::vector<ConceptId> out;
  const auto& tables = knowledge.tables();
  const auto unknown = [&](std::uint32_t n) {
    return is_number(tables.nodes[n].op) ? !evaluation.nodes[n].number.is_exact()
                                         : evaluation.nodes[n].truth == Truth::unknown;
  };
  const auto name = [&](std::string text) {
    if (other) add_once(*other, std::move(text));
  };
  std::vector<bool> irrelevant(tables.nodes.size(), false);
  const auto open = [&](std::uint32_t n) { return unknown(n) && !irrelevant[n]; };
  walk(knowledge, rule, open, [&](const ExpressionNode& node, std::uint32_t first) {
    const ConceptId about{node.concept_ref};
    if (const auto unchosen = not_chosen(tables, evaluation, node, first)) irrelevant[*unchosen] = true;
    switch (node.op) {
      case Op::present:
      case Op::measure:
        if (std::find(out.begin(), out.end(), about) == out.end()) out.push_back(about);
        break;
      case Op::age: name("age"); break;
      case Op::sex_is: name("sex"); break;
      case Op::duration: name("duration of " + std::string(knowledge.label(about))); break;
      case Op::severity: name("severity of " + std::string(knowledge.label(about))); break;
      case Op::tried:
      case Op::tried_duration: name("what was tried, how long, and how it went"); break;
      default: break;
    }
  });
  return out;
}

}  // namespace noso
