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
  std::vector<std::tuple<int, std::string, double, double, double>> out;
  int kind = 0;
  for (const auto* list : {&told.present, &told.absent, &told.unknown}) {
    ++kind;
    for (const auto& m : *list) {
      if (m.side != side) continue;
      const Interval duration = m.duration.value_or(Interval{-1, -1});
      out.emplace_back(kind, same_name(knowledge, m), duration.low, duration.high, m.severity.value_or(-1));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Each finding once: the longer duration, the higher severity.
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

}  // namespace

std::optional<Sides> split_sides(const Knowledge& knowledge, const Case& told) {
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
