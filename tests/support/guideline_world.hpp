/// A small guideline as text: elements and rules in a few lines become the JSON of GDL2.
#pragma once

#include <algorithm>
#include <map>
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
  std::map<std::string, std::string> types;  ///< `data_type` by element
  /// The inputs are bound to as many entries of one model as there are predicates; without any, to one. The elements of
  /// the second entry have a `b` behind their ids, those of the third a `c`, …
  std::vector<std::string> predicates;
  std::string extra;  ///< further members of `definition`, as JSON, each ending in a comma

  std::string json() const {
    JsonWriter out;
    out.begin_object().member("id", std::string_view(id)).member("gdl_version", "2.0").member("concept", "gt0001");
    out.key("language").begin_object().member("original_language", "ISO_639-1::en").end_object();
    out.key("description").begin_object().key("details").begin_object().key("en").begin_object();
    out.member("purpose", "To add up a small score.").texts("keywords", std::vector<std::string>{"limping"});
    out.end_object().end_object().end_object();
    out.key("definition").begin_object().key("data_bindings").begin_object();
    for (std::size_t entry = 0; entry < std::max<std::size_t>(1, predicates.size()); ++entry)
      binding(out, "gt0002" + suffix(entry), '<', "INPUT", entry);
    binding(out, "gt0009", '>', "OUTPUT", 0);
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
  static std::string suffix(std::size_t entry) {
    return entry == 0 ? std::string() : std::string(1, static_cast<char>('a' + entry));
  }
  void binding(JsonWriter& out, const std::string& name, char role, const char* type, std::size_t entry) const {
    out.key(name).begin_object().member("id", std::string_view(name)).member("type", type);
    out.member("model_id", "openEHR.small.v1").key("elements").begin_object();
    for (const auto& [element, label] : elements) {
      if (element[0] != role) continue;
      const auto first = element.substr(1), own = first + suffix(entry);
      out.key(own).begin_object().member("id", std::string_view(own));
      out.member("path", std::string_view("/data[" + first + "]"));
      if (const auto of = types.find(first); of != types.end()) out.member("data_type", std::string_view(of->second));
      out.end_object();
    }
    out.end_object();
    if (role == '<' && !predicates.empty()) out.texts("predicates", std::vector{predicates[entry]});
    out.end_object();
  }
  static void term(JsonWriter& out, const std::string& id, const std::string& text) {
    out.key(id).begin_object().member("id", std::string_view(id)).member("text", std::string_view(text)).end_object();
  }
};

}  // namespace noso::test
