// A search tree decides causes one by one (active, not active); every leaf bounds the mass of all sets of causes that
// agree with it, and the leaf with the widest bounds is split next. The sums over the leaves bound the evidence; the
// same sums of the mass with (without) a cause bound its probability.
//
// Bounds of a leaf. Let f be an effect, L its chance with the decided causes alone, q = 1 - L, and g(D) = 1 - q·Π(1-c)
// its chance with the undecided causes D active too. log g has, as a function of the sum of -log(1-c), derivatives of
// alternating sign; so its differences alternate, and Bonferroni's inequalities hold for it:
//   Σ_d δ_d + Σ_{d<e} δ_de  ≤  log g(D) - log g(∅)  ≤  Σ_d δ_d,    δ_d = log (L+qc)/L ≥ 0 ≥ δ_de.
// Summed over the effects, with ρ_d = exp Σ δ_d and κ_de = exp Σ δ_de:
//   above: Π L · Π_d (1-p_d + p_d ρ_d), a product over the causes, exact while no two of them share an effect;
//   below: that times E[Π κ_de], where cause d is active with chance r_d = p_d ρ_d / (1-p_d + p_d ρ_d), independently.
// The factors of this mean all fall as causes are added, so by Harris's inequality it is at least
//   Π_{d<e} (1 - r_d r_e (1-κ_de)).
// The gap is of the second order in the r, which are small for causes that are not worth deciding.
//
// That is poor where L is small, as an unexplained effect makes ρ large. Such effects bound the leaf in another way: of
// those that share no undecided cause each has its exact chance, the others have at most 1; below is 0. The next cause
// to be decided is then the one that would explain most.
//
// Example: L = 0.5, two causes with p = 0.01 and c = 0.8: ρ = 1.8, above 0.5·1.008² = 0.508032; κ = 0.98·0.5/0.9² and
// r = 0.018/1.008, so below 0.508032·(1 - 0.0179²·0.395) = 0.507968; exact 0.507968.
#include "noisy_or/bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace noso::noisy_or {

namespace {

constexpr double kPoor = 0.02;       // chance below which an effect counts as unexplained
constexpr double kRounding = 1e-11;  // relative; the sums below are off by far less
constexpr double kSettled = 1e-13;   // relative gap at which nothing is left to gain
constexpr double kForgotten = -40;   // leaves of which even the log upper bound is this far below are not looked at
constexpr double kImpossible = -std::numeric_limits<double>::infinity();

enum class Decision : std::uint8_t { open, on, off };

struct Leaf {
  std::vector<Decision> decisions;
  double log_high = 0;
  double log_low = kImpossible;
  std::uint32_t next = 0;  // the cause to decide next

  double log_gap() const { return log_high + std::log1p(-std::exp(std::min(log_low - log_high, 0.0))); }
};

struct NarrowerGap {
  bool operator()(const Leaf& a, const Leaf& b) const { return a.log_gap() < b.log_gap(); }
};

/// Two causes that share effects.
struct Pair {
  std::uint32_t one, other;
  std::uint32_t first, last;  // in `shared`
};

struct SharedEffect {
  std::uint32_t effect, link_one, link_other;
  double both;  // 1 - (1-c)(1-c') of the two links
};

/// The logarithm of a product of numbers between 1e-150 and 1e150, with few logarithms taken.
class LogProduct {
 public:
  explicit LogProduct(double log) : log_(log) {}
  void times(double x) {
    product_ *= x;
    if (product_ > 1e-150 && product_ < 1e150) return;
    log_ += std::log(product_);
    product_ = 1;
  }
  double log() const { return log_ + std::log(product_); }

 private:
  double product_ = 1;
  double log_;
};

/// A lower bound of log(1 - x) that is close where x is small.
double log_rest(double x) { return x < 1e-3 ? -x * (1 + x) : std::log1p(-x); }

/// Sums of bounds, all with one factor in common.
struct Sums {
  double low = 0, high = 0;
  void add(double at_least, double at_most) { low += at_least, high += at_most; }
};

class Search {
 public:
  Search(const Component& net, Work most) : net_(net), most_(static_cast<double>(most.updates)) {
    find_pairs();
    cost_ = static_cast<double>(6 * net.links.size() + 6 * shared_.size() + 8 * net.causes.size());
    const auto n = net.causes.size(), m = net.effects.size();
    chance_.resize(m), ratio_.resize(m), poor_.resize(m), shrink_.resize(net.links.size());
    factor_.resize(n), active_.resize(n), weight_.resize(n), touch_.resize(n), touch_active_.resize(n),
        blocked_.resize(n);
  }

  ComponentRanges run() {
    grow();
    return collect();
  }

 private:
  void find_pairs() {
    std::vector<std::vector<std::pair<std::uint32_t, SharedEffect>>> with(net_.causes.size());
    for (std::uint32_t e = 0; e < net_.effects.size(); ++e)
      for (const auto i : net_.of_effect(e))
        for (const auto j : net_.of_effect(e)) {
          const auto &one = net_.links[i], &other = net_.links[j];
          const double both = one.strength + other.strength * (1 - one.strength);
          if (one.cause < other.cause) with[one.cause].push_back({other.cause, {e, i, j, both}});
        }
    for (std::uint32_t c = 0; c < with.size(); ++c) {
      std::stable_sort(with[c].begin(), with[c].end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      for (const auto& [other, effect] : with[c]) {
        if (pairs_.empty() || pairs_.back().one != c || pairs_.back().other != other)
          pairs_.push_back({c, other, static_cast<std::uint32_t>(shared_.size()), 0});
        shared_.push_back(effect);
        pairs_.back().last = static_cast<std::uint32_t>(shared_.size());
      }
    }
  }

  /// Splits leaves until nothing is to be gained or the work is spent.
  void grow() {
    Leaf root{.decisions = std::vector<Decision>(net_.causes.size(), Decision::open)};
    evaluate(root);
    double spent = cost_;
    if (root.log_high == kImpossible) return;
    leaves_.push_back(std::move(root));
    // Every leaf is evaluated once more in the end.
    while (spent + cost_ * static_cast<double>(leaves_.size() + 4) < most_) {
      if (++splits_ == next_check_) {
        if (settled()) break;
        next_check_ += 16 + leaves_.size() / 4;
      }
      std::pop_heap(leaves_.begin(), leaves_.end(), NarrowerGap{});
      if (leaves_.back().log_gap() == kImpossible) break;
      Leaf parent = std::move(leaves_.back());
      leaves_.pop_back();
      for (const auto decision : {Decision::on, Decision::off}) {
        Leaf child{.decisions = parent.decisions};
        child.decisions[parent.next] = decision;
        evaluate(child);
        spent += cost_;
        if (child.log_high == kImpossible) continue;
        leaves_.push_back(std::move(child));
        std::push_heap(leaves_.begin(), leaves_.end(), NarrowerGap{});
      }
      if (leaves_.empty()) break;
    }
  }

  double top() const {
    double top = kImpossible;
    for (const auto& leaf : leaves_) top = std::max(top, leaf.log_high);
    return top;
  }

  bool settled() const {
    const double scale = top();
    double low = 0, gap = 0;
    for (const auto& leaf : leaves_) low += std::exp(leaf.log_low - scale), gap += std::exp(leaf.log_gap() - scale);
    return gap <= kSettled * low;
  }

  /// Bounds the leaf and says which cause to decide next. What it finds on the way stays for `add_details`.
  void evaluate(Leaf& leaf) {
    decide(leaf);
    unexplained_ = 0;
    LogProduct mass(log_mass_);
    for (std::uint32_t e = 0; e < net_.effects.size(); ++e) {
      poor_[e] = chance_[e].hit < kPoor && has_open_cause(leaf, e);
      unexplained_ += poor_[e] ? 1 : 0;
      ratio_[e] = chance_[e].miss / chance_[e].hit;
      if (!poor_[e]) mass.times(chance_[e].hit);
    }
    log_mass_ = mass.log();
    weigh(leaf);
    if (unexplained_ > 0)
      bound_with_unexplained(leaf);
    else
      bound_explained(leaf);
  }

  /// The chance of each effect with the decided causes, and the prior mass of the decisions.
  void decide(const Leaf& leaf) {
    std::copy(net_.outside.begin(), net_.outside.end(), chance_.begin());
    LogProduct mass(0);
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c) {
      if (leaf.decisions[c] == Decision::open) continue;
      const bool on = leaf.decisions[c] == Decision::on;
      mass.times(on ? net_.priors[c].yes : net_.priors[c].no);
      if (!on) continue;
      for (const auto& link : net_.of_cause(c))
        chance_[link.effect] = chance_[link.effect] | Chance{link.strength, 1 - link.strength};
    }
    log_mass_ = mass.log();
  }

  bool has_open_cause(const Leaf& leaf, std::uint32_t effect) const {
    const auto links = net_.of_effect(effect);
    return std::any_of(links.begin(), links.end(),
                       [&](auto l) { return leaf.decisions[net_.links[l].cause] == Decision::open; });
  }

  /// ρ of the open causes over the explained effects, and their part in the product.
  void weigh(const Leaf& leaf) {
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c) {
      if (leaf.decisions[c] != Decision::open) continue;
      double factor = 1;
      for (auto l = net_.first_link[c]; l < net_.first_link[c + 1]; ++l) {
        const auto& link = net_.links[l];
        if (poor_[link.effect]) continue;
        const double growth = 1 + ratio_[link.effect] * link.strength;
        shrink_[l] = 1 / growth;
        factor *= growth;
      }
      factor_[c] = factor;
      weight_[c] = net_.priors[c].no + net_.priors[c].yes * factor;
      active_[c] = net_.priors[c].yes * factor / weight_[c];
    }
  }

  /// 1 - κ of a pair.
  double clash(const Pair& pair) const {
    double kappa = 1;
    for (auto s = pair.first; s < pair.last; ++s) {
      const auto& [effect, one, other, both] = shared_[s];
      kappa *= (1 + ratio_[effect] * both) * shrink_[one] * shrink_[other];
    }
    return std::max(1 - kappa, 0.0);
  }

  void bound_explained(Leaf& leaf) {
    LogProduct high(log_mass_);
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c)
      if (leaf.decisions[c] == Decision::open) high.times(weight_[c]);
    leaf.log_high = high.log();
    std::fill(touch_.begin(), touch_.end(), 0);
    std::fill(touch_active_.begin(), touch_active_.end(), 0);
    double log_below = 0;
    for (const auto& pair : pairs_) {
      if (leaf.decisions[pair.one] != Decision::open || leaf.decisions[pair.other] != Decision::open) continue;
      const double one = active_[pair.one], other = active_[pair.other], k = clash(pair);
      const double loss = log_rest(one * other * k);
      log_below += loss;
      touch_[pair.one] += loss, touch_[pair.other] += loss;
      touch_active_[pair.one] += log_rest(other * k), touch_active_[pair.other] += log_rest(one * k);
    }
    leaf.log_low = leaf.log_high + log_below;
    leaf.next = static_cast<std::uint32_t>(std::min_element(touch_.begin(), touch_.end()) - touch_.begin());
  }

  void bound_with_unexplained(Leaf& leaf) {
    leaf.log_low = kImpossible;
    LogProduct high(log_mass_);
    std::fill(blocked_.begin(), blocked_.end(), false);
    by_chance_.clear();
    for (std::uint32_t e = 0; e < net_.effects.size(); ++e)
      if (poor_[e]) by_chance_.push_back({chance_alone(leaf, e), e});
    std::sort(by_chance_.begin(), by_chance_.end());
    for (const auto& [chance, e] : by_chance_) {
      const auto links = net_.of_effect(e);
      if (std::any_of(links.begin(), links.end(), [&](auto l) { return blocked_[net_.links[l].cause]; })) continue;
      high.times(chance);
      for (const auto l : links)
        if (const auto c = net_.links[l].cause; leaf.decisions[c] == Decision::open) blocked_[c] = true;
    }
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c)
      if (leaf.decisions[c] == Decision::open && !blocked_[c]) high.times(weight_[c]);
    leaf.log_high = high.log();
    leaf.next = best_explanation(leaf);
  }

  /// The mass with which an effect is explained, with the part of its open causes in the product.
  double chance_alone(const Leaf& leaf, std::uint32_t effect) const {
    double not_yet = chance_[effect].miss, explained = chance_[effect].hit;
    for (const auto l : net_.of_effect(effect)) {
      const auto& link = net_.links[l];
      if (leaf.decisions[link.cause] != Decision::open) continue;
      const double on = net_.priors[link.cause].yes * factor_[link.cause];
      explained = explained * weight_[link.cause] + not_yet * on * link.strength;
      not_yet *= net_.priors[link.cause].no + on * (1 - link.strength);
    }
    return explained;
  }

  std::uint32_t best_explanation(const Leaf& leaf) const {
    constexpr double kLeast = 1e-12;  // stands for a leak of 0
    std::uint32_t best = 0;
    double most = kImpossible;
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c) {
      if (leaf.decisions[c] != Decision::open) continue;
      double gain = std::log(net_.priors[c].yes * factor_[c]);
      bool explains = false;
      for (const auto& link : net_.of_cause(c)) {
        if (!poor_[link.effect]) continue;
        explains = true;
        const auto& [hit, miss] = chance_[link.effect];
        gain += std::log((hit + miss * link.strength) / std::max(hit, kLeast));
      }
      if (explains && gain > most) most = gain, best = c;
    }
    return best;
  }

  ComponentRanges collect() {
    const auto n = net_.causes.size(), m = net_.effects.size();
    total_ = {};
    with_.assign(n, {}), without_.assign(n, {}), unexplained_mass_.assign(m, {});
    double low = kImpossible;
    for (const auto& leaf : leaves_) low = std::max(low, leaf.log_low);
    const double scale = top();
    double forgotten = 0;
    for (auto& leaf : leaves_) {
      if (leaf.log_high < low + kForgotten) {
        forgotten += std::exp(leaf.log_high - scale);
        continue;
      }
      evaluate(leaf);
      add_details(leaf, scale);
    }
    const auto add_forgotten = [&](std::vector<Sums>& list) {
      for (auto& sums : list) sums.add(0, forgotten);
    };
    total_.add(0, forgotten);
    add_forgotten(with_), add_forgotten(without_), add_forgotten(unexplained_mass_);
    return ranges(scale);
  }

  void add_details(const Leaf& leaf, double scale) {
    const double high = std::exp(leaf.log_high - scale), low = std::exp(leaf.log_low - scale);
    total_.add(low, high);
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c) {
      if (leaf.decisions[c] != Decision::open) {
        (leaf.decisions[c] == Decision::on ? with_ : without_)[c].add(low, high);
      } else if (unexplained_ > 0) {
        with_[c].add(0, high);
        without_[c].add(0, high);
      } else {
        const double idle = net_.priors[c].no / weight_[c];
        const double others = low * std::exp(-touch_[c]);  // without the pairs of this cause
        with_[c].add(others * std::exp(touch_active_[c]) * active_[c], high * active_[c]);
        without_[c].add(others * idle, high * idle);
      }
    }
    for (std::uint32_t e = 0; e < net_.effects.size(); ++e) {
      const double share = unexplained_ > 0 ? 1 : unexplained_share(leaf, e);
      unexplained_mass_[e].add(unexplained_ > 0 ? 0 : low * share, high * share);
    }
  }

  /// Of the upper bound of an explained leaf the share in which none of the causes brought the effect about.
  double unexplained_share(const Leaf& leaf, std::uint32_t effect) const {
    double share = net_.outside[effect].hit / chance_[effect].hit;
    for (const auto l : net_.of_effect(effect)) {
      const auto& link = net_.links[l];
      const auto& prior = net_.priors[link.cause];
      if (leaf.decisions[link.cause] == Decision::on) share *= 1 - link.strength;
      if (leaf.decisions[link.cause] != Decision::open) continue;
      const double on = prior.yes * factor_[link.cause] * shrink_[l];
      share *= (prior.no + on * (1 - link.strength)) / weight_[link.cause];
    }
    return share;
  }

  ComponentRanges ranges(double scale) const {
    ComponentRanges out;
    out.log_low = std::log(total_.low) + scale - kRounding;
    out.log_high = std::log(total_.high) + scale + kRounding;
    const auto share = [](double part, double rest) { return part > 0 ? part / (part + rest) : 0; };
    for (std::uint32_t c = 0; c < net_.causes.size(); ++c)
      out.causes.push_back({share(with_[c].low, without_[c].high) * (1 - kRounding),
                            std::min(1.0, share(with_[c].high, without_[c].low) * (1 + kRounding))});
    for (std::uint32_t e = 0; e < net_.effects.size(); ++e) {
      const auto& part = unexplained_mass_[e];
      const double outside = net_.outside[e].hit;
      const auto split = [&](double unexplained, double total) {
        return Split{outside > 0 ? unexplained / outside : 0, std::max(total - unexplained, 0.0)};
      };
      out.effects.push_back({split(part.low * (1 - kRounding), total_.high * (1 + kRounding)),
                             split(part.high * (1 + kRounding), total_.low * (1 - kRounding))});
    }
    return out;
  }

  const Component& net_;
  const double most_;
  double cost_ = 0;  // of one evaluation, in updates
  std::vector<Pair> pairs_;
  std::vector<SharedEffect> shared_;
  std::vector<Leaf> leaves_;  // a heap by gap
  std::size_t splits_ = 0, next_check_ = 1;

  // Of the leaf evaluated last.
  double log_mass_ = 0;                           // of the decisions and the explained effects
  std::vector<Chance> chance_;                    // by effect
  std::vector<double> ratio_;                     // (1-L)/L by effect
  std::vector<double> shrink_;                    // 1/exp δ by link
  std::vector<bool> poor_;                        // by effect
  std::size_t unexplained_ = 0;                   // how many are poor
  std::vector<double> factor_, active_, weight_;  // ρ, r and 1-p + pρ by cause
  std::vector<double> touch_, touch_active_;      // log of the pairs' factors: as they are, and with the cause active
  std::vector<bool> blocked_;
  std::vector<std::pair<double, std::uint32_t>> by_chance_;

  Sums total_;
  std::vector<Sums> with_, without_, unexplained_mass_;
};

}  // namespace

ComponentRanges bound(const Component& component, Work most) { return Search(component, most).run(); }

}  // namespace noso::noisy_or
