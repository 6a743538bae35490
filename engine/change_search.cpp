#include "change_search.hpp"

#include <algorithm>
#include <limits>

namespace noso {

namespace {

constexpr std::size_t kBeam = 6;             // sets kept of each size
constexpr std::size_t kBeamCandidates = 80;  // the single changes that come nearest
constexpr double kNowhere = -std::numeric_limits<double>::infinity();

struct Trial {
  std::vector<FactChange> changes;
  std::optional<ChangedOutcome> outcome;

  double nearness() const { return outcome ? outcome->nearness : kNowhere; }
  bool reached() const { return outcome && outcome->reached; }
};

class Search {
 public:
  Search(std::span<const FactChange> candidates, const ChangeProbe& probe, const SearchLimits& limits)
      : probe_(probe), limits_(limits), left_(limits.probes) {
    for (const auto& c : candidates) singles_.push_back(attempt({c}));
    std::stable_sort(singles_.begin(), singles_.end(),
                     [](const Trial& a, const Trial& b) { return a.nearness() > b.nearness(); });
  }

  ChangeSet run() {
    ChangeSet out;
    std::optional<Trial> best = first_reached(singles_);
    if (!best) {
      best = beam();
      out.excluded_to = 1;
      const std::size_t target = best ? best->changes.size() : limits_.largest + 1;
      while (out.excluded_to + 1 < target && !out.given_up) {
        const auto smaller = exhaust(out.excluded_to + 1, out.given_up);
        if (smaller) {
          best = smaller;
          break;
        }
        if (!out.given_up) ++out.excluded_to;
      }
    }
    if (!best) return out;
    out.found = true;
    out.changes = std::move(best->changes);
    std::sort(out.changes.begin(), out.changes.end(),
              [](const FactChange& a, const FactChange& b) { return a.about < b.about; });
    out.top = best->outcome->top;
    out.level = best->outcome->level;
    return out;
  }

 private:
  Trial attempt(std::vector<FactChange> changes) const {
    auto outcome = probe_(changes);
    return {std::move(changes), std::move(outcome)};
  }

  static std::optional<Trial> first_reached(const std::vector<Trial>& trials) {
    const auto found = std::find_if(trials.begin(), trials.end(), [](const Trial& t) { return t.reached(); });
    return found == trials.end() ? std::nullopt : std::optional(*found);
  }

  static bool mentions(const std::vector<FactChange>& changes, ConceptId c) {
    return std::any_of(changes.begin(), changes.end(), [&](const FactChange& x) { return x.about == c; });
  }

  std::optional<Trial> beam() const {
    const std::size_t width = std::min(kBeamCandidates, singles_.size());
    std::vector<Trial> kept(singles_.begin(), singles_.begin() + static_cast<std::ptrdiff_t>(std::min(kBeam, width)));
    for (std::size_t size = 2; size <= limits_.largest; ++size) {
      std::vector<Trial> next;
      for (const auto& trial : kept)
        for (std::size_t i = 0; i < width; ++i) {
          const auto& change = singles_[i].changes.front();
          if (mentions(trial.changes, change.about)) continue;
          auto changes = trial.changes;
          changes.push_back(change);
          next.push_back(attempt(std::move(changes)));
        }
      std::stable_sort(next.begin(), next.end(), [](const Trial& a, const Trial& b) {
        return std::pair(a.reached(), a.nearness()) > std::pair(b.reached(), b.nearness());
      });
      if (next.size() > kBeam) next.resize(kBeam);
      if (!next.empty() && next.front().reached()) return without_idle(std::move(next.front()));
      kept = std::move(next);
    }
    return std::nullopt;
  }

  /// Leaves out the changes that are not needed.
  Trial without_idle(Trial trial) const {
    for (std::size_t i = 0; i < trial.changes.size();) {
      auto fewer = trial.changes;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      auto attempted = attempt(std::move(fewer));
      if (attempted.reached())
        trial = std::move(attempted);
      else
        ++i;
    }
    return trial;
  }

  /// Tries all sets of one size, those of the nearest single changes first.
  std::optional<Trial> exhaust(std::size_t size, bool& given_up) {
    std::vector<std::size_t> chosen(size);
    for (std::size_t i = 0; i < size; ++i) chosen[i] = i;
    if (size > singles_.size()) return std::nullopt;
    for (;;) {
      std::vector<FactChange> changes;
      for (const auto i : chosen)
        if (!mentions(changes, singles_[i].changes.front().about)) changes.push_back(singles_[i].changes.front());
      if (changes.size() == size) {
        if (left_ == 0) {
          given_up = true;
          return std::nullopt;
        }
        --left_;
        if (auto trial = attempt(std::move(changes)); trial.reached()) return trial;
      }
      // The next choice in colexicographic order: the largest place grows last.
      std::size_t i = 0;
      while (i + 1 < size && chosen[i] + 1 == chosen[i + 1]) ++i;
      if (++chosen[i] == singles_.size()) return std::nullopt;
      for (std::size_t k = 0; k < i; ++k) chosen[k] = k;
    }
  }

  const ChangeProbe& probe_;
  const SearchLimits limits_;
  std::size_t left_;
  std::vector<Trial> singles_;  // nearest first
};

}  // namespace

ChangeSet fewest_changes(std::span<const FactChange> candidates, const ChangeProbe& probe, const SearchLimits& limits) {
  return Search(candidates, probe, limits).run();
}

}  // namespace noso
