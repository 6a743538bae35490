/// A small guideline as text: elements and rules in a few lines become the JSON of GDL2.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "noso/base/json_writer.hpp"

namespace noso::test {

struct GuidelineRuleText {
  std::string id;
  int priority = 1;
  std::vector<std::string> when, then;
};

struct GuidelineText {
  std::string id = "Small_score.v1";
  /// id and label; `<` before the id: read, `>`: written
  std::vector<std::pair<std::string, std::string>> elements{{"<gt0003", "Heart rate"},
                                                            {"<gt0004", "Limp"},
                                                            {"<gt0005", "Birthdate"},
                                                            {">gt0010", "Score"},
                                                            {">gt0011", "Advice"}};
  std::vector<std::string> conditions, defaults;
  std::vector<GuidelineRuleText> rules;
  std::string extra;  ///< further members of `definition`, as JSON, each ending in a comma

  std::string json() const {
    JsonWriter out;
    out.begin_object().member("id", std::string_view(id)).member("gdl_version", "2.0").member("concept", "gt0001");
    out.key("language").begin_object().member("original_language", "ISO_639-1::en").end_object();
    out.key("description").begin_object().key("details").begin_object().key("en").begin_object();
    out.member("purpose", "To add up a small score.").texts("keywords", std::vector<std::string>{"limping"});
    out.end_object().end_object().end_object();
    out.key("definition").begin_object().key("data_bindings").begin_object();
    binding(out, "gt0002", '<', "INPUT");
    binding(out, "gt0009", '>', "OUTPUT");
    out.end_object().texts("pre_conditions", conditions).texts("default_actions", defaults);
    out.key("rules").begin_object();
    for (const auto& rule : rules)
      out.key(rule.id)
          .begin_object()
          .member("id", std::string_view(rule.id))
          .member("priority", rule.priority)
          .texts("when", rule.when)
          .texts("then", rule.then)
          .end_object();
    out.end_object().end_object();
    out.key("ontology").begin_object().key("term_definitions").begin_object().key("en").begin_object();
    out.member("id", "en").key("terms").begin_object();
    term(out, "gt0001", "Small score");
    term(out, "gt0020", "Rest the leg");
    for (const auto& [element, label] : elements) term(out, element.substr(1), label);
    for (const auto& rule : rules) term(out, rule.id, "Rule " + rule.id);
    out.end_object().end_object().end_object().end_object().end_object();
    auto text = out.text();
    if (!extra.empty()) text.insert(text.find("\"data_bindings\""), extra);
    return text;
  }

 private:
  void binding(JsonWriter& out, const char* name, char role, const char* type) const {
    out.key(name).begin_object().member("id", name).member("type", type).member("model_id", "openEHR.small.v1");
    out.key("elements").begin_object();
    for (const auto& [element, label] : elements)
      if (element[0] == role)
        out.key(element.substr(1))
            .begin_object()
            .member("id", std::string_view(element).substr(1))
            .member("path", std::string_view("/data[" + element.substr(1) + "]"))
            .end_object();
    out.end_object().end_object();
  }
  static void term(JsonWriter& out, const std::string& id, const std::string& text) {
    out.key(id).begin_object().member("id", std::string_view(id)).member("text", std::string_view(text)).end_object();
  }
};

}  // namespace noso::test
