#include "reassessment.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace noso {

std::string_view to_string(Change change) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"better", "same", "worse", "new", "gone", "not_asked", "mixed"});
  return kWords[static_cast<std::size_t>(change)];
}

namespace {

/// Both known: which way it went. Ranges that overlap without being equal tell nothing.
Change by_severity(Interval before, Interval now) {
  if (!before.knows_something() || !now.knows_something() || before == now) return Change::same;
  if (now.high < before.low) return Change::better;
  return now.low > before.high ? Change::worse : Change::mixed;
}

Change change_of(const FindingChange& c, Truth before, Truth now) {
  if (before == Truth::yes && now == Truth::yes) return by_severity(c.severity_before, c.severity_now);
  if (now == Truth::yes) return Change::fresh;
  return now == Truth::no ? Change::gone : Change::not_asked;
}

/// The worst severity of the complaint itself.
Interval complaint(const Knowledge& knowledge, const Facts& facts) {
  Interval worst;
  for (const auto& [about, severity] : facts.severities) {
    const auto above = knowledge.graph().ancestors(about);
    const bool entry =
        knowledge.has_flag(about, kEntryFinding) ||
        std::any_of(above.begin(), above.end(), [&](ConceptId c) { return knowledge.has_flag(c, kEntryFinding); });
    if (entry && facts.of(about) == Truth::yes && (!worst.knows_something() || worst.high < severity.high))
      worst = severity;
  }
  return worst;
}

Response response_of(Change overall) {
  switch (overall) {
    case Change::better: return Response::better;
    case Change::gone: return Response::resolved;
    case Change::same: return Response::none;
    case Change::worse: return Response::worse;
    case Change::fresh:
    case Change::not_asked:
    case Change::mixed: break;
  }
  return Response::unknown;
}

std::string quoted(const Knowledge& knowledge, StageId stage) {
  return "'" + std::string(knowledge.text(knowledge[stage].label)) + "'";
}

}  // namespace

std::vector<FindingChange> changes(const Knowledge& knowledge, const Facts& before, const Facts& now) {
  std::set<ConceptId> told;
  for (const auto* facts : {&before, &now})
    for (const auto& fact : facts->given)
      if (fact.state == Truth::yes && knowledge[fact.about].kind == ConceptKind::finding) told.insert(fact.about);
  std::vector<FindingChange> out;
  for (const auto c : told) {
    FindingChange entry{c, Change::same, before.severity(c), now.severity(c), before.duration(c), now.duration(c)};
    entry.change = change_of(entry, before.of(c), now.of(c));
    out.push_back(entry);
  }
  return out;
}

Change overall_change(const Knowledge& knowledge, const Facts& before, const Facts& now,
                      const std::vector<FindingChange>& findings) {
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    if (knowledge.has_flag({c}, kEntryFinding) && before.of({c}) == Truth::yes && now.of({c}) == Truth::no)
      return Change::gone;
  const auto was = complaint(knowledge, before), is = complaint(knowledge, now);
  if (was.knows_something() && is.knows_something()) return by_severity(was, is);
  bool better = false, worse = false;
  for (const auto& entry : findings) {
    better = better || entry.change == Change::better || entry.change == Change::gone;
    worse = worse || entry.change == Change::worse || entry.change == Change::fresh;
  }
  if (better && worse) return Change::mixed;
  return better ? Change::better : worse ? Change::worse : Change::same;
}

CarriedOver carry_over(const Knowledge& knowledge, const Case& now, const Case& before, Change overall) {
  CarriedOver out{now, {}};
  const auto concept_of = [&](const Attempt& a) {
    const auto found = knowledge.find(a.intervention, ConceptKind::intervention);
    return found.size() == 1 ? found.front() : ConceptId{};
  };
  const std::size_t told_now = out.told.tried.size();
  for (const auto& earlier : before.tried) {
    const auto again = std::find_if(out.told.tried.begin(), out.told.tried.end(),
                                    [&](const Attempt& a) { return concept_of(a) == concept_of(earlier); });
    if (again == out.told.tried.end()) {
      out.told.tried.push_back(earlier);
    } else if (!again->duration) {
      again->duration = earlier.duration;
    }
  }
  for (std::size_t i = 0; i < out.told.tried.size(); ++i) {
    auto& attempt = out.told.tried[i];
    ResponseChange entry{concept_of(attempt), attempt.duration.value_or(Interval{}), attempt.response, false};
    if (entry.response == Response::unknown && i < told_now) {
      entry.response = attempt.response = response_of(overall);
      entry.from_course = entry.response != Response::unknown;
    }
    out.tried.push_back(entry);
  }
  return out;
}

void compare_stages(const Answer& before, const Answer& now, Reassessment& out) {
  const auto& kb = *now.knowledge;
  for (const auto& plan : now.care.stages) out.stages.push_back({plan.condition, {}, plan.stage});
  for (const auto& plan : before.care.stages) {
    const auto same = std::find_if(out.stages.begin(), out.stages.end(),
                                   [&](const StageChange& c) { return c.condition == plan.condition; });
    if (same == out.stages.end())
      out.stages.push_back({plan.condition, plan.stage, {}});
    else
      same->before = plan.stage;
  }
  if (now.care.action_first) {
    out.consequence = "an urgent rule has fired: its action comes first";
  } else if (!now.in_scope) {
    out.consequence =
        out.overall == Change::gone ? "the complaint is gone: no stage of care" : "outside the scope: no stage of care";
  } else if (now.care.stages.empty() || !now.care.stages.front().stage.exists()) {
    out.consequence = "there are no stages for what is most probable now";
  } else {
    const auto& leading = out.stages.front();
    const auto stage = quoted(kb, leading.now);
    if (!leading.before.exists())
      out.consequence = "starts at " + stage + (before.care.stages.empty() ? "" : ": another condition leads now");
    else if (leading.before == leading.now)
      out.consequence = "stays at " + stage;
    else
      out.consequence = (leading.before < leading.now ? "moves up to " : "is back at ") + stage + " from " +
                        quoted(kb, leading.before);
  }
}

}  // namespace noso
