#include "scores.hpp"

#include <algorithm>

namespace noso {

namespace {

/// True when the value may lie in the band.
bool meets(const BandRecord& band, Interval value) {
  const bool above = band.low_included != 0 ? value.high >= band.low : value.high > band.low;
  const bool below = band.high_included != 0 ? value.low <= band.high : value.low < band.high;
  return above && below;
}

/// True when the case says something that counts: age and sex alone do not make a score worth showing.
bool is_of_interest(const Knowledge& knowledge, const Facts& facts, const RuleRecord& rule) {
  const auto nodes = knowledge.nodes(rule);
  return std::any_of(nodes.begin(), nodes.end(), [&](const ExpressionNode& node) {
    const ConceptId about{node.concept_ref};
    return (node.op == Op::present && facts.of(about) == Truth::yes) ||
           (node.op == Op::measure && facts.measure(about).knows_something());
  });
}

}  // namespace

std::vector<ScoreValue> scores(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation) {
  std::vector<ScoreValue> out;
  const auto& tables = knowledge.tables();
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    if (tables.rules[r].kind != RuleKind::score) continue;
    const Interval value = evaluation.rules[r].number;
    if (!value.is_exact() && !is_of_interest(knowledge, facts, tables.rules[r])) continue;
    ScoreValue score{.score = RuleId{r}, .value = value};
    for (const auto& band : tables.bands)
      if (band.score == score.score && meets(band, value)) score.bands.emplace_back(knowledge.text(band.label));
    score.because = reasons(knowledge, facts, evaluation, score.score);
    score.needs = open_questions(knowledge, evaluation, score.score, &score.needs_also);
    out.push_back(std::move(score));
  }
  std::sort(out.begin(), out.end(), [&](const ScoreValue& a, const ScoreValue& b) {
    return knowledge.text(knowledge[a.score].id) < knowledge.text(knowledge[b.score].id);
  });
  return out;
}

}  // namespace noso
