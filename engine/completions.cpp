#include "completions.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "noso/ontology/polarity.hpp"

namespace noso {

namespace {

constexpr std::size_t kMostEvaluations = 20000;

/// An unknown fact: a concept, a number, the sex, or whether something was tried.
struct Variable {
  Op op;
  std::uint32_t about;
  Polarity polarity = kUntouched;
  bool varied = false;      // the same fact is asked in different ways
  bool arithmetic = false;  // a number that enters a computation
  std::vector<double> thresholds;
};

/// The facts that a goal depends on, and in which direction each moves it.
class Dependence {
 public:
  Dependence(const Knowledge& knowledge, const RuleIndex& index, const Evaluation& evaluation)
      : kb_(knowledge),
        index_(index),
        evaluation_(evaluation),
        of_rule_(knowledge.tables().rules.size(), kUntouched),
        of_concept_(knowledge.concept_count(), kNone) {}

  /// Collects the variables below the undetermined ones of `rules`.
  void collect(std::span<const RuleId> rules, Polarity goal) {
    const auto& tables = kb_.tables();
    std::uint32_t last = 0;
    for (const auto r : rules) {
      if (evaluation_.truth(r) != Truth::unknown) continue;
      of_rule_[r.value] = goal;
      last = std::max(last, r.value);
    }
    for (auto r = last + 1; r-- > 0;) {
      if (of_rule_[r] == kUntouched) continue;
      relevant_.push_back(RuleId{r});
      walk(tables.rules[r], of_rule_[r]);
    }
    std::reverse(relevant_.begin(), relevant_.end());
  }

  /// The variable to try out: one that pulls both ways, or a concept that pulls against another on its `is_a` line.
  const Variable* conflicted() const {
    for (const auto& v : variables_)
      if (v.polarity == kMixed || v.varied) return &v;
    for (const auto& v : variables_) {
      if (v.op != Op::present) continue;
      for (const auto above : kb_.graph().ancestors(ConceptId{v.about}))
        if (const auto other = of_concept_[above.value]; other != kNone && variables_[other].polarity != v.polarity)
          return &v;
    }
    return nullptr;
  }

  /// Gives every unknown concept that pulls one way, and that no definition decides, the state that helps.
  void favour(Facts& facts) const {
    for (const auto& v : variables_)
      if (v.op == Op::present && v.polarity != kMixed && index_.decided_by[v.about].empty() &&
          facts.of(ConceptId{v.about}) == Truth::unknown)
        facts.conclude(kb_.graph(), ConceptId{v.about}, truth(v.polarity == kRaises));
  }

  /// The rules seen by `collect`, in order.
  const std::vector<RuleId>& relevant() const { return relevant_; }

 private:
  bool settled(std::uint32_t n) const {
    const auto& value = evaluation_.nodes[n];
    return is_number(kb_.tables().nodes[n].op) ? value.number.is_exact() : value.truth != Truth::unknown;
  }

  static bool is_number_of_case(const ExpressionNode& node) {
    return node.arguments.count == 0 && is_number(node.op) && node.op != Op::score && node.op != Op::literal;
  }

  /// An alternative that the condition of its choice has ruled out.
  bool ruled_out(const ExpressionNode& node, std::uint32_t first, std::uint32_t argument) const {
    if (node.op != Op::choose || argument == 0) return false;
    const auto condition = evaluation_.nodes[first + kb_.tables().arguments[node.arguments.first]].truth;
    return condition == (argument == 1 ? Truth::no : Truth::yes);
  }

  void walk(const RuleRecord& rule, Polarity goal) {
    const auto& tables = kb_.tables();
    const auto first = rule.nodes.first;
    std::vector<Polarity> polarity(rule.nodes.count, kUntouched);
    polarity.back() = goal;
    for (auto i = rule.nodes.count; i-- > 0;) {
      const auto& node = tables.nodes[first + i];
      if (polarity[i] == kUntouched || settled(first + i)) continue;
      for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
        if (ruled_out(node, first, a)) continue;
        const auto argument = tables.arguments[node.arguments.first + a];
        const auto pull = argument_polarity(tables, first, node, a, polarity[i]);
        polarity[argument] = polarity[argument] | pull;
        if (is_number_of_case(tables.nodes[first + argument]) && !settled(first + argument))
          note_number(rule, tables.nodes[first + argument], pull, node);
      }
      if (node.op == Op::rule || node.op == Op::score) {
        of_rule_[node.concept_ref] = of_rule_[node.concept_ref] | polarity[i];
      } else if (node.op == Op::present) {
        note(node, polarity[i]);
        for (const auto definition : index_.decided_by[node.concept_ref])
          if (evaluation_.rules[definition].truth == Truth::unknown)
            of_rule_[definition] = of_rule_[definition] | polarity[i];
      } else if (node.op == Op::sex_is || node.op == Op::tried) {
        note(node, polarity[i]);
      } else if (is_number_of_case(node) && i + 1 == rule.nodes.count) {
        note(node, polarity[i]).arithmetic = true;  // a score that is this number
      }
    }
  }

  Variable& note(const ExpressionNode& node, Polarity polarity) {
    const std::uint32_t about = node.op == Op::sex_is ? 0 : node.concept_ref;
    Variable* at = nullptr;
    if (node.op == Op::present) {
      auto& known = of_concept_[about];
      if (known == kNone) {
        known = static_cast<std::uint32_t>(variables_.size());
        variables_.push_back({node.op, about, kUntouched, false, false, {}});
      }
      at = &variables_[known];
    } else {
      const auto known = std::find_if(variables_.begin(), variables_.end(),
                                      [&](const Variable& v) { return v.op == node.op && v.about == about; });
      at = known != variables_.end()
               ? &*known
               : &variables_.emplace_back(node.op, about, kUntouched, false, false, std::vector<double>{});
    }
    at->polarity = at->polarity | polarity;
    if (node.op == Op::sex_is || node.op == Op::tried) {
      if (at->thresholds.empty()) at->thresholds.push_back(node.number);
      if (at->thresholds.front() != node.number) at->varied = true;
    }
    return *at;
  }

  /// A number as an argument of `user`, which compares it or computes with it.
  void note_number(const RuleRecord& rule, const ExpressionNode& node, Polarity polarity, const ExpressionNode& user) {
    auto& variable = note(node, polarity);
    if (user.op != Op::compare) {
      variable.arithmetic = true;
      return;
    }
    const auto& tables = kb_.tables();
    for (std::uint32_t a = 0; a < 2; ++a) {
      const auto& other = tables.nodes[rule.nodes.first + tables.arguments[user.arguments.first + a]];
      if (other.op == Op::literal) variable.thresholds.push_back(other.number);
      if (&other != &node && other.op != Op::literal) variable.arithmetic = true;
    }
  }

  const Knowledge& kb_;
  const RuleIndex& index_;
  const Evaluation& evaluation_;
  std::vector<Polarity> of_rule_;
  static constexpr std::uint32_t kNone = ConceptId::kNone;
  std::vector<Variable> variables_;
  std::vector<std::uint32_t> of_concept_;  // its place in `variables_`, when its presence is asked
  std::vector<RuleId> relevant_;
};

/// Where a value is known that still leaves something open, it is too old: open is what would be measured today.
template <class FactsLike>
auto& open_measure(FactsLike& facts, ConceptId about) {
  return facts.measures.of(about).is_exact() ? facts.fresh_measures : facts.measures;
}

Interval range_of(const Facts& facts, const Variable& v) {
  const ConceptId about{v.about};
  switch (v.op) {
    case Op::age: return facts.age;
    case Op::measure: return open_measure(facts, about).of(about);
    case Op::duration: return facts.duration(about);
    case Op::severity: return facts.severity(about);
    default: return {};
  }
}

/// One value for every region between the thresholds inside the range, and the thresholds themselves.
std::vector<double> representatives(Interval range, std::vector<double> thresholds) {
  std::sort(thresholds.begin(), thresholds.end());
  std::vector<double> points;
  const auto add = [&](double x) {
    if (x >= range.low && x <= range.high && (points.empty() || points.back() != x)) points.push_back(x);
  };
  double previous = std::isfinite(range.low) ? range.low : thresholds.front() - 1;
  add(previous);
  for (const double t : thresholds) {
    add((previous + t) / 2);
    add(t);
    previous = t;
  }
  const double last = std::isfinite(range.high) ? range.high : previous + 1;
  add((previous + last) / 2);
  add(last);
  return points;
}

void set_number(Facts& facts, const Variable& v, double value) {
  const ConceptId about{v.about};
  switch (v.op) {
    case Op::age: facts.age = Interval::exactly(value); break;
    case Op::measure: open_measure(facts, about).set(about, Interval::exactly(value)); break;
    case Op::duration: facts.durations.set(about, Interval::exactly(value)); break;
    case Op::severity: facts.severities.set(about, Interval::exactly(value)); break;
    default: break;
  }
}

/// The facts with each value that the variable can take; nothing when its values cannot be listed.
std::optional<std::vector<Facts>> alternatives(const Knowledge& knowledge, const Facts& facts, const Variable& v) {
  std::vector<Facts> out;
  switch (v.op) {
    case Op::present:
      for (const Truth t : {Truth::yes, Truth::no}) {
        out.push_back(facts);
        out.back().conclude(knowledge.graph(), ConceptId{v.about}, t);
      }
      return out;
    case Op::sex_is:
      for (const Sex sex : {Sex::female, Sex::male}) {
        out.push_back(facts);
        out.back().sex = sex;
      }
      return out;
    case Op::tried:
      out.push_back(facts);
      out.back().not_tried.push_back(ConceptId{v.about});
      for (const Response response : {Response::resolved, Response::better, Response::none, Response::worse}) {
        out.push_back(facts);
        out.back().tried.push_back({ConceptId{v.about}, {0, Interval{}.high}, response});
      }
      return out;
    case Op::age:
    case Op::measure:
    case Op::duration:
    case Op::severity:
      if (v.arithmetic || v.thresholds.empty()) return std::nullopt;
      for (const double x : representatives(range_of(facts, v), v.thresholds)) {
        out.push_back(facts);
        set_number(out.back(), v, x);
      }
      return out;
    default: return std::nullopt;
  }
}

}  // namespace

bool Completions::exists(std::span<const RuleId> rules, Truth wanted) {
  struct State {
    Facts facts;
    Evaluation evaluation;
  };
  std::vector<State> open;
  for (std::size_t evaluations = 0;; ++evaluations) {
    std::optional<State> state;
    if (evaluations > 0) {
      if (open.empty()) return false;
      state = std::move(open.back());
      open.pop_back();
    }
    const auto& evaluation = state ? state->evaluation : evaluation_;
    if (std::any_of(rules.begin(), rules.end(), [&](RuleId r) { return evaluation.truth(r) == !wanted; })) continue;
    Dependence dependence(knowledge_, index_, evaluation);
    dependence.collect(rules, wanted == Truth::yes ? kRaises : kLowers);
    const auto* variable = dependence.conflicted();
    if (!variable) return true;
    const Facts& known = state ? state->facts : facts_;
    // Often the facts that pull one way decide alone, whatever the others are.
    Facts favourable = known;
    dependence.favour(favourable);
    Evaluation then = evaluation;
    evaluate(knowledge_, favourable, dependence.relevant(), then);
    if (std::all_of(rules.begin(), rules.end(), [&](RuleId r) { return then.truth(r) == wanted; })) return true;
    auto next = evaluations < kMostEvaluations ? alternatives(knowledge_, known, *variable) : std::nullopt;
    if (!next) {
      exact_ = false;
      return true;
    }
    for (auto& facts : *next) {
      open.push_back({std::move(facts), evaluation});
      evaluate(knowledge_, open.back().facts, dependence.relevant(), open.back().evaluation);
    }
  }
}

std::vector<bool> Completions::entangled(const Knowledge& knowledge, const RuleIndex& index) {
  Facts nothing;
  nothing.state.assign(knowledge.concept_count(), Truth::unknown);
  nothing.because_of.assign(knowledge.concept_count(), ConceptId{});
  const auto evaluation = evaluate(knowledge, nothing);
  std::vector<bool> out(knowledge.tables().rules.size(), false);
  for (const auto rule : index.escalations) {
    Dependence dependence(knowledge, index, evaluation);
    dependence.collect(std::span(&rule, 1), kRaises);
    out[rule.value] = dependence.conflicted() != nullptr;
  }
  return out;
}

}  // namespace noso
