#include "serve/cards.hpp"

#include <algorithm>
#include <unordered_set>

#include "render/page.hpp"
#include "serve/card_lint.hpp"

namespace noso::serve {

namespace {

constexpr std::size_t kFlagCardsShown = 5;  ///< more stand in the detail of the last card
constexpr std::size_t kConditionsShown = 5;
constexpr std::size_t kFactsShown = 8;

std::string joined(const std::vector<std::string>& list, std::size_t most = kFactsShown) {
  std::string out;
  for (std::size_t i = 0; i < list.size() && i < most; ++i) out += (i > 0 ? ", " : "") + list[i];
  return list.size() > most ? out + " and " + std::to_string(list.size() - most) + " more" : out;
}

std::string upper(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
  return out;
}

std::vector<std::string> labels(const Knowledge& kb, const std::vector<ConceptId>& list) {
  std::vector<std::string> out;
  for (const auto c : list) out.emplace_back(kb.label(c));
  return out;
}

std::vector<std::string> names_of(const Answer& answer, const std::vector<OpenFact>& open) {
  std::vector<std::string> out;
  for (const auto& fact : open)
    out.push_back(fact.about.exists() ? std::string(answer.knowledge->label(fact.about)) : fact.what);
  return out;
}

/// "routine, not excluded: emergency"
std::string urgency_text(const Escalation& e) {
  auto out = std::string(to_string(e.level));
  return e.settled() ? out : out + ", not excluded: " + std::string(to_string(e.at_most));
}

std::string steps_text(const Knowledge& kb, const RankedCondition& c, bool in_favour) {
  std::vector<std::string> out;
  for (const auto& step : c.steps)
    if ((step.log10_ratio > 0) == in_favour && step.from.exists()) out.emplace_back(kb.label(step.from));
  return joined(out, 5);
}

std::vector<Evidence> given_evidence(const Knowledge& kb, const Facts& facts) {
  std::vector<Evidence> out;
  for (const auto& fact : facts.given)
    if (fact.state != Truth::unknown)
      out.push_back(
          {kb.id(fact.about), kb.label(fact.about), fact.state == Truth::yes ? "present" : "absent", fact.from});
  return out;
}

/// Red flags above routine, most urgent first; those beyond what a person reads are named in the last card.
std::vector<Card> red_flag_cards(const Answer& answer, const Chart& chart) {
  const auto& kb = *answer.knowledge;
  std::vector<Card> out;
  std::string further;
  for (const auto& fired : answer.escalation.fired) {
    if (kb[fired.rule].level < Urgency::soon) continue;
    if (out.size() < kFlagCardsShown)
      out.push_back(red_flag_card(answer, fired, chart));
    else
      further +=
          "\n- " + std::string(to_string(kb[fired.rule].level)) + ": " + plain_markdown(kb.text(kb[fired.rule].label));
  }
  if (!further.empty()) out.back().detail += "\n\n**Further red flags:**" + further;
  return out;
}

std::string open_urgency(const Answer& answer) {
  const auto& e = answer.escalation;
  if (e.settled()) return {};
  std::string out = "\n\n**Urgency:** " + urgency_text(e) + ".";
  if (!e.ask_first.empty()) out += " Ask first: " + plain_markdown(joined(names_of(answer, e.ask_first))) + ".";
  return out;
}

std::string questions_text(const Answer& answer) {
  std::string out;
  for (const auto& q : answer.ask_next) out += "\n- " + plain_markdown(q.text);
  return out.empty() ? out : "\n\n**Ask next:**" + out;
}

std::string notes_text(const Answer& answer) {
  std::string out;
  for (const auto& text : answer.warnings) out += "\n- " + plain_markdown(text);
  if (!answer.facts.conflicts.empty())
    out += "\n- said to be present and absent, taken as unknown: " +
           plain_markdown(joined(labels(*answer.knowledge, answer.facts.conflicts)));
  return out.empty() ? out : "\n\n**Note:**" + out;
}

Card differential_card(const Answer& answer, const Chart& chart) {
  const auto& kb = *answer.knowledge;
  const auto& d = answer.differential;
  Card card{.key = "differential"};
  const auto& first = d.conditions.front();
  card.summary = std::string(kb.label(first.condition)) + " " + cli::percent(first.probability) + "; urgency " +
                 urgency_text(answer.escalation);
  card.detail = "| Condition | Probability | For | Against |\n| --- | --- | --- | --- |";
  for (std::size_t i = 0; i < d.conditions.size() && i < kConditionsShown; ++i) {
    const auto& c = d.conditions[i];
    card.detail += "\n| " + plain_markdown(kb.label(c.condition)) + " | " +
                   plain_markdown(cli::percent(c.probability)) + " | " + plain_markdown(steps_text(kb, c, true)) +
                   " | " + plain_markdown(steps_text(kb, c, false)) + " |";
    for (const auto source : c.sources)
      if (std::find(card.sources.begin(), card.sources.end(), source) == card.sources.end())
        card.sources.push_back(source);
  }
  if (!d.must_not_miss.empty())
    card.detail += "\n\n**Not ruled out:** " + plain_markdown(joined(labels(kb, d.must_not_miss))) + ".";
  if (d.insufficient_evidence)
    card.detail += "\n\nWhat is known moves no condition much: this is little more than how often each is.";
  card.detail +=
      open_urgency(answer) + questions_text(answer) + notes_text(answer) + card_footing(kb, card.sources, chart);
  card.evidence = given_evidence(kb, answer.facts);
  return card;
}

Card triage_card(const Answer& answer, const Chart& chart) {
  const auto& kb = *answer.knowledge;
  Card card{.key = "triage"};
  card.summary = "Urgency " + urgency_text(answer.escalation);
  const auto ask = names_of(answer, answer.escalation.ask_first);
  if (!ask.empty()) card.summary += "; ask first: " + joined(ask, 3);
  card.detail = "**Urgency:** " + urgency_text(answer.escalation) + ".";
  for (const auto& fact : answer.escalation.ask_first) {
    const auto question = fact.about.exists() ? kb.text(kb[fact.about].question) : std::string_view();
    card.detail += "\n- " + plain_markdown(question.empty() ? (fact.about.exists() ? kb.label(fact.about)
                                                                                   : std::string_view(fact.what))
                                                            : question);
  }
  card.detail += notes_text(answer) + card_footing(kb, {}, chart);
  card.evidence = given_evidence(kb, answer.facts);
  return card;
}

/// Walks the nodes of a rule and of the rules that it refers to.
void collect_concepts(const Knowledge& kb, RuleId rule, std::unordered_set<std::uint32_t>& rules,
                      std::unordered_set<std::uint32_t>& concepts) {
  if (!rules.insert(rule.value).second) return;
  for (const auto& node : kb.nodes(kb[rule])) {
    if (node.op == Op::rule || node.op == Op::score) collect_concepts(kb, RuleId{node.concept_ref}, rules, concepts);
    if (node.op == Op::present || node.op == Op::recorded || node.op == Op::measure || node.op == Op::duration ||
        node.op == Op::severity)
      concepts.insert(node.concept_ref);
  }
}

}  // namespace

std::string_view to_string(Indicator indicator) {
  constexpr std::string_view kWords[] = {"info", "warning", "critical"};
  return kWords[static_cast<std::size_t>(indicator)];
}

Indicator indicator_of(Urgency level) {
  if (level >= Urgency::urgent) return Indicator::critical;
  return level == Urgency::soon ? Indicator::warning : Indicator::info;
}

std::string short_enough(std::string summary) {
  std::size_t points = 0, at = 0, last_space = 0;
  for (; at < summary.size(); ++at) {
    if ((static_cast<unsigned char>(summary[at]) & 0xC0) == 0x80) continue;
    if (++points == kSummaryBelow - 1) break;
    if (summary[at] == ' ') last_space = at;
  }
  if (at >= summary.size()) return summary;
  summary.resize(last_space > 0 ? last_space : at);
  while (!summary.empty() && (summary.back() == ',' || summary.back() == ';' || summary.back() == ' '))
    summary.pop_back();
  return summary + "…";
}

std::string plain_markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    if (std::string_view("\\`*_[]|~").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string card_footing(const Knowledge& kb, const std::vector<std::string_view>& sources, const Chart& chart) {
  std::string out;
  for (const auto& record : kb.tables().sources)
    if (std::find(sources.begin(), sources.end(), kb.text(record.id)) != sources.end())
      out += "\n- " + plain_markdown(kb.text(record.id)) + ": " + plain_markdown(kb.text(record.citation));
  if (!out.empty()) out = "\n\n**Sources:**" + out;
  if (!chart.unseen.empty())
    out += "\n\n**Not seen, and so not known:** " + plain_markdown(joined(chart.unseen, 20)) + ".";
  for (const auto& text : chart.warnings) out += "\n\n" + plain_markdown(text);
  if (const auto said = notice(kb); !said.empty()) out += "\n\n*" + said + "*";
  return out;
}

std::vector<Evidence> evidence_of(const Knowledge& kb, const Facts& facts, RuleId rule) {
  std::unordered_set<std::uint32_t> rules, concepts;
  collect_concepts(kb, rule, rules, concepts);
  std::vector<Evidence> out;
  for (const auto& fact : facts.given) {
    const bool counts = std::any_of(concepts.begin(), concepts.end(), [&](std::uint32_t c) {
      return facts.of({c}) != Truth::unknown && facts.because_of[c] == fact.about;
    });
    if (counts && fact.state != Truth::unknown)
      out.push_back(
          {kb.id(fact.about), kb.label(fact.about), fact.state == Truth::yes ? "present" : "absent", fact.from});
  }
  return out;
}

Card red_flag_card(const Answer& answer, const FiredRule& fired, const Chart& chart) {
  const auto& kb = *answer.knowledge;
  const auto& rule = kb[fired.rule];
  Card card{.key = "rule/" + std::string(kb.text(rule.id)), .indicator = indicator_of(rule.level)};
  card.summary = upper(to_string(rule.level)) + ": " + std::string(kb.text(rule.label));
  card.detail = "**Action:** " + plain_markdown(kb.text(rule.action));
  if (!rule.time_critical.empty()) card.detail += "\n\n**Time:** " + plain_markdown(kb.text(rule.time_critical));
  card.detail += "\n\n**Because:** " + plain_markdown(joined(fired.because));
  card.rule = kb.text(rule.id);
  card.rule_label = kb.text(rule.label);
  card.sources = kb.sources(rule.basis);
  card.evidence = evidence_of(kb, answer.facts, fired.rule);
  card.detail += card_footing(kb, card.sources, chart);
  return card;
}

std::vector<Card> view_cards(const Answer& answer, const Chart& chart) {
  auto out = red_flag_cards(answer, chart);
  if (answer.in_scope && !answer.differential.conditions.empty()) out.push_back(differential_card(answer, chart));
  return out;
}

std::vector<Card> triage_cards(const Answer& answer, const Chart& chart) {
  auto out = red_flag_cards(answer, chart);
  if (answer.in_scope || !out.empty()) out.push_back(triage_card(answer, chart));
  return out;
}

}  // namespace noso::serve
