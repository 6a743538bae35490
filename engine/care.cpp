#include "care.hpp"

#include <algorithm>
#include <set>

#include "noso/base/json.hpp"

namespace noso {

namespace {

constexpr double kLikelyEnough = 0.3;  // share of the leading probability; presentation, not inference
constexpr std::size_t kMostAdvice = 8;

/// How long it has gone on: the longest duration that the case gives for the entry finding or what implies it.
Interval course(const Knowledge& knowledge, const Facts& facts) {
  Interval longest{0, 0};
  bool known = false;
  for (const auto& [about, duration] : facts.durations) {
    const auto above = knowledge.graph().ancestors(about);
    const bool entry =
        knowledge.has_flag(about, kEntryFinding) ||
        std::any_of(above.begin(), above.end(), [&](ConceptId c) { return knowledge.has_flag(c, kEntryFinding); });
    if (!entry) continue;
    known = true;
    longest = {std::max(longest.low, duration.low), std::max(longest.high, duration.high)};
  }
  return known ? longest : Interval{0, Interval{}.high};
}

bool concerns(std::span<const ConceptId> list, Range range, ConceptId c) {
  const auto part = list.subspan(range.first, range.count);
  return part.empty() || std::find(part.begin(), part.end(), c) != part.end();
}

/// The stage of a condition after `course`: the latest that has certainly begun.
const StageRecord* stage_of(const Knowledge& knowledge, ConceptId condition, Interval course) {
  const auto& tables = knowledge.tables();
  const StageRecord* best = nullptr;
  for (const auto& stage : tables.stages)
    if (concerns(tables.stage_conditions, stage.conditions, condition) && course.low >= stage.from &&
        (!best || stage.from > best->from))
      best = &stage;
  return best;
}

std::string qualifier(const Knowledge& knowledge, Range range, std::string_view key) {
  for (const auto& q : knowledge.qualifiers(range))
    if (knowledge.text(q.key) == key) return std::string(knowledge.text(q.json));
  return {};
}

/// One line of a dose: its own text, or its numbers.
std::string dose_text(const std::string& json) {
  if (json.empty()) return {};
  const auto document = JsonDocument::parse(json, "dose");
  if (!document.ok()) return {};
  const auto text = document->root().find("text");
  return text && text->is(JsonType::string) ? std::string(text->string()) : std::string();
}

/// True when the treatment belongs to the stage: it names none, or this one.
bool in_stage(const Knowledge& knowledge, const StatementRecord& s, const StageRecord* stage) {
  const auto stages = qualifier(knowledge, s.qualifiers, "stage");
  if (stages.empty() || !stage) return true;
  return stages.find('"' + std::string(knowledge.text(stage->id)) + '"') != std::string::npos;
}

class Adviser {
 public:
  Adviser(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation, Care& out)
      : knowledge_(knowledge), facts_(facts), evaluation_(evaluation), out_(out) {}

  void consider(const StatementRecord& s, const RankedCondition& condition) {
    if (!seen_.insert(s.subject.value).second) return;
    Advice advice{.intervention = s.subject, .condition = s.object, .strength = s.strength};
    if (!permitted(s.subject, advice)) return;
    const auto own = qualifier(knowledge_, s.qualifiers, "dose");
    advice.dose = dose_text(own.empty() ? qualifier(knowledge_, knowledge_[s.subject].qualifiers, "dose") : own);
    advice.why = "for " + std::string(knowledge_.label(condition.condition)) + ", evidence " +
                 std::string(to_string(s.strength));
    for (const auto& attempt : facts_.tried)
      if (attempt.intervention == s.subject) advice.cautions.push_back("it was tried already");
    advice.sources = knowledge_.sources(s.basis);
    out_.next.push_back(std::move(advice));
  }

 private:
  /// False when a rule or an allergy forbids it; cautions and open questions are added to the advice.
  bool permitted(ConceptId intervention, Advice& advice) {
    const auto& rules = knowledge_.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
      const auto& rule = rules[r];
      if (rule.kind != RuleKind::avoid && rule.kind != RuleKind::caution) continue;
      const auto targets = knowledge_.targets(rule);
      if (std::find(targets.begin(), targets.end(), intervention) == targets.end()) continue;
      const Truth t = evaluation_.truth(RuleId{r});
      if (t == Truth::no) continue;
      const std::string text(knowledge_.text(rule.action));
      if (t == Truth::yes && rule.kind == RuleKind::avoid) {
        out_.avoid.push_back({intervention, text, knowledge_.sources(rule.basis)});
        return false;
      }
      (t == Truth::yes ? advice.cautions : advice.ask_before).push_back(text);
    }
    return true;
  }

  const Knowledge& knowledge_;
  const Facts& facts_;
  const Evaluation& evaluation_;
  Care& out_;
  std::set<std::uint32_t> seen_;
};

}  // namespace

Care advise(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation, const Escalation& escalation,
            const Differential& differential) {
  Care out;
  const auto& tables = knowledge.tables();
  const auto add_safety_net = [&](ConceptId condition) {
    for (const auto& net : tables.safety_nets) {
      const std::string text(knowledge.text(net.text));
      if (concerns(tables.safety_net_conditions, net.conditions, condition) &&
          std::find(out.come_back_if.begin(), out.come_back_if.end(), text) == out.come_back_if.end())
        out.come_back_if.push_back(text);
    }
  };
  if (differential.conditions.empty()) return out;
  const auto& leading = differential.conditions.front();
  add_safety_net(leading.condition);
  if (escalation.level >= Urgency::urgent) {
    out.stage = "escalation first";
    return out;
  }
  const Interval so_far = course(knowledge, facts);
  const auto* stage = stage_of(knowledge, leading.condition, so_far);
  if (stage) out.stage = knowledge.text(stage->label);

  struct Option {
    const StatementRecord* statement;
    const RankedCondition* condition;
  };
  std::vector<Option> options;
  for (const auto& condition : differential.conditions) {
    if (condition.probability < kLikelyEnough * leading.probability) break;
    const auto* its_stage = stage_of(knowledge, condition.condition, so_far);
    for (const auto& s : knowledge.statements(Relation::treats))
      if ((!s.object.exists() || s.object == condition.condition) && s.strength != Strength::against &&
          in_stage(knowledge, s, its_stage))
        options.push_back({&s, &condition});
  }
  std::stable_sort(options.begin(), options.end(), [](const Option& a, const Option& b) {
    return a.statement->strength != b.statement->strength ? a.statement->strength < b.statement->strength
                                                          : a.condition->probability > b.condition->probability;
  });
  Adviser adviser(knowledge, facts, evaluation, out);
  for (const auto& option : options) adviser.consider(*option.statement, *option.condition);
  if (out.next.size() > kMostAdvice) out.next.resize(kMostAdvice);
  return out;
}

}  // namespace noso
