#include "render/care_text.hpp"

#include <algorithm>

namespace noso::cli {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : std::string(between)) + part;
  return out;
}

std::string cited(const std::vector<std::string_view>& sources) {
  std::string out;
  for (const auto s : sources) out += (out.empty() ? " [" : ", ") + std::string(s);
  return out.empty() ? out : out + "]";
}

namespace {

constexpr std::size_t kMostNames = 6;

class CareText {
 public:
  CareText(const Knowledge& knowledge, const Care& care, Page& page) : kb_(knowledge), c_(care), page_(page) {}

  void render() {
    page_.heading(c_.stage.empty() ? "WHAT TO DO" : "WHAT TO DO: " + std::string(c_.stage));
    if (c_.action_first)
      page_.paragraph("  ", "The urgent action above comes first; no further care is advised before it.");
    for (const auto& plan : c_.stages) stage(plan);
    not_excluded();
    for (const auto& advice : c_.next) offer(advice);
    for (const auto& entry : c_.tried) page_.paragraph("  • ", label(entry.intervention) + ": " + entry.consequence);
    avoid();
    caution();
    for (const auto& measure : c_.prevention)
      page_.paragraph(
          "  " + page_.ink(Ink::green, "prevent "),
          names(measure.answers) + ": " + label(measure.intervention) + dose_of(measure.dose) + cited(measure.sources));
    if (c_.recheck_on) page_.paragraph("  look again on ", to_string(*c_.recheck_on));
    if (!c_.come_back_if.empty())
      page_.paragraph("  come back if ", joined({c_.come_back_if.begin(), c_.come_back_if.end()}, "; "));
  }

 private:
  std::string label(ConceptId c) const { return std::string(kb_.label(c)); }

  std::string dose_of(DoseId dose) const {
    return dose.exists() ? " (" + std::string(kb_.text(kb_[dose].text)) + ")" : std::string();
  }

  std::string names(const std::vector<ConceptId>& list) const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < std::min(kMostNames, list.size()); ++i) out.push_back(label(list[i]));
    return joined(out, ", ") +
           (list.size() > kMostNames ? " and " + std::to_string(list.size() - kMostNames) + " more" : "");
  }

  void stage(const StagePlan& plan) {
    if (!plan.stage.exists()) return;
    const auto& stage = kb_[plan.stage];
    if (&plan != &c_.stages.front())
      page_.paragraph("  ", label(plan.condition) + ": " + std::string(kb_.text(stage.label)));
    if (!stage.goal.empty()) page_.paragraph("  goal: ", kb_.text(stage.goal));
    for (const auto& step : plan.steps)
      page_.paragraph("  past ", std::string(kb_.text(kb_[step.from].id)) +
                                     (step.because.empty() ? ": by the clock" : ": " + joined(step.because, ", ")));
    std::string needs = names(plan.open);
    for (const auto& also : plan.open_also) needs += (needs.empty() ? "" : ", ") + also;
    if (!needs.empty()) page_.paragraph("  whether to go on to the next stage depends on ", needs);
    if (plan.if_failed.exists())
      page_.paragraph("  if what was tried has not helped: ", kb_.text(kb_[plan.if_failed].label));
    for (const auto rule : plan.moves_early)
      page_.paragraph("  earlier, if ", std::string(kb_.text(kb_[rule].action)) + cited(kb_.sources(kb_[rule].basis)));
  }

  /// Once for all of the plan: most exercises wait for the same red flags.
  void not_excluded() {
    std::vector<std::string> flags;  // in the order of the plan
    for (const auto& advice : c_.next)
      for (const auto at : advice.ask_before)
        for (const auto rule : c_.open[at].not_excluded) {
          std::string text = std::string(kb_.text(kb_[rule].label)) + " (" + std::string(kb_.text(kb_[rule].id)) + ")";
          if (std::find(flags.begin(), flags.end(), text) == flags.end()) flags.push_back(std::move(text));
        }
    if (flags.empty()) return;
    const std::size_t more = flags.size() > kMostNames ? flags.size() - kMostNames : 0;
    flags.resize(flags.size() - more);
    page_.paragraph("  not excluded yet: ",
                    joined(flags, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : ""));
  }

  void offer(const Advice& advice) {
    page_.paragraph(
        "  • ", page_.ink(Ink::bold, kb_.label(advice.intervention)) + " (" + advice.why + ")" + cited(advice.sources));
    if (advice.dose.exists()) page_.paragraph("      ", kb_.text(kb_[advice.dose].text));
    if (!advice.effect.empty()) page_.paragraph("      effect: ", advice.effect);
    for (const auto at : advice.cautions)
      page_.paragraph("      " + page_.ink(Ink::yellow, "caution: "), with_reason(c_.precautions[at]));
    std::vector<ConceptId> removes, warns;
    for (const auto at : advice.ask_before) {
      auto& list = kb_[c_.open[at].rule].kind == RuleKind::avoid ? removes : warns;
      for (const auto c : c_.open[at].facts)
        if (std::find(list.begin(), list.end(), c) == list.end()) list.push_back(c);
    }
    if (!removes.empty()) page_.paragraph("      ask about, before: ", names(removes) + " (would rule it out)");
    if (!warns.empty()) page_.paragraph("      ask about, too: ", names(warns) + " (would ask for care)");
  }

  std::string with_reason(const Precaution& precaution) const {
    const auto& rule = kb_[precaution.rule];
    return std::string(kb_.text(rule.action)) + " (" + joined(precaution.because, ", ") + ")" +
           cited(kb_.sources(rule.basis));
  }

  /// One line for each reason, whatever the number of interventions.
  void avoid() {
    for (auto first = c_.avoid.begin(); first != c_.avoid.end();) {
      const auto same = [&](const Avoided& a) {
        return a.precaution == first->precaution && a.because == first->because;
      };
      auto last = first;
      std::vector<ConceptId> list;
      for (; last != c_.avoid.end() && same(*last); ++last) list.push_back(last->intervention);
      page_.paragraph("  " + page_.ink(Ink::red, "avoid "),
                      names(list) + ": " +
                          (first->precaution != Avoided::kNone ? with_reason(c_.precautions[first->precaution])
                                                               : first->because + cited(first->sources)));
      first = last;
    }
  }

  bool is_advised(ConceptId intervention) const {
    return std::any_of(c_.next.begin(), c_.next.end(), [&](const Advice& a) { return a.intervention == intervention; });
  }

  void caution() {
    for (auto first = c_.caution.begin(); first != c_.caution.end();) {
      std::vector<ConceptId> list;
      const auto at = first->precaution;
      for (; first != c_.caution.end() && first->precaution == at; ++first)
        if (!is_advised(first->intervention)) list.push_back(first->intervention);
      if (!list.empty())
        page_.paragraph("  " + page_.ink(Ink::yellow, "with care "),
                        names(list) + ": " + with_reason(c_.precautions[at]));
    }
  }

  const Knowledge& kb_;
  const Care& c_;
  Page& page_;
};

std::string change_text(const FindingChange& entry) {
  const auto number = [](Interval x) { return x.is_exact() ? format_number(x.low) : std::string("?"); };
  if (!entry.severity_before.knows_something() || !entry.severity_now.knows_something()) return {};
  return " (" + number(entry.severity_before) + " → " + number(entry.severity_now) + " of 10)";
}

}  // namespace

void render_care(const Knowledge& knowledge, const Care& care, Page& page) { CareText(knowledge, care, page).render(); }

void render_reassessment(const Knowledge& knowledge, const Reassessment& since, Page& page) {
  page.heading("SINCE " + (since.case_before.empty() ? std::string("THE EARLIER CASE") : since.case_before) + ": " +
               std::string(to_string(since.overall)));
  for (const auto& entry : since.findings)
    page.paragraph("  " + std::string(to_string(entry.change)) + ": ",
                   std::string(knowledge.label(entry.finding)) + change_text(entry));
  for (const auto& entry : since.tried)
    page.paragraph("  tried: ", std::string(knowledge.label(entry.intervention)) + ", response " +
                                    std::string(to_string(entry.response)) +
                                    (entry.from_course ? " (taken from the course of the complaint)" : ""));
  page.paragraph("  → ", since.consequence);
}

}  // namespace noso::cli
