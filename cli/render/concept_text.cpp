#include "render/concept_text.hpp"

#include <cmath>

#include "noso/base/json.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/base/quantity.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

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

}  // namespace

std::string render_concept(const Knowledge& kb, ConceptId c, const std::string& color) {
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

}  // namespace noso::cli
