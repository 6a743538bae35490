#include "audit/mutants.hpp"

#include "audit/step.hpp"
#include "noso/ontology/expression_text.hpp"

namespace noso::audit {

namespace {

bool is_changed(RuleKind kind) {
  return kind == RuleKind::definition || kind == RuleKind::score || kind == RuleKind::escalation ||
         kind == RuleKind::avoid || kind == RuleKind::caution;
}

/// The same rule with the node `at` negated.
DetachedRule negated(const DetachedRule& rule, std::uint32_t at) {
  DetachedRule out = rule;
  // The negation stands right after the node; whoever used the node, or what follows it, now points one further.
  for (auto& argument : out.arguments)
    if (argument >= at) ++argument;
  ExpressionNode negation{.op = Op::negate};
  negation.arguments = {static_cast<std::uint32_t>(out.arguments.size()), 1};
  out.arguments.push_back(at);
  out.nodes.insert(out.nodes.begin() + at + 1, negation);
  return out;
}

class MutantMaker {
 public:
  explicit MutantMaker(const Knowledge& knowledge) : knowledge_(knowledge) {}

  std::vector<Mutant> all() {
    const auto& rules = knowledge_.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
      if (!is_changed(rules[r].kind)) continue;
      id_ = RuleId{r};
      rule_ = detached(knowledge_, id_);
      for (std::uint32_t i = 0; i < rule_.nodes.size(); ++i) change_node(i);
      if (rules[r].kind == RuleKind::escalation) change_level();
    }
    return std::move(out_);
  }

 private:
  std::string text(std::uint32_t node) const { return expression_text(knowledge_, knowledge_[id_], node); }

  void add(std::uint32_t node, const std::string& change, DetachedRule mutated) {
    out_.push_back({id_, text(node) + ": " + change, std::move(mutated)});
  }
  /// The rule with another node in the place of `node`. `shown` is the clause that the change is told of.
  void replace(std::uint32_t node, const std::string& change, ExpressionNode with, std::uint32_t shown) {
    auto mutated = rule_;
    mutated.nodes[node] = with;
    add(shown, change, std::move(mutated));
  }
  void replace(std::uint32_t node, const std::string& change, ExpressionNode with) {
    replace(node, change, with, node);
  }
  void change_op(std::uint32_t node, const std::string& change, Op op) {
    auto with = rule_.nodes[node];
    with.op = op;
    replace(node, change, with);
  }

  const ExpressionNode& argument(const ExpressionNode& n, std::uint32_t i) const {
    return rule_.nodes[rule_.arguments[n.arguments.first + i]];
  }

  void change_node(std::uint32_t i) {
    const auto& n = rule_.nodes[i];
    switch (n.op) {
      case Op::all:
        if (n.arguments.count > 1) change_op(i, "all becomes any", Op::any);
        break;
      case Op::any:
        if (n.arguments.count > 1) change_op(i, "any becomes all", Op::all);
        break;
      case Op::negate: change_op(i, "the negation is removed", Op::all); break;
      case Op::at_least: change_count(i); break;
      case Op::compare: change_comparison(i); break;
      case Op::recorded: change_op(i, "recorded becomes present", Op::present); break;
      case Op::sex_is: change_sex(i); break;
      case Op::tried:
      case Op::tried_duration: change_responses(i); break;
      case Op::points: change_points(i); break;
      case Op::sum:
        if (n.arguments.count == 2) change_op(i, "+ becomes -", Op::difference);
        break;
      case Op::difference: change_op(i, "- becomes +", Op::sum); break;
      case Op::product:
        if (n.arguments.count == 2) change_op(i, "× becomes /", Op::quotient);
        break;
      case Op::quotient: change_op(i, "/ becomes ×", Op::product); break;
      case Op::choose: change_choice(i); break;
      case Op::present:
      case Op::rule:
      case Op::literal:
      case Op::age:
      case Op::measure:
      case Op::duration:
      case Op::severity:
      case Op::count:
      case Op::score:
      case Op::test:
      case Op::element:
      case Op::function: break;
    }
    if (is_number(n.op)) return;
    if (n.arguments.count == 0) replace(i, "never holds", {.op = Op::any});
    if (n.op != Op::negate) add(i, "is negated", negated(rule_, i));
  }

  void change_count(std::uint32_t i) {
    for (const int by : {-1, 1}) {
      auto with = rule_.nodes[i];
      with.number += by;
      if (with.number < 1 || with.number > with.arguments.count) continue;
      replace(i, "at least " + format_number(with.number), with);
    }
  }

  void change_comparison(std::uint32_t i) {
    const auto to = [&](const char* change, Comparison comparison) {
      auto with = rule_.nodes[i];
      with.comparison = comparison;
      replace(i, change, with);
    };
    switch (rule_.nodes[i].comparison) {
      case Comparison::at_least: to("at least becomes above", Comparison::above); break;
      case Comparison::above: to("above becomes at least", Comparison::at_least); break;
      case Comparison::at_most: to("at most becomes below", Comparison::below); break;
      case Comparison::below: to("below becomes at most", Comparison::at_most); break;
      case Comparison::equal:
        to("equal becomes at least", Comparison::at_least);
        to("equal becomes at most", Comparison::at_most);
        break;
    }
    const auto left = argument(rule_.nodes[i], 0);
    const auto literal = rule_.arguments[rule_.nodes[i].arguments.first + 1];
    if (rule_.nodes[literal].op == Op::literal)
      change_number(literal, smallest_step(left.op, left.dimension, rule_.nodes[literal].number), i);
  }

  void change_number(std::uint32_t literal, double step, std::uint32_t shown) {
    for (const int by : {-1, 1}) {
      auto with = rule_.nodes[literal];
      const auto before = value_text(with.number, with.dimension);
      with.number = stepped(with.number, by * step);
      replace(literal, before + " becomes " + value_text(with.number, with.dimension), with, shown);
    }
  }

  void change_choice(std::uint32_t i) {
    const auto arguments = rule_.nodes[i].arguments.first;
    auto mutated = rule_;
    std::swap(mutated.arguments[arguments + 1], mutated.arguments[arguments + 2]);
    add(i, "the alternatives are swapped", std::move(mutated));
    for (const auto at : {rule_.arguments[arguments + 1], rule_.arguments[arguments + 2]})
      if (rule_.nodes[at].op == Op::literal) change_number(at, 1, i);
  }

  void change_points(std::uint32_t i) {
    const auto n = rule_.nodes[i];
    for (std::uint32_t a = 1; a < n.arguments.count; a += 2) {
      const auto literal = rule_.arguments[n.arguments.first + a];
      change_number(literal, 1, rule_.arguments[n.arguments.first + a - 1]);
    }
  }

  void change_sex(std::uint32_t i) {
    auto with = rule_.nodes[i];
    const auto other = static_cast<Sex>(with.number) == Sex::female ? Sex::male : Sex::female;
    with.number = static_cast<double>(other);
    replace(i, "becomes " + std::string(to_string(other)), with);
  }

  void change_responses(std::uint32_t i) {
    const auto words = words_of<Response>();
    const auto mask = static_cast<unsigned>(rule_.nodes[i].number);
    for (std::size_t r = 0; r < words.size(); ++r) {
      if ((mask & 1u << r) == 0) continue;
      auto with = rule_.nodes[i];
      with.number = mask & ~(1u << r);
      const bool any = with.number == 0;
      replace(i, any ? std::string("any response counts") : "response " + std::string(words[r]) + " does not count",
              with);
    }
  }

  void change_level() {
    const auto level = rule_.level;
    const auto to = [&](Urgency other) {
      auto mutated = rule_;
      mutated.level = other;
      out_.push_back({id_, "level " + std::string(to_string(level)) + " becomes " + std::string(to_string(other)),
                      std::move(mutated)});
    };
    if (level < Urgency::emergency) to(static_cast<Urgency>(static_cast<int>(level) + 1));
    if (level > Urgency::routine) to(static_cast<Urgency>(static_cast<int>(level) - 1));
  }

  const Knowledge& knowledge_;
  RuleId id_;
  DetachedRule rule_;
  std::vector<Mutant> out_;
};

}  // namespace

DetachedRule detached(const Knowledge& knowledge, RuleId rule) {
  const auto& record = knowledge[rule];
  DetachedRule out{.level = record.level};
  for (auto node : knowledge.nodes(record)) {
    const auto from = std::span(knowledge.tables().arguments).subspan(node.arguments.first, node.arguments.count);
    node.arguments.first = static_cast<std::uint32_t>(out.arguments.size());
    out.arguments.insert(out.arguments.end(), from.begin(), from.end());
    out.nodes.push_back(node);
  }
  return out;
}

std::vector<Mutant> mutants(const Knowledge& knowledge) { return MutantMaker(knowledge).all(); }

}  // namespace noso::audit
