#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/base/quantity.hpp"
#include "render/page.hpp"

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

std::string basis_text(const Knowledge& kb, BasisId basis) {
  if (!basis.exists()) return {};
  std::string out = "  [" + std::string(to_string(kb[basis].mark));
  for (const auto source : kb.sources(basis)) out += ", " + std::string(source);
  return out + "]";
}

std::string statement_text(const Knowledge& kb, const StatementRecord& s) {
  const auto name = [&](ConceptId c) { return c.exists() ? std::string(kb.label(c)) : std::string("any condition"); };
  const auto number = [&](double x) { return format_number(std::round(x * 1000) / 1000); };
  switch (s.relation) {
    case Relation::has_finding: return name(s.subject) + " shows " + name(s.object) + " in " + percent(s.value);
    case Relation::background_frequency: return name(s.subject) + " without these conditions: " + percent(s.value);
    case Relation::share:
      return name(s.subject) + ": " + format_number(s.value * 100) + " % of causes, " +
             std::string(kb.text(kb[s.population].label));
    case Relation::changes_odds: {
      std::string out = name(s.subject) + " changes the odds of " + name(s.object);
      if (!std::isnan(s.value)) out += " ×" + number(s.value);
      const auto& details = kb.details(s);
      if (!std::isnan(details.low)) out += " (" + number(details.low) + " to " + number(details.high) + ")";
      return out + (s.applied ? "" : ", on record, not applied");
    }
    case Relation::treats:
      return name(s.subject) + " for " + name(s.object) + ": " + std::string(to_string(s.strength));
    case Relation::prevents: return name(s.subject) + " takes on " + name(s.object);
  }
  return {};
}

/// A qualifier as `key: value`, structures indented by one line each.
void qualifier_text(const Knowledge& kb, const QualifierRecord& q, std::string_view indent, Page& page) {
  const auto document = JsonDocument::parse(kb.text(q.json), std::string(kb.text(q.key)));
  if (!document.ok()) return;
  const auto plain = [](JsonValue v) { return v.is(JsonType::string) ? std::string(v.string()) : to_json(v); };
  const auto root = document->root();
  if (!root.is(JsonType::object))
    return page.paragraph(std::string(indent) + std::string(kb.text(q.key)) + ": ", plain(root));
  page.paragraph(indent, std::string(kb.text(q.key)) + ":");
  for (std::size_t i = 0; i < root.size(); ++i) {
    const std::string first = std::string(indent) + "  " + std::string(root.key(i)) + ": ";
    const auto value = root.at(i);
    const bool texts = value.is(JsonType::array) && value.size() > 0 && value.at(0).is(JsonType::string);
    if (!texts) {
      page.paragraph(first, plain(value));
      continue;
    }
    page.paragraph(first, "");
    for (std::size_t k = 0; k < value.size(); ++k)
      page.paragraph(std::string(indent) + "    " + std::to_string(k + 1) + ". ", plain(value.at(k)));
  }
}

std::string print_text(const Knowledge& kb, ConceptId c, const std::string& color) {
  const auto& record = kb[c];
  Page page(color);
  page.paragraph("", page.ink(Ink::bold, kb.label(c)) + "  " + std::string(to_string(record.kind)) + "  " +
                         page.ink(Ink::dim, kb.id(c)));
  if (!record.definition.empty()) page.paragraph("  ", kb.text(record.definition));
  std::string names;
  for (const auto& name : kb.names(c))
    if (name.scope != NameScope::label && name.scope != NameScope::code)
      names += (names.empty() ? "" : ", ") + std::string(kb.text(name.text));
  if (!names.empty()) page.paragraph("  also: ", names);
  for (const auto& code : kb.codes(c))
    page.paragraph("  code: ", std::string(kb.text(code.system)) + " " + std::string(kb.text(code.code)) + " (" +
                                   std::string(to_string(code.mark)) + ")");
  for (const auto parent : kb.graph().parents(c)) page.paragraph("  a kind of: ", kb.label(parent));
  if (!record.question.empty()) page.paragraph("  ask: ", kb.text(record.question));
  if (!record.patient_text.empty()) page.paragraph("  for the patient: ", kb.text(record.patient_text));
  for (const auto& q : kb.qualifiers(record.qualifiers)) qualifier_text(kb, q, "  ", page);
  if (record.basis.exists()) page.paragraph("  basis:", basis_text(kb, record.basis));
  const auto statements = kb.statements_about(c);
  if (!statements.empty()) page.heading("STATEMENTS");
  for (const auto id : statements) {
    page.paragraph("  • ", statement_text(kb, kb[id]) + page.ink(Ink::dim, basis_text(kb, kb[id].basis)));
    for (const auto& q : kb.qualifiers(kb.details(kb[id]).qualifiers)) qualifier_text(kb, q, "      ", page);
  }
  return page.text();
}

void run(Program& program, const std::string& name) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto& kb = engine->knowledge();
  const auto found = kb.find(name);
  if (found.size() == 1) {
    std::cout << (program.json ? print_json(kb, found.front()) : print_text(kb, found.front(), program.color));
    return;
  }
  std::string ids;
  for (const auto c : found) ids += (ids.empty() ? "'" : ", '") + std::string(kb.id(c)) + "'";
  const auto near = kb.similar_names(name);
  std::string help = near.empty() ? "look for it with 'noso search'" : "did you mean";
  for (const auto& text : near) help += (text == near.front() ? " '" : ", '") + text + "'";
  program.report({found.empty()
                      ? error("unknown-name", "no concept '" + name + "'", help)
                      : error("ambiguous-name", "'" + name + "' names several concepts", "use one of " + ids)});
}

}  // namespace

void add_show(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("show", "One concept with all its statements and sources");
  const auto name = std::make_shared<std::string>();
  command->add_option("id", *name, "id, label, synonym or code")->required();
  command->callback([&program, name] { run(program, *name); });
}

}  // namespace noso::cli
