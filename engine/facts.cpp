#include "noso/engine/facts.hpp"

#include <algorithm>
#include <cmath>

#include "noso/base/text.hpp"

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
  Resolver(const Knowledge& knowledge, Facts& facts, Diagnostics& out)
      : knowledge_(knowledge), facts_(facts), out_(out) {
    facts.state.assign(knowledge.concept_count(), Truth::unknown);
    facts.because_of.assign(knowledge.concept_count(), ConceptId{});
  }

  void mention(const Mention& m, Truth state, ConceptKind preferred) {
    const auto other = preferred == ConceptKind::finding ? ConceptKind::risk_factor : ConceptKind::finding;
    const auto found = look_up(m.name, {preferred, other});
    if (!found) return;
    facts_.given.push_back({*found, state, m.from});
    if (m.duration) facts_.durations.set(*found, *m.duration);
    if (m.severity) facts_.severities.set(*found, Interval::exactly(*m.severity));
  }

  void measurement(const Measurement& m) {
    const auto found = look_up(m.finding, {ConceptKind::finding});
    if (!found) return;
    const auto& record = knowledge_[*found];
    const std::string label(knowledge_.label(*found));
    if ((record.flags & kMeasured) == 0) {
      out_.error({}, "not-measured", "'" + label + "' is not measured in numbers", "say whether it is present");
      return;
    }
    const auto quantity =
        make_quantity(m.value, m.unit.empty() ? base_unit(record.dimension) : std::string_view(m.unit));
    if (!quantity.ok() || quantity->dimension != record.dimension) {
      out_.error({}, quantity.ok() ? "unit-mismatch" : quantity.errors().front().code,
                 "'" + m.unit + "' is no unit of " + label,
                 "use a unit of " + std::string(to_string(record.dimension)) + ", such as '" +
                     std::string(base_unit(record.dimension)) + "'");
      return;
    }
    if (quantity->value < record.minimum || quantity->value > record.maximum) {
      out_.error({}, "implausible-value",
                 label + " " + to_string(*quantity) + " is outside the plausible range " +
                     to_string(Quantity{record.minimum, record.dimension}) + " to " +
                     to_string(Quantity{record.maximum, record.dimension}),
                 "check the value and its unit");
      return;
    }
    facts_.measures.set(*found, Interval::exactly(quantity->value));
  }

  void attempt(const Attempt& a) {
    if (const auto found = look_up(a.intervention, {ConceptKind::intervention}))
      facts_.tried.push_back({*found, a.duration.value_or(Interval{0, Interval{}.high}), a.response});
  }

  void allergy(const std::string& name) {
    if (const auto found = look_up(name, {ConceptKind::risk_factor, ConceptKind::intervention}))
      facts_.allergies.push_back(*found);
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
    settle(Truth::yes);
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
  }

 private:
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

  std::optional<ConceptId> look_up(const std::string& name, std::initializer_list<ConceptKind> kinds) {
    for (const auto kind : kinds) {
      const auto found = knowledge_.find(name, kind);
      if (found.size() == 1) return found.front();
      if (found.size() > 1) {
        std::string ids;
        for (const auto c : found) ids += (ids.empty() ? "'" : ", '") + std::string(knowledge_.id(c)) + "'";
        out_.error({}, "ambiguous-name", "'" + name + "' names several concepts: " + ids, "use one of these ids");
        return std::nullopt;
      }
    }
    out_.error({}, "unknown-name", "no " + std::string(to_string(*kinds.begin())) + " '" + name + "'",
               help(name, kinds));
    return std::nullopt;
  }

  std::string help(const std::string& name, std::initializer_list<ConceptKind> kinds) const {
    std::string out;
    for (const auto kind : kinds)
      for (const auto& near : knowledge_.similar_names(name, kind)) out += (out.empty() ? "'" : ", '") + near + "'";
    return out.empty() ? "look for it with 'noso search'" : "did you mean " + out + "?";
  }

  const Knowledge& knowledge_;
  Facts& facts_;
  Diagnostics& out_;
};

}  // namespace

Result<Facts> resolve(const Knowledge& knowledge, const Case& told) {
  Facts facts;
  Diagnostics out;
  Resolver resolver(knowledge, facts, out);
  facts.age = told.age;
  facts.sex = told.sex;
  for (const auto& m : told.present) resolver.mention(m, Truth::yes, ConceptKind::finding);
  for (const auto& m : told.absent) resolver.mention(m, Truth::no, ConceptKind::finding);
  for (const auto& m : told.unknown) resolver.mention(m, Truth::unknown, ConceptKind::finding);
  for (const auto& m : told.risk_factors) resolver.mention(m, Truth::yes, ConceptKind::risk_factor);
  for (const auto& name : told.medications) resolver.mention({.name = name}, Truth::yes, ConceptKind::risk_factor);
  for (const auto& name : told.history) resolver.mention({.name = name}, Truth::yes, ConceptKind::risk_factor);
  for (const auto& m : told.measurements) resolver.measurement(m);
  for (const auto& a : told.tried) resolver.attempt(a);
  for (const auto& name : told.allergies) resolver.allergy(name);
  if (told.pregnant) resolver.pregnancy(*told.pregnant);
  if (!told.population.empty()) resolver.population(told.population);
  resolver.close();
  if (out.has_errors()) return out.take();
  return facts;
}

}  // namespace noso
