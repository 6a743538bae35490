// Idea. A *cut* of a rule is a set of answers that makes it false. The cuts of a node follow from those of its
// arguments: an `all` is cut by a cut of one argument, an `any` by one cut of each together. From each open rule one
// cut is needed; the fewest answers that hold a cut of every rule are found by branch and bound, as rules share their
// facts.
//
// Example. Rules "a and b", "a and c", "d or b": the cuts are {a} or {b}, {a} or {c}, {d, b}. Taking d and b cuts the
// first and third, {a} or {c} the second: three answers.
#include "settling.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <optional>

namespace noso {

namespace {

constexpr std::size_t kMostCuts = 8;      // kept for a node, the smallest ones
constexpr std::size_t kMostVisits = 500;  // of branch and bound
constexpr std::size_t kCapacity = 256;    // facts; a rule that needs others is left out of the search

/// A set of facts. Counts without a call, which std::bitset makes on machines that are not known to count bits.
class FactSet {
 public:
  void set(std::size_t fact) { words_[fact / 64] |= std::uint64_t{1} << fact % 64; }
  bool has(std::size_t fact) const { return (words_[fact / 64] >> fact % 64 & 1) != 0; }
  FactSet& operator|=(const FactSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  FactSet without(const FactSet& other) const {
    FactSet out;
    for (std::size_t i = 0; i < kWords; ++i) out.words_[i] = words_[i] & ~other.words_[i];
    return out;
  }
  bool meets(const FactSet& other) const {
    std::uint64_t common = 0;
    for (std::size_t i = 0; i < kWords; ++i) common |= words_[i] & other.words_[i];
    return common != 0;
  }
  bool within(const FactSet& other) const {
    std::uint64_t outside = 0;
    for (std::size_t i = 0; i < kWords; ++i) outside |= words_[i] & ~other.words_[i];
    return outside == 0;
  }
  std::size_t count() const {
    std::uint64_t total = 0;
    for (const auto word : words_) {  // bits in pairs, nibbles, bytes; then all bytes added by one product
      const std::uint64_t pairs = word - (word >> 1 & 0x5555555555555555u);
      const std::uint64_t nibbles = (pairs & 0x3333333333333333u) + (pairs >> 2 & 0x3333333333333333u);
      total += (((nibbles + (nibbles >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u) >> 56;
    }
    return total;
  }
  /// Calls `visit` with every fact, in order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < kWords; ++i)
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1)
        visit(64 * i + static_cast<std::size_t>(std::countr_zero(rest)));
  }

 private:
  static constexpr std::size_t kWords = kCapacity / 64;
  std::array<std::uint64_t, kWords> words_{};
};

/// A set of answers to questions about facts.
struct Cut {
  FactSet yes, no;
  std::size_t size = 0;

  Cut& operator|=(const Cut& other) {
    yes |= other.yes;
    no |= other.no;
    size = yes.count() + no.count();
    return *this;
  }
  friend Cut operator|(Cut a, const Cut& b) { return a |= b; }
  bool holds(const Cut& other) const { return other.yes.within(yes) && other.no.within(no); }
  /// The answers of this that are not in `other`.
  Cut without(const Cut& other) const {
    Cut out{yes.without(other.yes), no.without(other.no), 0};
    out.size = out.yes.count() + out.no.count();
    return out;
  }
};

bool contradicts(const Cut& a, const Cut& b) { return a.yes.meets(b.no) || a.no.meets(b.yes); }

/// Calls `visit` with 2 · fact + 1 for "yes", 2 · fact for "no", in order.
template <class Visit>
void for_each_answer(const Cut& cut, Visit visit) {
  FactSet both = cut.yes;
  both |= cut.no;
  both.for_each([&](std::size_t fact) {
    if (cut.no.has(fact)) visit(static_cast<std::uint32_t>(2 * fact));
    if (cut.yes.has(fact)) visit(static_cast<std::uint32_t>(2 * fact + 1));
  });
}

/// What makes a node false, and what makes it true.
struct Cuts {
  std::vector<Cut> no, yes;
};

void keep_smallest(std::vector<Cut>& cuts) {
  if (cuts.size() < 2) return;
  std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.size < b.size; });
  if (cuts.size() > kMostCuts) cuts.resize(kMostCuts);
}

/// One cut of each, together.
std::vector<Cut> product(std::vector<Cut> a, const std::vector<Cut>& b) {
  if (b.size() == 1) {
    std::erase_if(a, [&](const Cut& x) { return contradicts(x, b.front()); });
    for (auto& x : a) x |= b.front();
    keep_smallest(a);
    return a;
  }
  std::vector<Cut> out;
  out.reserve(a.size() * b.size());
  for (const auto& x : a)
    for (const auto& y : b)
      if (!contradicts(x, y)) out.push_back(x | y);
  keep_smallest(out);
  return out;
}

class CutFinder {
 public:
  CutFinder(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation)
      : kb_(knowledge), facts_(facts), evaluation_(evaluation), fact_of_(knowledge.concept_count(), kNew) {}

  /// At most kMostCuts cuts of the rule; none when no answer can exclude it, or when its facts are beyond the capacity.
  std::vector<Cut> cuts_of(RuleId rule) {
    overflow_ = both_sides_ = false;
    auto cuts = rule_cuts(rule.value).no;
    keep_smallest(cuts);
    return overflow_ ? std::vector<Cut>{} : cuts;
  }

  OpenFact fact(std::uint32_t answer) const {
    OpenFact out = facts_seen_[answer / 2];
    out.reassuring = truth((answer & 1) != 0);
    return out;
  }

 private:
  const Cuts& rule_cuts(std::uint32_t r) {
    const auto known = known_.find({r, both_sides_});
    if (known != known_.end()) return known->second;
    const auto& rule = kb_.tables().rules[r];
    std::vector<Cuts> cuts(rule.nodes.count);
    const auto nodes = kb_.nodes(rule);
    // What makes a node true matters only below a negation, which may also stand in a rule that refers to this one.
    both_sides_ =
        both_sides_ || std::any_of(nodes.begin(), nodes.end(), [](const auto& n) { return n.op == Op::negate; });
    for (std::uint32_t i = 0; i < rule.nodes.count; ++i) cuts[i] = node_cuts(rule, i, cuts);
    return known_[{r, both_sides_}] = std::move(cuts.back());
  }

  Cuts node_cuts(const RuleRecord& rule, std::uint32_t i, const std::vector<Cuts>& below) {
    const auto& tables = kb_.tables();
    const auto& node = tables.nodes[rule.nodes.first + i];
    const Truth value = evaluation_.nodes[rule.nodes.first + i].truth;
    if (is_number(node.op)) return {};
    if (value == Truth::no) return {{Cut()}, {}};
    if (value == Truth::yes) return {{}, {Cut()}};
    const auto argument = [&](std::uint32_t a) -> const Cuts& {
      return below[tables.arguments[node.arguments.first + a]];
    };
    Cuts out;
    switch (node.op) {
      case Op::present: return concept_cuts(ConceptId{node.concept_ref});
      case Op::negate: return {argument(0).yes, argument(0).no};
      case Op::rule: return rule_cuts(node.concept_ref);
      case Op::all:
      case Op::any: {
        const bool all = node.op == Op::all;
        std::vector<Cut> one_of_each{Cut()}, one;
        for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
          if (!all || both_sides_)
            one_of_each = product(std::move(one_of_each), all ? argument(a).yes : argument(a).no);
          const auto& single = all ? argument(a).no : argument(a).yes;
          if (all || both_sides_) one.insert(one.end(), single.begin(), single.end());
        }
        keep_smallest(one);
        return all ? Cuts{one, one_of_each} : Cuts{one_of_each, one};
      }
      case Op::at_least: return at_least_cuts(rule, node, below);
      case Op::sex_is: return single({.what = "sex"});
      case Op::tried: return single({.what = "what was tried, how long, and how it went"});
      case Op::compare: return comparison_cuts(rule, node);
      default: return out;
    }
  }

  /// Absent it is when it, or anything that it is a kind of, is absent.
  Cuts concept_cuts(ConceptId c) {
    Cuts out = single({.about = c});
    for (const auto above : kb_.graph().ancestors(c))
      if (facts_.of(above) == Truth::unknown) out.no.push_back(only(answer({.about = above}, false)));
    return out;
  }

  /// Enough arguments must be false (true); those that are easiest to make so are taken.
  Cuts at_least_cuts(const RuleRecord& rule, const ExpressionNode& node, const std::vector<Cuts>& below) {
    const auto& tables = kb_.tables();
    std::vector<Cut> denied, confirmed;
    std::size_t possible = 0, certain = 0;
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
      const auto argument = tables.arguments[node.arguments.first + a];
      const Truth value = evaluation_.nodes[rule.nodes.first + argument].truth;
      possible += value != Truth::no ? 1 : 0;
      certain += value == Truth::yes ? 1 : 0;
      if (value == Truth::unknown && !below[argument].no.empty()) denied.push_back(below[argument].no.front());
      if (value == Truth::unknown && !below[argument].yes.empty()) confirmed.push_back(below[argument].yes.front());
    }
    const auto count = static_cast<std::size_t>(node.number);
    return {together(std::move(denied), possible - count + 1), together(std::move(confirmed), count - certain)};
  }

  /// The smallest `needed` of the cuts as one.
  static std::vector<Cut> together(std::vector<Cut> candidates, std::size_t needed) {
    std::stable_sort(candidates.begin(), candidates.end(), [](const Cut& a, const Cut& b) { return a.size < b.size; });
    Cut all;
    std::size_t taken = 0;
    for (const auto& cut : candidates) {
      if (taken == needed) break;
      if (contradicts(all, cut)) continue;
      all |= cut;
      ++taken;
    }
    return taken == needed ? std::vector<Cut>{all} : std::vector<Cut>{};
  }

  /// A comparison is settled by everything unknown below it; a sum of points by as few of its clauses as bring it below
  /// the limit.
  Cuts comparison_cuts(const RuleRecord& rule, const ExpressionNode& node) {
    const auto& tables = kb_.tables();
    const auto left = rule.nodes.first + tables.arguments[node.arguments.first];
    const auto right = rule.nodes.first + tables.arguments[node.arguments.first + 1];
    const bool wants_much = node.comparison == Comparison::at_least || node.comparison == Comparison::above;
    if (wants_much && tables.nodes[right].op == Op::literal)
      if (auto cuts = points_cut(rule, left, tables.nodes[right].number, node.comparison)) return {{*cuts}, {}};
    Cut everything;
    for (const auto& leaf : unknown_leaves(rule, left)) everything |= only(answer(leaf, false));
    for (const auto& leaf : unknown_leaves(rule, right)) everything |= only(answer(leaf, false));
    return {{everything}, {everything}};
  }

  std::optional<Cut> points_cut(const RuleRecord& rule, std::uint32_t n, double limit, Comparison comparison) {
    const auto& tables = kb_.tables();
    const auto* holder = &rule;
    if (tables.nodes[n].op == Op::score) {
      holder = &tables.rules[tables.nodes[n].concept_ref];
      n = holder->nodes.first + holder->nodes.count - 1;
    }
    const auto& node = tables.nodes[n];
    if (node.op != Op::points && node.op != Op::count) return std::nullopt;
    std::vector<Cuts> below(holder->nodes.count);
    for (std::uint32_t i = 0; i < holder->nodes.count; ++i) below[i] = node_cuts(*holder, i, below);
    struct Clause {
      double value;
      Cut cut;
    };
    std::vector<Clause> clauses;
    const std::uint32_t stride = node.op == Op::points ? 2 : 1;
    for (std::uint32_t a = 0; a < node.arguments.count; a += stride) {
      const auto clause = tables.arguments[node.arguments.first + a];
      const double value =
          stride == 1 ? 1 : tables.nodes[holder->nodes.first + tables.arguments[node.arguments.first + a + 1]].number;
      if (evaluation_.nodes[holder->nodes.first + clause].truth != Truth::unknown) continue;
      // A clause that takes points away helps when it is true.
      const auto& cuts = value > 0 ? below[clause].no : below[clause].yes;
      if (!cuts.empty()) clauses.push_back({std::abs(value), cuts.front()});
    }
    std::stable_sort(clauses.begin(), clauses.end(),
                     [](const Clause& a, const Clause& b) { return a.value > b.value; });
    double highest = evaluation_.nodes[n].number.high;
    Cut out;
    for (const auto& clause : clauses) {
      if (comparison == Comparison::at_least ? highest < limit : highest <= limit) break;
      if (contradicts(out, clause.cut)) continue;
      out |= clause.cut;
      highest -= clause.value;
    }
    const bool enough = comparison == Comparison::at_least ? highest < limit : highest <= limit;
    return enough ? std::optional(out) : std::nullopt;
  }

  /// The unknown facts below a number.
  std::vector<OpenFact> unknown_leaves(const RuleRecord& rule, std::uint32_t n) {
    const auto& tables = kb_.tables();
    std::vector<OpenFact> out;
    std::vector<std::pair<const RuleRecord*, std::uint32_t>> open{{&rule, n}};
    while (!open.empty()) {
      const auto [holder, at] = open.back();
      open.pop_back();
      const auto& node = tables.nodes[at];
      const auto& value = evaluation_.nodes[at];
      if (is_number(node.op) ? value.number.is_exact() : value.truth != Truth::unknown) continue;
      const std::string label = node.concept_ref < kb_.concept_count() && node.op != Op::score && node.op != Op::rule
                                    ? std::string(kb_.label(ConceptId{node.concept_ref}))
                                    : std::string();
      switch (node.op) {
        case Op::score:
        case Op::rule: {
          const auto* other = &tables.rules[node.concept_ref];
          open.emplace_back(other, other->nodes.first + other->nodes.count - 1);
          break;
        }
        case Op::present:
        case Op::measure: out.push_back({.about = ConceptId{node.concept_ref}}); break;
        case Op::age: out.push_back({.what = "age"}); break;
        case Op::sex_is: out.push_back({.what = "sex"}); break;
        case Op::duration: out.push_back({.what = "duration of " + label}); break;
        case Op::severity: out.push_back({.what = "severity of " + label}); break;
        case Op::tried:
        case Op::tried_duration: out.push_back({.what = "what was tried, how long, and how it went"}); break;
        default: break;
      }
      for (std::uint32_t a = 0; a < node.arguments.count; ++a)
        open.emplace_back(holder, holder->nodes.first + tables.arguments[node.arguments.first + a]);
    }
    return out;
  }

  Cuts single(const OpenFact& fact) { return {{only(answer(fact, false))}, {only(answer(fact, true))}}; }

  std::uint32_t answer(const OpenFact& fact, bool yes) {
    std::uint32_t at = fact.about.exists() ? fact_of_[fact.about.value] : 0;
    if (!fact.about.exists()) {
      while (at < facts_seen_.size() && facts_seen_[at].what != fact.what) ++at;
      if (at == facts_seen_.size()) at = kNew;
    }
    if (at == kNew) {
      at = static_cast<std::uint32_t>(facts_seen_.size());
      facts_seen_.push_back(fact);
      if (fact.about.exists()) fact_of_[fact.about.value] = at;
    }
    // What is not a yes-no question is one question whatever the answer.
    return 2 * at + (yes && fact.about.exists() ? 1u : 0u);
  }

  /// The set of one answer; empty, and noted, when it does not fit.
  Cut only(std::uint32_t a) {
    Cut out;
    overflow_ = overflow_ || a / 2 >= kCapacity;
    if (a / 2 >= kCapacity) return out;
    (a & 1 ? out.yes : out.no).set(a / 2);
    out.size = 1;
    return out;
  }

  const Knowledge& kb_;
  const Facts& facts_;
  const Evaluation& evaluation_;
  static constexpr std::uint32_t kNew = ConceptId::kNone;
  std::vector<OpenFact> facts_seen_;
  std::vector<std::uint32_t> fact_of_;  // of each concept
  bool overflow_ = false;
  bool both_sides_ = false;
  std::map<std::pair<std::uint32_t, bool>, Cuts> known_;
};

/// Chooses one cut for each rule so that their union is smallest. First what needs no search: a rule with one cut left,
/// a rule cut already, an option that can never be worse than the others; then branch and bound over the rest.
class SmallestUnion {
 public:
  explicit SmallestUnion(std::vector<std::vector<Cut>> rules) : rules_(std::move(rules)) {}

  Cut find() {
    reduce();
    visit(0, chosen_, 0);
    return best_.value_or(chosen_);
  }

 private:
  /// What the answers chosen so far leave of each rule's options; rules that are cut, or cannot be, go.
  void simplify() {
    for (auto& options : rules_) std::erase_if(options, [&](const Cut& o) { return contradicts(o, chosen_); });
    std::erase_if(rules_, [&](const auto& options) {
      return options.empty() ||
             std::any_of(options.begin(), options.end(), [&](const Cut& o) { return chosen_.holds(o); });
    });
  }

  void reduce() {
    for (bool again = true; again;) {
      again = false;
      simplify();
      std::vector<std::uint16_t> uses(2 * kCapacity, 0);  // rules in which an answer occurs
      for (const auto& options : rules_) {
        Cut all;
        for (const auto& o : options) all |= o;
        for_each_answer(all, [&](std::uint32_t a) { ++uses[a]; });
      }
      for (const auto& options : rules_) {
        const Cut* best = never_worse(options, uses);
        if (!best || chosen_.holds(*best) || contradicts(chosen_, *best)) continue;
        chosen_ |= *best;
        again = true;
      }
    }
  }

  /// The option whose whole cost is at most what every other one costs for this rule alone, and that takes no option
  /// from another rule.
  const Cut* never_worse(const std::vector<Cut>& options, const std::vector<std::uint16_t>& uses) const {
    const Cut* cheapest = nullptr;
    std::size_t cost = 0;
    for (const auto& o : options) {
      const auto c = o.without(chosen_).size;
      if (!cheapest || c < cost) cheapest = &o, cost = c;
    }
    if (options.size() == 1) return cheapest;
    bool harmless = true;
    for_each_answer(cheapest->without(chosen_), [&](std::uint32_t a) { harmless = harmless && uses[a ^ 1u] == 0; });
    if (!harmless) return nullptr;
    for (const auto& o : options) {
      if (&o == cheapest) continue;
      std::size_t own = 0;
      for_each_answer(o.without(chosen_ | *cheapest), [&](std::uint32_t a) { own += uses[a] == 1 ? 1 : 0; });
      if (cheapest->without(chosen_ | o).size > own) return nullptr;
    }
    return cheapest;
  }

  // Depth is the number of rules that are left; the first descent is the greedy solution. `missed`: rules that the
  // answers so far leave no way to cut; fewer of them is better than fewer answers.
  void visit(std::size_t depth, const Cut& so_far, std::size_t missed) {
    if (best_ && (std::pair(missed, so_far.size) >= std::pair(best_missed_, best_->size) || ++visits_ > kMostVisits))
      return;
    if (depth == rules_.size()) {
      best_ = so_far;
      best_missed_ = missed;
      return;
    }
    // The cheapest option first; at most kMostCuts of them, so they are put in order by insertion.
    std::array<std::pair<std::size_t, const Cut*>, kMostCuts> options;
    std::size_t count = 0;
    for (const auto& o : rules_[depth]) {
      if (contradicts(so_far, o)) continue;
      const std::size_t cost = o.without(so_far).size;
      std::size_t at = count++;
      for (; at > 0 && options[at - 1].first > cost; --at) options[at] = options[at - 1];
      options[at] = {cost, &o};
    }
    if (count == 0) visit(depth + 1, so_far, missed + 1);
    for (std::size_t i = 0; i < count; ++i) {
      visit(depth + 1, so_far | *options[i].second, missed);
      if (options[i].first == 0) break;  // nothing is cheaper than free
    }
  }

  std::vector<std::vector<Cut>> rules_;
  Cut chosen_;
  std::optional<Cut> best_;
  std::size_t best_missed_ = 0;
  std::size_t visits_ = 0;
};

}  // namespace

namespace {

/// One round of questions. `left`: the rules that no choice of cuts excludes together with the others.
std::vector<OpenFact> choose(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                             std::span<const RuleId> open, std::vector<RuleId>& left) {
  CutFinder finder(knowledge, facts, evaluation);
  std::vector<std::vector<Cut>> rules;
  std::vector<RuleId> of_cuts;
  std::vector<std::pair<Urgency, int>> danger(2 * kCapacity);  // of each answer: the highest level, in how many rules
  for (const auto r : open) {
    auto cuts = finder.cuts_of(r);
    if (cuts.empty()) continue;
    Cut all;
    for (const auto& cut : cuts) all |= cut;
    for_each_answer(all, [&](std::uint32_t a) {
      auto& [level, count] = danger[a];
      level = std::max(level, knowledge[r].level);
      ++count;
    });
    rules.push_back(std::move(cuts));
    of_cuts.push_back(r);
  }
  const Cut answers = SmallestUnion(rules).find();
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (std::none_of(rules[i].begin(), rules[i].end(), [&](const Cut& c) { return answers.holds(c); }))
      left.push_back(of_cuts[i]);
  std::vector<std::uint32_t> chosen;
  for_each_answer(answers, [&](std::uint32_t a) { chosen.push_back(a); });
  std::stable_sort(chosen.begin(), chosen.end(), [&](auto a, auto b) { return danger[a] > danger[b]; });
  std::vector<OpenFact> out;
  for (const auto a : chosen) out.push_back(finder.fact(a));
  return out;
}

}  // namespace

std::vector<OpenFact> settling_questions(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                                         std::span<const RuleId> open) {
  std::vector<RuleId> left;
  auto out = choose(knowledge, facts, evaluation, open, left);
  if (left.empty() || out.empty()) return out;
  // Only the smallest cuts of a rule are looked at, and all of these may contradict an answer that another rule needs:
  // ask again with the answers given.
  Facts assumed = facts;
  for (const auto& fact : out)
    if (fact.about.exists()) assumed.conclude(knowledge.graph(), fact.about, fact.reassuring);
  const auto then = evaluate(knowledge, assumed);
  std::vector<RuleId> still_open, given_up;
  for (const auto r : left)
    if (then.truth(r) == Truth::unknown) still_open.push_back(r);
  for (auto& fact : choose(knowledge, assumed, then, still_open, given_up)) out.push_back(std::move(fact));
  return out;
}

}  // namespace noso
