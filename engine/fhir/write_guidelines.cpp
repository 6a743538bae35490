// What guidelines came to: http://hl7.org/fhir/R4/observation.html
#include "write.hpp"

namespace noso::fhir {

namespace {

bool is_measured(ValueType type) {
  return type == ValueType::number || type == ValueType::count || type == ValueType::quantity;
}

void write_value(Output& out, const DataValue& value) {
  if (is_measured(value.type)) {
    out.json().key("valueQuantity").begin_object().member("value", value.number);
    if (!value.text.empty()) out.json().member("unit", std::string_view(value.text));
    out.json().end_object();
  } else if (value.type == ValueType::boolean) {
    out.json().member("valueBoolean", value.flag);
  } else {
    const bool has_label = !value.code.empty() && !value.text.empty();
    out.json().member("valueString", std::string_view(has_label ? value.text : to_string(value)));
  }
}

}  // namespace

void write_guidelines(Output& out) {
  const auto& knowledge = out.knowledge();
  const auto& tables = knowledge.tables().guidelines;
  for (const auto& result : out.answer().guidelines) {
    if (result.run.outputs.empty()) continue;
    const auto& guideline = tables.guidelines[result.guideline];
    const auto element = [&](std::uint32_t e) { return tables.elements[guideline.elements.first + e]; };
    out.begin("Observation", knowledge.text(guideline.id));
    out.json().member("status", result.is_complete() ? "final" : "preliminary");
    out.coded("code", out.system(), knowledge.text(guideline.id), knowledge.text(guideline.title));
    out.subject("subject");
    out.json().member("effectiveDateTime", std::string_view(out.day()));
    std::vector<std::string> notes;
    for (const auto e : result.run.missing)
      notes.push_back("not known: " + std::string(knowledge.text(element(e).label)));
    for (const auto& e : result.run.assumed)
      notes.push_back("not told, taken as the guideline has it: " +
                      std::string(knowledge.text(element(e.element).label)));
    out.notes(notes);
    out.json().key("component").begin_array();
    for (const auto& output : result.run.outputs) {
      const auto record = element(output.element);
      out.json().begin_object();
      const auto system = out.system() + ':' + std::string(knowledge.text(guideline.id));
      out.coded("code", system, knowledge.text(record.id), knowledge.text(record.label));
      write_value(out, output.value);
      out.json().end_object();
    }
    out.json().end_array();
    out.end();
  }
}

}  // namespace noso::fhir
