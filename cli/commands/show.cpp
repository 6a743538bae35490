#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "concept_input.hpp"
#include "noso/base/json_writer.hpp"
#include "render/concept_text.hpp"

namespace noso::cli {

namespace {

void basis_json(const Knowledge& kb, BasisId basis, JsonWriter& out) {
  out.texts("sources", kb.sources(basis));
  if (!basis.exists()) return;
  out.member("mark", to_string(kb[basis].mark));
  if (!kb[basis].items.empty()) out.member("items", kb.text(kb[basis].items));
  if (!kb[basis].note.empty()) out.member("note", kb.text(kb[basis].note));
}

void number_if_known(JsonWriter& out, std::string_view name, double x) {
  if (!std::isnan(x)) out.member(name, x);
}

std::string print_json(const Knowledge& kb, ConceptId c) {
  const auto& record = kb[c];
  JsonWriter out;
  out.begin_object().member("id", kb.id(c)).member("label", kb.label(c)).member("kind", to_string(record.kind));
  if (!record.definition.empty()) out.member("definition", kb.text(record.definition));
  if (!record.question.empty()) out.member("question", kb.text(record.question));
  if (!record.patient_text.empty()) out.member("patient_text", kb.text(record.patient_text));
  out.key("synonyms").begin_array();
  for (const auto& name : kb.names(c))
    if (name.scope != NameScope::label && name.scope != NameScope::code) out.value(kb.text(name.text));
  out.end_array();
  out.key("codes").begin_array();
  for (const auto& code : kb.codes(c))
    out.begin_object()
        .member("system", kb.text(code.system))
        .member("code", kb.text(code.code))
        .member("mark", to_string(code.mark))
        .end_object();
  out.end_array();
  for (const auto& [name, list] :
       {std::pair{"is_a", kb.graph().parents(c)}, std::pair{"kinds", kb.graph().children(c)}}) {
    out.key(name).begin_array();
    for (const auto other : list) out.value(kb.id(other));
    out.end_array();
  }
  for (const auto& q : kb.qualifiers(record.qualifiers)) out.key(kb.text(q.key)).raw(kb.text(q.json));
  if (record.basis.exists()) {
    out.key("basis").begin_object();
    basis_json(kb, record.basis, out);
    out.end_object();
  }
  out.key("statements").begin_array();
  for (const auto id : kb.statements_about(c)) {
    const auto& s = kb[id];
    out.begin_object().member("id", std::string_view(kb.name(id))).member("subject", kb.id(s.subject));
    out.member("relation", to_string(s.relation));
    out.member("object", s.object.exists() ? kb.id(s.object) : std::string_view());
    out.key("qualifiers").begin_object();
    number_if_known(out, "value", s.value);
    const auto& details = kb.details(s);
    number_if_known(out, "low", details.low);
    number_if_known(out, "high", details.high);
    if (s.relation == Relation::treats) out.member("strength", to_string(s.strength));
    if (s.population.exists()) out.member("population", kb.text(kb[s.population].id));
    if (!s.applied) out.member("applied", false);
    for (const auto& q : kb.qualifiers(details.qualifiers)) out.key(kb.text(q.key)).raw(kb.text(q.json));
    out.end_object();
    basis_json(kb, s.basis, out);
    out.end_object();
  }
  out.end_array().end_object();
  return out.text() + "\n";
}

void run(Program& program, const std::string& name) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto& kb = engine->knowledge();
  const auto found = one_concept(kb, name);
  if (!found.ok()) return program.report(found.errors());
  std::cout << (program.json ? print_json(kb, *found) : render_concept(kb, *found, program.color));
}

}  // namespace

void add_show(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("show", "One concept with all its statements and sources");
  const auto name = std::make_shared<std::string>();
  command->add_option("id", *name, "id, label, synonym or code")->required();
  command->callback([&program, name] { run(program, *name); });
}

}  // namespace noso::cli
