#include "render/guideline_text.hpp"

#include "noso/base/json_writer.hpp"
#include "noso/ontology/guideline_text.hpp"
#include "render/care_text.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

std::string_view text_of(const Tables& tables, TextRef ref) {
  return std::string_view(tables.texts).substr(ref.offset, ref.length);
}

std::string_view word(ElementRole role) {
  switch (role) {
    case ElementRole::clock: return "clock";
    case ElementRole::input: return "input";
    case ElementRole::output: return "output";
    case ElementRole::local: return "local";
  }
  return "";
}

template <class Visit>
void each_element(const Tables& tables, const GuidelineRecord& g, Visit visit) {
  for (std::uint32_t i = 0; i < g.elements.count; ++i) visit(tables.guidelines.elements[g.elements.first + i]);
}

void write_element(const Tables& tables, const ElementRecord& e, JsonWriter& out) {
  out.begin_object().member("id", text_of(tables, e.id)).member("label", text_of(tables, e.label));
  out.member("role", word(e.role)).member("model", text_of(tables, e.model)).member("path", text_of(tables, e.path));
  if (e.type != ValueType::none) out.member("type", to_string(e.type));
  if (e.choices.count > 0) {
    out.key("choices").begin_array();
    for (std::uint32_t c = 0; c < e.choices.count; ++c)
      out.value(text_of(tables, tables.guidelines.choices[e.choices.first + c]));
    out.end_array();
  }
  out.end_object();
}

std::string element_name(const Tables& tables, const GuidelineRecord& g, std::uint32_t i) {
  const auto& e = tables.guidelines.elements[g.elements.first + i];
  return std::string(text_of(tables, e.label.empty() ? e.id : e.label));
}

}  // namespace

std::string guideline_list_text(const Tables& tables, const std::string& color) {
  Page page(color);
  for (const auto& g : tables.guidelines.guidelines)
    page.paragraph("", page.ink(Ink::bold, text_of(tables, g.id)) + "  " + std::string(text_of(tables, g.title)));
  return page.text();
}

std::string guideline_list_json(const Tables& tables) {
  JsonWriter out;
  out.begin_object().key("guidelines").begin_array();
  for (const auto& g : tables.guidelines.guidelines)
    out.begin_object()
        .member("id", text_of(tables, g.id))
        .member("title", text_of(tables, g.title))
        .member("rules", std::uint64_t{g.rules.count})
        .end_object();
  out.end_array().end_object();
  return out.text() + '\n';
}

std::string guideline_text(const Tables& tables, const GuidelineRecord& g, const std::string& color) {
  Page page(color);
  page.paragraph("", page.ink(Ink::bold, text_of(tables, g.title)) + "  " + std::string(text_of(tables, g.id)));
  page.paragraph("  ", text_of(tables, g.purpose));
  for (const auto role : {ElementRole::input, ElementRole::output}) {
    page.heading(role == ElementRole::input ? "INPUT" : "OUTPUT");
    each_element(tables, g, [&](const ElementRecord& e) {
      if (e.role != role) return;
      page.paragraph("  ", page.ink(Ink::dim, text_of(tables, e.id)) + "  " + std::string(text_of(tables, e.label)));
    });
  }
  page.heading("RULES");
  for (std::uint32_t c = 0; c < g.conditions.count; ++c)
    page.paragraph("  only if ",
                   guideline_expression_text(tables, g, tables.guidelines.conditions[g.conditions.first + c]));
  for (std::uint32_t a = 0; a < g.defaults.count; ++a)
    page.paragraph("  at first ", guideline_action_text(tables, g, tables.guidelines.actions[g.defaults.first + a]));
  for (std::uint32_t r = 0; r < g.rules.count; ++r) {
    const auto& rule = tables.guidelines.rules[g.rules.first + r];
    page.paragraph("  ",
                   page.ink(Ink::dim, text_of(tables, rule.id)) + "  " + std::string(text_of(tables, rule.label)));
    if (rule.nodes.count > 0) page.paragraph("    if ", guideline_expression_text(tables, g, rule.nodes));
    for (std::uint32_t a = 0; a < rule.actions.count; ++a)
      page.paragraph("    then ", guideline_action_text(tables, g, tables.guidelines.actions[rule.actions.first + a]));
  }
  return page.text();
}

std::string guideline_json(const Tables& tables, const GuidelineRecord& g) {
  JsonWriter out;
  out.begin_object().member("id", text_of(tables, g.id)).member("title", text_of(tables, g.title));
  out.member("purpose", text_of(tables, g.purpose)).member("use", text_of(tables, g.use));
  out.key("elements").begin_array();
  each_element(tables, g, [&](const ElementRecord& e) { write_element(tables, e, out); });
  out.end_array().key("conditions").begin_array();
  for (std::uint32_t c = 0; c < g.conditions.count; ++c)
    out.value(
        std::string_view(guideline_expression_text(tables, g, tables.guidelines.conditions[g.conditions.first + c])));
  out.end_array().key("rules").begin_array();
  for (std::uint32_t r = 0; r < g.rules.count; ++r) {
    const auto& rule = tables.guidelines.rules[g.rules.first + r];
    out.begin_object().member("id", text_of(tables, rule.id)).member("label", text_of(tables, rule.label));
    out.member("priority", static_cast<int>(rule.priority));
    out.member("if", std::string_view(guideline_expression_text(tables, g, rule.nodes)));
    out.key("then").begin_array();
    for (std::uint32_t a = 0; a < rule.actions.count; ++a)
      out.value(std::string_view(guideline_action_text(tables, g, tables.guidelines.actions[rule.actions.first + a])));
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return out.text() + '\n';
}

std::string guideline_form_json(const Tables& tables, const GuidelineRecord& g) {
  JsonWriter out;
  out.begin_object().member("guideline", text_of(tables, g.id)).key("inputs").begin_object();
  each_element(tables, g, [&](const ElementRecord& e) {
    if (e.role == ElementRole::input)
      out.member(std::string(text_of(tables, e.id)) + '|' + std::string(text_of(tables, e.label)) + '|', "");
  });
  out.end_object().end_object();
  return out.text() + '\n';
}

void render_guideline(const Tables& tables, const GuidelineResult& result, Page& page) {
  constexpr std::size_t kMostNames = 8;
  const auto& g = tables.guidelines.guidelines[result.guideline];
  const auto& run = result.run;
  page.paragraph("  ",
                 page.ink(Ink::bold, text_of(tables, g.title)) + "  " + page.ink(Ink::dim, text_of(tables, g.id)));
  if (!run.conditions_hold) page.paragraph("    ", "its preconditions do not hold: nothing is concluded");
  for (const auto& output : run.outputs)
    page.paragraph("    ",
                   element_name(tables, g, output.element) + ": " + page.ink(Ink::bold, to_string(output.value)));
  if (run.outputs.empty() && run.conditions_hold) page.paragraph("    ", "nothing comes out");
  if (!run.outputs.empty() && !result.is_complete())
    page.paragraph("    ", page.ink(Ink::yellow, "provisional: not everything that it asks for is known"));
  for (std::size_t i = 0; i < run.fired.size(); ++i) {
    const auto& rule = tables.guidelines.rules[g.rules.first + run.fired[i]];
    const auto because = joined(result.traces[i].because, ", ");
    page.paragraph("    because ", std::string(text_of(tables, rule.label.empty() ? rule.id : rule.label)) +
                                       (because.empty() ? "" : ": " + because));
  }
  std::vector<std::string> missing, assumed;
  for (const auto e : run.missing) missing.push_back(element_name(tables, g, e));
  for (const auto& e : run.assumed) assumed.push_back(element_name(tables, g, e.element) + " " + to_string(e.value));
  const auto some = [](std::vector<std::string> names) {
    if (names.size() <= kMostNames) return joined(names, ", ");
    const auto more = names.size() - kMostNames;
    names.resize(kMostNames);
    return joined(names, ", ") + " and " + std::to_string(more) + " more";
  };
  if (!missing.empty()) page.paragraph("    not known: ", some(missing));
  if (!assumed.empty()) page.paragraph("    not told, taken as the guideline has it: ", some(assumed));
}

std::string guideline_result_text(const Tables& tables, const GuidelineResult& result, const std::string& color) {
  Page page(color);
  render_guideline(tables, result, page);
  return page.text();
}

}  // namespace noso::cli
