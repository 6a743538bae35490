#include "noso/engine/bound_guidelines.hpp"

#include <algorithm>

#include "guideline/functions.hpp"
#include "noso/base/quantity.hpp"

namespace noso {

namespace {

class CaseInputs {
 public:
  CaseInputs(const Tables& tables, const Facts& facts) : tables_(tables), facts_(facts) {}

  /// No value where the case leaves it open.
  DataValue value(const BindingInputRecord& input) const {
    switch (input.from) {
      case InputSource::findings: return of_findings(input);
      case InputSource::measure:
        return of_number(input, facts_.measure(tables_.guidelines.binding_concepts[input.concepts.first]));
      case InputSource::age: return of_number(input, facts_.age);
      case InputSource::severity:
        return of_number(input, facts_.severity(tables_.guidelines.binding_concepts[input.concepts.first]));
      case InputSource::sex:
        if (facts_.sex == Sex::unknown) return {};
        return told(input, facts_.sex == Sex::female ? 0 : 1);
    }
    return {};
  }

 private:
  std::string_view text(TextRef ref) const { return std::string_view(tables_.texts).substr(ref.offset, ref.length); }
  const BindingValueRecord& choice(const BindingInputRecord& input, std::uint32_t i) const {
    return tables_.guidelines.binding_values[input.values.first + i];
  }
  DataValue told(const BindingInputRecord& input, std::uint32_t i) const {
    const auto said = text(choice(input, i).value);
    return said.empty() ? DataValue() : parse_data_value(said);
  }

  /// Whether any of them is present.
  DataValue of_findings(const BindingInputRecord& input) const {
    Truth any = Truth::no;
    for (std::uint32_t c = 0; c < input.concepts.count; ++c)
      any = any || facts_.of(tables_.guidelines.binding_concepts[input.concepts.first + c]);
    return any == Truth::unknown ? DataValue() : told(input, any == Truth::yes ? 0 : 1);
  }

  /// The quantity, or the band in which the number lies as a whole.
  DataValue of_number(const BindingInputRecord& input, Interval base) const {
    const auto unit = find_unit(text(input.unit));
    if (!unit || !base.knows_something()) return {};
    const auto in_unit = [&](double x) { return without_noise((x - unit->offset) / unit->factor); };
    const Interval number{in_unit(base.low), in_unit(base.high)};
    for (std::uint32_t b = 0; b < input.values.count; ++b) {
      const double below = choice(input, b).below;
      if (number.high < below) return told(input, b);
      if (number.low < below) return {};
    }
    if (input.values.count > 0 || !number.is_exact()) return {};
    if (input.from == InputSource::severity) return {.type = ValueType::count, .number = number.low};
    DataValue out{.type = ValueType::quantity, .number = number.low};
    out.text = text(input.unit);
    return out;
  }

  const Tables& tables_;
  const Facts& facts_;
};

/// Age and sex are known of everyone: they alone are no reason to tell of a guideline.
bool says_more_than_who(const Tables& tables, const GuidelineBindingRecord& binding,
                        const std::vector<ElementValue>& inputs) {
  for (std::uint32_t i = 0; i < binding.inputs.count; ++i) {
    const auto& input = tables.guidelines.binding_inputs[binding.inputs.first + i];
    if (input.from == InputSource::age || input.from == InputSource::sex) continue;
    for (const auto& given : inputs)
      if (given.element == input.element) return true;
  }
  return false;
}

}  // namespace

std::vector<ElementValue> bound_inputs(const Tables& tables, const GuidelineBindingRecord& binding,
                                       const Facts& facts) {
  const CaseInputs told(tables, facts);
  std::vector<ElementValue> out;
  std::vector<std::uint32_t> contested;
  for (std::uint32_t i = 0; i < binding.inputs.count; ++i) {
    const auto& input = tables.guidelines.binding_inputs[binding.inputs.first + i];
    auto value = told.value(input);
    if (value.type == ValueType::none) continue;
    const auto earlier =
        std::find_if(out.begin(), out.end(), [&](const ElementValue& one) { return one.element == input.element; });
    if (earlier == out.end())
      out.push_back({input.element, std::move(value)});
    else if (earlier->value != value)
      contested.push_back(input.element);
  }
  std::erase_if(out, [&](const ElementValue& one) {
    return std::find(contested.begin(), contested.end(), one.element) != contested.end();
  });
  return out;
}

GuidelineResult run_bound_guideline(const Tables& tables, const GuidelineBindingRecord& binding, const Facts& facts,
                                    double now) {
  auto result = GuidelineRunner(tables, binding.guideline).result(bound_inputs(tables, binding, facts), now);
  auto& run = result.run;
  if (!result.is_complete())
    std::erase_if(run.outputs, [&](const ElementValue& output) {
      return std::find(run.preset.begin(), run.preset.end(), output.element) != run.preset.end();
    });
  return result;
}

std::vector<GuidelineResult> run_bound_guidelines(const Tables& tables, const Facts& facts, double now) {
  std::vector<GuidelineResult> out;
  for (const auto& binding : tables.guidelines.bindings) {
    if (!says_more_than_who(tables, binding, bound_inputs(tables, binding, facts))) continue;
    auto result = run_bound_guideline(tables, binding, facts, now);
    if (!result.run.outputs.empty() || !result.run.missing.empty()) out.push_back(std::move(result));
  }
  return out;
}

}  // namespace noso
