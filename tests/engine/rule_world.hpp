/// Knowledge that is nothing but rules, to be evaluated over facts given directly. Tests only.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "noso/base/json_writer.hpp"
#include "noso/engine/evaluation.hpp"
#include "support/world.hpp"

namespace noso::test {

/// Findings `a` … `h`; `parent` with the kinds `child` and `other-child`; measured `x`, `y`, `z` (no unit) and
/// `temperature` (with `fever`, at least 38 Cel, derived); interventions `stretch` and `rest`. The rules are `r0`, `r1`
/// … in the order of their expressions, all of level "soon" unless `levels` says otherwise; `extra` may hold further
/// sections, ending in a comma.
class RuleWorld {
 public:
  explicit RuleWorld(const std::vector<std::string>& expressions, const std::string& extra = {},
                     const std::vector<Urgency>& levels = {})
      : knowledge_(make(pack(expressions, extra, levels))) {
    const auto& rules = knowledge_.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r) by_id_[std::string(knowledge_.text(rules[r].id))] = RuleId{r};
  }

  const Knowledge& knowledge() const { return knowledge_; }
  RuleId rule(const std::string& id) const { return by_id_.at(id); }
  RuleId rule(std::size_t i) const { return by_id_.at("r" + std::to_string(i)); }
  ConceptId id(std::string_view name) const { return test::id(knowledge_, name); }

  /// Everything unknown but these findings.
  Facts facts(const std::map<std::string, Truth>& states = {}) const {
    Facts out;
    out.state.assign(knowledge_.concept_count(), Truth::unknown);
    out.because_of.assign(knowledge_.concept_count(), ConceptId{});
    for (const auto& [name, state] : states) out.conclude(knowledge_.graph(), id(name), state);
    return out;
  }

  Truth truth(Facts facts, std::size_t i = 0) const { return evaluate(knowledge_, facts).truth(rule(i)); }
  Truth truth(const std::map<std::string, Truth>& states, std::size_t i = 0) const { return truth(facts(states), i); }

  std::vector<std::string> reasons_of(Facts facts, std::size_t i = 0) const {
    const auto evaluation = evaluate(knowledge_, facts);
    return reasons(knowledge_, facts, evaluation, rule(i));
  }
  /// Ids of the open questions, then what else is open.
  std::vector<std::string> open_of(Facts facts, std::size_t i = 0) const {
    const auto evaluation = evaluate(knowledge_, facts);
    std::vector<std::string> out, other;
    for (const auto c : open_questions(knowledge_, evaluation, rule(i), &other)) out.emplace_back(knowledge_.id(c));
    out.insert(out.end(), other.begin(), other.end());
    return out;
  }

 private:
  static Knowledge make(const std::string& json) {
    auto content = pack_content(json);
    auto knowledge = Knowledge::make(std::move(content.tables), std::move(content.manifest));
    if (!knowledge.ok()) throw std::runtime_error(lines(knowledge.errors()));
    return std::move(*knowledge);
  }

  static std::string pack(const std::vector<std::string>& expressions, const std::string& extra,
                          const std::vector<Urgency>& levels) {
    const std::string basis = R"("basis": {"mark": "estimate", "sources": ["T"]})";
    std::string findings, rules;
    for (const char name : std::string("abcdefgh"))
      findings += std::string(R"({"id": ")") + name + R"(", "label": "finding )" + name + "\"},\n";
    for (const char name : std::string("xyz"))
      findings +=
          std::string(R"({"id": ")") + name + R"(", "label": "number )" + name + R"(", "quantity": {"unit": "1"}},)";
    for (std::size_t i = 0; i < expressions.size(); ++i)
      rules += (i ? ",\n" : "") + std::string(R"({"id": "r)") + std::to_string(i) +
               R"(", "label": "rule", "level": ")" +
               std::string(to_string(levels.empty() ? Urgency::soon : levels[i])) + R"(", "action": "act", )" + basis +
               R"(, "when": )" + expressions[i] + "}";
    return R"({"pack": {"id": "rules", "version": "1.0.0", "title": "rules", "description": "t", "status": "draft",
      "date": "2026-01-31", "publisher": "t", "language": "en", "licence": "CC0-1.0"},
      "sources": [{"id": "T", "citation": "t"}],
      "scope": {"entry_findings": ["a"], "outside": "outside", )" +
           basis + R"(},
      "conditions": [{"id": "illness", "label": "illness"}],
      "interventions": [{"id": "stretch", "label": "stretching", "class": "exercise"},
                        {"id": "rest", "label": "resting", "class": "load-management"}],
      "findings": [)" +
           findings + R"(
        {"id": "parent", "label": "parent"}, {"id": "child", "label": "child", "is_a": ["parent"]},
        {"id": "other-child", "label": "other child", "is_a": ["parent"]},
        {"id": "temperature", "label": "temperature", "quantity": {"unit": "Cel", "min": 25, "max": 45}},
        {"id": "fever", "label": "fever", "is_a": ["parent"],
         "when": {"measure": {"of": "temperature", "at_least": "38 Cel"}}}],
      "populations": [{"id": "all", "label": "all", "scale": 1, "none_share": 0.1, "shares": {"illness": 0.5}, )" +
           basis + "}],\n" + extra + R"("rules": [)" + rules + "]}";
  }

  Knowledge knowledge_;
  std::map<std::string, RuleId> by_id_;
};

}  // namespace noso::test
