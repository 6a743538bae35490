// Forward, a[state] is the chance of what has been taken up so far together with the state; backward, b[state] is the
// chance of the rest given the state, as in a hidden Markov model. Marginals are sums of a·b where a vertex closes. All
// terms are products of probabilities, so nothing cancels; scaling is by powers of two and exact.
#include "noisy_or/sweep.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace noso::noisy_or {

namespace {

constexpr double kStored = 1 << 24;  // numbers kept without a need to save: 128 MB
constexpr double kTiny = 1e-120;

std::size_t states(std::uint32_t width) { return std::size_t{1} << width; }

bool closes(const Step& step) { return step.kind == Step::Kind::close_cause || step.kind == Step::Kind::close_effect; }

/// Calls `visit(i)` for every state in which both bits are 0.
template <class Visit>
void for_each_without(std::size_t size, std::size_t one, std::size_t other, Visit visit) {
  const auto low = std::min(one, other), high = std::max(one, other);
  for (std::size_t outer = 0; outer < size; outer += 2 * high)
    for (std::size_t inner = outer; inner < outer + high; inner += 2 * low)
      for (std::size_t i = inner; i < inner + low; ++i) visit(i);
}

/// Calls `visit(i, k)` for every state `i` in which the bit is 0; `k` counts them.
template <class Visit>
void for_each_without(std::size_t size, std::size_t bit, Visit visit) {
  std::size_t k = 0;
  for (std::size_t block = 0; block < size; block += 2 * bit)
    for (std::size_t i = block; i < block + bit; ++i) visit(i, k++);
}

/// Leaves a bit out of the states: the two that differ only in it become one, the weighted sum. Returns the new total.
double merge(std::vector<double>& a, std::size_t bit, double weight_without, double weight_with) {
  double sum = 0;
  for_each_without(a.size(), bit, [&](std::size_t i, std::size_t k) {
    a[k] = weight_without * a[i] + weight_with * a[i + bit];
    sum += a[k];
  });
  a.resize(a.size() / 2);
  return sum;
}

}  // namespace

void Sweep::rescale(std::vector<double>& table, double sum) {
  if (sum >= kTiny || sum <= 0) return;
  const int up = -std::ilogb(sum);
  for (auto& x : table) x = std::ldexp(x, up);
  if (&table == &a_) log_scale_ -= up * std::log(2.0);
}

/// With all tables of n numbers together and w in the widest, segments of √(n·w) take the least: as much again is
/// needed for the tables at their starts.
void Sweep::cut(const Plan& plan) {
  double all = 0;
  for (const auto& step : plan.steps) all += closes(step) ? static_cast<double>(states(step.width)) : 0;
  const auto most = static_cast<std::size_t>(
      std::min(all, std::max(kStored, std::sqrt(all * static_cast<double>(states(plan.width))))));
  stored_.reserve(most);
  segments_.clear();
  std::size_t last = plan.steps.size(), used = 0;
  for (std::size_t s = plan.steps.size(); s-- > 0;) {
    if (!closes(plan.steps[s])) continue;
    const auto needed = states(plan.steps[s].width);
    if (used + needed > most && used > 0) {
      segments_.push_back({s + 1, last, {}});
      last = s + 1, used = 0;
    }
    used += needed;
  }
  segments_.push_back({0, last, {}});
  std::reverse(segments_.begin(), segments_.end());
}

void Sweep::forward(const Plan& plan, const Segment& segment, bool store) {
  const auto& net = *net_;
  stored_.clear();
  for (std::size_t s = segment.first; s < segment.last; ++s) {
    const auto& step = plan.steps[s];
    if (store && closes(step)) stored_.insert(stored_.end(), a_.begin(), a_.end());
    switch (step.kind) {
      case Step::Kind::open_cause:
        a_.resize(2 * a_.size());
        std::copy_n(a_.begin(), a_.size() / 2, a_.begin() + static_cast<std::ptrdiff_t>(a_.size() / 2));
        break;
      case Step::Kind::open_effect: a_.resize(2 * a_.size(), 0); break;
      case Step::Kind::link: {
        const double c = net.links[step.about].strength, rest = 1 - c;
        const auto cause = states(step.slot), effect = states(step.effect_slot);
        double* a = a_.data() + cause;
        for_each_without(a_.size(), cause, effect, [=](std::size_t i) {
          a[i + effect] += c * a[i];
          a[i] *= rest;
        });
        break;
      }
      case Step::Kind::close_cause: {
        const auto& prior = net.priors[step.about];
        rescale(a_, merge(a_, states(step.slot), prior.no, prior.yes));
        break;
      }
      case Step::Kind::close_effect: rescale(a_, merge(a_, states(step.slot), net.outside[step.about].hit, 1)); break;
    }
  }
}

void Sweep::backward(const Plan& plan, const Segment& segment, ComponentPosterior& out) {
  const auto& net = *net_;
  auto stored = stored_.size();
  /// Undoes a closing: the bit comes back, and the masses with and without it are summed over all states.
  const auto reopen = [&](const Step& step, double weight_without, double weight_with) {
    const auto bit = states(step.slot);
    b_.resize(2 * b_.size());
    stored -= b_.size();
    const double* a = stored_.data() + stored;
    Split mass{0, 0};
    // From the end, so that no number is overwritten before it is read.
    for (std::size_t block = b_.size(), k = b_.size() / 2; block > 0; block -= 2 * bit)
      for (std::size_t i = block - bit; i-- > block - 2 * bit;) {
        const double b = b_[--k];
        mass.unexplained += a[i] * (weight_without * b);
        mass.explained += a[i + bit] * (weight_with * b);
        b_[i + bit] = weight_with * b;
        b_[i] = weight_without * b;
      }
    return mass;
  };
  for (std::size_t s = segment.last; s-- > segment.first;) {
    const auto& step = plan.steps[s];
    switch (step.kind) {
      case Step::Kind::open_cause: {
        const auto half = b_.size() / 2;
        for (std::size_t i = 0; i < half; ++i) b_[i] += b_[i + half];
        b_.resize(half);
        break;
      }
      case Step::Kind::open_effect: b_.resize(b_.size() / 2); break;
      case Step::Kind::link: {
        const double c = net.links[step.about].strength, rest = 1 - c;
        const auto cause = states(step.slot), effect = states(step.effect_slot);
        double* b = b_.data() + cause;
        for_each_without(b_.size(), cause, effect, [=](std::size_t i) { b[i] = rest * b[i] + c * b[i + effect]; });
        break;
      }
      case Step::Kind::close_cause: {
        const auto& prior = net.priors[step.about];
        const auto mass = reopen(step, prior.no, prior.yes);
        const double total = mass.explained + mass.unexplained;
        out.causes[step.about] = {mass.explained / total, mass.unexplained / total};
        break;
      }
      case Step::Kind::close_effect: {
        // The mass of the unexplained part is wanted before what is outside comes in.
        const double outside = net.outside[step.about].hit;
        const auto mass = reopen(step, outside, 1);
        out.effects[step.about] = {outside > 0 ? mass.unexplained / outside : 0, mass.explained};
        rescale(b_, *std::max_element(b_.begin(), b_.end()));
        break;
      }
    }
  }
}

void Sweep::run(const Component& component, const Plan& plan, ComponentPosterior& out) {
  net_ = &component;
  out.causes.resize(component.causes.size());
  out.effects.resize(component.effects.size());
  cut(plan);
  a_.assign(1, 1);
  log_scale_ = 0;
  for (std::size_t s = 0; s + 1 < segments_.size(); ++s) {
    forward(plan, segments_[s], false);
    segments_[s + 1].at_start = a_;
    segments_[s + 1].log_scale = log_scale_;
  }
  b_.assign(1, 1);
  for (std::size_t s = segments_.size(); s-- > 0;) {
    if (segments_.size() > 1) {
      if (s > 0)
        a_ = std::move(segments_[s].at_start);
      else
        a_.assign(1, 1);
      log_scale_ = segments_[s].log_scale;
    }
    forward(plan, segments_[s], true);
    if (s + 1 == segments_.size()) {
      out.log_evidence = a_.front() > 0 ? std::log(a_.front()) + log_scale_ : -std::numeric_limits<double>::infinity();
      if (a_.front() <= 0) return;
    }
    backward(plan, segments_[s], out);
  }
}

}  // namespace noso::noisy_or
