#include "cut_finder.hpp"

#include <algorithm>
#include <cmath>

namespace noso {

namespace {

constexpr std::uint32_t kNew = ConceptId::kNone;

bool is_connective(Op op) { return op == Op::all || op == Op::any; }

/// The value of the clause at argument `a` of a count or of a sum of points.
double clause_value(const Tables& tables, const RuleRecord& rule, const ExpressionNode& node, std::uint32_t a) {
  if (node.op == Op::count) return 1;
  return tables.nodes[rule.nodes.first + tables.arguments[node.arguments.first + a + 1]].number;
}
std::uint32_t clause_stride(const ExpressionNode& node) { return node.op == Op::points ? 2 : 1; }

}  // namespace

CutFinder::CutFinder(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                     std::span<const RuleId> open)
    : kb_(knowledge),
      facts_(facts),
      evaluation_(evaluation),
      of_rule_(knowledge.tables().rules.size(), 0),
      of_node_(knowledge.tables().nodes.size(), 0),
      cuts_(knowledge.tables().nodes.size()),
      about_concept_(knowledge.concept_count(), kNew) {
  const auto& rules = kb_.tables().rules;
  std::uint32_t end = 0;
  for (const auto rule : open) {
    of_rule_[rule.value] = kNo;
    end = std::max(end, rule.value + 1);
  }
  for (auto r = end; r-- > 0;)
    if (of_rule_[r] != 0) mark(rules[r], of_rule_[r]);
  for (std::uint32_t r = 0; r < end; ++r)
    if (of_rule_[r] != 0) find(rules[r]);
}

std::span<const Cut> CutFinder::cuts_of(RuleId rule) const {
  const auto& nodes = kb_.tables().rules[rule.value].nodes;
  return kept(cuts_[nodes.first + nodes.count - 1].no);
}

OpenFact CutFinder::fact(std::uint32_t answer) const {
  const auto& question = questions_[answer / 2];
  const Truth reassuring = truth((answer & 1) != 0);
  switch (question.op) {
    case Op::age: return {{}, "age", reassuring};
    case Op::sex_is: return {{}, "sex", reassuring};
    case Op::duration: return {{}, "duration of " + std::string(kb_.label(question.about)), reassuring};
    case Op::severity: return {{}, "severity of " + std::string(kb_.label(question.about)), reassuring};
    case Op::tried: return {{}, "what was tried, how long, and how it went", reassuring};
    default: return {question.about, {}, reassuring};
  }
}

bool CutFinder::settled(std::uint32_t n) const {
  const auto& value = evaluation_.nodes[n];
  return is_number(kb_.tables().nodes[n].op) ? value.number.is_exact() : value.truth != Truth::unknown;
}

/// Marks the sides of the nodes of a rule, and of the rules it refers to, that its own sides `wanted` follow from.
void CutFinder::mark(const RuleRecord& rule, Sides wanted) {
  const auto& tables = kb_.tables();
  of_node_[rule.nodes.first + rule.nodes.count - 1] |= wanted;
  for (auto i = rule.nodes.first + rule.nodes.count; i-- > rule.nodes.first;) {
    const Sides sides = of_node_[i];
    if (sides == 0 || settled(i)) continue;
    const auto& node = tables.nodes[i];
    if (node.op == Op::rule || node.op == Op::score) {
      of_rule_[node.concept_ref] |= sides;
      continue;
    }
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
      auto& argument = of_node_[rule.nodes.first + tables.arguments[node.arguments.first + a]];
      if (is_connective(node.op) || node.op == Op::at_least) argument |= sides;
      if (node.op == Op::negate) argument |= static_cast<Sides>((sides & kNo ? kYes : 0) | (sides & kYes ? kNo : 0));
      if (node.op == Op::compare && a == 0) argument |= kNo;  // of a sum: what lowers it
      if (node.op == Op::count) argument |= kNo;
      if (node.op == Op::points && a % 2 == 0) argument |= clause_value(tables, rule, node, a) > 0 ? kNo : kYes;
    }
  }
}

void CutFinder::find(const RuleRecord& rule) {
  const auto& tables = kb_.tables();
  for (auto i = rule.nodes.first; i < rule.nodes.first + rule.nodes.count; ++i) {
    const auto& node = tables.nodes[i];
    if (of_node_[i] == 0 || is_number(node.op)) continue;
    const Truth value = evaluation_.nodes[i].truth;
    if (value == Truth::unknown) {
      cuts_[i] = node_cuts(rule, node, of_node_[i]);
    } else {
      const Cut nothing;
      (value == Truth::no ? cuts_[i].no : cuts_[i].yes) = keep(std::span(&nothing, 1));
    }
  }
}

CutFinder::Cuts CutFinder::node_cuts(const RuleRecord& rule, const ExpressionNode& node, Sides sides) {
  const auto& tables = kb_.tables();
  switch (node.op) {
    case Op::present: return concept_cuts(ConceptId{node.concept_ref}, sides);
    case Op::negate: {
      const auto& argument = cuts_[rule.nodes.first + tables.arguments[node.arguments.first]];
      return {argument.yes, argument.no};
    }
    case Op::rule: {
      const auto& other = tables.rules[node.concept_ref].nodes;
      return cuts_[other.first + other.count - 1];
    }
    case Op::all:
    case Op::any: return connective(rule, node, sides);
    case Op::at_least: return enough(rule, node, sides);
    case Op::sex_is: return answers({Op::sex_is, {}}, sides);
    case Op::tried: return answers({Op::tried, {}}, sides);
    case Op::compare: return comparison(rule, node, sides);
    default: return {};
  }
}

/// An `all` is false by a cut of one argument, true by one of each; an `any` the other way round.
CutFinder::Cuts CutFinder::connective(const RuleRecord& rule, const ExpressionNode& node, Sides sides) {
  const auto& tables = kb_.tables();
  const bool all = node.op == Op::all;
  const auto argument = [&](std::uint32_t a) -> const Cuts& {
    return cuts_[rule.nodes.first + tables.arguments[node.arguments.first + a]];
  };
  Cuts out;
  if (sides & (all ? kNo : kYes)) {
    SmallestCuts one;
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) one.add(kept(all ? argument(a).no : argument(a).yes));
    (all ? out.no : out.yes) = keep(one.all());
  }
  if (sides & (all ? kYes : kNo)) {
    std::array<SmallestCuts, 2> rounds;  // of the arguments so far, in turn
    auto *together = &rounds[0], *next = &rounds[1];
    together->add(Cut());
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
      next->clear();
      next->add_product(together->all(), kept(all ? argument(a).yes : argument(a).no));
      std::swap(together, next);
    }
    (all ? out.yes : out.no) = keep(together->all());
  }
  return out;
}

/// Absent it is when it, or anything that it is a kind of, is absent.
CutFinder::Cuts CutFinder::concept_cuts(ConceptId about, Sides sides) {
  Cuts out = answers({Op::present, about}, sides & kYes);
  if ((sides & kNo) == 0) return out;
  out.no.first = static_cast<std::uint32_t>(pool_.size());
  const auto add = [&](ConceptId absent) {
    const auto cut = only({Op::present, absent}, false);
    if (out.no.count == SmallestCuts::kMost || cut.empty()) return;
    pool_.push_back(cut.front());
    ++out.no.count;
  };
  add(about);
  for (const auto above : kb_.graph().ancestors(about))
    if (facts_.of(above) == Truth::unknown) add(above);
  return out;
}

/// Enough arguments must be false (true); those that are easiest to make so are taken.
CutFinder::Cuts CutFinder::enough(const RuleRecord& rule, const ExpressionNode& node, Sides sides) {
  const auto& tables = kb_.tables();
  std::vector<const Cut*> denied, confirmed;
  std::size_t possible = 0, certain = 0;
  for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
    const auto argument = rule.nodes.first + tables.arguments[node.arguments.first + a];
    const Truth value = evaluation_.nodes[argument].truth;
    possible += value != Truth::no ? 1 : 0;
    certain += value == Truth::yes ? 1 : 0;
    if (value != Truth::unknown) continue;
    if (cuts_[argument].no.count > 0) denied.push_back(&kept(cuts_[argument].no).front());
    if (cuts_[argument].yes.count > 0) confirmed.push_back(&kept(cuts_[argument].yes).front());
  }
  const auto together = [](std::vector<const Cut*>& candidates, std::size_t needed, Cut& all) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Cut* a, const Cut* b) { return a->size < b->size; });
    for (const auto* cut : candidates) {
      if (needed == 0) break;
      if (contradicts(all, *cut)) continue;
      all |= *cut;
      --needed;
    }
    return needed == 0;
  };
  const auto count = static_cast<std::size_t>(node.number);
  Cut no, yes;
  const bool can_fail = sides & kNo && together(denied, possible - count + 1, no);
  const bool can_hold = sides & kYes && together(confirmed, count - certain, yes);
  Cuts out;
  if (can_fail) out.no = keep(std::span(&no, 1));
  if (can_hold) out.yes = keep(std::span(&yes, 1));
  return out;
}

/// A comparison is settled by everything unknown below it; that a sum of points reaches a limit is denied by as few of
/// its clauses as bring it below.
CutFinder::Cuts CutFinder::comparison(const RuleRecord& rule, const ExpressionNode& node, Sides sides) {
  const auto& tables = kb_.tables();
  const auto left = rule.nodes.first + tables.arguments[node.arguments.first];
  const auto right = rule.nodes.first + tables.arguments[node.arguments.first + 1];
  const bool wants_much = node.comparison == Comparison::at_least || node.comparison == Comparison::above;
  if (wants_much && sides == kNo && tables.nodes[right].op == Op::literal) {
    const auto* holder = &rule;
    auto at = left;
    if (tables.nodes[left].op == Op::score) {
      holder = &tables.rules[tables.nodes[left].concept_ref];
      at = holder->nodes.first + holder->nodes.count - 1;
    }
    if (tables.nodes[at].op == Op::points || tables.nodes[at].op == Op::count) {
      const auto cut =
          points_cut(*holder, tables.nodes[at], tables.nodes[right].number, node.comparison == Comparison::at_least);
      if (cut.count > 0) return {cut, {}};
    }
  }
  std::vector<Question> below;
  add_unknown_below(rule, left, below);
  add_unknown_below(rule, right, below);
  Cut everything;
  for (const auto& question : below) {
    const auto cut = only(question, false);
    if (cut.empty()) return {};
    everything |= cut.front();
  }
  const auto all = keep(std::span(&everything, 1));
  return {all, all};
}

/// The fewest clauses of a sum, worth most first, that keep it from its limit; an empty range when there are none.
Range CutFinder::points_cut(const RuleRecord& rule, const ExpressionNode& node, double limit, bool reaching_counts) {
  const auto& tables = kb_.tables();
  struct Clause {
    double value;
    const Cut* cut;
  };
  std::vector<Clause> clauses;
  for (std::uint32_t a = 0; a < node.arguments.count; a += clause_stride(node)) {
    const auto clause = rule.nodes.first + tables.arguments[node.arguments.first + a];
    if (evaluation_.nodes[clause].truth != Truth::unknown) continue;
    const double value = clause_value(tables, rule, node, a);
    // A clause that takes points away helps when it is true.
    const auto cuts = kept(value > 0 ? cuts_[clause].no : cuts_[clause].yes);
    if (!cuts.empty()) clauses.push_back({std::abs(value), &cuts.front()});
  }
  std::stable_sort(clauses.begin(), clauses.end(), [](const Clause& a, const Clause& b) { return a.value > b.value; });
  double highest = evaluation_.nodes[static_cast<std::size_t>(&node - tables.nodes.data())].number.high;
  const auto low_enough = [&] { return reaching_counts ? highest < limit : highest <= limit; };
  Cut out;
  for (const auto& clause : clauses) {
    if (low_enough()) break;
    if (contradicts(out, *clause.cut)) continue;
    out |= *clause.cut;
    highest -= clause.value;
  }
  return low_enough() ? keep(std::span(&out, 1)) : Range{};
}

/// Adds the unknown facts below a number.
void CutFinder::add_unknown_below(const RuleRecord& rule, std::uint32_t n, std::vector<Question>& out) const {
  const auto& tables = kb_.tables();
  std::vector<std::pair<const RuleRecord*, std::uint32_t>> open{{&rule, n}};
  while (!open.empty()) {
    const auto [holder, at] = open.back();
    open.pop_back();
    if (settled(at)) continue;
    const auto& node = tables.nodes[at];
    switch (node.op) {
      case Op::choose: {
        const auto argument = [&](std::uint32_t a) {
          return holder->nodes.first + tables.arguments[node.arguments.first + a];
        };
        const Truth condition = evaluation_.nodes[argument(0)].truth;
        open.emplace_back(holder, argument(0));
        if (condition != Truth::no) open.emplace_back(holder, argument(1));
        if (condition != Truth::yes) open.emplace_back(holder, argument(2));
        continue;
      }
      case Op::score:
      case Op::rule: {
        const auto* other = &tables.rules[node.concept_ref];
        open.emplace_back(other, other->nodes.first + other->nodes.count - 1);
        break;
      }
      case Op::present:
      case Op::measure: out.push_back({Op::present, ConceptId{node.concept_ref}}); break;
      case Op::age:
      case Op::sex_is: out.push_back({node.op, {}}); break;
      case Op::duration:
      case Op::severity: out.push_back({node.op, ConceptId{node.concept_ref}}); break;
      case Op::tried:
      case Op::tried_duration: out.push_back({Op::tried, {}}); break;
      default: break;
    }
    for (std::uint32_t a = 0; a < node.arguments.count; ++a)
      open.emplace_back(holder, holder->nodes.first + tables.arguments[node.arguments.first + a]);
  }
}

CutFinder::Cuts CutFinder::answers(const Question& question, Sides sides) {
  Cuts out;
  if (sides & kNo) out.no = keep(only(question, false));
  if (sides & kYes) out.yes = keep(only(question, true));
  return out;
}

std::uint32_t CutFinder::number_of(const Question& question) {
  const auto add = [&] {
    questions_.push_back(question);
    return static_cast<std::uint32_t>(questions_.size() - 1);
  };
  if (question.op == Op::present) {
    auto& number = about_concept_[question.about.value];
    return number == kNew ? number = add() : number;
  }
  const auto known = std::find(questions_.begin(), questions_.end(), question);
  return known == questions_.end() ? add() : static_cast<std::uint32_t>(known - questions_.begin());
}

std::span<const Cut> CutFinder::only(const Question& question, bool yes) {
  const auto number = number_of(question);
  if (number >= FactSet::kCapacity) return {};
  single_ = {};
  // What is not a yes-no question is one question whatever the answer.
  (yes && question.op == Op::present ? single_.yes : single_.no).set(number);
  single_.size = 1;
  return std::span(&single_, 1);
}

Range CutFinder::keep(std::span<const Cut> cuts) {
  const Range range{static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(cuts.size())};
  pool_.insert(pool_.end(), cuts.begin(), cuts.end());
  return range;
}

}  // namespace noso
