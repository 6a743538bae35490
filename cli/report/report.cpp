#include "report/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "noso/base/quantity.hpp"
#include "noso/engine/engine.hpp"
#include "render/care_text.hpp"
#include "render/factor.hpp"
#include "render/page.hpp"
#include "report/cited_sources.hpp"
#include "report/html.hpp"
#include "report/plan.hpp"
#include "report/style.hpp"

namespace noso::cli {

namespace {

constexpr double kWorthNaming = 0.005;  // probability
constexpr std::size_t kMostAskFirst = 20;

class ReportWriter {
 public:
  explicit ReportWriter(const ReportInput& input) : in_(input), a_(input.answer), kb_(*a_.knowledge) {}

  std::string write() {
    begin();
    urgency();
    understood();
    if (!a_.in_scope) out_.element("p", "Outside the scope of this knowledge: " + a_.scope_reason);
    if (a_.in_scope) differential();
    questions();
    if (a_.in_scope) {
      out_.element("h2", a_.care.stage.empty() ? "Plan" : "Plan: " + std::string(a_.care.stage));
      write_plan(kb_, a_.care, out_);
    }
    notes();
    sources();
    versions();
    out_.raw("</body></html>\n");
    return out_.str();
  }

 private:
  std::string label(ConceptId c) const { return std::string(kb_.label(c)); }

  void begin() {
    out_.raw(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    const auto title = a_.case_id.empty() ? std::string("Case") : a_.case_id;
    out_.element("title", title + " – Nosograph").raw("<style>").raw(kReportStyle).raw("</style></head><body>\n");
    out_.element("h1", title);
    std::string line(kb_.manifest().get("title"));
    if (a_.facts.age.knows_something()) {
      const auto years = [](double days) { return format_number(std::round(days / kDaysPerYear * 10) / 10); };
      line += " · age " + years(a_.facts.age.low) + (a_.facts.age.is_exact() ? "" : " to " + years(a_.facts.age.high));
    }
    if (a_.facts.sex != Sex::unknown) line += " · " + std::string(to_string(a_.facts.sex));
    out_.element("p", line + " · as of " + to_string(a_.as_of), "dim");
    if (const auto text = notice(kb_); !text.empty()) out_.element("p", text, "draft");
  }

  void urgency() {
    const auto& e = a_.escalation;
    const bool told = tells_urgency(kb_);
    out_.open("section", "urgency " + std::string(told ? to_string(e.level) : "none"));
    out_.element("div", "Urgency", "dim");
    if (!told)
      out_.element("div", "not assessed: this knowledge holds no rules of urgency", "level");
    else
      out_.element("div", e.level == Urgency::none ? std::string_view("no rule has fired") : to_string(e.level),
                   "level");
    if (told)
      out_.element("p", e.settled() ? "Settled: nothing that is unknown can raise it."
                                    : "Not excluded by what is unknown: " + std::string(to_string(e.at_most)) + ".");
    out_.open("ul");
    for (const auto& fired : e.fired) {
      const auto& rule = kb_[fired.rule];
      out_.open("li").element("b", to_string(rule.level)).text(": " + std::string(kb_.text(rule.action)));
      write_cited(kb_.sources(rule.basis), out_);
      out_.open("br").element("span", "because " + joined(fired.because, ", "), "dim").close("li");
    }
    out_.close("ul");
    std::vector<std::string> ask;
    for (const auto& open : e.ask_first) ask.push_back(open.about.exists() ? label(open.about) : open.what);
    const auto more = ask.size() > kMostAskFirst ? ask.size() - kMostAskFirst : 0;
    ask.resize(ask.size() - more);
    if (!ask.empty())
      out_.element("p",
                   "Ask first: " + joined(ask, ", ") + (more > 0 ? " and " + std::to_string(more) + " more." : "."));
    out_.close("section");
  }

  void understood() {
    out_.element("h2", "What was told").open("table");
    for (const auto& [state, heading] :
         {std::pair{Truth::yes, "Present"}, {Truth::no, "Absent"}, {Truth::unknown, "Not known"}}) {
      std::vector<std::string> names;
      for (const auto& fact : a_.facts.given)
        if (fact.state == state && std::find(names.begin(), names.end(), label(fact.about)) == names.end())
          names.push_back(label(fact.about));
      row(heading, names);
    }
    std::vector<std::string> measured, tried, conflicts;
    for (const auto& m : in_.told.measurements)
      measured.push_back(m.finding + " " + format_number(m.value) + (m.unit.empty() ? "" : " " + m.unit));
    for (const auto& t : a_.facts.tried)
      tried.push_back(label(t.intervention) +
                      (t.response == Response::unknown ? "" : ": " + std::string(to_string(t.response))));
    for (const auto c : a_.facts.conflicts) conflicts.push_back(label(c));
    row("Measured", measured);
    row("Tried", tried);
    row("Said both ways", conflicts);
    row("Not understood", a_.facts.unrecognized);
    out_.close("table");
    if (!in_.told.text.empty()) out_.open("p", "dim").text("Note: " + in_.told.text).close("p");
  }

  void row(std::string_view heading, const std::vector<std::string>& names) {
    if (names.empty()) return;
    out_.open("tr").element("th", heading).element("td", joined(names, ", ")).close("tr");
  }

  std::string contributions(const RankedCondition& c, bool favourable) const {
    std::vector<std::string> out;
    for (const auto& step : c.steps) {
      const auto factor = factor_text(step.log10_ratio);
      if ((step.log10_ratio > 0) != favourable || factor.empty()) continue;
      out.push_back((step.state == Truth::no ? "no " : "") +
                    (step.from.exists() ? label(step.from) : std::string(step.about)) + ' ' + factor);
    }
    return joined(out, ", ");
  }

  void differential() {
    const auto& d = a_.differential;
    out_.element("h2", "What it could be");
    out_.element("p", "Method: " + d.method + ". ×n: the finding multiplies the odds by n, ÷n divides them.", "dim");
    if (d.insufficient_evidence)
      out_.element("p", "Insufficient evidence: nothing that was told moves the odds of a condition by a factor of 2.");
    out_.open("table").raw(
        "<tr><th></th><th>Condition</th><th colspan=\"2\">Probability</th><th>For and against</th></tr>\n");
    for (std::size_t i = 0; i < d.conditions.size(); ++i) {
      const auto& c = d.conditions[i];
      if (c.probability < kWorthNaming && i >= 3) break;
      char share[64];
      std::snprintf(share, sizeof share, "<td><meter value=\"%.4f\"></meter></td>", c.probability);
      out_.open("tr").element("td", std::to_string(i + 1), "number").element("td", label(c.condition)).raw(share);
      out_.element("td", percent(c.probability), "number").open("td");
      if (const auto text = contributions(c, true); !text.empty()) out_.element("div", text, "for");
      if (const auto text = contributions(c, false); !text.empty()) out_.element("div", text, "against");
      out_.close("td").close("tr");
    }
    out_.close("table");
    std::vector<std::string> open;
    for (const auto c : d.must_not_miss) open.push_back(label(c));
    out_.element("p", "None of these: " + percent(d.none_of_these) + "." +
                          (open.empty() ? "" : " Not ruled out, and not to be missed: " + joined(open, ", ") + "."));
    if (!in_.picture.empty()) out_.open("div", "picture").raw(in_.picture).close("div");
  }

  void questions() {
    if (a_.ask_next.empty()) return;
    out_.element("h2", "Ask next").open("ol");
    for (const auto& q : a_.ask_next) out_.open("li").text(q.text).raw(" ").element("span", q.why, "tag").close("li");
    out_.close("ol");
  }

  void notes() {
    if (a_.warnings.empty()) return;
    out_.element("h2", "Notes").open("ul");
    for (const auto& warning : a_.warnings) out_.element("li", warning);
    out_.close("ul");
  }

  void sources() {
    const auto list = cited_sources(a_);
    if (list.empty()) return;
    out_.element("h2", "Sources").open("ul", "sources");
    for (const auto id : list) {
      const auto& source = kb_[id];
      out_.open("li").element("b", kb_.text(source.id)).text(" " + std::string(kb_.text(source.citation)));
      out_.raw(" ").element("span", "(" + std::string(to_string(source.mark)) + ")", "tag").close("li");
    }
    out_.close("ul");
  }

  void versions() {
    const auto& m = kb_.manifest();
    out_.element("h2", "Versions");
    out_.element("p",
                 std::string(kEngineName) + " " + std::string(kEngineVersion) + " · " + std::string(m.id()) + " " +
                     std::string(m.version()) + " (" + std::string(m.status()) + ") · " + std::string(m.digest()),
                 "dim");
  }

  const ReportInput& in_;
  const Answer& a_;
  const Knowledge& kb_;
  Html out_;
};

}  // namespace

std::string render_report(const ReportInput& input) { return ReportWriter(input).write(); }

}  // namespace noso::cli
