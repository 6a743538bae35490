// Idea. Let a[mask] be the probability that exactly the effects in `mask` have been brought about by the causes looked
// at so far. A cause with prior p changes it to (1-p)·a + p·T a, where T, effect by effect, moves the share `strength`
// of the mass from `mask` to `mask | effect`. In the end an effect that no cause explains needs its leak. Every term is
// a product of probabilities, so nothing cancels.
//
// Example. One effect with leak 0.1, one cause with prior 0.2 and strength 0.5. Start a = [1, 0]; after the cause
// a = [0.8 + 0.2·0.5, 0.2·0.5] = [0.9, 0.1]; evidence 0.9·0.1 + 0.1 = 0.19. Active: 0.2·(0.5·0.1 + 0.5) = 0.11, so the
// posterior is 0.11 / 0.19.
//
// Why not quickscore (Heckerman 1989)? It sums 2^m signed terms for m effects; with small priors their sum is many
// orders below the terms, and rounding leaves noise, even negative probabilities.
//
// Made small: a cause without effects keeps its prior; a cause of one effect only strengthens that effect's leak
// (1-L = (1-leak)·Π(1-p·strength)); the rest falls into connected components; in each, an effect lives in the mask only
// from its first to its last cause (the frontier), and causes are taken in an order that keeps the frontier small. All
// marginals come from one pass forward and one backward, as in a hidden Markov model.
#include "noso/engine/noisy_or.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace noso {

Belief absorb_absence(Belief prior, double strength) {
  const double yes = prior.yes * (1 - strength);
  const double total = yes + prior.no;
  return total > 0 ? Belief{yes / total, prior.no / total} : prior;
}

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct EffectLink {
  std::uint32_t effect;
  double strength;
};

/// A cause with at least two effects.
struct CoreCause {
  std::uint32_t index;
  std::vector<EffectLink> links;
};

/// Chance that the cause does not bring about an effect to which it has a link of this strength; exact near 0, where
/// 1 - yes·strength would cancel.
double miss(Belief prior, double strength) { return prior.no + prior.yes * (1 - strength); }

/// Its logarithm; exact near 0 too.
double log_miss(Belief prior, double strength) {
  const double hit = prior.yes * strength;
  return hit < 0.5 ? std::log1p(-hit) : std::log(miss(prior, strength));
}

/// What can explain an effect outside the core: its leak and the causes that have no other effect.
struct Outside {
  double leak;
  std::vector<CausalLink> singles;

  /// log of the chance that neither the leak nor any of the singles explains the effect.
  double log_failure(const std::vector<Belief>& priors) const {
    double sum = std::log1p(-leak);
    for (const auto& [cause, strength] : singles) sum += log_miss(priors[cause], strength);
    return sum;
  }

  /// The same without one of the singles, for each of them: sums from both ends, as subtracting would lose digits.
  std::vector<double> log_failure_without_each(const std::vector<Belief>& priors) const {
    std::vector<double> own(singles.size()), out(singles.size());
    double before = std::log1p(-leak), after = 0;
    for (std::size_t i = 0; i < singles.size(); ++i) {
      own[i] = log_miss(priors[singles[i].cause], singles[i].strength);
      out[i] = before;
      before += own[i];
    }
    for (std::size_t i = singles.size(); i-- > 0;) {
      out[i] += after;
      after += own[i];
    }
    return out;
  }
};

double chance(double log_failure) { return -std::expm1(log_failure); }

/// The masses in which an effect is (not) explained by the core, before what is outside is taken into account.
struct Split {
  double unexplained = 1;
  double explained = 0;
};

/// One connected component of core causes and their effects.
class Component {
 public:
  /// `outside[f]`: the chance that effect f is explained from outside the core.
  Component(const std::vector<Belief>& priors, std::vector<CoreCause> causes, const std::vector<double>& outside)
      : priors_(priors), causes_(std::move(causes)), outside_(outside) {
    order_causes();
  }

  std::uint32_t largest_frontier() const { return largest_frontier_; }

  /// Writes the (not normalised) beliefs of its causes and the splits of its effects; returns its evidence.
  double run(std::vector<Belief>& beliefs, std::vector<Split>& splits) {
    const double evidence = forward();
    backward(beliefs, splits);
    return evidence;
  }

 private:
  struct Step {
    std::uint32_t cause = 0;              // position in causes_
    std::vector<std::uint32_t> frontier;  // the effects in the mask, in slot order, with those that open here
    std::size_t opening = 0;              // how many of them open here: the last ones
    std::vector<std::uint32_t> closing;   // slots of the effects whose last cause this is, highest first
  };

  /// Greedy: the next cause is the one after which the frontier is smallest (ties: opens fewest, then first).
  void order_causes() {
    std::vector<std::uint32_t> causes_left(outside_.size(), 0);
    for (const auto& cause : causes_)
      for (const auto& link : cause.links) ++causes_left[link.effect];
    std::vector<bool> used(causes_.size(), false), open(outside_.size(), false);
    std::vector<std::uint32_t> frontier;
    for (std::size_t taken = 0; taken < causes_.size(); ++taken) {
      std::uint32_t best = kNone;
      std::pair<int, int> best_cost;
      for (std::uint32_t i = 0; i < causes_.size(); ++i) {
        if (used[i]) continue;
        int opens = 0, closes = 0;
        for (const auto& link : causes_[i].links) {
          opens += open[link.effect] ? 0 : 1;
          closes += causes_left[link.effect] == 1 ? 1 : 0;
        }
        const std::pair cost{opens - closes, opens};
        if (best == kNone || cost < best_cost) best = i, best_cost = cost;
      }
      used[best] = true;
      Step step{.cause = best};
      for (const auto& link : causes_[best].links) {
        if (!open[link.effect]) {
          open[link.effect] = true;
          ++step.opening;
          frontier.push_back(link.effect);
        }
        --causes_left[link.effect];
      }
      step.frontier = frontier;
      largest_frontier_ = std::max(largest_frontier_, static_cast<std::uint32_t>(frontier.size()));
      for (auto slot = static_cast<std::uint32_t>(frontier.size()); slot-- > 0;)
        if (causes_left[frontier[slot]] == 0) step.closing.push_back(slot);
      for (const auto slot : step.closing) frontier.erase(frontier.begin() + slot);
      steps_.push_back(std::move(step));
    }
  }

  static std::uint32_t slot_of(const Step& step, std::uint32_t effect) {
    return static_cast<std::uint32_t>(std::find(step.frontier.begin(), step.frontier.end(), effect) -
                                      step.frontier.begin());
  }

  /// Calls `visit(without, with)` for the two states that differ only in the bit of `slot`.
  template <class Visit>
  static void for_each_pair(std::size_t size, std::uint32_t slot, Visit visit) {
    const std::size_t bit = std::size_t{1} << slot;
    for (std::size_t block = 0; block < size; block += 2 * bit)
      for (std::size_t i = block; i < block + bit; ++i) visit(i, i + bit);
  }

  double forward() {
    std::vector<double> a{1};
    for (const auto& step : steps_) {
      a.resize(std::size_t{1} << step.frontier.size(), 0);
      opened_.push_back(a);
      const auto& cause = causes_[step.cause];
      const Belief prior = priors_[cause.index];
      std::vector<double> active = a;
      for (const auto& link : cause.links)
        for_each_pair(active.size(), slot_of(step, link.effect), [&](std::size_t without, std::size_t with) {
          active[with] += link.strength * active[without];
          active[without] *= 1 - link.strength;
        });
      for (std::size_t i = 0; i < a.size(); ++i) a[i] = prior.no * a[i] + prior.yes * active[i];
      closing_.push_back(a);
      for (const auto slot : step.closing) close(a, slot, outside_[step.frontier[slot]]);
    }
    return a.front();
  }

  /// The effect in `slot` has seen all its causes: what is unexplained needs what is outside.
  static void close(std::vector<double>& a, std::uint32_t slot, double outside) {
    std::size_t out = 0;
    for_each_pair(a.size(), slot,
                  [&](std::size_t without, std::size_t with) { a[out++] = outside * a[without] + a[with]; });
    a.resize(out);
  }

  void backward(std::vector<Belief>& beliefs, std::vector<Split>& splits) {
    std::vector<double> b{1};
    for (std::size_t s = steps_.size(); s-- > 0;) {
      b = reopen(steps_[s], closing_[s], std::move(b), splits);
      const auto& cause = causes_[steps_[s].cause];
      const Belief prior = priors_[cause.index];
      std::vector<double> active = b;
      for (const auto& link : cause.links)
        for_each_pair(active.size(), slot_of(steps_[s], link.effect), [&](std::size_t without, std::size_t with) {
          active[without] = (1 - link.strength) * active[without] + link.strength * active[with];
        });
      const auto& a = opened_[s];
      Belief mass{0, 0};
      for (std::size_t i = 0; i < a.size(); ++i) {
        mass.yes += a[i] * active[i];
        mass.no += a[i] * b[i];
        b[i] = prior.no * b[i] + prior.yes * active[i];
      }
      beliefs[cause.index] = {prior.yes * mass.yes, prior.no * mass.no};
      // What opens here starts unexplained: only the states without these bits go on.
      b.resize(std::size_t{1} << (steps_[s].frontier.size() - steps_[s].opening));
    }
  }

  /// Undoes the closings of a step, last one first, and notes the split of each effect on the way.
  std::vector<double> reopen(const Step& step, const std::vector<double>& before, std::vector<double> b,
                             std::vector<Split>& splits) const {
    std::vector<std::vector<double>> stages{before};
    for (std::size_t k = 0; k + 1 < step.closing.size(); ++k) {
      stages.push_back(stages.back());
      close(stages.back(), step.closing[k], outside_[step.frontier[step.closing[k]]]);
    }
    for (std::size_t k = step.closing.size(); k-- > 0;) {
      const auto effect = step.frontier[step.closing[k]];
      const auto& a = stages[k];
      std::vector<double> wider(b.size() * 2);
      Split split{0, 0};
      std::size_t in = 0;
      for_each_pair(wider.size(), step.closing[k], [&](std::size_t without, std::size_t with) {
        wider[without] = outside_[effect] * b[in];
        wider[with] = b[in];
        split.unexplained += a[without] * b[in];
        split.explained += a[with] * b[in];
        ++in;
      });
      splits[effect] = split;
      b = std::move(wider);
    }
    return b;
  }

  const std::vector<Belief>& priors_;
  std::vector<CoreCause> causes_;
  const std::vector<double>& outside_;
  std::vector<Step> steps_;
  std::vector<std::vector<double>> opened_;   // the state before each step's cause, new effects opened
  std::vector<std::vector<double>> closing_;  // the state after the cause, before effects close
  std::uint32_t largest_frontier_ = 0;
};

/// Core causes by connected component: two causes are connected when they share an effect.
std::vector<std::vector<CoreCause>> components(std::vector<CoreCause> causes, std::size_t effects) {
  std::vector<std::uint32_t> parent(causes.size());
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::vector<std::uint32_t> first_cause(effects, kNone);
  for (std::uint32_t i = 0; i < causes.size(); ++i)
    for (const auto& link : causes[i].links) {
      auto& first = first_cause[link.effect];
      if (first == kNone)
        first = i;
      else
        parent[root(i)] = root(first);
    }
  std::vector<std::vector<CoreCause>> by_root(causes.size());
  for (std::uint32_t i = 0; i < causes.size(); ++i) by_root[root(i)].push_back(std::move(causes[i]));
  std::erase_if(by_root, [](const auto& component) { return component.empty(); });
  return by_root;
}

}  // namespace

NoisyOrPosterior noisy_or_posterior(const std::vector<Belief>& priors, const std::vector<Effect>& effects) {
  NoisyOrPosterior posterior;
  posterior.causes = priors;
  posterior.unexplained.assign(effects.size(), 1);

  std::vector<std::vector<EffectLink>> effects_of(priors.size());
  for (std::uint32_t f = 0; f < effects.size(); ++f)
    for (const auto& [cause, strength] : effects[f].links)
      if (strength > 0 && priors[cause].yes > 0) effects_of[cause].push_back({f, strength});

  std::vector<Outside> outside(effects.size());
  for (std::size_t f = 0; f < effects.size(); ++f) outside[f].leak = effects[f].leak;
  std::vector<CoreCause> core;
  std::vector<bool> in_core(effects.size(), false);
  for (std::uint32_t c = 0; c < priors.size(); ++c) {
    if (effects_of[c].size() == 1) {
      outside[effects_of[c].front().effect].singles.push_back({c, effects_of[c].front().strength});
    } else if (effects_of[c].size() > 1) {
      for (const auto& link : effects_of[c]) in_core[link.effect] = true;
      core.push_back({c, std::move(effects_of[c])});
    }
  }
  std::vector<double> outside_chance(effects.size());
  for (std::size_t f = 0; f < effects.size(); ++f) outside_chance[f] = chance(outside[f].log_failure(priors));

  std::vector<Split> splits(effects.size());
  for (auto& causes : components(std::move(core), effects.size())) {
    Component component(priors, std::move(causes), outside_chance);
    posterior.largest_frontier = std::max(posterior.largest_frontier, component.largest_frontier());
    posterior.log_evidence += std::log(component.run(posterior.causes, splits));
  }

  for (std::size_t f = 0; f < effects.size(); ++f) {
    const auto& split = splits[f];
    const double evidence = split.unexplained * outside_chance[f] + split.explained;
    if (!in_core[f]) posterior.log_evidence += std::log(evidence);
    double leak_alone = effects[f].leak;
    const auto without = outside[f].log_failure_without_each(priors);
    for (std::size_t i = 0; i < without.size(); ++i) {
      const auto& [cause, strength] = outside[f].singles[i];
      const double others = without[i];
      const double when_active = chance(others + std::log1p(-strength));
      posterior.causes[cause] = {priors[cause].yes * (split.unexplained * when_active + split.explained),
                                 priors[cause].no * (split.unexplained * chance(others) + split.explained)};
      leak_alone *= miss(priors[cause], strength);
    }
    posterior.unexplained[f] = evidence > 0 ? split.unexplained * leak_alone / evidence : 1;
  }

  posterior.possible = std::isfinite(posterior.log_evidence);
  if (!posterior.possible) {
    posterior.causes = priors;
    return posterior;
  }
  for (auto& belief : posterior.causes) {
    const double total = belief.yes + belief.no;
    belief = {belief.yes / total, belief.no / total};
  }
  return posterior;
}

}  // namespace noso
