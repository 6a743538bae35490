#include "noso/base/json_writer.hpp"
#include "noso/ontology/expression_text.hpp"
#include "render/test_report.hpp"

namespace noso::cli {

namespace {

std::uint64_t number(std::size_t n) { return static_cast<std::uint64_t>(n); }

void rate(JsonWriter& out, std::string_view key, audit::Rate r) {
  out.key(key).begin_object().member("hits", number(r.hits)).member("of", number(r.of)).end_object();
}

void results(const audit::VignetteRun& run, JsonWriter& out) {
  out.key("results").begin_array();
  for (const auto& r : run.results) {
    out.begin_object().member("id", std::string_view(r.vignette->id));
    out.member("title", std::string_view(r.vignette->title)).member("file", std::string_view(r.vignette->where.file));
    out.member("line", number(r.vignette->where.line)).member("passed", r.passed());
    out.key("checks").begin_array();
    for (const auto& c : r.checks)
      out.begin_object()
          .member("expectation", std::string_view(c.expectation))
          .member("passed", c.passed)
          .member("expected", std::string_view(c.expected))
          .member("actual", std::string_view(c.actual))
          .end_object();
    out.end_array().end_object();
  }
  out.end_array();
}

void coverage(const Knowledge& kb, const audit::Coverage& c, JsonWriter& out) {
  out.key("coverage").begin_object().member("clauses", number(c.clauses.size()));
  out.member("seen_true", number(c.seen_true())).member("seen_false", number(c.seen_false()));
  out.member("seen_unknown", number(c.seen_unknown())).member("can_be_unknown", number(c.can_be_unknown));
  out.key("incomplete").begin_array();
  for (const auto& clause : c.clauses) {
    if (clause.complete()) continue;
    out.begin_object().member("rule", kb.text(kb[clause.rule].id));
    out.member("clause", std::string_view(expression_text(kb, kb[clause.rule], clause.node)));
    out.member("seen_true", clause.seen_true).member("seen_false", clause.seen_false);
    out.member("seen_unknown", clause.seen_unknown).member("can_be_unknown", clause.can_be_unknown).end_object();
  }
  out.end_array().member("rules", number(c.rules)).key("silent_rules").begin_array();
  for (const auto r : c.silent_rules) out.value(kb.text(kb[r].id));
  out.end_array().member("conditions", number(c.conditions)).key("unranked_conditions").begin_array();
  for (const auto condition : c.unranked_conditions) out.value(kb.id(condition));
  out.end_array().member("statements", number(c.statements)).key("unused_statements").begin_array();
  for (const auto s : c.unused_statements) out.value(std::string_view(kb.name(s)));
  out.end_array().end_object();
}

void boundaries(const Knowledge& kb, const std::vector<audit::Boundary>& list, JsonWriter& out) {
  out.key("boundaries").begin_array();
  for (const auto& b : list) {
    out.begin_object().member("rule", kb.text(kb[b.rule].id)).member("clause", std::string_view(b.clause));
    out.member("as_stated", b.as_stated()).member("missing", std::string_view(b.missing));
    out.key("cases").begin_array();
    for (const auto& [side, name] :
         {std::pair{&b.below, "below"}, std::pair{&b.at, "at"}, std::pair{&b.above, "above"}}) {
      if (!*side) continue;
      const auto& found = **side;
      out.begin_object().member("side", name).member("value", std::string_view(found.place));
      out.member("clause", found.clause == Truth::yes).member("rule", to_string(found.rule));
      out.member("level", to_string(found.level)).member("at_most", to_string(found.at_most));
      out.member("top", std::string_view(found.top)).key("case").raw(found.case_json).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

void mutation(const Knowledge& kb, const audit::MutationRun& run, JsonWriter& out) {
  out.key("mutants").begin_object().member("count", number(run.mutants.size())).member("caught", number(run.caught()));
  out.key("survivors").begin_array();
  for (const auto& m : run.mutants)
    if (m.caught_by.empty())
      out.begin_object()
          .member("rule", kb.text(kb[m.rule].id))
          .member("change", std::string_view(m.change))
          .end_object();
  out.end_array().end_object();
}

}  // namespace

std::string test_json(const Knowledge& knowledge, const TestReport& report) {
  const auto& run = report.run;
  JsonWriter out;
  out.begin_object().key("pack").begin_object();
  out.member("id", knowledge.manifest().id()).member("version", knowledge.manifest().version()).end_object();
  out.member("vignettes", number(run.results.size())).member("passed", number(run.passed()));
  out.member("failed", number(run.results.size() - run.passed()));
  rate(out, "top_1", run.top_1());
  rate(out, "top_3", run.top_3());
  rate(out, "urgency_exact", run.urgency_exact());
  out.member("under_triage", number(run.under_triage())).member("over_triage", number(run.over_triage()));
  results(run, out);
  if (report.coverage) coverage(knowledge, *report.coverage, out);
  if (report.boundaries) boundaries(knowledge, *report.boundaries, out);
  if (report.mutation) mutation(knowledge, *report.mutation, out);
  out.end_object();
  return out.text() + "\n";
}

}  // namespace noso::cli
