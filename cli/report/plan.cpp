#include "report/plan.hpp"

#include <algorithm>

#include "render/care_text.hpp"

namespace noso::cli {

void write_cited(const std::vector<std::string_view>& sources, Html& out) {
  if (!sources.empty()) out.raw(" ").element("span", cited(sources).substr(1), "tag");
}

namespace {

class PlanWriter {
 public:
  PlanWriter(const Knowledge& knowledge, const Care& care, Html& out) : kb_(knowledge), c_(care), out_(out) {}

  void write() {
    if (c_.action_first)
      out_.element("p", "The urgent action above comes first; no further care is advised before it.");
    for (const auto& plan : c_.stages) stage(plan);
    list("Advised now", c_.next, [&](const Advice& a) { advice(a); });
    list("Tried before", c_.tried,
         [&](const TriedBefore& t) { out_.element("b", kb_.label(t.intervention)).text(": " + t.consequence); });
    avoid();
    list("With care", c_.caution, [&](const Cautioned& c) {
      out_.element("b", kb_.label(c.intervention)).text(": " + reason(c_.precautions[c.precaution]));
      write_cited(kb_.sources(kb_[c_.precautions[c.precaution].rule].basis), out_);
    });
    list("Prevention", c_.prevention, [&](const Prevention& p) {
      out_.text(names(p.answers) + ": ").element("b", kb_.label(p.intervention));
      if (p.dose.exists()) out_.text(", " + std::string(kb_.text(kb_[p.dose].text)));
      write_cited(p.sources, out_);
    });
    if (c_.recheck_on) out_.element("p", "Look again on " + to_string(*c_.recheck_on) + ".");
    list("Come back at once if", c_.come_back_if, [&](std::string_view text) { out_.text(text); });
  }

 private:
  template <class Items, class Write>
  void list(std::string_view heading, const Items& items, Write write) {
    if (items.empty()) return;
    out_.element("h3", heading).open("ul");
    for (const auto& item : items) {
      out_.open("li");
      write(item);
      out_.close("li");
    }
    out_.close("ul");
  }

  std::string names(const std::vector<ConceptId>& concepts) const {
    std::vector<std::string> out;
    for (const auto c : concepts) out.emplace_back(kb_.label(c));
    return joined(out, ", ");
  }

  std::string reason(const Precaution& p) const {
    return std::string(kb_.text(kb_[p.rule].action)) + " (" + joined(p.because, ", ") + ")";
  }

  void stage(const StagePlan& plan) {
    if (!plan.stage.exists()) return;
    const auto& stage = kb_[plan.stage];
    out_.open("p").element("b", kb_.text(stage.label)).text(" for " + std::string(kb_.label(plan.condition)));
    if (!stage.goal.empty()) out_.text(": " + std::string(kb_.text(stage.goal)));
    out_.close("p");
  }

  void advice(const Advice& a) {
    out_.element("b", kb_.label(a.intervention)).text(" (" + a.why + ")");
    write_cited(a.sources, out_);
    if (a.dose.exists()) out_.open("br").text(kb_.text(kb_[a.dose].text));
    if (!a.effect.empty()) out_.open("br").element("span", a.effect, "dim");
    for (const auto at : a.cautions) out_.open("br").text("Caution: " + reason(c_.precautions[at]));
    std::vector<ConceptId> ask;
    for (const auto at : a.ask_before)
      for (const auto c : c_.open[at].facts)
        if (std::find(ask.begin(), ask.end(), c) == ask.end()) ask.push_back(c);
    if (!ask.empty()) out_.open("br").text("Ask about, before: " + names(ask));
  }

  void avoid() {
    list("Avoid", c_.avoid, [&](const Avoided& a) {
      out_.element("b", kb_.label(a.intervention));
      out_.text(": " + (a.precaution != Avoided::kNone ? reason(c_.precautions[a.precaution]) : a.because));
      write_cited(
          a.precaution != Avoided::kNone ? kb_.sources(kb_[c_.precautions[a.precaution].rule].basis) : a.sources, out_);
    });
  }

  const Knowledge& kb_;
  const Care& c_;
  Html& out_;
};

}  // namespace

void write_plan(const Knowledge& knowledge, const Care& care, Html& out) { PlanWriter(knowledge, care, out).write(); }

}  // namespace noso::cli
