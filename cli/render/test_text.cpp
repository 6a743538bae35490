#include "noso/ontology/expression_text.hpp"
#include "render/page.hpp"
#include "render/test_report.hpp"

namespace noso::cli {

namespace {

std::string rate(audit::Rate r) { return std::to_string(r.hits) + " of " + std::to_string(r.of); }

std::string share(std::size_t part, std::size_t whole) {
  return std::to_string(part) + " of " + std::to_string(whole) +
         (whole == 0 ? std::string() : " (" + percent(static_cast<double>(part) / static_cast<double>(whole)) + ")");
}

std::string rule_id(const Knowledge& kb, RuleId rule) { return std::string(kb.text(kb[rule].id)); }

void vignettes(const TestReport& report, bool passed, Page& page) {
  for (const auto& result : report.run.results) {
    const auto& v = *result.vignette;
    if (result.passed() && !passed) continue;
    const auto word = result.passed() ? page.ink(Ink::green, "pass ") : page.ink(Ink::red, "FAIL ");
    page.paragraph(word, page.ink(Ink::bold, v.id) + "  " + v.title);
    if (result.passed()) continue;
    page.paragraph("     ", page.ink(Ink::dim, v.where.file + ':' + std::to_string(v.where.line)));
    for (const auto& check : result.checks)
      if (!check.passed)
        page.paragraph("     ", check.expectation + ": expected " + check.expected + ", " + check.actual);
    if (result.triage == audit::Triage::under) page.paragraph("     ", page.ink(Ink::red, "under-triage"));
  }
  const auto& run = report.run;
  const auto failed = run.results.size() - run.passed();
  page.paragraph("", std::to_string(run.results.size()) + " vignettes: " + std::to_string(run.passed()) + " passed, " +
                         std::to_string(failed) + " failed");
  page.paragraph("", "expected condition first " + rate(run.top_1()) + ", among the first three " + rate(run.top_3()));
  page.paragraph("", "urgency exact " + rate(run.urgency_exact()) + "; under-triage " +
                         std::to_string(run.under_triage()) + ", over-triage " + std::to_string(run.over_triage()));
}

void coverage(const Knowledge& kb, const audit::Coverage& c, Page& page) {
  page.heading("COVERAGE");
  page.paragraph("", std::to_string(c.clauses.size()) + " clauses: seen true " +
                         share(c.seen_true(), c.clauses.size()) + ", false " + share(c.seen_false(), c.clauses.size()) +
                         ", unknown " + share(c.seen_unknown(), c.can_be_unknown) + " that can be");
  RuleId last;
  for (const auto& clause : c.clauses) {
    if (clause.complete()) continue;
    if (clause.rule != last) page.paragraph("  ", page.ink(Ink::bold, rule_id(kb, clause.rule)));
    last = clause.rule;
    std::string never;
    for (const auto& [seen, word] : {std::pair{clause.seen_true, "true"}, std::pair{clause.seen_false, "false"},
                                     std::pair{clause.seen_unknown || !clause.can_be_unknown, "unknown"}})
      if (!seen) never += (never.empty() ? "" : ", ") + std::string(word);
    page.paragraph("    never " + never + ": ", expression_text(kb, kb[clause.rule], clause.node));
  }
  const auto list = [&](const std::string& what, std::size_t all, const auto& items, const auto& name) {
    page.paragraph("",
                   what + " that no vignette touches: " + std::to_string(items.size()) + " of " + std::to_string(all));
    for (const auto item : items) page.paragraph("    ", name(item));
  };
  list("red flags and cautions", c.rules, c.silent_rules, [&](RuleId r) { return rule_id(kb, r); });
  list("conditions", c.conditions, c.unranked_conditions, [&](ConceptId x) { return std::string(kb.id(x)); });
  list("statements", c.statements, c.unused_statements, [&](StatementId s) { return kb.name(s); });
}

void boundary(const Knowledge& kb, const audit::Boundary& b, Page& page) {
  const bool good = b.as_stated();
  page.paragraph(good ? "  " : page.ink(Ink::red, "! "), page.ink(Ink::bold, rule_id(kb, b.rule)) + "  " + b.clause);
  for (const auto& [side, name] :
       {std::pair{&b.below, "below"}, std::pair{&b.at, "at"}, std::pair{&b.above, "above"}}) {
    if (!*side) continue;
    const auto& found = **side;
    page.paragraph("      " + std::string(name) + " " + found.place + ": ",
                   std::string(found.clause == Truth::yes ? "true" : "false") +
                       (found.as_stated ? "" : ", which is not what the operator says") + "; level " +
                       std::string(to_string(found.level)) + ", at most " + std::string(to_string(found.at_most)) +
                       (found.top.empty() ? "" : ", " + found.top));
    page.line("        " + page.ink(Ink::dim, found.case_json));
  }
  if (!b.missing.empty()) page.paragraph("      not all sides: ", b.missing);
}

void boundaries(const Knowledge& kb, const std::vector<audit::Boundary>& list, Page& page) {
  page.heading("BOUNDARIES");
  std::size_t cases = 0, wrong = 0, incomplete = 0;
  for (const auto& b : list) {
    boundary(kb, b, page);
    cases += (b.below ? 1u : 0u) + (b.at ? 1u : 0u) + (b.above ? 1u : 0u);
    wrong += b.as_stated() ? 0 : 1;
    incomplete += b.missing.empty() ? 0 : 1;
  }
  page.paragraph("", std::to_string(list.size()) + " thresholds, " + std::to_string(cases) + " cases; " +
                         std::to_string(wrong) + " do not flip where the operator says, " + std::to_string(incomplete) +
                         " lack a case");
}

void mutation(const Knowledge& kb, const audit::MutationRun& run, Page& page) {
  page.heading("MUTANTS");
  RuleId last;
  for (const auto& m : run.mutants) {
    if (!m.caught_by.empty()) continue;
    if (m.rule != last) page.paragraph("  ", page.ink(Ink::bold, rule_id(kb, m.rule)));
    last = m.rule;
    page.paragraph("    survives: ", m.change);
  }
  page.paragraph(
      "", std::to_string(run.mutants.size()) + " mutants, " + share(run.caught(), run.mutants.size()) + " caught");
}

}  // namespace

std::string test_text(const Knowledge& knowledge, const TestReport& report, const std::string& color, bool passed) {
  Page page(color);
  vignettes(report, passed, page);
  if (report.coverage) coverage(knowledge, *report.coverage, page);
  if (report.boundaries) boundaries(knowledge, *report.boundaries, page);
  if (report.mutation) mutation(knowledge, *report.mutation, page);
  return page.text();
}

}  // namespace noso::cli
