// What is newest counts; what is too old is unknown; what contradicts is listed.
#include <array>
#include <cmath>
#include <tuple>
#include <unordered_set>

#include "intake.hpp"
#include "noso/base/quantity.hpp"

namespace noso::fhir {

namespace {

/// Position of an observation in time; one without a date comes before all others.
auto moment(const Saying& s) {
  return std::tuple(s.when.has_value(), s.when.value_or(DateRange{}).last, std::string_view(s.stamp));
}

bool same_thing(const Saying& a, const Saying& b) { return a.about == b.about && a.side == b.side; }

/// Two values of one moment: all that is known is that it is between them.
void widen(Measurement& m, const Measurement& other) {
  const auto low = std::min(m.value, other.value);
  const auto high = std::max(m.up_to.value_or(m.value), other.up_to.value_or(other.value));
  m.value = low;
  if (high > low) m.up_to = high;
}

std::vector<std::size_t> by_thing(const std::vector<Saying>& list) {
  std::vector<std::size_t> order(list.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(list[a].about, list[a].side) < std::tie(list[b].about, list[b].side);
  });
  return order;
}

}  // namespace

void Intake::keep_newest() {
  const auto order = by_thing(sayings_);
  std::vector<char> old(sayings_.size(), 0);
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    const Saying* newest = nullptr;
    for (last = first; last < order.size() && same_thing(sayings_[order[first]], sayings_[order[last]]); ++last) {
      const auto& s = sayings_[order[last]];
      if (s.observed && (!newest || moment(s) > moment(*newest))) newest = &s;
    }
    for (auto i = first; i < last; ++i) {
      const auto& s = sayings_[order[i]];
      if (!s.observed || moment(s) == moment(*newest)) continue;
      old[order[i]] = 1;
      overrule(s, Outcome::ignored, "replaced by the newer " + newest->path);
    }
  }
  std::size_t i = 0;
  std::erase_if(sayings_, [&](const Saying&) { return old[i++] != 0; });
}

void Intake::set_stale_aside() {
  std::erase_if(sayings_, [&](const Saying& s) {
    const auto valid = lookup_.valid_days[s.about.value];
    if (!s.observed || std::isinf(valid) || s.state == Truth::unknown) return false;
    if (s.when && static_cast<double>((as_of_.day - s.when->first.day).count()) <= valid) return false;
    const auto why = (s.when ? "of " + to_string(*s.when) : std::string("without a date")) + ", and holds for " +
                     to_string(Quantity{valid, Dimension::time}) + ": unknown now";
    overrule(s, Outcome::ignored, why);
    warnings_.push_back(s.path + ": '" + std::string(knowledge().label(s.about)) + "' is " + why);
    return true;
  });
}

void Intake::mark_conflicts() {
  if (!ledger_.is_on()) return;
  constexpr auto kNobody = static_cast<std::size_t>(-1);
  std::vector<std::size_t> present(knowledge().concept_count(), kNobody);
  for (std::size_t i = 0; i < sayings_.size(); ++i) {
    if (sayings_[i].state != Truth::yes) continue;
    const auto claim = [&](ConceptId c) {
      if (present[c.value] == kNobody) present[c.value] = i;
    };
    claim(sayings_[i].about);
    for (const auto above : knowledge().graph().ancestors(sayings_[i].about)) claim(above);
  }
  for (const auto& s : sayings_) {
    if (s.state != Truth::no || present[s.about.value] == kNobody) continue;
    const auto& other = sayings_[present[s.about.value]];
    if (!s.side.empty() && !other.side.empty() && s.side != other.side) continue;
    overrule(s, Outcome::contradictory, "absent, but present by " + other.path + ": unknown");
    overrule(other, Outcome::contradictory, "present, but absent by " + s.path + ": unknown");
  }
}

void Intake::write(const Saying& saying) {
  const bool risk = knowledge()[saying.about].kind == ConceptKind::risk_factor;
  Mention mention{.name = std::string(knowledge().id(saying.about)),
                  .duration = saying.since ? std::nullopt : saying.duration,
                  .since = saying.since,
                  .side = saying.side,
                  .from = saying.path,
                  .where = saying.at.where()};
  auto& list = saying.state == Truth::no        ? told_.absent
               : saying.state == Truth::unknown ? told_.unknown
               : risk                           ? told_.risk_factors
                                                : told_.present;
  list.push_back(std::move(mention));
}

/// What is said twice counts once: with its begin, where one of the two knows it.
void Intake::join_repeated() {
  const auto order = by_thing(sayings_);
  std::vector<char> repeated(sayings_.size(), 0);
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    std::array<Saying*, 6> kept{};  // by state, and whether it is measured
    for (last = first; last < order.size() && same_thing(sayings_[order[first]], sayings_[order[last]]); ++last) {
      auto& s = sayings_[order[last]];
      auto& twin = kept[static_cast<std::size_t>(s.state) * 2 + (s.measured ? 1 : 0)];
      if (!twin) {
        twin = &s;
        continue;
      }
      if (s.measured) widen(*twin->measured, *s.measured);
      if (!twin->since && !twin->duration) twin->since = s.since, twin->duration = s.duration;
      repeated[order[last]] = 1;
    }
  }
  std::size_t i = 0;
  std::erase_if(sayings_, [&](const Saying&) { return repeated[i++] != 0; });
}

void Intake::overrule(const Saying& saying, Outcome outcome, const std::string& why) {
  ledger_.overrule(saying.source, saying.at, outcome, why);
  if (saying.value) ledger_.overrule(saying.source, *saying.value, outcome, why);
}

void Intake::conclude() {
  keep_newest();
  set_stale_aside();
  mark_conflicts();
  join_repeated();
  for (auto& saying : sayings_)
    if (saying.measured)
      told_.measurements.push_back(std::move(*saying.measured));
    else
      write(saying);
  std::unordered_set<std::string> seen;
  std::erase_if(told_.unmapped, [&](const std::string& name) { return !seen.insert(name).second; });
}

}  // namespace noso::fhir
