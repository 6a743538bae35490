/// The shipped heel-pain pack and random cases for it. Tests only.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "noso/base/quantity.hpp"
#include "noso/engine/engine.hpp"
#include "support/random.hpp"
#include "support/world.hpp"

namespace noso::test {

inline Engine assembled_heel_pain() {
  auto pack = read_pack(NOSO_PACK_DIR);
  if (!pack.ok()) throw std::runtime_error(lines(pack.errors()));
  if (!pack->content) throw std::runtime_error(lines(pack->findings));
  auto file = KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
  if (!file.ok()) throw std::runtime_error(lines(file.errors()));
  return Engine(std::move(*file));
}

/// Assembled once for a run.
inline const Engine& heel_pain() {
  static const Engine engine = assembled_heel_pain();
  return engine;
}

inline Case aged(double years) {
  Case told;
  told.age = Interval::exactly(years * kDaysPerYear);
  return told;
}

/// Ids of the concepts of a kind; of findings only those with the flag when one is given.
inline std::vector<std::string> ids_of(const Knowledge& knowledge, ConceptKind kind, unsigned flag = 0) {
  std::vector<std::string> out;
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    if (knowledge[ConceptId{c}].kind == kind && (flag == 0 || (knowledge[ConceptId{c}].flags & flag) != 0))
      out.emplace_back(knowledge.id({c}));
  return out;
}

struct CaseDrawing {
  std::size_t most_present = 5, most_absent = 8, most_risks = 3;
  double in_scope = 0.8;
};

/// A case that the engine takes: contradictory draws are thrown away. Half of the findings come from those that speak
/// for some condition.
inline Case random_case(Random& random, const CaseDrawing& drawing = {}) {
  const auto& knowledge = heel_pain().knowledge();
  static const auto findings = ids_of(knowledge, ConceptKind::finding);
  static const auto risks = ids_of(knowledge, ConceptKind::risk_factor);
  static const auto telling = [&] {
    std::vector<std::string> out;
    for (const auto& s : knowledge.statements(Relation::has_finding)) out.emplace_back(knowledge.id(s.object));
    return out;
  }();
  const auto any_finding = [&] {
    return Mention{.name = random.chance(0.5) ? random.pick(findings) : random.pick(telling)};
  };
  for (;;) {
    Case told;
    if (random.chance(0.9)) told = aged(random.chance(0.1) ? random.between(8, 14.9) : random.between(18, 95));
    if (random.chance(0.8)) told.sex = random.chance(0.5) ? Sex::female : Sex::male;
    if (random.chance(drawing.in_scope)) told.present.push_back({.name = "heel-pain"});
    for (auto n = random.below(drawing.most_present + 1); n-- > 0;) told.present.push_back(any_finding());
    for (auto n = random.below(drawing.most_absent + 1); n-- > 0;) told.absent.push_back(any_finding());
    for (auto n = random.below(drawing.most_risks + 1); n-- > 0;)
      told.risk_factors.push_back({.name = random.pick(risks)});
    if (random.chance(0.2))
      told.measurements.push_back({.finding = "body-temperature", .value = random.between(35, 41), .unit = "Cel"});
    if (heel_pain().assess(told).ok()) return told;
  }
}

/// The case as a person would tell it, for the message of a failing property.
inline std::string text(const Case& told) {
  std::string out =
      told.age.is_exact() ? "age " + format_number(told.age.low / kDaysPerYear) : std::string("age unknown");
  const auto list = [&](const char* what, const std::vector<Mention>& mentions) {
    for (const auto& m : mentions) out += std::string(" ") + what + m.name;
  };
  list("+", told.present);
  list("-", told.absent);
  list("?", told.unknown);
  list("risk:", told.risk_factors);
  for (const auto& m : told.measurements) out += " " + m.finding + "=" + format_number(m.value);
  return out;
}

}  // namespace noso::test
