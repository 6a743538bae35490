#include "render/explanation_text.hpp"

#include <cmath>
#include <cstdio>

#include "render/page.hpp"

namespace noso::cli {

namespace {

constexpr double kWorthNaming = 0.005;  // log10 of a ratio

/// `3.7`, `12`, of a ratio of odds and its inverse alike.
std::string times(double log10_ratio) {
  char text[32];
  const double ratio = std::pow(10, std::abs(log10_ratio));
  std::snprintf(text, sizeof text, ratio < 9.95 ? "%.1f" : "%.0f", ratio);
  return text;
}

class ExplanationRenderer {
 public:
  ExplanationRenderer(const Answer& answer, const std::string& color)
      : a_(answer), e_(*answer.explanation), kb_(*answer.knowledge), page_(color) {}

  std::string render() {
    page_.heading(kb_.label(e_.condition.condition));
    if (!a_.in_scope) page_.paragraph("Outside scope: ", a_.scope_reason);
    if (e_.rank > 0) {
      stand();
      steps("  why      ", true);
      steps("  why not  ", false);
      against_top();
      unasked();
    } else if (a_.in_scope) {
      page_.paragraph("  ", "there is no ranking that it could have a place in");
    }
    lift();
    flips();
    for (const auto& warning : a_.warnings) page_.paragraph(page_.ink(Ink::yellow, "Note: "), warning);
    if (const auto text = notice(kb_); !text.empty()) {
      page_.blank();
      page_.paragraph("", page_.ink(Ink::dim, text));
    }
    return page_.text();
  }

 private:
  std::string name(ConceptId c) const { return std::string(kb_.label(c)); }

  void stand() {
    std::string text = percent(e_.condition.probability);
    if (e_.condition.range)
      text += " (" + percent(e_.condition.range->low) + " to " + percent(e_.condition.range->high) + ")";
    text += ", place " + std::to_string(e_.rank) + " of " + std::to_string(e_.of);
    text += "; " + percent(1 / (1 + std::pow(10, -e_.condition.log10_prior_odds))) + " before anything was told";
    if (e_.rule_out_below > 0)
      text += e_.condition.probability < e_.rule_out_below
                  ? "; must not be missed: below its threshold, " + percent(e_.rule_out_below)
                  : "; must not be missed: not ruled out, which takes less than " + percent(e_.rule_out_below);
    page_.paragraph("  ", page_.ink(Ink::bold, text));
  }

  std::string step_name(ConceptId from, Truth state, std::string_view about) const {
    return (state == Truth::no ? "no " : "") + (from.exists() ? name(from) : std::string(about));
  }

  void steps(std::string_view first, bool favourable) {
    std::string text;
    for (const auto& step : e_.condition.steps) {
      if ((step.log10_ratio > 0) != favourable || std::abs(step.log10_ratio) < kWorthNaming) continue;
      text += (text.empty() ? "" : ", ") + step_name(step.from, step.state, step.about) + (favourable ? " ×" : " ÷") +
              times(step.log10_ratio);
    }
    page_.paragraph(first, text.empty() ? "nothing that was told" : text);
  }

  /// What sets it apart from the first condition.
  void against_top() {
    if (e_.against_top.empty()) return;
    std::string text;
    for (const auto& h : e_.against_top)
      if (h.log10_difference <= -kWorthNaming)
        text += (text.empty() ? "" : ", ") + (h.from.exists() ? step_name(h.from, h.state, {}) : "rarer beforehand") +
                " ÷" + times(h.log10_difference);
    const auto& first = a_.differential.conditions.front();
    if (!text.empty()) page_.paragraph("  behind " + name(first.condition) + ": ", text);
  }

  void unasked() {
    std::string text;
    for (const auto c : e_.condition.unasked) text += (text.empty() ? "" : ", ") + name(c);
    if (!text.empty()) page_.paragraph("  not asked ", text);
  }

  std::string changes(const ChangeSet& set) const {
    std::string text;
    for (const auto& c : set.changes)
      text += (text.empty() ? "" : "; ") + name(c.about) +
              (c.after == Truth::yes  ? " present"
               : c.after == Truth::no ? " absent"
                                      : " unknown") +
              (c.before == Truth::unknown ? ""
               : c.before == Truth::yes   ? " (told: present)"
                                          : " (told: absent)");
    return text;
  }

  /// How sure it is that nothing smaller does it.
  static std::string bound(const ChangeSet& set) {
    if (set.smallest()) return {};
    if (set.excluded_to == 0) return {};
    return "; no " +
           (set.excluded_to == 1 ? std::string("single change does")
                                 : "set of " + std::to_string(set.excluded_to) + " or fewer does") +
           ", larger sets were not all tried";
  }

  void lift() {
    if (!e_.lift) return;
    page_.paragraph("  would come first with: ", e_.lift->found
                                                     ? changes(*e_.lift) + bound(*e_.lift)
                                                     : "no answers to what is unknown were found" + bound(*e_.lift));
  }

  void flip(const std::string& what, const std::optional<ChangeSet>& set, bool urgency) {
    if (!set) return;
    if (!set->found) return page_.paragraph(what, "nothing was found" + bound(*set));
    const auto outcome = urgency ? std::string(to_string(set->level)) : name(set->top);
    page_.paragraph(what, changes(*set) + " → " + page_.ink(Ink::bold, outcome) + bound(*set));
  }

  void flips() {
    if (!e_.other_top && !e_.higher && !e_.lower) return;
    page_.heading("FEWEST CHANGES THAT ALTER THE ANSWER");
    flip("  another first: ", e_.other_top, false);
    flip("  more urgent: ", e_.higher, true);
    flip("  less urgent: ", e_.lower, true);
  }

  const Answer& a_;
  const Explanation& e_;
  const Knowledge& kb_;
  Page page_;
};

}  // namespace

std::string render_explanation(const Answer& answer, const std::string& color) {
  return ExplanationRenderer(answer, color).render();
}

}  // namespace noso::cli
