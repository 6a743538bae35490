#include "noso/engine/facts.hpp"

#include <algorithm>
#include <cmath>

#include "noso/base/text.hpp"
#include "suggestions.hpp"

namespace noso {

void Facts::conclude(const Graph& graph, ConceptId c, Truth value) {
  const auto set = [&](ConceptId id) {
    if (state[id.value] != Truth::unknown) return;
    state[id.value] = value;
    because_of[id.value] = c;
  };
  if (value == Truth::unknown) return;
  set(c);
  if (state[c.value] != value) return;
  for (const auto id : value == Truth::yes ? graph.ancestors(c) : graph.descendants(c)) set(id);
}

namespace {

/// Looks names up and collects what cannot be found.
class Resolver {
 public:
  Resolver(const Knowledge& knowledge, Date as_of, bool lenient, Facts& facts, Diagnostics& out)
      : knowledge_(knowledge), as_of_(as_of), lenient_(lenient), facts_(facts), out_(out) {
    facts.state.assign(knowledge.concept_count(), Truth::unknown);
    facts.because_of.assign(knowledge.concept_count(), ConceptId{});
  }

  void mention(const Mention& m, Truth state, ConceptKind preferred) {
    const auto other = preferred == ConceptKind::finding ? ConceptKind::risk_factor : ConceptKind::finding;
    const auto found = look_up(m.name, {preferred, other}, m.where);
    if (!found) return;
    facts_.given.push_back({*found, state, m.from});
    if (const auto duration = lasted(m)) facts_.durations.set(*found, *duration);
    if (m.since) facts_.onsets.emplace_back(*found, *m.since);
    if (m.severity) facts_.severities.set(*found, Interval::exactly(*m.severity));
  }

  void measurement(const Measurement& m) {
    const auto found = look_up(m.finding, {ConceptKind::finding}, m.where);
    if (!found) return;
    const auto& record = knowledge_[*found];
    const std::string label(knowledge_.label(*found));
    if ((record.flags & kMeasured) == 0) {
      out_.error(m.where, "not-measured", "'" + label + "' is not measured in numbers", "say whether it is present");
      return;
    }
    const auto quantity =
        make_quantity(m.value, m.unit.empty() ? base_unit(record.dimension) : std::string_view(m.unit));
    if (!quantity.ok() || quantity->dimension != record.dimension) {
      out_.error(m.where, quantity.ok() ? "unit-mismatch" : quantity.errors().front().code,
                 "'" + m.unit + "' is no unit of " + label,
                 "use a unit of " + std::string(to_string(record.dimension)) + ", such as '" +
                     std::string(base_unit(record.dimension)) + "'");
      return;
    }
    if (quantity->value < record.minimum || quantity->value > record.maximum) {
      out_.error(m.where, "implausible-value",
                 label + " " + to_string(*quantity) + " is outside the plausible range " +
                     to_string(Quantity{record.minimum, record.dimension}) + " to " +
                     to_string(Quantity{record.maximum, record.dimension}),
                 "check the value and its unit");
      return;
    }
    auto measured = Interval::exactly(quantity->value);
    if (const auto upper =
            make_quantity(m.up_to.value_or(m.value), m.unit.empty() ? base_unit(record.dimension) : m.unit);
        upper.ok() && upper->value > measured.low)
      measured.high = std::min(record.maximum, upper->value);
    facts_.measures.set(*found, measured);
    facts_.measured.push_back({*found, measured, m.read_at});
    if (!m.at) return;
    facts_.measured_on.emplace_back(*found, *m.at);
    if (const auto age = elapsed(*m.at, m.where)) facts_.measure_ages.set(*found, *age);
  }

  void attempt(const Attempt& a) {
    const auto duration = lasted(a);
    if (const auto found = intervention(a.intervention, a.where))
      facts_.tried.push_back({*found, duration.value_or(Interval{0, Interval{}.high}), a.response, a.read_at});
  }

  /// `name` was not tried, and nothing that is a kind of it; "any": nothing but what was said to be.
  void never(const std::string& name) {
    if (name == "any") {
      facts_.not_tried.emplace_back();
      return;
    }
    const auto found = intervention(name, {});
    if (!found) return;
    facts_.not_tried.push_back(*found);
    for (const auto kind : knowledge_.graph().descendants(*found)) facts_.not_tried.push_back(kind);
    for (const auto& attempt : facts_.tried) {
      const auto also = std::find(facts_.not_tried.begin(), facts_.not_tried.end(), attempt.intervention);
      if (also == facts_.not_tried.end()) continue;
      if (lenient_) {  // what was done is told with more detail than what was not
        facts_.conflicts.push_back(attempt.intervention);
        facts_.not_tried.erase(also);
        continue;
      }
      out_.error({}, "contradiction",
                 "'" + std::string(knowledge_.label(attempt.intervention)) + "' is said to be both tried and not tried",
                 "correct one of the two");
    }
  }

  /// A drug that the person takes or does not tolerate. One that the knowledge does not know does not stop the rest.
  std::optional<ConceptId> drug(const std::string& name, std::initializer_list<ConceptKind> kinds) {
    for (const auto kind : kinds)
      if (!knowledge_.find(name, kind).empty()) return look_up(name, kinds, {});
    facts_.unrecognized.push_back(name);
    return std::nullopt;
  }

  void medication(const std::string& name) {
    if (const auto found = drug(name, {ConceptKind::risk_factor, ConceptKind::finding}))
      facts_.given.push_back({*found, Truth::yes, {}});
  }

  void allergy(const std::string& name) {
    if (const auto found = drug(name, {ConceptKind::risk_factor, ConceptKind::intervention}))
      facts_.allergies.push_back(*found);
  }

  /// A risk factor, or a condition for which the knowledge has one.
  void history(const std::string& name) {
    const auto known = [&](ConceptKind kind) { return !knowledge_.find(name, kind).empty(); };
    const auto conditions = knowledge_.find(name, ConceptKind::condition);
    const bool past = !known(ConceptKind::risk_factor) && !known(ConceptKind::finding) && conditions.size() == 1 &&
                      knowledge_[conditions.front()].refers_to.exists();
    if (!past) return mention({.name = name}, Truth::yes, ConceptKind::risk_factor);
    facts_.given.push_back({knowledge_[conditions.front()].refers_to, Truth::yes, {}});
  }

  void population(const std::string& name) {
    std::vector<std::string_view> names;
    const auto& populations = knowledge_.tables().populations;
    for (std::uint32_t p = 0; p < populations.size(); ++p) {
      names.push_back(knowledge_.text(populations[p].id));
      if (names.back() == name) facts_.population = {p};
    }
    if (!facts_.population.exists())
      out_.error({}, "unknown-population", "no population '" + name + "'", choose_from(name, names));
  }

  void pregnancy(bool pregnant) {
    const auto found = knowledge_.find("pregnancy", ConceptKind::risk_factor);
    if (!found.empty()) facts_.given.push_back({found.front(), truth(pregnant), {}});
  }

  /// Closes the given facts under is_a; reports what cannot be true at once.
  void close() {
    if (lenient_) set_direct_conflicts_aside();
    settle(Truth::yes);
    if (lenient_) set_implied_conflicts_aside();
    for (const auto& fact : facts_.given) {
      if (fact.state != Truth::no || facts_.of(fact.about) != Truth::yes) continue;
      const auto origin = facts_.because_of[fact.about.value];
      const std::string absent(knowledge_.label(fact.about));
      out_.error({}, "contradiction",
                 origin == fact.about ? "'" + absent + "' is said to be both present and absent"
                                      : "'" + absent + "' is said to be absent, but '" +
                                            std::string(knowledge_.label(origin)) + "', a kind of it, to be present",
                 "correct one of the two");
    }
    settle(Truth::no);
    raise_by_kinds(facts_.durations, true);
    raise_by_kinds(facts_.severities, false);
  }

 private:
  /// What is there has lasted at least as long, and is at least as bad, as its kinds that are there.
  void raise_by_kinds(ConceptNumbers& numbers, bool dated) {
    const auto told = numbers;
    for (const auto& [kind, value] : told) {
      if (facts_.of(kind) != Truth::yes) continue;
      const auto since = dated ? Facts::date(facts_.onsets, kind) : std::nullopt;
      for (const auto above : knowledge_.graph().ancestors(kind)) {
        const auto known = numbers.of(above);
        const bool first = !known.knows_something();
        const Interval raised{first ? value.low : std::max(known.low, value.low),
                              first ? value.high : std::max(known.high, value.high)};
        numbers.set(above, raised);
        if (since && raised == value && !Facts::date(facts_.onsets, above)) facts_.onsets.emplace_back(above, *since);
      }
    }
  }

  /// Days from a date to the day of the case; nothing, and reported, where the date is later.
  std::optional<Interval> elapsed(const DateRange& date, const Location& where) {
    const auto days = [](Date from, Date to) { return static_cast<double>((to.day - from.day).count()); };
    if (date.first > as_of_) {
      out_.error(where, "future-date", to_string(date) + " is after the day of the case, " + to_string(as_of_),
                 "correct the date, or give the day of the case ('as_of', --as-of)");
      return std::nullopt;
    }
    return Interval{std::max(0.0, days(date.last, as_of_)), days(date.first, as_of_)};
  }

  std::optional<Interval> lasted(const Mention& m) {
    if (!m.since) return m.duration;
    const auto counted = elapsed(*m.since, m.where);
    if (!counted || !m.duration) return counted;
    const Interval both{std::max(counted->low, m.duration->low), std::min(counted->high, m.duration->high)};
    if (both.low <= both.high) return both;
    out_.error(m.where, "contradiction",
               "'" + m.name + "' is said to have begun " + to_string(*m.since) +
                   ", and to have lasted a time that does not fit",
               "correct the date or the duration, or leave one of them out");
    return std::nullopt;
  }

  /// What has not ended goes on.
  std::optional<Interval> lasted(const Attempt& a) {
    const auto begun = elapsed(a.from.value_or(DateRange::on(as_of_)), a.where);
    const auto ended = elapsed(a.until.value_or(DateRange::on(as_of_)), a.where);
    if (!a.from || a.duration || !begun || !ended) return a.duration;
    if (begun->high < ended->low) {
      out_.error(a.where, "contradiction", "'" + a.intervention + "' is said to have ended before it began",
                 "correct 'from' or 'until'");
      return std::nullopt;
    }
    return Interval{std::max(0.0, begun->low - ended->high), begun->high - ended->low};
  }

  /// An intervention, or a drug of which giving it is one.
  std::optional<ConceptId> intervention(const std::string& name, const Location& where) {
    if (!knowledge_.find(name, ConceptKind::intervention).empty())
      return look_up(name, {ConceptKind::intervention}, where);
    const auto drugs = knowledge_.find(name, ConceptKind::risk_factor);
    if (drugs.size() == 1) {
      if (const auto given_as = knowledge_[drugs.front()].refers_to; given_as.exists()) return given_as;
      for (const auto above : knowledge_.graph().ancestors(drugs.front()))
        if (const auto given_as = knowledge_[above].refers_to; given_as.exists()) return given_as;
    }
    return look_up(name, {ConceptKind::intervention}, where);
  }

  /// What is said to be both present and absent is unknown.
  void set_direct_conflicts_aside() {
    const auto conflicting = [&](ConceptId c) {
      return std::find(facts_.conflicts.begin(), facts_.conflicts.end(), c) != facts_.conflicts.end();
    };
    std::vector<ConceptId> present;
    for (const auto& fact : facts_.given)
      if (fact.state == Truth::yes) present.push_back(fact.about);
    std::sort(present.begin(), present.end());
    for (const auto& fact : facts_.given)
      if (fact.state == Truth::no && std::binary_search(present.begin(), present.end(), fact.about) &&
          !conflicting(fact.about))
        facts_.conflicts.push_back(fact.about);
    for (auto& fact : facts_.given)
      if (!facts_.conflicts.empty() && conflicting(fact.about)) fact.state = Truth::unknown;
  }

  /// What is said to be absent although a kind of it is present is unknown.
  void set_implied_conflicts_aside() {
    for (auto& fact : facts_.given) {
      if (fact.state != Truth::no || facts_.of(fact.about) != Truth::yes) continue;
      facts_.conflicts.push_back(fact.about);
      fact.state = Truth::unknown;
    }
  }

  /// Sets what is given as `state`, then what follows from it, in an order that is not that of the case.
  void settle(Truth state) {
    std::vector<ConceptId> about;
    for (const auto& fact : facts_.given)
      if (fact.state == state) about.push_back(fact.about);
    std::sort(about.begin(), about.end());
    for (const auto c : about) {
      if (facts_.of(c) != Truth::unknown) continue;
      facts_.state[c.value] = state;
      facts_.because_of[c.value] = c;
    }
    for (const auto c : about) facts_.conclude(knowledge_.graph(), c, state);
  }

  std::optional<ConceptId> look_up(const std::string& name, std::initializer_list<ConceptKind> kinds,
                                   const Location& where) {
    for (const auto kind : kinds) {
      const auto found = knowledge_.find(name, kind);
      if (found.size() == 1) return found.front();
      if (found.size() > 1 && lenient_) break;
      if (found.size() > 1) {
        std::string ids;
        for (const auto c : found) ids += (ids.empty() ? "'" : ", '") + std::string(knowledge_.id(c)) + "'";
        out_.error(where, "ambiguous-name", "'" + name + "' names several concepts: " + ids, "use one of these ids");
        return std::nullopt;
      }
    }
    if (lenient_) {
      facts_.unrecognized.push_back(name);
      return std::nullopt;
    }
    out_.error(where, "unknown-name", "no " + std::string(to_string(*kinds.begin())) + " '" + name + "'",
               help(name, kinds));
    return std::nullopt;
  }

  std::string help(const std::string& name, std::initializer_list<ConceptKind> kinds) {
    std::string out;
    for (const auto kind : kinds)
      for (const auto& near : suggestions_.near(name, kind)) out += (out.empty() ? "'" : ", '") + near + "'";
    return out.empty() ? "look for it with 'noso search'" : "did you mean " + out + "?";
  }

  const Knowledge& knowledge_;
  Date as_of_;
  const bool lenient_;
  Facts& facts_;
  Diagnostics& out_;
  Suggestions suggestions_{knowledge_};
};

}  // namespace

Result<Facts> resolve(const Knowledge& knowledge, const Case& told, Date as_of) {
  Facts facts;
  Diagnostics out;
  Resolver resolver(knowledge, as_of, told.lenient, facts, out);
  facts.age = told.age;
  facts.onset = told.onset;
  facts.sex = told.sex;
  for (const auto& m : told.present) resolver.mention(m, Truth::yes, ConceptKind::finding);
  for (const auto& m : told.absent) resolver.mention(m, Truth::no, ConceptKind::finding);
  for (const auto& m : told.unknown) resolver.mention(m, Truth::unknown, ConceptKind::finding);
  for (const auto& m : told.risk_factors) resolver.mention(m, Truth::yes, ConceptKind::risk_factor);
  for (const auto& name : told.medications) resolver.medication(name);
  for (const auto& name : told.history) resolver.history(name);
  for (const auto& m : told.measurements) resolver.measurement(m);
  for (const auto& a : told.tried) resolver.attempt(a);
  for (const auto& name : told.not_tried) resolver.never(name);
  for (const auto& name : told.allergies) resolver.allergy(name);
  if (told.pregnant) resolver.pregnancy(*told.pregnant);
  if (!told.population.empty()) resolver.population(told.population);
  resolver.close();
  if (out.has_errors()) return out.take();
  return facts;
}

}  // namespace noso
