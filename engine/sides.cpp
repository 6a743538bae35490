#include "sides.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace noso {

namespace {

bool is_on(const Mention& m, std::string_view side) { return m.side == side || m.side == "both"; }

bool affects(const Case& told, std::string_view side) {
  return std::any_of(told.present.begin(), told.present.end(), [&](const Mention& m) { return is_on(m, side); });
}

Case without(const Case& told, std::string_view side) {
  Case out = told;
  for (auto* list : {&out.present, &out.absent, &out.unknown})
    std::erase_if(*list, [&](const Mention& m) { return m.side == side; });
  return out;
}

/// One name for what synonyms, labels and codes name; what cannot be told apart by the knowledge stays as it is.
std::string same_name(const Knowledge& knowledge, const Mention& m) {
  const auto found = knowledge.find(m.name);
  return found.size() == 1 ? std::string(knowledge.id(found.front())) : m.name;
}

/// What is said of one side alone, in an order that is not that of the case.
auto said_of(const Knowledge& knowledge, const Case& told, std::string_view side) {
  std::vector<std::tuple<int, std::string, double, double, std::optional<DateRange>, double>> out;
  int kind = 0;
  for (const auto* list : {&told.present, &told.absent, &told.unknown}) {
    ++kind;
    for (const auto& m : *list) {
      if (m.side != side) continue;
      const Interval duration = m.duration.value_or(Interval{-1, -1});
      out.emplace_back(kind, same_name(knowledge, m), duration.low, duration.high, m.since, m.severity.value_or(-1));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Each finding once: the longer duration, the earlier begin, the higher severity.
std::vector<Mention> joined(const Knowledge& knowledge, const std::vector<Mention>& list) {
  std::vector<Mention> out;
  for (const auto& m : list) {
    const auto name = same_name(knowledge, m);
    const auto twin = m.side.empty() ? out.end() : std::find_if(out.begin(), out.end(), [&](const Mention& other) {
      return !other.side.empty() && same_name(knowledge, other) == name;
    });
    if (twin == out.end()) {
      out.push_back(m);
      continue;
    }
    twin->side = "both";
    if (m.duration && (!twin->duration || twin->duration->high < m.duration->high)) twin->duration = m.duration;
    if (m.since && (!twin->since || m.since->first < twin->since->first)) twin->since = m.since;
    if (m.severity && (!twin->severity || *twin->severity < *m.severity)) twin->severity = m.severity;
  }
  return out;
}

/// Absent in the person: said without a side, or of both sides.
std::vector<Mention> absent_on_both(const Knowledge& knowledge, const std::vector<Mention>& list) {
  std::vector<Mention> out;
  for (const auto& m : joined(knowledge, list))
    if (m.side.empty() || m.side == "both") out.push_back(m);
  return out;
}

/// `about` or a kind of it is present on the side.
bool is_present_on(const Knowledge& knowledge, const Case& told, ConceptId about, std::string_view side) {
  return std::any_of(told.present.begin(), told.present.end(), [&](const Mention& m) {
    if (!is_on(m, side)) return false;
    const auto found = knowledge.find(m.name, ConceptKind::finding);
    return found.size() == 1 && (found.front() == about || knowledge.graph().is_a(found.front(), about));
  });
}

bool is_mentioned(const Knowledge& knowledge, const Case& told, ConceptId about) {
  for (const auto* list : {&told.present, &told.absent, &told.unknown})
    for (const auto& m : *list)
      if (const auto found = knowledge.find(m.name); found.size() == 1 && found.front() == about) return true;
  return false;
}

/// The case with the findings that say that a complaint is on both sides, where it is told of left and right.
Case with_both_sides(const Knowledge& knowledge, const Case& told) {
  Case out = told;
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c) {
    const ConceptId finding{c}, complaint = knowledge[finding].refers_to;
    if (knowledge[finding].kind != ConceptKind::finding || !complaint.exists()) continue;
    if (is_present_on(knowledge, told, complaint, "left") && is_present_on(knowledge, told, complaint, "right") &&
        !is_mentioned(knowledge, told, finding))
      out.present.push_back({.name = std::string(knowledge.id(finding)), .from = "left and right"});
  }
  return out;
}

}  // namespace

std::optional<Sides> split_sides(const Knowledge& knowledge, const Case& as_told) {
  const Case told = with_both_sides(knowledge, as_told);
  const bool left = affects(told, "left"), right = affects(told, "right");
  if (!left && !right) return std::nullopt;
  if (left != right) return Sides{without(told, left ? "right" : "left"), {}, {}};
  Sides out{told, {}, {}};
  out.joint.present = joined(knowledge, told.present);
  out.joint.absent = absent_on_both(knowledge, told.absent);
  if (said_of(knowledge, told, "left") == said_of(knowledge, told, "right")) return out;
  out.left = without(told, "right");
  out.right = without(told, "left");
  return out;
}

}  // namespace noso
