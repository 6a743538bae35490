#include "noso/engine/guideline_bindings.hpp"

#include <algorithm>
#include <limits>

#include "guideline/functions.hpp"
#include "noso/base/json_fields.hpp"
#include "noso/base/quantity.hpp"

namespace noso {

namespace {

class BindingReader {
 public:
  std::vector<GuidelineBinding> read(JsonValue root) {
    std::vector<GuidelineBinding> out;
    JsonFields fields(root, findings, "a file of bindings");
    (void)fields.text("note");
    if (!fields.any("bindings")) findings.error(root.where(), "missing-key", "there are no 'bindings'", "add them");
    fields.list("bindings", [&](JsonValue one) {
      JsonFields binding(one, findings, "a binding");
      GuidelineBinding to{.guideline = binding.text_required("guideline").value_or("")};
      (void)binding.text("note");
      const auto inputs = binding.any_required("inputs");
      if (inputs && expect_type(*inputs, JsonType::object, "'inputs'", findings))
        for (std::size_t i = 0; i < inputs->size(); ++i)
          to.inputs.push_back(input(std::string(inputs->key(i)), inputs->at(i)));
      binding.finish();
      out.push_back(std::move(to));
    });
    fields.finish();
    return out;
  }

  Diagnostics findings;

 private:
  static DataValue value(const std::optional<std::string>& text) {
    return text && !text->empty() ? parse_data_value(*text) : DataValue();
  }

  BoundInput input(std::string element, JsonValue json) {
    JsonFields fields(json, findings, "an input");
    BoundInput out{.element = std::move(element)};
    out.concepts = fields.texts("findings");
    const auto measure = fields.text("measure");
    const bool age = fields.flag("age").value_or(false);
    const auto sex = fields.any("sex");
    if ((!out.concepts.empty()) + measure.has_value() + age + sex.has_value() != 1)
      findings.error(json.where(), "bad-binding", "an input comes from one source",
                     "give one of 'findings', 'measure', 'age' and 'sex'");
    out.present = value(fields.text("present")), out.absent = value(fields.text("absent"));
    out.unit = fields.text("unit").value_or(age ? "a" : "");
    if (measure) out.from = BoundInput::From::measure, out.concepts = {*measure};
    if (age) out.from = BoundInput::From::age;
    if (sex) {
      out.from = BoundInput::From::sex;
      JsonFields words(*sex, findings, "'sex'");
      out.female = value(words.text("female")), out.male = value(words.text("male"));
      words.finish();
    }
    if ((measure || age) && !find_unit(out.unit))
      findings.error(json.where(), "unknown-unit", "'" + out.unit + "' is no unit that is known", "use a UCUM code");
    fields.list("bands", [&](JsonValue band) {
      JsonFields parts(band, findings, "a band");
      out.bands.push_back({parts.number("below").value_or(std::numeric_limits<double>::infinity()),
                           value(parts.text_required("value"))});
      parts.finish();
    });
    fields.finish();
    return out;
  }
};

/// The quantity, or the band in which the number lies as a whole.
DataValue of_number(const BoundInput& input, Interval base) {
  const auto unit = find_unit(input.unit);
  if (!unit || !base.knows_something()) return {};
  const auto in_unit = [&](double x) { return without_noise((x - unit->offset) / unit->factor); };
  const Interval number{in_unit(base.low), in_unit(base.high)};
  for (const auto& band : input.bands) {
    if (number.high < band.below) return band.value;
    if (number.low < band.below) return {};
  }
  if (!input.bands.empty() || !number.is_exact()) return {};
  DataValue out{.type = ValueType::quantity, .number = number.low};
  out.text = input.unit;
  return out;
}

std::vector<ConceptId> concepts_of(const BoundInput& input, const Knowledge& knowledge,
                                   std::vector<std::string>& unmatched) {
  std::vector<ConceptId> out;
  for (const auto& name : input.concepts) {
    const auto found = knowledge.find(name);
    if (found.size() == 1)
      out.push_back(found.front());
    else if (std::find(unmatched.begin(), unmatched.end(), name) == unmatched.end())
      unmatched.push_back(name);
  }
  return out;
}

DataValue of_findings(const BoundInput& input, const std::vector<ConceptId>& concepts, const Facts& facts) {
  if (concepts.size() != input.concepts.size()) return {};
  Truth any = Truth::no;
  for (const auto c : concepts) any = any || facts.of(c);
  return any == Truth::yes ? input.present : any == Truth::no ? input.absent : DataValue();
}

}  // namespace

Result<std::vector<GuidelineBinding>> read_guideline_bindings(const JsonDocument& document) {
  BindingReader reader;
  auto out = reader.read(document.root());
  if (reader.findings.has_errors()) return reader.findings.take();
  return out;
}

std::vector<ElementValue> bound_inputs(const GuidelineBinding& binding, const GuidelineRunner& runner,
                                       const Knowledge& knowledge, const Facts& facts,
                                       std::vector<std::string>& unmatched) {
  std::vector<ElementValue> out;
  for (const auto& input : binding.inputs) {
    const auto element = runner.find_element(input.element);
    if (!element) {
      unmatched.push_back(binding.guideline + ' ' + input.element);
      continue;
    }
    DataValue value;
    const auto concepts = concepts_of(input, knowledge, unmatched);
    switch (input.from) {
      case BoundInput::From::findings: value = of_findings(input, concepts, facts); break;
      case BoundInput::From::measure:
        if (!concepts.empty()) value = of_number(input, facts.measure(concepts.front()));
        break;
      case BoundInput::From::age: value = of_number(input, facts.age); break;
      case BoundInput::From::sex:
        if (facts.sex != Sex::unknown) value = facts.sex == Sex::female ? input.female : input.male;
        break;
    }
    if (value.type != ValueType::none) out.push_back({*element, std::move(value)});
  }
  return out;
}

}  // namespace noso
