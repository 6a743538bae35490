#include "smallest_union.hpp"

#include <algorithm>
#include <optional>

namespace noso {

namespace {

constexpr std::size_t kMostVisits = 500;  // of branch and bound

/// The cuts of one rule that are still to choose from.
struct Options {
  std::array<const Cut*, SmallestCuts::kMost> cuts{};
  std::size_t count = 0;

  explicit Options(std::span<const Cut> all) {
    for (const auto& cut : all) cuts[count++] = &cut;
  }
  std::span<const Cut* const> all() const { return {cuts.data(), count}; }
  template <class Drop>
  void drop_if(Drop drop) {
    const auto end = std::remove_if(cuts.begin(), cuts.begin() + static_cast<std::ptrdiff_t>(count), drop);
    count = static_cast<std::size_t>(end - cuts.begin());
  }
};

/// First what needs no search: a rule with one cut left, a rule cut already, an option that can never be worse than the
/// others; then branch and bound over the rest.
class Search {
 public:
  explicit Search(std::span<const std::span<const Cut>> rules) {
    rules_.reserve(rules.size());
    for (const auto& cuts : rules) rules_.emplace_back(cuts);
  }

  Cut find() {
    reduce();
    visit(0, chosen_, 0);
    return best_.value_or(chosen_);
  }

 private:
  /// What the answers chosen so far leave of each rule's options; rules that are cut, or cannot be, go.
  void simplify() {
    for (auto& options : rules_) options.drop_if([&](const Cut* o) { return contradicts(*o, chosen_); });
    std::erase_if(rules_, [&](const Options& options) {
      const auto all = options.all();
      return all.empty() || std::any_of(all.begin(), all.end(), [&](const Cut* o) { return chosen_.holds(*o); });
    });
  }

  void reduce() {
    for (bool again = true; again;) {
      again = false;
      simplify();
      std::array<std::uint16_t, 2 * FactSet::kCapacity> uses{};  // rules in which an answer occurs
      for (const auto& options : rules_) {
        FactSet yes, no;
        for (const auto* o : options.all()) yes |= o->yes, no |= o->no;
        for_each_answer(Cut{yes, no, 0}, [&](std::uint32_t a) { ++uses[a]; });
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
  const Cut* never_worse(const Options& options, std::span<const std::uint16_t> uses) const {
    const Cut* cheapest = nullptr;
    std::size_t cost = 0;
    for (const auto* o : options.all()) {
      const auto c = o->beyond(chosen_);
      if (!cheapest || c < cost) cheapest = o, cost = c;
    }
    if (options.count == 1) return cheapest;
    bool harmless = true;
    for_each_answer(cheapest->without(chosen_), [&](std::uint32_t a) { harmless = harmless && uses[a ^ 1u] == 0; });
    if (!harmless) return nullptr;
    for (const auto* o : options.all()) {
      if (o == cheapest) continue;
      std::size_t own = 0;
      for_each_answer(o->without(chosen_ | *cheapest), [&](std::uint32_t a) { own += uses[a] == 1 ? 1 : 0; });
      if (cheapest->beyond(chosen_ | *o) > own) return nullptr;
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
    // The cheapest option first, put in order by insertion.
    std::array<std::pair<std::size_t, const Cut*>, SmallestCuts::kMost> options;
    std::size_t count = 0;
    for (const auto* o : rules_[depth].all()) {
      if (contradicts(so_far, *o)) continue;
      const std::size_t cost = o->beyond(so_far);
      std::size_t at = count++;
      for (; at > 0 && options[at - 1].first > cost; --at) options[at] = options[at - 1];
      options[at] = {cost, o};
    }
    if (count == 0) visit(depth + 1, so_far, missed + 1);
    for (std::size_t i = 0; i < count; ++i) {
      visit(depth + 1, so_far | *options[i].second, missed);
      if (options[i].first == 0) break;  // nothing is cheaper than free
    }
  }

  std::vector<Options> rules_;
  Cut chosen_;
  std::optional<Cut> best_;
  std::size_t best_missed_ = 0;
  std::size_t visits_ = 0;
};

}  // namespace

Cut smallest_union(std::span<const std::span<const Cut>> rules) { return Search(rules).find(); }

}  // namespace noso
