#include "render/answer_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "render/care_text.hpp"
#include "render/factor.hpp"
#include "render/guideline_text.hpp"
#include "render/page.hpp"
#include "render/urgency.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostAskFirst = 8;
constexpr std::size_t kMostMembers = 5;
constexpr double kWorthALine = 0.005;  // probability below which a condition is left to --json

/// The reasons of a rule; of a long list of what is not recorded only how long it is.
std::string because_text(const std::vector<std::string>& because) {
  constexpr std::ptrdiff_t kMostNotRecorded = 2;
  const auto not_recorded = [](const std::string& reason) { return reason.ends_with(kNotRecorded); };
  const auto count = std::count_if(because.begin(), because.end(), not_recorded);
  if (count <= kMostNotRecorded) return joined(because, ", ");
  std::vector<std::string> out;
  std::remove_copy_if(because.begin(), because.end(), std::back_inserter(out), not_recorded);
  out.push_back("nothing recorded of " + std::to_string(count) + " findings that would speak against it");
  return joined(out, ", ");
}

class Renderer {
 public:
  Renderer(const Answer& answer, const std::string& color) : a_(answer), kb_(*answer.knowledge), page_(color) {}

  std::string render(AnswerParts parts) {
    head();
    if (!a_.in_scope) page_.paragraph("Outside scope: ", a_.scope_reason + " Red flags are still checked.");
    urgency();
    scores();
    guidelines();
    if (a_.in_scope) {
      if (parts.differential) differential(a_.differential);
      if (parts.questions) questions();
      if (parts.care) render_care(kb_, a_.care, page_);
      if (parts.differential || parts.care) sides(parts);
    }
    if (a_.since) render_reassessment(kb_, *a_.since, page_);
    for (const auto& warning : a_.warnings) page_.paragraph(page_.ink(Ink::yellow, "Note: "), warning);
    if (const auto text = notice(kb_); !text.empty()) {
      page_.blank();
      page_.paragraph("", page_.ink(Ink::dim, text));
    }
    return page_.text();
  }

 private:
  void head() {
    const auto& m = kb_.manifest();
    page_.paragraph("", page_.ink(Ink::dim, std::string(m.get("title")) + " " + std::string(m.version()) + " (" +
                                                std::string(m.status()) + "), as of " + to_string(a_.as_of)));
  }

  void urgency() {
    const auto& e = a_.escalation;
    page_.blank();
    page_.paragraph(page_.ink(Ink::bold, "URGENCY "), urgency_line(a_, page_));
    if (!tells_urgency(kb_)) return;
    for (const auto& fired : e.fired) {
      const auto& rule = kb_[fired.rule];
      std::string text(kb_.text(rule.action));
      text += cited(kb_.sources(rule.basis));
      page_.paragraph(
          "  " + page_.ink(ink_of(rule.level), to_string(rule.level)) + " (" + std::string(kb_.text(rule.id)) + ") ",
          text);
      page_.paragraph("      because ", because_text(fired.because));
    }
    if (e.ask_first.empty()) return;
    std::string questions;
    for (std::size_t i = 0; i < std::min(kMostAskFirst, e.ask_first.size()); ++i)
      questions += (i ? ", " : "") +
                   (e.ask_first[i].about.exists() ? std::string(kb_.label(e.ask_first[i].about)) : e.ask_first[i].what);
    if (e.ask_first.size() > kMostAskFirst)
      questions += " and " + std::to_string(e.ask_first.size() - kMostAskFirst) + " more";
    page_.paragraph("  ask first: ", questions);
  }

  static std::string range(Interval value) {
    return value.is_exact() ? format_number(value.low) : format_number(value.low) + " to " + format_number(value.high);
  }

  void scores() {
    if (a_.scores.empty()) return;
    page_.heading("SCORES");
    for (const auto& score : a_.scores) {
      const auto& rule = kb_[score.score];
      std::string text = range(score.value);
      if (!score.bands.empty()) text += ": " + joined(score.bands, ", or ");
      page_.paragraph("  " + page_.ink(Ink::bold, kb_.text(rule.label)) + " ", text + cited(kb_.sources(rule.basis)));
      if (!score.because.empty()) page_.paragraph("      because ", joined(score.because, ", "));
      std::vector<std::string> open;
      for (const auto c : score.needs) open.emplace_back(kb_.label(c));
      open.insert(open.end(), score.needs_also.begin(), score.needs_also.end());
      if (!open.empty()) page_.paragraph("      not known: ", joined(open, ", "));
    }
  }

  void guidelines() {
    if (a_.guidelines.empty()) return;
    page_.heading("GUIDELINES");
    for (const auto& result : a_.guidelines) render_guideline(kb_.tables(), result, page_);
  }

  std::string contributions(const RankedCondition& c, bool favourable) const {
    std::string out;
    for (const auto& step : c.steps) {
      const auto factor = factor_text(step.log10_ratio);
      if ((step.log10_ratio > 0) != favourable || factor.empty()) continue;
      out += (out.empty() ? "" : ", ") + std::string(step.state == Truth::no ? "no " : "") +
             std::string(step.from.exists() ? kb_.label(step.from) : step.about) + basis_of(step) + ' ' + factor;
    }
    return out;
  }

  /// What a likelihood ratio of a single cause rests on: the annotated feature where it is another one, and its
  /// frequency.
  std::string basis_of(const Contribution& step) const {
    const auto& features = kb_.tables().likelihood.features;
    if (!step.match || step.match->feature >= features.size()) return {};
    const auto& feature = features[step.match->feature];
    std::string out = feature.finding == step.from ? "" : "as " + std::string(kb_.label(feature.finding));
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (feature.statement.exists()) add(reported_frequency(kb_, feature.statement));
    if (feature.origin != FeatureOrigin::stated) add("by " + std::string(to_string(feature.origin)));
    return " (" + out + ")";
  }

  void series(const Differential& d) {
    for (const auto& s : d.series) {
      std::string members;
      for (std::size_t i = 0; i < std::min(kMostMembers, s.members.size()); ++i)
        members += (i ? ", " : "") + std::string(kb_.label(s.members[i]));
      if (s.members.size() > kMostMembers)
        members += " and " + std::to_string(s.members.size() - kMostMembers) + " more";
      page_.paragraph("      some form of ", page_.ink(Ink::bold, s.label) + ": " + percent(s.probability) +
                                                 "; the findings do not tell which (" + members + ")");
    }
  }

  void differential(const Differential& d) {
    page_.heading("WHAT IT COULD BE");
    if (!d.population.exists())
      page_.paragraph("  ", page_.ink(Ink::dim, d.method + "; ×n: the evidence multiplies the odds by n"));
    else
      page_.paragraph("  ",
                      page_.ink(Ink::dim, d.method + "; priors: " + std::string(kb_.text(kb_[d.population].label)) +
                                              "; ×n: the evidence multiplies the odds by n"));
    if (d.insufficient_evidence)
      page_.paragraph("  ",
                      page_.ink(Ink::yellow, "Insufficient evidence: ") +
                          "nothing that was told moves the odds of a condition by a factor of 2; the list is little "
                          "more than what is usual.");
    for (std::size_t i = 0; i < d.conditions.size(); ++i) {
      const auto& c = d.conditions[i];
      if (c.probability < kWorthALine && i >= 3) break;
      char row[64];
      std::snprintf(row, sizeof row, "  %2zu  %s %6s  ", i + 1, bar(c.probability, 10).c_str(),
                    percent(c.probability).c_str());
      page_.paragraph(row, page_.ink(Ink::bold, kb_.label(c.condition)) +
                               (c.range ? " (" + percent(c.range->low) + " to " + percent(c.range->high) + ")" : ""));
      if (const auto text = contributions(c, true); !text.empty()) page_.paragraph("          for     ", text);
      if (const auto text = contributions(c, false); !text.empty()) page_.paragraph("          against ", text);
    }
    page_.paragraph("      ", "none of these: " + percent(d.none_of_these));
    series(d);
    if (!d.combinations.empty() && d.combinations.front().conditions.size() > 1) together(d.combinations.front());
    list("  not ruled out: ", d.must_not_miss);
    list("  explained by nothing: ", d.unexplained);
    for (const auto& n : d.not_counted)
      page_.paragraph("  ", page_.ink(Ink::dim, "not counted: " + std::string(kb_.label(n.finding)) +
                                                    (n.instead.exists() ? " (says the same as " +
                                                                              std::string(kb_.label(n.instead)) + ")"
                                                                        : " (it is in the priors already)")));
  }

  void together(const Combination& c) {
    std::string names;
    for (const auto id : c.conditions) names += (names.empty() ? "" : " and ") + std::string(kb_.label(id));
    page_.paragraph("      ", "most probable together: " + names + ", " + percent(c.probability));
  }

  void list(std::string_view first, const std::vector<ConceptId>& ids) {
    if (ids.empty()) return;
    std::string names;
    for (const auto id : ids) names += (names.empty() ? "" : ", ") + std::string(kb_.label(id));
    page_.paragraph(first, names);
  }

  void questions() {
    if (a_.ask_next.empty()) return stop();
    page_.heading("ASK NEXT");
    for (const auto& q : a_.ask_next) {
      char bits[32];
      std::snprintf(bits, sizeof bits, "  %.2f bit  ", q.value_bits());
      page_.paragraph(bits, q.text + page_.ink(Ink::dim, "  (" + q.why + ")"));
    }
    stop();
  }

  /// Whether to go on asking.
  void stop() {
    const auto& s = a_.stop_asking;
    if (!s.because.empty())
      page_.paragraph("  ", page_.ink(Ink::dim, (s.now ? "enough is known: " : "go on asking while: ") + s.because));
  }

  void sides(AnswerParts parts) {
    for (const auto& problem : a_.problems) {
      page_.heading(problem.side == "left" ? "LEFT" : "RIGHT");
      if (!problem.in_scope) {
        page_.paragraph("  ", problem.scope_reason);
        continue;
      }
      if (parts.differential) differential(problem.differential);
      if (parts.care) render_care(kb_, problem.care, page_);
    }
  }

  const Answer& a_;
  const Knowledge& kb_;
  Page page_;
};

}  // namespace

std::string render(const Answer& answer, AnswerParts parts, const std::string& color) {
  return Renderer(answer, color).render(parts);
}

}  // namespace noso::cli
