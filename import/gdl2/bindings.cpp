// What the inputs of guidelines are in terms of the concepts of a knowledge: JSON → tables.
#include <limits>

#include "noso/base/json_fields.hpp"
#include "noso/base/quantity.hpp"
#include "noso/import/guidelines.hpp"
#include "noso/ontology/guideline_text.hpp"

namespace noso {

namespace {

std::string_view text_at(const Tables& tables, TextRef ref) {
  return std::string_view(tables.texts).substr(ref.offset, ref.length);
}

/// Findings and risk factors by their ids.
class BoundConcepts {
 public:
  explicit BoundConcepts(const Tables& tables) {
    for (std::uint32_t c = 0; c < tables.concepts.size(); ++c) {
      const auto kind = tables.concepts[c].kind;
      if (kind == ConceptKind::finding || kind == ConceptKind::risk_factor)
        ids_.emplace(text_at(tables, tables.concepts[c].id), ConceptId{c});
    }
  }
  std::optional<ConceptId> find(const std::string& id) const {
    const auto found = ids_.find(id);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::unordered_map<std::string, ConceptId> ids_;
};

class BindingReader {
 public:
  BindingReader(TableBuilder& builder, Diagnostics& out)
      : builder_(builder), tables_(builder.tables.guidelines), concepts_(builder.tables), out_(out) {}

  void read(JsonValue root) {
    JsonFields fields(root, out_, "a file of bindings");
    (void)fields.text("note");
    (void)fields.any_required("bindings");
    fields.list("bindings", [&](JsonValue one) { binding(one); });
    fields.finish();
  }

 private:
  void binding(JsonValue json) {
    JsonFields fields(json, out_, "a binding");
    const auto name = fields.text_required("guideline").value_or("");
    (void)fields.text("note");
    guideline_ = find_guideline(builder_.tables, name);
    GuidelineBindingRecord record{.guideline = guideline_.value_or(0), .inputs = {}};
    for (const auto& earlier : tables_.bindings)
      if (guideline_ && earlier.guideline == *guideline_)
        out_.error(json.where(), "bad-binding", "'" + name + "' is bound twice", "keep one of the two bindings");
    std::vector<BindingInputRecord> inputs;
    const auto all = fields.any_required("inputs");
    if (all && expect_type(*all, JsonType::object, "'inputs'", out_))
      for (std::size_t i = 0; i < all->size(); ++i) {
        const std::string id(all->key(i));
        const auto add = [&](JsonValue source) {
          if (const auto one = input(id, source)) inputs.push_back(*one);
        };
        const auto value = all->at(i);
        if (!value.is(JsonType::array)) add(value);
        for (std::size_t a = 0; value.is(JsonType::array) && a < value.size(); ++a) add(value.at(a));
      }
    fields.finish();
    if (!guideline_) return;
    record.inputs = TableBuilder::append(tables_.binding_inputs, inputs);
    tables_.bindings.push_back(record);
  }

  std::optional<std::uint32_t> element(const std::string& id) const {
    const auto range = tables_.guidelines[*guideline_].elements;
    for (std::uint32_t e = 1; e < range.count; ++e)
      if (text_at(builder_.tables, tables_.elements[range.first + e].id) == id) return e;
    return std::nullopt;
  }

  std::nullopt_t unmatched(const Location& where, const std::string& name) {
    out_.warning(where, "unmatched-binding", "the binding names '" + name + "', which is not there",
                 "correct the file of bindings; until then the input stays unknown");
    return std::nullopt;
  }

  BindingValueRecord value(const std::optional<std::string>& text,
                           double below = std::numeric_limits<double>::infinity()) {
    return {below, builder_.text(text.value_or(""))};
  }

  /// Nothing where the input is wrong, or names what is not there. The form is checked either way.
  std::optional<BindingInputRecord> input(const std::string& id, JsonValue json) {
    JsonFields fields(json, out_, "an input");
    auto names = fields.texts("findings");
    const auto measure = fields.text("measure");
    const auto severity = fields.text("severity");
    const bool age = fields.flag("age").value_or(false);
    const auto sex = fields.any("sex");
    if ((!names.empty()) + measure.has_value() + severity.has_value() + age + sex.has_value() != 1)
      out_.error(json.where(), "bad-binding", "an input comes from one source",
                 "give one of 'findings', 'measure', 'severity', 'age' and 'sex'");
    BindingInputRecord record;
    record.from = measure    ? InputSource::measure
                  : severity ? InputSource::severity
                  : age      ? InputSource::age
                  : sex      ? InputSource::sex
                             : InputSource::findings;
    if (measure) names = {*measure};
    if (severity) names = {*severity};
    const auto unit = fields.text("unit").value_or(age ? "a" : severity ? "1" : "");
    record.unit = builder_.text(unit);
    if ((measure || age) && !find_unit(unit))
      out_.error(json.where(), "unknown-unit", "'" + unit + "' is no unit that is known", "use a UCUM code");
    record.values = TableBuilder::append(tables_.binding_values, values(fields, record.from, sex));
    fields.finish();
    if (!guideline_) return std::nullopt;
    const auto found = element(id);
    if (!found) return unmatched(json.where(), id);
    record.element = *found;
    std::vector<ConceptId> concepts;
    for (const auto& name : names) {
      const auto c = concepts_.find(name);
      if (!c) return unmatched(json.where(), name);
      if (measure && find_unit(unit) && find_unit(unit)->dimension != builder_.tables.concepts[c->value].dimension)
        out_.error(json.where(), "bad-binding", "'" + name + "' is not measured in '" + unit + "'",
                   "name a unit of its dimension");
      concepts.push_back(*c);
    }
    record.concepts = TableBuilder::append(tables_.binding_concepts, concepts);
    return record;
  }

  std::vector<BindingValueRecord> values(JsonFields& fields, InputSource from, const std::optional<JsonValue>& sex) {
    const auto present = fields.text("present"), absent = fields.text("absent");
    std::vector<BindingValueRecord> bands;
    fields.list("bands", [&](JsonValue band) {
      JsonFields parts(band, out_, "a band");
      const auto below = parts.number("below").value_or(std::numeric_limits<double>::infinity());
      bands.push_back(value(parts.text_required("value"), below));
      parts.finish();
    });
    if (from == InputSource::findings) return {value(present), value(absent)};
    if (from != InputSource::sex) return bands;
    JsonFields words(*sex, out_, "'sex'");
    std::vector<BindingValueRecord> out{value(words.text("female")), value(words.text("male"))};
    words.finish();
    return out;
  }

  TableBuilder& builder_;
  GuidelineTables& tables_;
  BoundConcepts concepts_;
  Diagnostics& out_;
  std::optional<std::uint32_t> guideline_;  ///< of the binding at hand
};

}  // namespace

Status add_guideline_bindings(TableBuilder& builder, const JsonDocument& document, std::vector<Diagnostic>* warnings) {
  builder.tables.guidelines.bindings.clear();
  Diagnostics out;
  BindingReader(builder, out).read(document.root());
  const bool bad = out.has_errors();
  auto findings = out.take();
  if (bad) return findings;
  if (warnings) warnings->insert(warnings->end(), findings.begin(), findings.end());
  return success();
}

}  // namespace noso
