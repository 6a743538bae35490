// Conditions, findings, risk factors and interventions, with their names.
#include <algorithm>
#include <array>
#include <set>

#include "noso/base/json_writer.hpp"
#include "pack/assembler.hpp"
#include "pack/codes.hpp"

namespace noso {

namespace {

constexpr auto kCodeSystems = std::to_array<std::string_view>(
    {"SNOMED-CT", "ICD-10-CM", "ICD-10", "LOINC", "RxNorm", "ATC", "HPO", "OMIM", "ORPHA", "MONDO", "UMLS", "MSH"});
constexpr auto kRiskTypes =
    std::to_array<std::string_view>({"history", "medication", "demographic", "activity", "exposure", "anatomy"});
constexpr std::string_view kAny = "any";
/// What a person does without help unless the pack says otherwise.
bool is_self_care(InterventionClass type) {
  switch (type) {
    case InterventionClass::education:
    case InterventionClass::load_management:
    case InterventionClass::exercise:
    case InterventionClass::device:
    case InterventionClass::modality:
    case InterventionClass::prevention: return true;
    case InterventionClass::manual:
    case InterventionClass::drug:
    case InterventionClass::injection:
    case InterventionClass::procedure:
    case InterventionClass::surgery:
    case InterventionClass::referral:
    case InterventionClass::imaging:
    case InterventionClass::safety: break;
  }
  return false;
}

}  // namespace

void PackAssembler::declare_concepts(std::string_view section, ConceptKind kind) {
  each(section, [&](JsonValue value) {
    const auto id = value.is(JsonType::object) ? value.find("id") : std::nullopt;
    if (!id || !id->is(JsonType::string)) return;  // reported when the concept is read
    const std::string name(id->string());
    if (!is_kebab_case(name))
      out_.error(id->where(), "bad-id", "'" + name + "' is no id", "use a-z, 0-9 and '-', starting with a letter");
    const ConceptId next{static_cast<std::uint32_t>(builder_.tables.concepts.size())};
    if (name == kAny)
      out_.error(id->where(), "reserved-id", "'any' stands for every concept of a kind and cannot name one",
                 "give it another id");
    if (!concepts_.declare(name, next, id->where(), out_)) return;
    ConceptRecord record{.id = builder_.text(name)};
    record.kind = kind;
    // Expressions check units while concepts are still being read, so what is measured must be known beforehand.
    if (const auto quantity = value.find("quantity"); quantity && kind == ConceptKind::finding) {
      record.flags |= kMeasured;
      const auto unit = quantity->find("unit");
      if (unit && unit->is(JsonType::string))
        if (const auto found = find_unit(unit->string())) record.dimension = found->dimension;
    }
    builder_.tables.concepts.push_back(record);
  });
}

void PackAssembler::read_concepts(std::string_view section, ConceptKind kind) {
  each(section, [&](JsonValue value) {
    JsonFields fields(value, out_, "a " + std::string(to_string(kind)));
    const auto name = fields.text_required("id");
    const auto id = name ? concepts_.find(*name) : std::nullopt;
    if (id && builder_.tables.concepts[id->value].names.count == 0) read_concept(fields, *id, kind);
  });
}

void PackAssembler::read_concept(JsonFields& fields, ConceptId id, ConceptKind kind) {
  ConceptRecord record = builder_.tables.concepts[id.value];
  read_names(fields, id, record);
  record.definition = builder_.text(fields.text("definition").value_or(""));
  for (const auto parent : concept_list(fields, "is_a", kind)) builder_.tables.is_a.push_back({id, parent});
  record.basis = read_basis(fields, false);
  std::vector<QualifierRecord> qualifiers;
  const auto keep = [&](std::string_view key) {
    if (const auto value = fields.any(key)) qualifiers.push_back({builder_.text(key), builder_.text(to_json(*value))});
  };
  if (const auto notes = fields.texts("notes"); !notes.empty()) {
    JsonWriter list(false);
    list.begin_array();
    for (const auto& note : notes) list.value(note);
    list.end_array();
    qualifiers.push_back({builder_.text("notes"), builder_.text(list.text())});
  }

  std::optional<JsonValue> derived;
  if (kind == ConceptKind::finding || kind == ConceptKind::risk_factor) {
    record.question = builder_.text(fields.text("question").value_or(""));
    derived = fields.any("when");
  }
  const auto type = [&](std::string_view key, auto words, bool required) -> std::uint8_t {
    const auto word = required ? fields.text_required(key) : fields.text(key);
    if (!word) return 0;
    const auto found = std::find(words.begin(), words.end(), *word);
    if (found == words.end())
      out_.error(fields.where(key), "bad-word", "'" + *word + "' is no " + std::string(key), choose_from(*word, words));
    return static_cast<std::uint8_t>(found == words.end() ? 0 : found - words.begin());
  };
  const auto named = [&](std::string_view key, ConceptKind of) {
    const auto name = fields.text(key);
    return name ? concept_ref(*name, of, fields.where(key)).value_or(ConceptId{}) : ConceptId{};
  };
  switch (kind) {
    case ConceptKind::condition:
      if (fields.text("pattern")) keep("pattern");
      if (fields.flag("must_not_miss").value_or(false)) record.flags |= kMustNotMiss;
      if (const auto limit = fields.number("rule_out_below")) {
        record.rule_out_below = *limit;
        if (!(*limit > 0 && *limit < 1))
          out_.error(fields.where("rule_out_below"), "out-of-range", "'rule_out_below' is no probability",
                     "use a number between 0 and 1");
      }
      break;
    case ConceptKind::finding:
      record.type = type("type", words_of<FindingType>(), false);
      if (fields.flag("red_flag").value_or(false)) record.flags |= kRedFlag;
      read_finding_details(fields, record);
      if (is_valid_time(fields, "valid_for")) keep("valid_for");
      record.refers_to = named("both_sides_of", ConceptKind::finding);
      break;
    case ConceptKind::risk_factor:
      record.type = type("type", std::span<const std::string_view>(kRiskTypes), false);
      if (kRiskTypes[record.type] == "medication") record.flags |= kMedication;
      record.refers_to = named("given_as", ConceptKind::intervention);
      for (const auto condition : concept_list(fields, "history_of", ConceptKind::condition))
        builder_.tables.concepts[condition.value].refers_to = id;
      break;
    case ConceptKind::intervention:
      record.type = type("class", words_of<InterventionClass>(), true);
      record.patient_text = builder_.text(fields.text("patient_text").value_or(""));
      if (fields.flag("self_care").value_or(is_self_care(static_cast<InterventionClass>(record.type))))
        record.flags |= kSelfCare;
      if (const auto dose = fields.any("dose")) {
        record.dose = read_dose(*dose);
        qualifiers.push_back({builder_.text("dose"), builder_.tables.doses[record.dose.value].details});
      }
      if (fields.any("contains")) {
        record.contains =
            TableBuilder::append(builder_.tables.contents, concept_list(fields, "contains", ConceptKind::risk_factor));
        keep("contains");
      }
      break;
    case ConceptKind::guideline: break;  // packs declare none
  }
  fields.finish();
  record.qualifiers = TableBuilder::append(builder_.tables.qualifiers, qualifiers);
  builder_.tables.concepts[id.value] = record;
  if (derived) {
    RuleRecord rule{.id = record.id, .label = record.label};
    rule.kind = RuleKind::definition;
    rule.basis = record.basis;
    add_rule(rule, {id}, *derived, derived->where());
  }
}

void PackAssembler::read_names(JsonFields& fields, ConceptId id, ConceptRecord& record) {
  std::vector<NameRecord> names;
  std::set<std::pair<std::uint32_t, std::uint32_t>> taken;  // texts of `names`: equal texts are stored once
  const auto add = [&](std::string_view text, NameScope scope, Location where) {
    const auto folded = fold(text);
    if (folded.empty()) {
      out_.error(where, "empty-text", "'" + std::string(text) + "' has no letters or digits", "remove it");
      return;
    }
    const auto stored = builder_.text(folded);
    if (!taken.emplace(stored.offset, stored.length).second && scope != NameScope::label) return;
    names.push_back({builder_.text(text), stored, id, scope});
  };
  if (const auto label = fields.text_required("label")) {
    record.label = builder_.text(*label);
    add(*label, NameScope::label, fields.where("label"));
  }
  const auto add_all = [&](std::string_view key, NameScope scope) {
    for (const auto& text : fields.texts(key)) add(text, scope, fields.where(key));
  };
  add_all("synonyms", NameScope::synonym);
  add_all("lay", NameScope::lay);
  add_all("abbreviations", NameScope::abbreviation);
  add(builder_.tables.texts.substr(record.id.offset, record.id.length), NameScope::code, fields.where("id"));

  std::vector<CodeRecord> codes;
  fields.list("codes", [&](JsonValue value) {
    JsonFields code(value, out_, "a code");
    const auto system = code.text_required("system"), text = code.text_required("code"), mark = code.text("mark");
    code.finish();
    if (!system || !text) return;
    if (std::find(kCodeSystems.begin(), kCodeSystems.end(), *system) == kCodeSystems.end())
      out_.error(code.where("system"), "bad-word", "unknown code system '" + *system + "'",
                 choose_from(*system, kCodeSystems));
    if (const auto problem = code_problem(*system, *text); !problem.empty())
      out_.error(code.where("code"), "bad-code", "'" + *text + "' is no " + *system + " code: " + problem,
                 "look it up again; a digit may be wrong or swapped");
    CodeRecord record_of_code{builder_.text(*system), builder_.text(*text)};
    if (mark) {
      const auto word = parse<Mark>(*mark);
      if (!word)
        out_.error(code.where("mark"), "bad-word", "'" + *mark + "' is no mark", choose_from(*mark, words_of<Mark>()));
      record_of_code.mark = word.value_or(Mark::recall);
    }
    codes.push_back(record_of_code);
    add(*text, NameScope::code, code.where("code"));
  });
  record.codes = TableBuilder::append(builder_.tables.codes, codes);
  record.names = TableBuilder::append(builder_.tables.names, names);
}

bool PackAssembler::is_valid_time(JsonFields& fields, std::string_view key) {
  const auto text = fields.text(key);
  if (!text) return false;
  const auto time = parse_quantity(*text);
  if (time.ok() && time->dimension == Dimension::time && time->value > 0) return true;
  out_.error(fields.where(key), "bad-duration", "'" + *text + "' is no length of time",
             "write a number above 0 and a unit, such as '24 h' or '30 d'");
  return false;
}

void PackAssembler::read_finding_details(JsonFields& fields, ConceptRecord& record) {
  const auto value = fields.any("quantity");
  if (!value) return;
  JsonFields quantity(*value, out_, "'quantity'");
  const auto unit = quantity.text_required("unit");
  const auto minimum = quantity.number("min"), maximum = quantity.number("max");
  quantity.finish();
  if (!unit) return;
  const auto in_base = [&](std::string_view key, std::optional<double> x, double fallback) {
    if (!x) return fallback;
    const auto converted = make_quantity(*x, *unit);
    if (!converted.ok()) return fallback;
    (void)key;
    return converted->value;
  };
  if (!find_unit(*unit))
    out_.error(quantity.where("unit"), "unknown-unit", "unknown unit '" + *unit + "'",
               "use a UCUM unit such as Cel, cm, kg, mm[Hg], /min");
  record.minimum = in_base("min", minimum, kNoNumber);
  record.maximum = in_base("max", maximum, kNoNumber);
  if (record.minimum > record.maximum)
    out_.error(quantity.where("min"), "out-of-order", "'min' is above 'max'", "exchange them");
}

void PackAssembler::check_names() {
  struct Owner {
    ConceptId id;
    TextRef text;
  };
  std::map<std::string_view, Owner> owners;
  const auto text = [&](TextRef ref) { return std::string_view(builder_.tables.texts).substr(ref.offset, ref.length); };
  for (const auto& name : builder_.tables.names) {
    if (name.scope == NameScope::code) continue;
    const auto [at, fresh] = owners.try_emplace(text(name.folded), Owner{name.owner, name.text});
    if (fresh || at->second.id == name.owner) continue;
    const auto id = [&](ConceptId c) { return std::string(text(builder_.tables.concepts[c.value].id)); };
    out_.error(
        concepts_.entries().at(id(name.owner)).where, "duplicate-name",
        "'" + std::string(text(name.text)) + "' names both '" + id(at->second.id) + "' and '" + id(name.owner) + "'",
        "a name may point one way only: remove it from one of them");
  }
}

std::optional<ConceptId> PackAssembler::concept_ref(std::string_view name, std::optional<ConceptKind> kind,
                                                    Location where) {
  const auto found = concepts_.resolve(name, where, out_);
  if (!found) return std::nullopt;
  const auto actual = builder_.tables.concepts[found->value].kind;
  if (kind && actual != *kind) {
    out_.error(where, "wrong-kind",
               "'" + std::string(name) + "' is a " + std::string(to_string(actual)) + ", a " +
                   std::string(to_string(*kind)) + " is expected",
               "name a " + std::string(to_string(*kind)));
    return std::nullopt;
  }
  return found;
}

std::vector<ConceptId> PackAssembler::concept_list(JsonFields& fields, std::string_view key, ConceptKind kind,
                                                   std::string_view wildcard) {
  std::vector<ConceptId> out;
  const auto value = fields.any(key);
  if (!value) return out;
  const auto add = [&](JsonValue item) {
    if (!expect_type(item, JsonType::string, "an id in '" + std::string(key) + "'", out_)) return;
    if (!wildcard.empty() && item.string() == wildcard) return;
    if (const auto found = concept_ref(item.string(), kind, item.where())) out.push_back(*found);
  };
  if (value->is(JsonType::string)) {
    add(*value);
  } else if (expect_type(*value, JsonType::array, "'" + std::string(key) + "'", out_)) {
    for (std::size_t i = 0; i < value->size(); ++i) add(value->at(i));
  }
  return out;
}

}  // namespace noso
