#include "console/summary.hpp"

#include <algorithm>
#include <cstdio>

#include "noso/base/quantity.hpp"
#include "render/care_text.hpp"
#include "render/page.hpp"
#include "render/urgency.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostConditions = 5;
constexpr double kWorthARow = 0.005;  // probability

void head(const Answer& answer, Page& page) {
  page.paragraph(page.ink(Ink::bold, "URGENCY "), urgency_line(answer, page));
}

double probability_of(const Answer& answer, ConceptId condition) {
  for (const auto& c : answer.differential.conditions)
    if (c.condition == condition) return c.probability;
  return 0;
}

void conditions(const Answer& answer, const Answer* before, Page& page) {
  const auto& kb = *answer.knowledge;
  const auto& list = answer.differential.conditions;
  for (std::size_t i = 0; i < std::min(kMostConditions, list.size()); ++i) {
    if (i > 0 && list[i].probability < kWorthARow) break;
    char row[96];
    std::snprintf(row, sizeof row, "  %zu  %s %6s  ", i + 1, bar(list[i].probability, 10).c_str(),
                  percent(list[i].probability).c_str());
    std::string text(kb.label(list[i].condition));
    if (before) {
      const double was = probability_of(*before, list[i].condition);
      if (percent(was) != percent(list[i].probability)) text += page.ink(Ink::dim, "  (was " + percent(was) + ")");
    }
    page.paragraph(row, text);
  }
}

void names(const Answer& answer, std::string_view title, Truth state, Page& page) {
  std::vector<std::string> list;
  for (const auto& fact : answer.facts.given)
    if (fact.state == state) list.emplace_back(answer.knowledge->label(fact.about));
  if (!list.empty()) page.paragraph(title, joined(list, ", "));
}

/// What the reader of the answer must not overlook.
void cautions(const Answer& answer, Page& page) {
  std::vector<std::string> both;
  for (const auto c : answer.facts.conflicts) both.emplace_back(answer.knowledge->label(c));
  if (!both.empty()) page.paragraph(page.ink(Ink::yellow, "  said both ways: "), joined(both, ", "));
  if (!answer.facts.unrecognized.empty())
    page.paragraph(page.ink(Ink::yellow, "  not known here: "), joined(answer.facts.unrecognized, ", "));
}

}  // namespace

std::string render_urgency(const Answer& answer, const std::string& color) {
  Page page(color);
  head(answer, page);
  return page.text();
}

std::string render_summary(const Answer& answer, const std::string& color) {
  Page page(color);
  head(answer, page);
  for (const auto& fired : answer.escalation.fired) {
    const auto& rule = (*answer.knowledge)[fired.rule];
    if (rule.level < answer.escalation.level) break;
    page.paragraph("  → ", answer.knowledge->text(rule.action));
  }
  cautions(answer, page);
  if (!answer.in_scope)
    page.paragraph("  outside scope: ", answer.scope_reason);
  else
    conditions(answer, nullptr, page);
  if (!answer.ask_next.empty()) page.paragraph("  ask: ", answer.ask_next.front().text);
  if (const auto text = notice(*answer.knowledge); !text.empty()) page.paragraph("", page.ink(Ink::dim, text));
  return page.text();
}

std::string render_told(const Answer& answer, const std::string& color) {
  Page page(color);
  head(answer, page);
  std::string person;
  if (answer.facts.age.knows_something()) {
    const auto years = [](double days) {
      return format_number(static_cast<double>(static_cast<long>(days / kDaysPerYear * 10)) / 10);
    };
    person = "age " + years(answer.facts.age.low) +
             (answer.facts.age.is_exact() ? "" : " to " + years(answer.facts.age.high));
  }
  if (answer.facts.sex != Sex::unknown)
    person += (person.empty() ? "" : ", ") + std::string(to_string(answer.facts.sex));
  if (!person.empty()) page.paragraph("  person:  ", person);
  names(answer, "  present: ", Truth::yes, page);
  names(answer, "  absent:  ", Truth::no, page);
  names(answer, "  unknown: ", Truth::unknown, page);
  std::vector<std::string> tried;
  for (const auto& t : answer.facts.tried)
    tried.push_back(std::string(answer.knowledge->label(t.intervention)) +
                    (t.duration.knows_something() ? " " + to_string(Quantity{t.duration.low, Dimension::time}) : "") +
                    (t.response == Response::unknown ? "" : ": " + std::string(to_string(t.response))));
  if (!tried.empty()) page.paragraph("  tried:   ", joined(tried, ", "));
  cautions(answer, page);
  return page.text();
}

std::string render_change(const Answer& before, const Answer& after, const std::string& color) {
  Page page(color);
  page.paragraph(page.ink(Ink::bold, "URGENCY now      "), urgency_line(before, page));
  page.paragraph(page.ink(Ink::bold, "        would be "), urgency_line(after, page));
  for (const auto& fired : after.escalation.fired) {
    const auto known = std::any_of(before.escalation.fired.begin(), before.escalation.fired.end(),
                                   [&](const FiredRule& f) { return f.rule == fired.rule; });
    if (!known) page.paragraph("  → ", after.knowledge->text((*after.knowledge)[fired.rule].action));
  }
  if (!after.in_scope) page.paragraph("  outside scope: ", after.scope_reason);
  conditions(after, &before, page);
  return page.text();
}

}  // namespace noso::cli
