// The table of states doubles with every vertex (cause or effect) that is open, so vertices should close soon. All
// links of a vertex must be taken before it closes, and both ends of a link must be open when it is taken. This is the
// vertex separation of the bipartite graph (Kinnersley, Inf Process Lett 1992;42:345), equal to its pathwidth, which is
// never above the number of effects or of causes: the two exponents of the textbook methods are its two extreme orders.
// A cause of many effects stays open as one bit while the sparse rest is swept along, which is where the gain comes
// from.
//
// The best order is NP-hard; this is the greedy one: complete the vertex after which the fewest are open. A few repeats
// with other choices among equals are nearly free beside wide tables.
#include "noisy_or/elimination.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace noso::noisy_or {

namespace {

constexpr std::uint32_t kRepeats = 12;
constexpr double kUpdatesPerLook = 8;
constexpr double kWorthRepeating = 1 << 14;  // updates; below this a narrower table is not worth looking for

class Planner {
 public:
  explicit Planner(const Component& component) : net_(component), causes_(size(component.causes)) {}

  /// Causes one after the other, all effects open from their first to their last cause.
  Plan direct() {
    start();
    for (std::uint32_t c = 0; c < causes_; ++c) complete(c);
    return finish();
  }

  /// Greedy; `seed` chooses among equals.
  Plan greedy(std::uint64_t seed) {
    start();
    random_ = seed;
    for (auto v = best_vertex(); v != kNone; v = best_vertex()) complete(v);
    return finish();
  }

  Plan in_order(const std::vector<std::uint32_t>& order) {
    start();
    for (const auto v : order)
      if (left_[v] != 0) complete(v);
    return finish();
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static std::uint32_t size(const std::vector<std::uint32_t>& list) { return static_cast<std::uint32_t>(list.size()); }

  void start() {
    plan_ = {};
    open_.clear();
    taken_.assign(net_.links.size(), false);
    is_open_.assign(causes_ + net_.effects.size(), false);
    left_.resize(is_open_.size());
    for (std::uint32_t c = 0; c < causes_; ++c) left_[c] = static_cast<std::uint32_t>(net_.of_cause(c).size());
    for (std::uint32_t e = 0; e < net_.effects.size(); ++e)
      left_[causes_ + e] = static_cast<std::uint32_t>(net_.of_effect(e).size());
  }

  Plan finish() {
    if (plan_.width > kMostWidth) plan_.steps.clear();
    return std::move(plan_);
  }

  /// Calls `visit(link, neighbour)` for the links of a vertex that are not taken yet.
  template <class Visit>
  void for_each_left(std::uint32_t v, Visit visit) const {
    if (v < causes_) {
      for (auto l = net_.first_link[v]; l < net_.first_link[v + 1]; ++l)
        if (!taken_[l]) visit(l, causes_ + net_.links[l].effect);
    } else {
      for (const auto l : net_.of_effect(v - causes_))
        if (!taken_[l]) visit(l, net_.links[l].cause);
    }
  }

  /// The vertex after whose completion the fewest are open; ties by the fewest opened on the way, then by `random_`.
  std::uint32_t best_vertex() {
    std::uint32_t best = kNone, equals = 0;
    std::pair<int, int> best_cost;
    for (std::uint32_t v = 0; v < left_.size(); ++v) {
      if (left_[v] == 0) continue;
      int opens = 0, closes = is_open_[v] ? 1 : 0;
      for_each_left(v, [&](std::uint32_t, std::uint32_t other) {
        if (left_[other] == 1)
          closes += is_open_[other] ? 1 : 0;
        else
          opens += is_open_[other] ? 0 : 1;
      });
      const std::pair cost{opens - closes, opens};
      if (best == kNone || cost < best_cost) {
        best = v, best_cost = cost, equals = 1;
      } else if (cost == best_cost && random_ != 0 && next_random() % ++equals == 0) {
        best = v;
      }
    }
    return best;
  }

  std::uint64_t next_random() { return (random_ = random_ * 6364136223846793005u + 1442695040888963407u) >> 33; }

  void complete(std::uint32_t v) {
    plan_.order.push_back(v);
    if (v < causes_)
      complete_cause(v);
    else
      complete_effect(v - causes_);
  }

  void complete_cause(std::uint32_t c) {
    for_each_left(c, [&](std::uint32_t, std::uint32_t effect) {
      if (left_[effect] > 1) open(effect);
    });
    open(c);
    for_each_left(c, [&](std::uint32_t link, std::uint32_t effect) { take(link, effect); });
    close(c);
  }

  /// Causes that close here come before those that stay open.
  void complete_effect(std::uint32_t e) {
    open(causes_ + e);
    for (const bool last : {true, false})
      for_each_left(causes_ + e, [&](std::uint32_t link, std::uint32_t cause) {
        if ((left_[cause] == 1) == last) take(link, cause);
      });
    close(causes_ + e);
  }

  /// Takes a link of the vertex being completed to `other`, which is closed when it was its last.
  void take(std::uint32_t link, std::uint32_t other) {
    open(other);
    const auto& [cause, effect, strength] = net_.links[link];
    push({Step::Kind::link, slot(cause), slot(causes_ + effect), width(), link});
    taken_[link] = true;
    --left_[cause];
    --left_[causes_ + effect];
    if (left_[other] == 0) close(other);
  }

  std::uint8_t width() const { return static_cast<std::uint8_t>(std::min<std::size_t>(open_.size(), 255)); }

  std::uint8_t slot(std::uint32_t v) const {
    return static_cast<std::uint8_t>(std::find(open_.begin(), open_.end(), v) - open_.begin());
  }

  void open(std::uint32_t v) {
    if (is_open_[v]) return;
    push({v < causes_ ? Step::Kind::open_cause : Step::Kind::open_effect, width(), 0, width(), index(v)});
    open_.push_back(v);
    is_open_[v] = true;
    plan_.width = std::max(plan_.width, size(open_));
  }

  void close(std::uint32_t v) {
    if (!is_open_[v]) return;
    push({v < causes_ ? Step::Kind::close_cause : Step::Kind::close_effect, slot(v), 0, width(), index(v)});
    open_.erase(std::find(open_.begin(), open_.end(), v));
    is_open_[v] = false;
  }

  std::uint32_t index(std::uint32_t v) const { return v < causes_ ? v : v - causes_; }

  void push(Step step) {
    plan_.steps.push_back(step);
    plan_.work += std::ldexp(2.0, step.width);
  }

  const Component& net_;
  const std::uint32_t causes_;
  Plan plan_;
  std::vector<std::uint32_t> open_;  // by slot; effects are numbered after the causes
  std::vector<bool> is_open_, taken_;
  std::vector<std::uint32_t> left_;  // links not taken yet, by vertex
  std::uint64_t random_ = 0;
};

}  // namespace

Plan plan_in_order(const Component& component, const std::vector<std::uint32_t>& order) {
  return Planner(component).in_order(order);
}

Plan plan_elimination(const Component& component) {
  Planner planner(component);
  if (component.effects.size() <= kDirectEffects) return planner.direct();
  auto best = planner.greedy(0);
  // A repeat looks at every link for every vertex that it completes; one look costs as much as some updates, which are
  // done in rows. All repeats together cost no more than the passes that they may shorten.
  const double repeat = kUpdatesPerLook * static_cast<double>(component.links.size()) *
                        static_cast<double>(component.causes.size() + component.effects.size());
  for (std::uint32_t seed = 1; seed < kRepeats && best.work > std::max(kWorthRepeating, seed * repeat); ++seed)
    if (auto other = planner.greedy(seed); other.work < best.work) best = std::move(other);
  return best;
}

}  // namespace noso::noisy_or
