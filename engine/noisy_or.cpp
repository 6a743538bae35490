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
// orders below the terms, and rounding leaves noise, even negative probabilities: the benchmark `quickscore` counts
// them.
//
// Made small, in this order:
//   Absent effects never come here: each is absorbed into the priors (`absorb_absence`).
//   Relevance: a cause without present effects keeps its prior.
//   A cause that is certain, or has one effect only, strengthens what is outside: (1-o) = (1-leak)·Π(1-p·strength).
//   The rest falls into connected components, whose evidence multiplies.
//   In a component a state says which open effects are explained and which open causes are active; the order in which
//   they open and close decides how many are open at once (noisy_or/elimination.cpp), and one pass forward and one
//   backward give all marginals (noisy_or/sweep.cpp).
//   Where that would cost too much, bounds (noisy_or/bounds.cpp): slower and wider as more causes explain one effect.
#include "noso/engine/noisy_or.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "noisy_or/bounds.hpp"
#include "noisy_or/elimination.hpp"
#include "noisy_or/sweep.hpp"

namespace noso {

using noisy_or::Chance;
using noisy_or::Component;
using noisy_or::ComponentPosterior;
using noisy_or::Split;
using noisy_or::SplitRange;

Belief absorb_absence(Belief prior, double strength) {
  const double yes = prior.yes * (1 - strength);
  const double total = yes + prior.no;
  return total > 0 ? Belief{yes / total, prior.no / total} : prior;
}

double NoisyOrPosterior::error_bound() const {
  double worst = 0;
  for (const auto& range : ranges) worst = std::max(worst, range.half_width());
  return worst;
}

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// A cause outside the components, which can explain one effect apart from them.
struct Single {
  std::uint32_t cause;
  Chance chance;  // that it brings the effect about
};

Chance chance_of(Belief prior, double strength) {
  return {prior.yes * strength, prior.no + prior.yes * (1 - strength)};
}

Belief normalised(Belief b) {
  const double total = b.yes + b.no;
  return {b.yes / total, b.no / total};
}

bool certain(Belief b) { return b.no == 0; }

}  // namespace

struct NoisyOrSolver::Scratch {
  const std::vector<Belief>* priors = nullptr;
  const std::vector<Effect>* effects = nullptr;

  std::vector<std::uint32_t> links_of_cause;  // how many that matter
  std::vector<std::vector<Single>> singles;   // by effect, certain causes too
  std::vector<Chance> outside;                // by effect
  std::vector<SplitRange> splits;             // by effect
  std::vector<std::uint32_t> component_of;    // of causes, then of effects
  std::vector<std::uint32_t> place;           // in the component, likewise
  std::vector<Component> components;
  std::vector<Chance> before;  // of each single, what is outside without it and those after it
  ComponentPosterior found;
  noisy_or::Sweep sweep;

  // Positions in the orders that were planned ahead, of causes and of effects; empty without a plan.
  std::vector<std::uint32_t> planned_cause, planned_effect;
  std::vector<std::uint32_t> order;  // of the vertices of a component

  void begin(const std::vector<Belief>& all_priors, const std::vector<Effect>& all_effects) {
    priors = &all_priors;
    effects = &all_effects;
    reduce();
    split_into_components();
  }
  void reduce();
  void split_into_components();
  noisy_or::Plan plan_for(const Component& component);
  void solve(Component& component, Work most, NoisyOrPosterior& out);
  void take_up_singles(std::size_t effect, NoisyOrPosterior& out);
  bool in_core(std::size_t effect) const { return component_of[priors->size() + effect] != kNone; }
};

/// Counts what matters and moves everything out of the core that can be solved effect by effect.
void NoisyOrSolver::Scratch::reduce() {
  links_of_cause.assign(priors->size(), 0);
  const auto matters = [&](const CausalLink& link) { return link.strength > 0 && (*priors)[link.cause].yes > 0; };
  for (const auto& effect : *effects)
    for (const auto& link : effect.links) links_of_cause[link.cause] += matters(link) ? 1 : 0;
  singles.resize(std::max(singles.size(), effects->size()));
  outside.resize(effects->size());
  for (std::size_t e = 0; e < effects->size(); ++e) {
    singles[e].clear();
    outside[e] = {(*effects)[e].leak, 1 - (*effects)[e].leak};
    for (const auto& link : (*effects)[e].links) {
      const auto prior = (*priors)[link.cause];
      if (!matters(link) || (links_of_cause[link.cause] > 1 && !certain(prior))) continue;
      singles[e].push_back({link.cause, chance_of(prior, link.strength)});
      outside[e] = outside[e] | singles[e].back().chance;
    }
  }
}

/// Two causes of the core belong together when they share an effect.
void NoisyOrSolver::Scratch::split_into_components() {
  const auto n = static_cast<std::uint32_t>(priors->size());
  const auto in_core = [&](const CausalLink& link) {
    return link.strength > 0 && links_of_cause[link.cause] > 1 && !certain((*priors)[link.cause]) &&
           (*priors)[link.cause].yes > 0;
  };
  // `place` is first the forest of a union-find over causes and effects.
  place.resize(n + effects->size());
  std::iota(place.begin(), place.end(), 0u);
  const auto root = [&](std::uint32_t i) {
    while (place[i] != i) i = place[i] = place[place[i]];
    return i;
  };
  component_of.assign(place.size(), kNone);
  std::uint32_t count = 0;
  for (std::uint32_t e = 0; e < effects->size(); ++e)
    for (const auto& link : (*effects)[e].links)
      if (in_core(link)) place[root(link.cause)] = root(n + e);
  for (std::uint32_t e = 0; e < effects->size(); ++e)
    for (const auto& link : (*effects)[e].links) {
      if (!in_core(link)) continue;
      auto& number = component_of[root(n + e)];
      if (number == kNone) number = count++;
      component_of[n + e] = component_of[link.cause] = number;
    }
  components.resize(count);
  for (auto& c : components) c.clear();
  for (std::uint32_t e = 0; e < effects->size(); ++e)
    if (component_of[n + e] != kNone) place[n + e] = components[component_of[n + e]].add_effect(e, outside[e]);
  for (std::uint32_t c = 0; c < n; ++c)
    if (component_of[c] != kNone) place[c] = components[component_of[c]].add_cause(c, (*priors)[c]);
  for (std::uint32_t e = 0; e < effects->size(); ++e)
    for (const auto& link : (*effects)[e].links)
      if (in_core(link))
        components[component_of[link.cause]].links.push_back({place[link.cause], place[n + e], link.strength});
  for (auto& c : components) c.index_links();
}

/// In the order that was planned ahead, where there is one that covers the component.
noisy_or::Plan NoisyOrSolver::Scratch::plan_for(const Component& component) {
  if (planned_effect.empty() || component.effects.size() <= noisy_or::kDirectEffects)
    return noisy_or::plan_elimination(component);
  const auto n = static_cast<std::uint32_t>(component.causes.size());
  const auto position = [&](std::uint32_t v) {
    const auto& list = v < n ? planned_cause : planned_effect;
    const auto i = v < n ? component.causes[v] : component.effects[v - n];
    return i < list.size() ? list[i] : kNone;
  };
  order.resize(n + component.effects.size());
  std::iota(order.begin(), order.end(), 0u);
  if (std::any_of(order.begin(), order.end(), [&](auto v) { return position(v) == kNone; }))
    return noisy_or::plan_elimination(component);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return position(a) < position(b); });
  return noisy_or::plan_in_order(component, order);
}

void NoisyOrSolver::Scratch::solve(Component& component, Work most, NoisyOrPosterior& out) {
  const auto plan = plan_for(component);
  if (plan.width <= noisy_or::kMostWidth && plan.work <= static_cast<double>(most.updates)) {
    sweep.run(component, plan, found);
    out.largest_frontier = std::max(out.largest_frontier, plan.width);
    out.log_evidence += found.log_evidence;
    if (!std::isfinite(found.log_evidence)) return;
    for (std::size_t c = 0; c < component.causes.size(); ++c) {
      out.causes[component.causes[c]] = found.causes[c];
      if (!out.ranges.empty())
        out.ranges[component.causes[c]] = {found.causes[c].probability(), found.causes[c].probability()};
    }
    for (std::size_t e = 0; e < component.effects.size(); ++e)
      splits[component.effects[e]] = {found.effects[e], found.effects[e]};
    return;
  }
  const auto bounds = noisy_or::bound(component, most);
  if (out.ranges.empty())
    for (const auto& belief : out.causes) out.ranges.push_back({belief.probability(), belief.probability()});
  const bool reached = std::isfinite(bounds.log_low);
  out.log_evidence += reached ? (bounds.log_low + bounds.log_high) / 2 : bounds.log_high;
  out.log_evidence_error += reached ? (bounds.log_high - bounds.log_low) / 2 : std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < component.causes.size(); ++c) out.ranges[component.causes[c]] = bounds.causes[c];
  for (std::size_t e = 0; e < component.effects.size(); ++e) splits[component.effects[e]] = bounds.effects[e];
}

/// The causes of the effect that have no other one, and whether nothing but the leak explains it.
void NoisyOrSolver::Scratch::take_up_singles(std::size_t effect, NoisyOrPosterior& out) {
  const auto& list = singles[effect];
  const double leak = (*effects)[effect].leak;
  before.clear();
  Chance so_far{leak, 1 - leak};
  double idle = 1;
  for (const auto& single : list) {
    before.push_back(so_far);
    so_far = so_far | single.chance;
    idle *= single.chance.miss;
  }
  const auto& [most_explained, most_unexplained] = splits[effect];
  const bool exact = out.ranges.empty();
  Chance after{0, 1};
  for (std::size_t i = list.size(); i-- > 0;) {
    const auto& single = list[i];
    const auto prior = (*priors)[single.cause];
    const auto others = before[i] | after;
    after = after | single.chance;
    if (certain(prior)) continue;
    const double strength = single.chance.hit / prior.yes;
    const double when_active = others.hit + others.miss * strength;
    const auto belief = [&](const Split& split) {
      return normalised({prior.yes * (split.unexplained * when_active + split.explained),
                         prior.no * (split.unexplained * others.hit + split.explained)});
    };
    out.causes[single.cause] = belief(most_explained);
    if (!exact)
      out.ranges[single.cause] = {belief(most_explained).probability(), belief(most_unexplained).probability()};
  }
  const auto unexplained = [&](const Split& split) {
    const double evidence = split.unexplained * outside[effect].hit + split.explained;
    return evidence > 0 ? split.unexplained * leak * idle / evidence : 1;
  };
  out.unexplained[effect] =
      exact ? unexplained(most_explained) : (unexplained(most_explained) + unexplained(most_unexplained)) / 2;
  if (!in_core(effect)) out.log_evidence += std::log(outside[effect].hit);
}

NoisyOrSolver::NoisyOrSolver() : scratch_(std::make_unique<Scratch>()) {}
NoisyOrSolver::NoisyOrSolver(NoisyOrSolver&&) noexcept = default;
NoisyOrSolver& NoisyOrSolver::operator=(NoisyOrSolver&&) noexcept = default;
NoisyOrSolver::~NoisyOrSolver() = default;

void NoisyOrSolver::plan_ahead(const std::vector<Belief>& priors, const std::vector<Effect>& effects) {
  auto& s = *scratch_;
  s.planned_cause.clear();
  s.planned_effect.clear();
  if (effects.size() <= noisy_or::kDirectEffects) return;
  s.begin(priors, effects);
  s.planned_cause.assign(priors.size(), kNone);
  s.planned_effect.assign(effects.size(), kNone);
  for (const auto& component : s.components) {
    const auto plan = noisy_or::plan_elimination(component);
    if (plan.width > noisy_or::kMostWidth) continue;  // a part of it may have a better order of its own
    const auto n = component.causes.size();
    std::uint32_t next = 0;
    for (const auto v : plan.order)
      if (v < n)
        s.planned_cause[component.causes[v]] = next++;
      else
        s.planned_effect[component.effects[v - n]] = next++;
    // What the last step of the order left nothing to do for comes at the end.
    for (const auto c : component.causes)
      if (s.planned_cause[c] == kNone) s.planned_cause[c] = next++;
    for (const auto e : component.effects)
      if (s.planned_effect[e] == kNone) s.planned_effect[e] = next++;
  }
}

NoisyOrPosterior NoisyOrSolver::posterior(const std::vector<Belief>& priors, const std::vector<Effect>& effects,
                                          Work most) {
  auto& s = *scratch_;
  NoisyOrPosterior out;
  out.causes = priors;
  out.unexplained.assign(effects.size(), 1);
  s.begin(priors, effects);
  s.splits.assign(effects.size(), {});
  for (auto& component : s.components) s.solve(component, {most.updates / s.components.size()}, out);
  for (std::size_t e = 0; e < effects.size(); ++e) s.take_up_singles(e, out);

  out.possible = std::isfinite(out.log_evidence);
  if (!out.possible) {
    out.causes = priors;
    out.ranges.clear();
  }
  for (std::size_t c = 0; c < out.ranges.size(); ++c)
    if (const double middle = out.ranges[c].middle(); out.ranges[c].half_width() > 0)
      out.causes[c] = {middle, 1 - middle};
  return out;
}

NoisyOrPosterior noisy_or_posterior(const std::vector<Belief>& priors, const std::vector<Effect>& effects, Work most) {
  return NoisyOrSolver().posterior(priors, effects, most);
}

}  // namespace noso
