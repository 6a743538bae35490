// The one writer of answers: program, libraries and service all print this.
#include <cmath>

#include "care_json.hpp"
#include "explanation_json.hpp"
#include "guideline/result_json.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/base/quantity.hpp"
#include "noso/engine/answer.hpp"
#include "noso/engine/engine.hpp"
#include "notes/note_json.hpp"

namespace noso {

std::string notice(const Knowledge& knowledge) {
  const auto status = knowledge.manifest().status();
  if (status == "active") return {};
  if (status == "retired") return "This content is retired: it must not be used for care.";
  return "This content is a draft and not clinically reviewed: it is no basis for care of a patient.";
}

namespace {

class AnswerWriter {
 public:
  AnswerWriter(const Answer& answer, bool pretty) : a_(answer), kb_(*answer.knowledge), out_(pretty) {}

  std::string write() {
    out_.begin_object();
    head();
    told();
    if (a_.note) write_note(out_, kb_, *a_.note);
    escalation();
    scores();
    guidelines();
    differential(a_.differential);
    questions(a_.ask_next, a_.stop_asking);
    if (a_.explanation) write_explanation(out_, kb_, *a_.explanation);
    write_care(out_, {kb_, a_.escalation, a_.care});
    problems();
    if (a_.since) write_reassessment(out_, kb_, *a_.since);
    out_.texts("warnings", a_.warnings);
    out_.end_object();
    return out_.text();
  }

 private:
  void ids(std::string_view name, const std::vector<ConceptId>& list) {
    out_.key(name).begin_array();
    for (const auto c : list) out_.value(kb_.id(c));
    out_.end_array();
  }

  void head() {
    out_.key("engine").begin_object().member("name", kEngineName).member("version", kEngineVersion).end_object();
    const auto& m = kb_.manifest();
    out_.key("knowledge").begin_object();
    out_.member("id", m.id()).member("version", m.version()).member("digest", m.digest()).member("status", m.status());
    out_.end_object();
    out_.member("as_of", std::string_view(to_string(a_.as_of)));
    out_.member("notice", std::string_view(notice(kb_)));
    out_.member("scope", a_.in_scope ? "inside" : "outside");
    out_.member("scope_reason", std::string_view(a_.scope_reason));
  }

  void told() {
    out_.key("case").begin_object();
    if (!a_.case_id.empty()) out_.member("id", std::string_view(a_.case_id));
    for (const auto kind : {ConceptKind::finding, ConceptKind::risk_factor}) {
      out_.key(kind == ConceptKind::finding ? "findings" : "risk_factors").begin_array();
      for (const auto& fact : a_.facts.given) {
        if (kb_[fact.about].kind != kind) continue;
        out_.begin_object().member("id", kb_.id(fact.about)).member("label", kb_.label(fact.about));
        out_.member("state", fact.state == Truth::yes ? "present" : fact.state == Truth::no ? "absent" : "unknown");
        if (!fact.from.empty()) out_.member("from", std::string_view(fact.from));
        if (const auto since = Facts::date(a_.facts.onsets, fact.about))
          out_.member("since", std::string_view(to_string(*since)));
        if (const auto days = a_.facts.duration(fact.about); fact.state == Truth::yes && days.knows_something())
          out_.key("duration_days").begin_array().value(days.low).value(days.high).end_array();
        out_.end_object();
      }
      out_.end_array();
    }
    measured();
    tried();
    out_.texts("unrecognized", a_.facts.unrecognized);
    ids("conflicts", a_.facts.conflicts);
    out_.end_object();
  }

  void measured() {
    if (a_.facts.measured.empty()) return;
    out_.key("measured").begin_array();
    for (const auto& value : a_.facts.measured) {
      out_.begin_object().member("id", kb_.id(value.about)).member("label", kb_.label(value.about));
      out_.key("value").begin_array().value(value.value.low).value(value.value.high).end_array();
      out_.member("unit", base_unit(kb_[value.about].dimension));
      if (!value.from.empty()) out_.member("from", std::string_view(value.from));
      out_.end_object();
    }
    out_.end_array();
  }

  void tried() {
    if (a_.facts.tried.empty()) return;
    out_.key("tried").begin_array();
    for (const auto& attempt : a_.facts.tried) {
      out_.begin_object().member("id", kb_.id(attempt.intervention)).member("label", kb_.label(attempt.intervention));
      if (std::isfinite(attempt.duration.high))
        out_.key("duration_days").begin_array().value(attempt.duration.low).value(attempt.duration.high).end_array();
      out_.member("response", to_string(attempt.response));
      if (!attempt.from.empty()) out_.member("from", std::string_view(attempt.from));
      out_.end_object();
    }
    out_.end_array();
  }

  void escalation() {
    const auto& e = a_.escalation;
    out_.key("escalation").begin_object();
    out_.member("level", to_string(e.level))
        .member("at_most", to_string(e.at_most))
        .member("settled", e.settled())
        .member("exact", e.exact);
    out_.key("levels").begin_object();
    out_.member("emergency", to_string(e.emergency))
        .member("urgent", to_string(e.urgent))
        .member("soon", to_string(e.soon));
    out_.end_object();
    out_.key("fired").begin_array();
    for (const auto& fired : e.fired) {
      const auto& rule = kb_[fired.rule];
      out_.begin_object().member("rule", kb_.text(rule.id)).member("label", kb_.text(rule.label));
      out_.member("level", to_string(rule.level)).member("action", kb_.text(rule.action));
      if (!rule.time_critical.empty()) out_.member("time_critical", kb_.text(rule.time_critical));
      out_.texts("because", fired.because);
      out_.texts("sources", kb_.sources(rule.basis));
      out_.end_object();
    }
    out_.end_array();
    out_.key("undetermined").begin_array();
    for (const auto& open : e.undetermined) {
      const auto& rule = kb_[open.rule];
      out_.begin_object().member("rule", kb_.text(rule.id)).member("label", kb_.text(rule.label));
      out_.member("level", to_string(rule.level));
      ids("needs", open.needs);
      if (!open.needs_also.empty()) out_.texts("needs_also", open.needs_also);
      out_.end_object();
    }
    out_.end_array();
    out_.key("ask_first").begin_array();
    for (const auto& fact : e.ask_first)
      out_.value(fact.about.exists() ? kb_.id(fact.about) : std::string_view(fact.what));
    out_.end_array();
    out_.end_object();
  }

  void scores() {
    out_.key("scores").begin_array();
    for (const auto& score : a_.scores) {
      const auto& rule = kb_[score.score];
      out_.begin_object().member("score", kb_.text(rule.id)).member("label", kb_.text(rule.label));
      out_.member("low", score.value.low).member("high", score.value.high);
      out_.texts("bands", score.bands);
      out_.texts("because", score.because);
      ids("needs", score.needs);
      if (!score.needs_also.empty()) out_.texts("needs_also", score.needs_also);
      out_.texts("sources", kb_.sources(rule.basis));
      out_.end_object();
    }
    out_.end_array();
  }

  void guidelines() {
    if (a_.guidelines.empty()) return;
    out_.key("guidelines").begin_array();
    for (const auto& result : a_.guidelines) write_guideline_result(out_, kb_.tables(), result);
    out_.end_array();
  }

  void series(const Differential& d) {
    if (d.series.empty()) return;
    out_.key("series").begin_array();
    for (const auto& s : d.series) {
      out_.begin_object().member("label", s.label).member("probability", s.probability);
      ids("members", s.members);
      out_.end_object();
    }
    out_.end_array();
  }

  void differential(const Differential& d) {
    out_.key("differential").begin_object();
    out_.member("method", std::string_view(d.method)).member("error_bound", d.error_bound);
    if (d.population.exists()) out_.member("population", kb_.text(kb_[d.population].id));
    out_.member("none_of_these", d.none_of_these);
    out_.member("insufficient_evidence", d.insufficient_evidence);
    out_.key("conditions").begin_array();
    std::size_t position = 0;
    for (const auto& c : d.conditions) {
      out_.begin_object();
      write_condition(out_, kb_, c, ++position);
      out_.end_object();
    }
    out_.end_array();
    out_.key("combinations").begin_array();
    for (const auto& c : d.combinations) {
      out_.begin_object();
      ids("conditions", c.conditions);
      out_.member("probability", c.probability).end_object();
    }
    out_.end_array();
    series(d);
    ids("must_not_miss", d.must_not_miss);
    ids("unexplained", d.unexplained);
    out_.key("not_counted").begin_array();
    for (const auto& n : d.not_counted) {
      out_.begin_object().member("finding", kb_.id(n.finding));
      if (n.instead.exists()) out_.member("instead", kb_.id(n.instead));
      out_.end_object();
    }
    out_.end_array();
    out_.end_object();
  }

  void questions(const std::vector<Question>& list, const StopAsking& stop) {
    out_.key("ask_next").begin_array();
    for (const auto& q : list) {
      out_.begin_object().member("finding", kb_.id(q.finding));
      out_.member("question", std::string_view(q.text)).member("information_bits", q.information_bits);
      out_.member("must_not_miss_bits", q.must_not_miss_bits).member("urgency_bits", q.urgency_bits);
      out_.member("why", std::string_view(q.why)).end_object();
    }
    out_.end_array();
    out_.key("stop_asking").begin_object().member("now", stop.now).member("because", std::string_view(stop.because));
    out_.end_object();
  }

  void problems() {
    if (a_.problems.empty()) return;
    out_.key("problems").begin_array();
    for (const auto& problem : a_.problems) {
      out_.begin_object().member("side", problem.side).member("scope", problem.in_scope ? "inside" : "outside");
      if (!problem.scope_reason.empty()) out_.member("scope_reason", std::string_view(problem.scope_reason));
      differential(problem.differential);
      questions(problem.ask_next, problem.stop_asking);
      write_care(out_, {kb_, a_.escalation, problem.care});
      out_.end_object();
    }
    out_.end_array();
  }

  const Answer& a_;
  const Knowledge& kb_;
  JsonWriter out_;
};

}  // namespace

std::string to_json(const Answer& answer, bool pretty) { return AnswerWriter(answer, pretty).write(); }

}  // namespace noso
