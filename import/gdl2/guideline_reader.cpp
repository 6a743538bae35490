#include "gdl2/guideline_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace noso::gdl2 {

namespace {

struct NamedType {
  std::string_view name;
  ValueType type;
};
constexpr std::array<NamedType, 11> kTypes{{{"DV_QUANTITY", ValueType::quantity},
                                            {"DV_COUNT", ValueType::count},
                                            {"DV_ORDINAL", ValueType::ordinal},
                                            {"DV_CODED_TEXT", ValueType::coded_text},
                                            {"DV_TEXT", ValueType::text},
                                            {"DV_BOOLEAN", ValueType::boolean},
                                            {"DV_DATE_TIME", ValueType::date_time},
                                            {"DV_DATE", ValueType::date_time},
                                            {"DV_TIME", ValueType::time},
                                            {"DV_DURATION", ValueType::duration},
                                            {"DV_PROPORTION", ValueType::proportion}}};

class Reader {
 public:
  explicit Reader(Diagnostics& out) : out_(out) {}

  GuidelineDraft guideline(JsonValue root) {
    JsonFields fields(root, out_, "a guideline");
    draft_.id = fields.text_required("id").value_or("");
    draft_.concept_code = fields.text_required("concept").value_or("");
    if (const auto version = fields.text("gdl_version"); version && !version->starts_with("2"))
      unsupported(fields.where("gdl_version"), "version '" + *version + "' of the language");
    if (const auto language = fields.any("language")) read_language(*language);
    if (const auto ontology = fields.any_required("ontology")) read_ontology(*ontology);
    if (const auto description = fields.any("description")) read_description(*description);
    if (const auto definition = fields.any_required("definition")) read_definition(*definition);
    for (const auto ignored : {"uuid", "date", "tags", "test_cases"}) (void)fields.any(ignored);
    fields.finish();
    return std::move(draft_);
  }

 private:
  void unsupported(Location where, const std::string& what) {
    out_.error(std::move(where), "guideline-unsupported", in_rule(rule_) + what + " is not supported",
               "the guideline is refused as a whole; see docs/gdl2.md for what is supported");
  }

  void read_language(JsonValue value) {
    JsonFields fields(value, out_, "'language'");
    const auto original = fields.text("original_language").value_or("");
    const auto colons = original.rfind("::");
    draft_.language = colons == std::string::npos ? original : original.substr(colons + 2);
    (void)fields.any("translations");
    fields.finish();
  }

  /// The member for the language of the guideline, else for English, else the first.
  std::optional<JsonValue> in_language(JsonValue by_language) const {
    if (!by_language.is(JsonType::object) || by_language.size() == 0) return std::nullopt;
    if (const auto own = by_language.find(draft_.language)) return own;
    if (const auto english = by_language.find("en")) return english;
    return by_language.at(0);
  }

  void read_ontology(JsonValue value) {
    JsonFields fields(value, out_, "'ontology'");
    if (const auto definitions = fields.any_required("term_definitions")) {
      const auto own = in_language(*definitions);
      if (own && own->is(JsonType::object)) read_terms(*own);
      for (std::size_t i = 0; i < definitions->size() && definitions->is(JsonType::object); ++i)
        other_title(definitions->at(i));
    }
    if (const auto bindings = fields.any("term_bindings")) read_bindings(*bindings);
    fields.finish();
  }

  void read_terms(JsonValue language) {
    const auto terms = language.find("terms");
    if (!terms || !expect_type(*terms, JsonType::object, "'terms'", out_)) return;
    for (std::size_t i = 0; i < terms->size(); ++i) {
      const auto term = terms->at(i);
      if (!expect_type(term, JsonType::object, "a term", out_)) continue;
      draft_.terms[std::string(terms->key(i))] = {term.member_text("text"), term.member_text("description")};
    }
  }

  void other_title(JsonValue language) {
    if (!language.is(JsonType::object)) return;
    const auto terms = language.find("terms");
    const auto term = terms && terms->is(JsonType::object) ? terms->find(draft_.concept_code) : std::nullopt;
    if (!term || !term->is(JsonType::object)) return;
    if (auto title = term->member_text("text"); !title.empty()) draft_.other_titles.push_back(std::move(title));
  }

  void read_bindings(JsonValue terminologies) {
    if (!expect_type(terminologies, JsonType::object, "'term_bindings'", out_)) return;
    for (std::size_t i = 0; i < terminologies.size(); ++i) {
      const auto bindings =
          terminologies.at(i).is(JsonType::object) ? terminologies.at(i).find("bindings") : std::nullopt;
      if (!bindings || !bindings->is(JsonType::object)) continue;
      for (std::size_t b = 0; b < bindings->size(); ++b) {
        if (!bindings->at(b).is(JsonType::object)) continue;
        JsonFields binding(bindings->at(b), out_, "a binding of a term");
        for (auto code : binding.texts("codes")) {
          if (code.starts_with('[') && code.ends_with(']')) code = code.substr(1, code.size() - 2);
          draft_.bindings[std::string(bindings->key(b))].push_back(std::move(code));
        }
      }
    }
  }

  void read_description(JsonValue value) {
    if (!expect_type(value, JsonType::object, "'description'", out_)) return;
    const auto details = value.find("details");
    const auto own = details ? in_language(*details) : std::nullopt;
    if (!own || !own->is(JsonType::object)) return;
    draft_.purpose = own->member_text("purpose"), draft_.use = own->member_text("use");
    const auto keywords = own->find("keywords");
    for (std::size_t i = 0; keywords && keywords->is(JsonType::array) && i < keywords->size(); ++i)
      if (keywords->at(i).is(JsonType::string)) draft_.keywords.emplace_back(keywords->at(i).string());
  }

  void read_definition(JsonValue value) {
    JsonFields fields(value, out_, "'definition'");
    if (const auto bindings = fields.any_required("data_bindings"))
      each_member(*bindings, "'data_bindings'", [&](std::string_view, JsonValue b) { read_binding(b); });
    fields.list("pre_conditions", [&](JsonValue e) { add_condition(e, draft_.conditions); });
    fields.list("default_actions", [&](JsonValue e) { add_action(e, draft_.defaults); });
    if (const auto rules = fields.any("rules"))
      each_member(*rules, "'rules'", [&](std::string_view id, JsonValue rule) { read_rule(id, rule); });
    if (const auto templates = fields.any("templates"); templates && templates->size() > 0)
      unsupported(templates->where(),
                  "a template, which makes an object of another system (a card, a request) and no value,");
    fields.finish();
    std::stable_sort(draft_.rules.begin(), draft_.rules.end(),
                     [](const RuleDraft& a, const RuleDraft& b) { return a.priority > b.priority; });
  }

  template <class Visit>
  void each_member(JsonValue value, std::string_view what, Visit visit) {
    if (!expect_type(value, JsonType::object, what, out_)) return;
    for (std::size_t i = 0; i < value.size(); ++i) visit(value.key(i), value.at(i));
  }

  void read_binding(JsonValue value) {
    JsonFields fields(value, out_, "a data binding");
    (void)fields.any("id"), (void)fields.any("template_id");
    const auto model = fields.text("model_id").value_or("");
    const auto type = fields.text("type").value_or("INPUT");
    if (type != "INPUT" && type != "OUTPUT") unsupported(fields.where("type"), "a data binding of type '" + type + "'");
    ++binding_;
    const auto first = draft_.elements.size();
    if (const auto elements = fields.any("elements"))
      each_member(*elements, "'elements'", [&](std::string_view id, JsonValue e) {
        read_element(id, e, model, type == "OUTPUT" ? ElementRole::output : ElementRole::input);
      });
    fields.list("predicates", [&](JsonValue p) { read_predicate(p, first); });
    fields.finish();
  }

  void read_element(std::string_view id, JsonValue value, const std::string& model, ElementRole role) {
    JsonFields fields(value, out_, "an element");
    (void)fields.any("id");
    ElementDraft element{.id = std::string(id), .model = model, .path = fields.text("path").value_or("")};
    element.binding = binding_, element.role = role;
    if (const auto type = fields.text("data_type")) {
      const auto known =
          std::find_if(kTypes.begin(), kTypes.end(), [&](const NamedType& t) { return t.name == *type; });
      if (known == kTypes.end())
        unsupported(fields.where("data_type"), "the data type '" + *type + "'");
      else
        element.type = known->type;
    }
    element.choices = fields.texts("allowed_values");
    for (auto& unit : fields.texts("units")) element.choices.push_back(std::move(unit));
    fields.finish();
    draft_.elements.push_back(std::move(element));
  }

  /// Of the entries of its model in a record a predicate chooses one: that with the greatest or least value, or one
  /// that has a value. One without the value is not chosen.
  void read_predicate(JsonValue value, std::size_t first) {
    if (!expect_type(value, JsonType::string, "a predicate", out_)) return;
    auto text = std::string(value.string());
    if (text.starts_with("$")) {
      const auto path = text.find('/');
      text = path == std::string::npos ? text : text.substr(path);
    }
    std::string path;
    auto choice = EntryChoice::none;
    if ((text.starts_with("max(") || text.starts_with("min(")) && text.ends_with(")")) {
      choice = text.starts_with("max(") ? EntryChoice::greatest : EntryChoice::least;
      path = text.substr(4, text.size() - 5);
    }
    for (const std::string_view ending : {" != null", "!= null", "!=null"})
      if (path.empty() && text.ends_with(ending)) path = text.substr(0, text.size() - ending.size());
    bool found = false;
    for (auto i = first; i < draft_.elements.size() && !path.empty(); ++i)
      if (draft_.elements[i].path == path) {
        draft_.elements[i].needs_value = found = true;
        if (choice != EntryChoice::none) draft_.elements[i].choice = choice;
      }
    if (!found) unsupported(value.where(), "the predicate '" + text + "'");
  }

  void read_rule(std::string_view id, JsonValue value) {
    JsonFields fields(value, out_, "a rule");
    (void)fields.any("id"), (void)fields.any("description");
    RuleDraft rule{.id = std::string(id)};
    rule.priority = fields.number("priority").value_or(0);
    if (std::abs(rule.priority) > 1e9 || rule.priority != std::floor(rule.priority))
      unsupported(fields.where("priority"), "a priority that is no whole number");
    rule_ = rule.id;
    fields.list("when", [&](JsonValue e) { add_condition(e, rule.when); });
    fields.list("then", [&](JsonValue e) { add_action(e, rule.then); });
    rule_.clear();
    fields.finish();
    draft_.rules.push_back(std::move(rule));
  }

  void add_condition(JsonValue value, std::vector<Located<SyntaxTree>>& to) {
    if (!expect_type(value, JsonType::string, "a condition", out_)) return;
    auto parsed = parse_expression(value.string());
    if (parsed.ok())
      to.push_back({std::move(*parsed), value.where()});
    else
      report(parsed.errors(), value.where());
  }

  void add_action(JsonValue value, std::vector<Located<Assignment>>& to) {
    if (!expect_type(value, JsonType::string, "an action", out_)) return;
    const auto text = value.string();
    for (const std::string_view statement : {"create(", "use_template("})
      if (text.starts_with(statement))
        return unsupported(value.where(), "the statement '" + std::string(statement) +
                                              "…)', which makes an object of another system and no value,");
    auto parsed = parse_assignment(text);
    if (parsed.ok())
      to.push_back({std::move(*parsed), value.where()});
    else
      report(parsed.errors(), value.where());
  }

  void report(const std::vector<Diagnostic>& errors, const Location& where) {
    for (auto d : errors) {
      d.where = where;
      d.message = in_rule(rule_) + d.message;
      out_.add(std::move(d));
    }
  }

  Diagnostics& out_;
  GuidelineDraft draft_;
  std::uint32_t binding_ = 0;
  std::string rule_;  ///< that is being read
};

}  // namespace

std::string in_rule(std::string_view id) { return id.empty() ? std::string() : "rule '" + std::string(id) + "': "; }

GuidelineDraft read_guideline(JsonValue root, Diagnostics& out) { return Reader(out).guideline(root); }

}  // namespace noso::gdl2
