// Reading stages, treatments, prevention and safety nets: what is wrong is reported at its place.
#include <catch2/catch.hpp>

#include "noso/ontology/knowledge.hpp"
#include "support/minimal_pack.hpp"

namespace {

using namespace noso;
using namespace noso::test;

#define BASIS R"("basis": {"mark": "read", "sources": ["T"]})"

std::string stages(const std::string& rest) {
  return R"({"stages": [{"id": "s2", "label": "l", )" + rest + ", " BASIS "}]}";
}

/// The codes of the errors that the text brings in.
std::string codes(const std::string& text) {
  std::string out;
  for (const auto& finding : with(text).findings)
    if (finding.severity == Severity::error) out += (out.empty() ? "" : " ") + finding.code;
  return out;
}

Tables tables(const std::string& text) {
  auto pack = with(text);
  REQUIRE(pack.content.has_value());
  return std::move(pack.content->tables);
}

std::string text_of(const Tables& t, TextRef ref) { return t.texts.substr(ref.offset, ref.length); }

}  // namespace

TEST_CASE("a stage keeps its rules, its next look and its options") {
  const auto t = tables(stages(
      R"("goal": "g", "patient_text": "p", "conditions": ["plantar-fasciitis"], "from": "6 wk", "recheck": "4 wk",
    "enter": "rash", "leave": {"tried": {"intervention": ["calf-stretch"], "for": {"at_least": "6 wk"}, "response": "none"}},
    "move_up_early": {"when": "fever", "because": "it is hot", "interventions": ["calf-stretch"]}, "interventions": ["calf-stretch"])"));
  REQUIRE(t.stages.size() == 2);
  const auto& first = t.stages[0];
  const auto& second = t.stages[1];
  CHECK(first.next.value == 1);  // the following stage of the same condition
  CHECK_FALSE(second.next.exists());
  CHECK(second.recheck == 28);
  CHECK(text_of(t, second.goal) == "g");
  CHECK(text_of(t, second.patient_text) == "p");
  CHECK(t.rules[second.enter.value].kind == RuleKind::stage_entry);
  CHECK(t.rules[second.leave.value].kind == RuleKind::stage_exit);
  REQUIRE(second.early.count == 1);
  const auto& early = t.rules[t.stage_early[second.early.first].value];
  CHECK(early.kind == RuleKind::early_move);
  CHECK(text_of(t, early.action) == "it is hot");
  CHECK(early.targets.count == 1);
  CHECK(early.basis == second.basis);
  CHECK(first.options.count == 1);   // from the treatment's 'stage'
  CHECK(second.options.count == 1);  // from the stage's 'interventions'
  CHECK(t.statements.back().staged == 1);
}

TEST_CASE("a stage can be the last one although others follow") {
  CHECK_FALSE(tables(R"({"stages": [{"id": "s2", "label": "l", "next": "none", )" BASIS
                     R"(}, {"id": "s3", "label": "l", )" BASIS "}]}")
                  .stages[1]
                  .next.exists());
}

TEST_CASE("mistakes in stages are reported") {
  CHECK(codes(stages(R"("next": "stage-1")")) == "stage-goes-back");
  CHECK(codes(stages(R"("next": "stage-9")")) == "unknown-stage");
  CHECK(codes(stages(R"("recheck": "soon")")) == "unit-mismatch");
  CHECK(codes(stages(R"("recheck": "4 kg")")) == "unit-mismatch");
  CHECK(codes(stages(R"("recheck": "0 wk")")) == "out-of-range");
  CHECK(codes(stages(R"("recheck": "99 a")")) == "out-of-range");
  CHECK(codes(stages(R"("leave": "no-such-finding")")) == "unknown-concept");
  CHECK(codes(stages(R"("enter": {"tried": {"intervention": []}})")) == "empty-list");
  CHECK(codes(stages(R"("enter": {"tried": {"intervention": ["calf-stretch", "fever"]}})")) == "wrong-kind");
  CHECK(codes(stages(R"("move_up_early": {"when": "fever"})")) == "missing-key");
  CHECK(codes(stages(R"("move_up_early": [{"when": "fever", "because": "b", "soon": 1}])")) == "unknown-key");
  CHECK(codes(stages(R"("conditions": ["gout"], "interventions": ["calf-stretch"])")) == "no-treatment");
  CHECK(
      codes(
          R"({"treatments": [{"intervention": "calf-stretch", "condition": "gout", "strength": "weak", "stage": ["stage-1"], )" BASIS
          "}]}") == "stage-of-other-condition");
}

TEST_CASE("a dose says in one line what its numbers say, and how long a fair trial is") {
  const auto t = tables(R"({"interventions": [{"id": "press", "label": "Press", "class": "exercise",
    "dose": {"hold_seconds": 10, "repetitions": [8, 12], "sets": 3, "times_per_day": 2, "weeks": [6, 12]}}]})");
  const auto& dose = t.doses.back();
  CHECK(text_of(t, dose.text) == "hold 10 s, 8-12 repetitions, 3 sets, 2 times a day, for 6-12 weeks");
  CHECK(dose.least_days == 42);
  CHECK(codes(R"({"interventions": [{"id": "press", "label": "Press", "class": "exercise", "dose": {"sets": -1}}]})") ==
        "out-of-range");
  CHECK(
      codes(
          R"({"interventions": [{"id": "press", "label": "Press", "class": "exercise", "dose": {"sets": [3, 2]}}]})") ==
      "out-of-order");
}

TEST_CASE("what a person does without help follows from the class unless the pack says otherwise") {
  const auto flags = [](const std::string& rest) {
    const auto t = tables(R"({"interventions": [{"id": "press", "label": "Press", )" + rest + "}]}");
    return (t.concepts.back().flags & kSelfCare) != 0;
  };
  CHECK(flags(R"("class": "exercise")"));
  CHECK_FALSE(flags(R"("class": "surgery")"));
  CHECK_FALSE(flags(R"("class": "modality", "self_care": false)"));
}

TEST_CASE("prevention links an intervention to what it answers") {
  const auto t = tables(R"({"prevention": [{"risk_factor": "obesity", "intervention": "calf-stretch", )" BASIS "}]}");
  CHECK(t.statements.back().relation == Relation::prevents);
  REQUIRE(t.statements.back().details.exists());
  CHECK(t.statement_details[t.statements.back().details.value].dose.exists());
  const auto wrong = [](const std::string& rest) { return codes(R"({"prevention": [{)" + rest + ", " BASIS "}]}"); };
  CHECK(wrong(R"("risk_factor": "gout", "intervention": "calf-stretch")") == "wrong-kind");
  CHECK(wrong(R"("risk_factor": "obesity", "intervention": "fever")") == "wrong-kind");
  CHECK(wrong(R"("intervention": "calf-stretch")") == "missing-key");
}

TEST_CASE("a safety net names the dangers that it speaks of and whom it concerns") {
  const auto net = [](const std::string& rest) {
    return R"({"safety_net": [{"id": "n2", "text": "t", )" + rest + ", " BASIS "}]}";
  };
  const auto t = tables(net(R"("rules": ["x01"], "when": "obesity")"));
  const auto& record = t.safety_nets.back();
  REQUIRE(record.rules.count == 1);
  CHECK(t.rules[t.safety_net_rules[record.rules.first].value].kind == RuleKind::escalation);
  CHECK(t.rules[record.when.value].kind == RuleKind::relevance);
  CHECK(codes(net(R"("rules": ["x99"])")) == "unknown-rule");
  CHECK(codes(net(R"("when": {"maybe": "obesity"})")) == "unknown-operator");
}
