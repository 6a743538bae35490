#include "render/patient_text.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "noso/base/json.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostQuestions = 10;

/// The words for how soon: those of the four levels.
std::string_view how_soon(Urgency level) {
  switch (level) {
    case Urgency::emergency: return "Get help now: go to an emergency department or call the emergency number.";
    case Urgency::urgent: return "A clinician needs to see you today.";
    case Urgency::soon: return "Make an appointment: this should be looked at within two weeks.";
    case Urgency::routine:
    case Urgency::none: break;
  }
  return "";
}

std::string range_text(JsonValue value) {
  if (value.is(JsonType::array) && value.size() == 2)
    return format_number(value.at(0).number()) + " to " + format_number(value.at(1).number());
  return format_number(value.number());
}

bool is_one(std::optional<JsonValue> value) { return value && value->is(JsonType::number) && value->number() == 1; }

class PatientText {
 public:
  PatientText(const Answer& answer, const std::string& color) : a_(answer), kb_(*answer.knowledge), page_(color) {}

  std::string render() {
    page_.heading("YOUR PLAN, " + to_string(a_.as_of));
    if (const auto text = notice(kb_); !text.empty()) page_.paragraph("", text);
    first();
    if (!a_.in_scope) {
      page_.paragraph("", a_.scope_reason);
    } else if (a_.problems.empty()) {
      side(a_.care);
      unknown(a_.care);
    } else {
      for (const auto& problem : a_.problems) {
        page_.heading(problem.side == "left" ? "LEFT FOOT" : "RIGHT FOOT");
        side(problem.care);
      }
      unknown(a_.care);
    }
    come_back();
    return page_.text();
  }

 private:
  void first() {
    const auto text = how_soon(a_.escalation.level);
    if (text.empty()) return about_the_heel();
    page_.heading("FIRST");
    page_.paragraph("", text);
    for (const auto& fired : a_.escalation.fired) {
      const auto& rule = kb_[fired.rule];
      if (rule.level != a_.escalation.level) continue;
      if (!rule.patient_text.empty()) page_.paragraph("", kb_.text(rule.patient_text));
      page_.paragraph("Show this to them: ", std::string(kb_.text(rule.label)) + ".");
    }
    if (a_.escalation.level >= Urgency::urgent)
      page_.paragraph("", "Wait with everything else until you have been seen.");
  }

  /// What rules without a clock say.
  void about_the_heel() {
    page_.blank();
    for (const auto& fired : a_.escalation.fired)
      if (const auto text = kb_.text(kb_[fired.rule].patient_text); !text.empty()) page_.paragraph("", text);
  }

  void side(const Care& care) {
    if (!care.stages.empty() && care.stages.front().stage.exists())
      if (const auto text = kb_.text(kb_[care.stages.front().stage].patient_text); !text.empty()) {
        page_.blank();
        page_.paragraph("", text);
      }
    const auto self_care = [&](const Advice& a) { return kb_.has_flag(a.intervention, kSelfCare); };
    advised(care, "WHAT YOU CAN DO", [&](const Advice& a) { return !a.if_failed.exists() && self_care(a); });
    advised(care, "WHAT TO TALK ABOUT WITH YOUR CLINICIAN",
            [&](const Advice& a) { return !a.if_failed.exists() && !self_care(a); });
    advised(care, "IF WHAT YOU TRIED HAS NOT HELPED, TALK ABOUT", [](const Advice& a) { return a.if_failed.exists(); });
    if (!care.prevention.empty()) page_.heading("TO KEEP IT FROM COMING BACK");
    for (const auto& measure : care.prevention) page_.paragraph("• ", plain(measure.intervention));
    std::vector<std::string> avoided;
    for (const auto& entry : care.avoid)
      if (std::string name(kb_.label(entry.intervention));
          std::find(avoided.begin(), avoided.end(), name) == avoided.end())
        avoided.push_back(std::move(name));
    if (!avoided.empty()) page_.heading("NOT FOR YOU AT PRESENT");
    for (const auto& name : avoided) page_.paragraph("• ", name);
  }

  std::string plain(ConceptId intervention) const {
    const auto text = kb_.text(kb_[intervention].patient_text);
    return std::string(kb_.label(intervention)) + (text.empty() ? "" : ": " + std::string(text));
  }

  template <class Belongs>
  void advised(const Care& care, std::string_view heading, Belongs belongs) {
    bool any = false;
    for (const auto& advice : care.next) {
      if (!belongs(advice)) continue;
      if (!any) page_.heading(heading);
      any = true;
      page_.paragraph("• ", plain(advice.intervention));
      if (advice.trial == Trial::helped) page_.paragraph("  ", "This has helped you: go on with it.");
      if (advice.dose.exists()) dose(kb_.text(kb_[advice.dose].details));
      cautions(care, advice);
    }
  }

  /// In the words for patients; where the content has none, that there is something to talk over.
  void cautions(const Care& care, const Advice& advice) {
    bool unworded = false;
    for (const auto at : advice.cautions) {
      const auto text = kb_.text(kb_[care.precautions[at].rule].patient_text);
      unworded = unworded || text.empty();
      if (!text.empty()) page_.paragraph("  Take care: ", text);
    }
    if (unworded) page_.paragraph("  Take care: ", "talk this over with your clinician before you start.");
  }

  void dose(std::string_view details) {
    const auto document = JsonDocument::parse(details, "dose");
    if (!document.ok()) return;
    const auto root = document->root();
    std::string often;
    const auto say = [&](std::string_view key, std::string_view before, std::string_view after) {
      const auto value = root.find(key);
      if (value) often += (often.empty() ? "" : ", ") + std::string(before) + range_text(*value) + std::string(after);
    };
    say("hold_seconds", "hold for ", " seconds");
    say("repetitions", "", " times");
    say("sets", "", " rounds");
    say("minutes", "", " minutes");
    if (is_one(root.find("times_per_day")))
      often += often.empty() ? "once a day" : ", once a day";
    else
      say("times_per_day", "", " times a day");
    say("days_per_week", "", " days a week");
    say("weeks", "for ", " weeks");
    if (!often.empty()) page_.paragraph("  How much: ", often);
    if (const auto equipment = root.find("equipment"); equipment && equipment->size() > 0) {
      std::string list;
      for (std::size_t i = 0; i < equipment->size(); ++i)
        list += (list.empty() ? "" : "; ") + std::string(equipment->at(i).string());
      page_.paragraph("  You need: ", list);
    }
    if (const auto stop = root.find("stop_if"); stop && stop->is(JsonType::string))
      page_.paragraph("  Stop if ", stop->string());
  }

  /// Questions whose answers would change the plan.
  void unknown(const Care& care) {
    std::vector<ConceptId> open;
    const auto add = [&](ConceptId c) {
      if (!kb_.text(kb_[c].question).empty() && std::find(open.begin(), open.end(), c) == open.end()) open.push_back(c);
    };
    for (const auto& fact : a_.escalation.ask_first)
      if (fact.about.exists() && open.size() < kMostQuestions / 2) add(fact.about);
    for (const auto& advice : care.next)
      for (const auto at : advice.ask_before)
        for (const auto c : care.open[at].facts) add(c);
    if (open.empty()) return;
    page_.heading("WHAT WE DO NOT KNOW YET");
    page_.paragraph("", "Tell your clinician if the answer to one of these is yes:");
    for (std::size_t i = 0; i < std::min(kMostQuestions, open.size()); ++i)
      page_.paragraph("• ", kb_.text(kb_[open[i]].question));
    if (open.size() > kMostQuestions)
      page_.paragraph(
          "", "There are " + std::to_string(open.size() - kMostQuestions) + " more questions to go through together.");
  }

  void come_back() {
    std::optional<Date> on = a_.care.recheck_on;
    for (const auto& problem : a_.problems)
      if (problem.care.recheck_on && (!on || *problem.care.recheck_on < *on)) on = problem.care.recheck_on;
    if (!on && a_.care.come_back_if.empty()) return;
    page_.heading("WHEN TO COME BACK");
    if (on) page_.paragraph("On ", to_string(*on) + ", to look at it again. Before that if");
    for (const auto text : a_.care.come_back_if) page_.paragraph("• ", text);
  }

  const Answer& a_;
  const Knowledge& kb_;
  Page page_;
};

}  // namespace

std::string render_for_patient(const Answer& answer, const std::string& color) {
  return PatientText(answer, color).render();
}

}  // namespace noso::cli
