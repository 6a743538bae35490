// The tables of care in a knowledge file that may come from anywhere.
#include <catch2/catch.hpp>

#include "noso/ontology/knowledge.hpp"
#include "support/minimal_pack.hpp"

namespace {

using namespace noso;
using namespace noso::test;

Tables tables_of_care() {
  auto pack = with(R"({"interventions": [{"id": "tablet", "label": "Tablet", "class": "drug", "contains": ["nsaid"]}],
    "stages": [{"id": "s2", "label": "l", "conditions": ["plantar-fasciitis"], "enter": "rash", "leave": "fever",
                "move_up_early": {"when": "rash", "because": "b"}, "recheck": "4 wk", "basis": {"mark": "read", "sources": ["T"]}}],
    "prevention": [{"risk_factor": "obesity", "intervention": "calf-stretch", "basis": {"mark": "read", "sources": ["T"]}}],
    "safety_net": [{"id": "n2", "text": "t", "rules": ["x01"], "when": "rash", "basis": {"mark": "read", "sources": ["T"]}}]})");
  REQUIRE(pack.content.has_value());
  return std::move(pack.content->tables);
}

/// What the check says of the tables once `spoil` has been at them.
template <class Spoil>
std::string refusal(Spoil spoil) {
  auto tables = tables_of_care();
  REQUIRE(check(tables).ok());
  spoil(tables);
  const auto checked = check(tables);
  return checked.ok() ? "accepted" : checked.errors().front().message;
}

}  // namespace

TEST_CASE("a bad reference in the tables of care is refused with the name of its table") {
  const std::uint32_t far = 1'000'000;
  const auto names = [](std::string_view table, auto spoil) {
    CAPTURE(table);
    CHECK(refusal(spoil).find("table '" + std::string(table) + "'") != std::string::npos);
  };
  names("concepts", [&](Tables& t) { t.concepts[0].dose = {far}; });
  names("concepts", [&](Tables& t) { t.concepts[0].contains.count = far; });
  names("doses", [&](Tables& t) { t.doses[0].details.offset = far; });
  names("doses", [&](Tables& t) { t.doses[0].least_days = -1; });
  names("contents", [&](Tables& t) { t.contents[0] = {far}; });
  names("statements", [&](Tables& t) { t.statements.back().details = {far}; });
  names("statement_details", [&](Tables& t) { t.statement_details.back().dose = {far}; });
  names("statement_details", [&](Tables& t) { t.statement_details.back().qualifiers.count = far; });
  names("statements", [&](Tables& t) { t.statements.back().object = {}; });
  names("statements", [&](Tables& t) { t.statements.back().staged = 2; });
  names("stages", [&](Tables& t) { t.stages[1].goal.length = far; });
  names("stages", [&](Tables& t) { t.stages[1].enter = {far}; });
  names("stages", [&](Tables& t) { t.stages[1].leave = {far}; });
  names("stages", [&](Tables& t) { t.stages[1].early.count = far; });
  names("stages", [&](Tables& t) { t.stages[0].options.count = far; });
  names("stages", [&](Tables& t) { t.stages[1].recheck = 0; });
  names("stages", [&](Tables& t) { t.stages[1].recheck = 1e300; });
  names("stage_options", [&](Tables& t) { t.stage_options[0].intervention = {far}; });
  names("stage_early", [&](Tables& t) { t.stage_early[0] = {far}; });
  names("safety_nets", [&](Tables& t) { t.safety_nets[1].rules.first = far; });
  names("safety_nets", [&](Tables& t) { t.safety_nets[1].when = {far}; });
  names("safety_net_rules", [&](Tables& t) { t.safety_net_rules[0] = {far}; });
}

TEST_CASE("stages that lead back are refused, so that climbing them ends") {
  CHECK(refusal([](Tables& t) { t.stages[1].next = {0}; }).find("next stage") != std::string::npos);
  CHECK(refusal([](Tables& t) { t.stages[1].next = {1}; }).find("next stage") != std::string::npos);
}
