#include <catch2/catch.hpp>

#include "audit_world.hpp"
#include "noso/engine/audit/coverage.hpp"
#include "noso/ontology/expression_text.hpp"

using namespace noso;
using namespace noso::test;

namespace {

const audit::ClauseCoverage& clause(const Knowledge& kb, const audit::Coverage& coverage, const std::string& text) {
  for (const auto& c : coverage.clauses)
    if (expression_text(kb, kb[c.rule], c.node) == text) return c;
  throw std::runtime_error("no clause '" + text + "'");
}

}  // namespace

TEST_CASE("coverage tells which values a clause has taken") {
  const auto engine = engine_with({});
  const auto& kb = engine.knowledge();
  const auto list =
      vignettes(engine, {vignette_text("v1", R"({"present": ["fever"]})", R"({"fires": ["x01"]})"),
                         vignette_text("v2", R"({"absent": ["fever"]})", R"({"undetermined": ["x01"]})")});
  const auto coverage = audit::coverage(engine, list);
  const auto& whole = clause(kb, coverage, "any of (Fever, Rash)");
  CHECK(whole.seen_true);
  CHECK(whole.seen_unknown);
  CHECK_FALSE(whole.seen_false);
  const auto& rash = clause(kb, coverage, "Rash");
  CHECK_FALSE(rash.seen_true);
  CHECK_FALSE(rash.seen_false);
  CHECK(rash.seen_unknown);
  CHECK_FALSE(rash.complete());
}

TEST_CASE("what is recorded is never unknown and counts as complete without it") {
  const auto engine = engine_with({rule_file("x02", "soon", R"({"recorded": "obesity"})")});
  const auto list = vignettes(engine, {vignette_text("v1", R"({"risk_factors": ["obesity"]})", R"({"fires": ["x02"]})"),
                                       vignette_text("v2", "{}", R"({"does_not_fire": ["x02"]})")});
  const auto coverage = audit::coverage(engine, list);
  const auto& recorded = clause(engine.knowledge(), coverage, "Obesity recorded");
  CHECK_FALSE(recorded.can_be_unknown);
  CHECK(recorded.complete());
  CHECK(coverage.can_be_unknown == coverage.clauses.size() - 1);
}

TEST_CASE("coverage lists statements, rules and conditions that no vignette touches") {
  const auto engine = engine_with({});
  const auto& kb = engine.knowledge();
  const auto none = audit::coverage(engine, {});
  CHECK(none.unused_statements.size() == none.statements);
  CHECK(none.silent_rules.size() == 2);
  CHECK(none.unranked_conditions.size() == 2);

  const auto list =
      vignettes(engine, {vignette_text("v1", R"({"present": ["first-step-pain", "rash"]})", R"({"fires": ["x01"]})")});
  const auto some = audit::coverage(engine, list);
  REQUIRE(some.unused_statements.size() == 1);
  CHECK(kb.name(some.unused_statements[0]) == "obesity/changes-odds/plantar-fasciitis");
  REQUIRE(some.silent_rules.size() == 1);
  CHECK(kb.text(kb[some.silent_rules[0]].id) == "k01");
  CHECK(some.unranked_conditions.empty());
}
