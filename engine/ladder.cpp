#include "ladder.hpp"

#include <algorithm>

namespace noso {

Interval course(const Knowledge& knowledge, const Facts& facts) {
  Interval longest{0, 0};
  bool known = false;
  for (const auto& [about, duration] : facts.durations) {
    if (facts.of(about) != Truth::yes || !knowledge.has_flag(about, kEntryFinding)) continue;
    known = true;
    longest = {std::max(longest.low, duration.low), std::max(longest.high, duration.high)};
  }
  return known ? longest : Interval{0, Interval{}.high};
}

namespace {

class Climber {
 public:
  Climber(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation, Interval course, StagePlan& out)
      : kb_(knowledge), facts_(facts), evaluation_(evaluation), course_(course), out_(out) {}

  void climb(std::span<const StageId> stages) {
    const auto first =
        std::find_if(stages.begin(), stages.end(), [&](StageId s) { return truth(kb_[s].enter) != Truth::no; });
    if (first == stages.end()) return;
    out_.stage = *first;
    while (step()) {
    }
    const auto early = kb_[out_.stage].early;
    for (std::uint32_t i = 0; i < early.count; ++i) {
      const auto rule = kb_.tables().stage_early[early.first + i];
      if (evaluation_.truth(rule) != Truth::yes) out_.moves_early.push_back(rule);
    }
  }

 private:
  Truth truth(RuleId rule) const { return rule.exists() ? evaluation_.truth(rule) : Truth::yes; }

  /// Moves up once, if that is due. `next` always leads on, so this ends.
  bool step() {
    const auto& stage = kb_[out_.stage];
    if (!stage.next.exists()) return false;
    const auto& next = kb_[stage.next];
    for (std::uint32_t i = 0; i < stage.early.count; ++i) {
      const auto rule = kb_.tables().stage_early[stage.early.first + i];
      if (evaluation_.truth(rule) == Truth::yes && kb_[rule].targets.count == 0) return move_to(stage.next, rule);
    }
    const Truth clock = at_least(course_, Interval::exactly(next.from));
    const Truth left = truth(stage.leave), entered = truth(next.enter);
    const Truth due = clock && left && entered;
    if (due == Truth::yes) return move_to(stage.next, stage.leave);
    if (due == Truth::unknown) keep_open(clock, left == Truth::unknown ? stage.leave : next.enter);
    return false;
  }

  bool move_to(StageId next, RuleId by) {
    StageStep move{out_.stage, by, {}};
    if (by.exists()) move.because = reasons(kb_, facts_, evaluation_, by);
    out_.steps.push_back(std::move(move));
    out_.stage = next;
    return true;
  }

  void keep_open(Truth clock, RuleId rule) {
    if (clock == Truth::unknown) out_.open_also.push_back("how long it has gone on");
    if (truth(rule) != Truth::unknown) return;
    out_.decided_by = rule;
    out_.open = open_questions(kb_, evaluation_, rule, &out_.open_also);
  }

  const Knowledge& kb_;
  const Facts& facts_;
  const Evaluation& evaluation_;
  Interval course_;
  StagePlan& out_;
};

}  // namespace

StagePlan climb(const Knowledge& knowledge, const CareIndex& index, const Facts& facts, const Evaluation& evaluation,
                Interval course, ConceptId condition) {
  StagePlan out;
  out.condition = condition;
  Climber(knowledge, facts, evaluation, course, out).climb(index.stages(condition));
  return out;
}

}  // namespace noso
