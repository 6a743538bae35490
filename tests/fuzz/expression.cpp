#include <array>
#include <cstdint>
#include <string>

#include "noso/base/json_writer.hpp"
#include "noso/engine/evaluation.hpp"
#include "noso/import/pack.hpp"
#include "noso/ontology/expression_text.hpp"

namespace {

constexpr noso::Date kDay{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

/// A small pack to which one rule or score is added.
constexpr std::string_view kPack = R"({
"pack":{"id":"p","version":"1.0.0","title":"t","description":"d","status":"draft","date":"2026-01-01","publisher":"p","language":"en","licence":"x"},
"sources":[{"id":"S","citation":"c","mark":"read"}],
"scope":{"entry_findings":["f"],"outside":"o","basis":{"mark":"estimate","sources":["S"]}},
"conditions":[{"id":"c","label":"C"}],
"findings":[{"id":"f","label":"F"},{"id":"g","label":"G","is_a":["f"],"red_flag":true},
{"id":"t","label":"T","quantity":{"unit":"Cel","min":25,"max":45}},
{"id":"h","label":"H","when":{"measure":{"of":"t","at_least":"38 Cel"}}}],
"risk_factors":[{"id":"r","label":"R"}],
"interventions":[{"id":"i","label":"I","class":"exercise","dose":{"text":"x"}},{"id":"k","label":"K","class":"exercise","dose":{"text":"x"}}],
"scores":[{"id":"s","label":"S","value":{"points":[{"when":"g","value":1},{"when":{"age":{"at_least":"65 a"}},"value":2}]},"basis":{"mark":"read","sources":["S"]}})";

std::string with_score(const std::string& value) {
  return std::string(kPack) + R"(,{"id":"y","label":"Y","value":)" + value +
         R"(,"basis":{"mark":"read","sources":["S"]}}]})";
}
std::string with_rule(const std::string& when) {
  return std::string(kPack) + R"(],"rules":[{"id":"y","label":"Y","level":"urgent","when":)" + when +
         R"(,"action":"a","basis":{"mark":"read","sources":["S"]}}]})";
}

/// Each says all that those before it say, and more.
noso::Case told(std::size_t how_much) {
  noso::Case out;
  if (how_much > 0) out.age = {40 * noso::kDaysPerYear, 70 * noso::kDaysPerYear};
  if (how_much > 0) out.present = {{.name = "f", .duration = noso::Interval{20, 60}}};
  if (how_much > 1) {
    out.age = noso::Interval::exactly(66 * noso::kDaysPerYear);
    out.sex = noso::Sex::female;
    out.present = {{.name = "g", .duration = noso::Interval::exactly(30), .severity = 6}};
    out.tried = {{.intervention = "i", .duration = noso::Interval::exactly(21), .response = noso::Response::better}};
    out.not_tried = {"any"};
  }
  if (how_much > 2) {
    out.absent = {{.name = "r"}};
    out.measurements = {{.finding = "t", .value = 38.5, .unit = "Cel"}};
  }
  return out;
}

/// What is known never turns into its opposite as more becomes known; only `recorded` looks at what is not said.
void check_truth(const noso::Knowledge& knowledge, noso::RuleId rule) {
  bool looks_at_silence = false;
  for (const auto& node : knowledge.tables().nodes) looks_at_silence |= node.op == noso::Op::recorded;
  auto before = noso::Truth::unknown;
  for (std::size_t how_much = 0; how_much < 4; ++how_much) {
    auto facts = noso::resolve(knowledge, told(how_much), kDay);
    if (!facts.ok()) __builtin_trap();
    const auto evaluation = noso::evaluate(knowledge, *facts);
    (void)noso::reasons(knowledge, *facts, evaluation, rule);
    std::vector<std::string> other;
    (void)noso::open_questions(knowledge, evaluation, rule, &other);
    const auto now = evaluation.truth(rule);
    if (!looks_at_silence && before != noso::Truth::unknown && now != before) __builtin_trap();
    before = now;
  }
}

void check_pack(const std::string& text) {
  std::vector<noso::JsonDocument> documents;
  auto document = noso::JsonDocument::parse(text, "pack.json");
  if (!document.ok()) return;
  documents.push_back(std::move(*document));
  auto pack = noso::assemble_pack(documents);
  if (!pack.content) {
    if (pack.findings.empty()) __builtin_trap();
    return;
  }
  const auto knowledge = noso::Knowledge::make(std::move(pack.content->tables), std::move(pack.content->manifest));
  if (!knowledge.ok()) __builtin_trap();
  const auto& rules = knowledge->tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (knowledge->text(rules[r].id) != "y") continue;
    if (noso::expression_text(*knowledge, rules[r]).empty()) __builtin_trap();
    if (noso::expression_key(*knowledge, rules[r]).empty()) __builtin_trap();
    check_truth(*knowledge, {r});
  }
}

}  // namespace

/// Any JSON as the truth value of a rule and as the number of a score is refused with a reason, or evaluates soundly.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "expression.json");
  if (!document.ok()) return 0;
  const auto text = noso::to_json(document->root());
  check_pack(with_rule(text));
  check_pack(with_score(text));
  return 0;
}
