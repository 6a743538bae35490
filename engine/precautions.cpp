#include "precautions.hpp"

#include <algorithm>

namespace noso {

Precautions::Precautions(const Knowledge& knowledge, const CareIndex& index, const Facts& facts,
                         const Evaluation& evaluation, Care& out)
    : kb_(knowledge),
      index_(index),
      facts_(facts),
      evaluation_(evaluation),
      out_(out),
      avoided_(knowledge.concept_count(), 0),
      position_(knowledge.tables().rules.size(), Avoided::kNone) {
  for (const auto rule : index.precautions())
    if (evaluation.truth(rule) == Truth::yes) list_rule(rule);
  if (!facts.allergies.empty()) list_allergies();
}

void Precautions::list_rule(RuleId rule) {
  const auto& record = kb_[rule];
  const auto at = position(rule);
  for (const auto intervention : kb_.targets(record)) {
    if (record.kind == RuleKind::caution) {
      out_.caution.push_back({intervention, at});
      continue;
    }
    avoided_[intervention.value] = 1;
    Avoided avoided;
    avoided.intervention = intervention;
    avoided.precaution = at;
    avoided.because = kb_.text(record.action);
    avoided.sources = kb_.sources(record.basis);
    out_.avoid.push_back(std::move(avoided));
  }
}

void Precautions::list_allergies() {
  const auto& graph = kb_.graph();
  const auto related = [&](ConceptId a, ConceptId b) { return a == b || graph.is_a(a, b) || graph.is_a(b, a); };
  for (std::uint32_t c = 0; c < kb_.concept_count(); ++c) {
    const ConceptId intervention{c};
    if (kb_[intervention].kind != ConceptKind::intervention) continue;
    for (const auto allergy : facts_.allergies) {
      const auto contents = kb_.contents(intervention);
      const auto drug =
          std::find_if(contents.begin(), contents.end(), [&](ConceptId part) { return related(part, allergy); });
      const bool itself = intervention == allergy || graph.is_a(intervention, allergy);
      if (drug == contents.end() && !itself) continue;
      avoided_[c] = 1;
      Avoided avoided;
      avoided.intervention = intervention;
      avoided.allergy = allergy;
      avoided.because = "allergy to " + std::string(kb_.label(allergy));
      if (drug != contents.end()) avoided.because += ", and it contains " + std::string(kb_.label(*drug));
      avoided.sources = kb_.sources(kb_[intervention].basis);
      out_.avoid.push_back(std::move(avoided));
      break;
    }
  }
}

void Precautions::against(StatementId statement) {
  const auto& s = kb_[statement];
  const bool listed = std::any_of(out_.avoid.begin(), out_.avoid.end(), [&](const Avoided& a) {
    return a.intervention == s.subject && a.statement.exists();
  });
  avoided_[s.subject.value] = 1;
  if (listed) return;
  Avoided avoided;
  avoided.intervention = s.subject;
  avoided.statement = statement;
  avoided.because = s.object.exists() ? "advised against for " + std::string(kb_.label(s.object)) : "advised against";
  if (const auto& effect = index_.effect(statement); !effect.empty()) avoided.because += ": " + effect;
  avoided.sources = kb_.sources(s.basis);
  out_.avoid.push_back(std::move(avoided));
}

std::vector<std::uint32_t> Precautions::cautions(ConceptId intervention) {
  std::vector<std::uint32_t> out;
  for (const auto rule : index_.precautions(intervention))
    if (evaluation_.truth(rule) == Truth::yes && kb_[rule].kind == RuleKind::caution) out.push_back(position(rule));
  return out;
}

std::vector<std::uint32_t> Precautions::open(ConceptId intervention) {
  std::vector<std::uint32_t> out;
  for (const auto rule : index_.precautions(intervention))
    if (evaluation_.truth(rule) == Truth::unknown) out.push_back(open_position(rule));
  return out;
}

std::uint32_t Precautions::position(RuleId rule) {
  auto& at = position_[rule.value];
  if (at != Avoided::kNone) return at;
  at = static_cast<std::uint32_t>(out_.precautions.size());
  out_.precautions.push_back({rule, reasons(kb_, facts_, evaluation_, rule)});
  return at;
}

std::uint32_t Precautions::open_position(RuleId rule) {
  auto& at = position_[rule.value];
  if (at != Avoided::kNone) return at;
  at = static_cast<std::uint32_t>(out_.open.size());
  out_.open.push_back(look_into(rule));
  return at;
}

/// One pass from the root down: arguments stand before the node that uses them. Red flags are named, not entered; what
/// would settle them stands with the urgency.
OpenPrecaution Precautions::look_into(RuleId rule) {
  const auto& tables = kb_.tables();
  const auto nodes = kb_[rule].nodes;
  OpenPrecaution out{rule, {}, {}, {}};
  asked_.assign(nodes.count, 0);
  asked_.back() = 1;
  const auto once = [](auto& list, auto entry) {
    if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(std::move(entry));
  };
  for (auto i = nodes.count; i-- > 0;) {
    const auto& node = tables.nodes[nodes.first + i];
    const auto& value = evaluation_.nodes[nodes.first + i];
    const bool open = is_number(node.op) ? !value.number.is_exact() : value.truth == Truth::unknown;
    if (asked_[i] == 0 || !open) continue;
    for (std::uint32_t a = 0; a < node.arguments.count; ++a) asked_[tables.arguments[node.arguments.first + a]] = 1;
    const ConceptId about{node.concept_ref};
    if (node.op == Op::present || node.op == Op::measure) once(out.facts, about);
    if (node.op == Op::rule) once(out.not_excluded, RuleId{node.concept_ref});
    if (node.op == Op::age) once(out.also, std::string("age"));
    if (node.op == Op::sex_is) once(out.also, std::string("sex"));
    if (node.op == Op::duration) once(out.also, "duration of " + std::string(kb_.label(about)));
    if (node.op == Op::severity) once(out.also, "severity of " + std::string(kb_.label(about)));
    if (node.op == Op::tried || node.op == Op::tried_duration)
      once(out.also, std::string("what was tried, how long, and how it went"));
  }
  std::reverse(out.facts.begin(), out.facts.end());
  std::reverse(out.not_excluded.begin(), out.not_excluded.end());
  return out;
}

}  // namespace noso
