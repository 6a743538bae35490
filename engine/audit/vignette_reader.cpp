#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>

#include "noso/base/json_fields.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/base/text.hpp"
#include "noso/engine/audit/vignette.hpp"
#include "noso/engine/facts.hpp"

namespace noso::audit {

namespace {

/// Calls `visit` for every string inside `value`, in order. The depth of documents is bounded when they are parsed.
void each_string(JsonValue value, const std::function<void(JsonValue)>& visit) {
  if (value.is(JsonType::string)) visit(value);
  for (std::size_t i = 0; i < value.size(); ++i) each_string(value.at(i), visit);
}

/// The place inside the case that a diagnostic without place is about: the first name that it quotes, else the case.
Location place_in_case(JsonValue told, const std::string& message) {
  Location where = told.where();
  bool found = false;
  each_string(told, [&](JsonValue text) {
    if (found || message.find('\'' + std::string(text.string()) + '\'') == std::string::npos) return;
    where = text.where();
    found = true;
  });
  return where;
}

/// The rules of some kinds by their ids.
class RuleNames {
 public:
  /// Where an id is there already, the first one stays.
  void add(const Knowledge& knowledge, RuleKind kind) {
    const auto& rules = knowledge.tables().rules;
    for (std::uint32_t r = 0; r < rules.size(); ++r)
      if (rules[r].kind == kind && rules_.emplace(knowledge.text(rules[r].id), RuleId{r}).second)
        ids_.push_back(knowledge.text(rules[r].id));
  }

  std::optional<RuleId> find(std::string_view id) const {
    const auto found = rules_.find(id);
    return found == rules_.end() ? std::nullopt : std::optional(found->second);
  }
  std::string nearest(std::string_view id) const { return choose_from(id, ids_); }

 private:
  std::map<std::string_view, RuleId> rules_;
  std::vector<std::string_view> ids_;
};

class VignetteReader {
 public:
  VignetteReader(const Knowledge& knowledge, const std::function<bool(JsonValue)>& skip, Diagnostics& out)
      : knowledge_(knowledge), skip_(skip), out_(out) {
    // A caution may have the id of a red-flag rule, which then is meant.
    for (const auto kind : {RuleKind::escalation, RuleKind::avoid, RuleKind::caution}) rules_.add(knowledge, kind);
    scores_.add(knowledge, RuleKind::score);
  }

  void read(const JsonDocument& document, std::vector<Vignette>& list) {
    JsonFields fields(document.root(), out_, "a file of vignettes");
    fields.any("$schema");
    if (fields.is_object() && !document.root().find("vignettes"))
      out_.error(fields.where(), "missing-key", "a file of vignettes needs 'vignettes'", "add the list");
    fields.list("vignettes", [&](JsonValue value) {
      if (!skip_ || !skip_(value)) vignette(value, list);
    });
    fields.finish();
  }

 private:
  void vignette(JsonValue value, std::vector<Vignette>& list) {
    JsonFields fields(value, out_, "a vignette");
    Vignette v;
    v.id = fields.text_required("id").value_or("");
    v.title = fields.text_required("title").value_or("");
    v.source = fields.text_required("source").value_or("");
    v.why = fields.text("why").value_or("");
    v.where = fields.where("id");
    if (const auto told = fields.any_required("case")) read_told(*told, v);
    if (const auto expect = fields.any_required("expect")) read_expectation(*expect, v.expect);
    fields.finish();
    if (v.id.empty()) return;
    const auto [first, is_new] = places_.emplace(v.id, v.where);
    if (!is_new)
      out_.error(v.where, "duplicate-id", "there are two vignettes '" + v.id + "'",
                 "the other one stands at " + first->second.file + ':' + std::to_string(first->second.line));
    list.push_back(std::move(v));
  }

  void read_told(JsonValue value, Vignette& v) {
    auto told = read_case(value);
    if (!told.ok()) return report(told.errors(), value);
    v.told = std::move(*told);
    v.case_json = to_json(value);
    const auto facts = resolve(knowledge_, v.told);
    if (!facts.ok()) report(facts.errors(), value);
  }

  void report(const std::vector<Diagnostic>& errors, JsonValue told) {
    for (const auto& e : errors)
      out_.error(e.where.line == 0 ? place_in_case(told, e.message) : e.where, e.code, e.message, e.help);
  }

  void read_expectation(JsonValue value, Expectation& expect) {
    JsonFields fields(value, out_, "'expect'");
    if (fields.is_object() && value.size() == 0)
      out_.error(fields.where(), "expects-nothing", "the vignette expects nothing",
                 "state at least one of top, urgency, fires, …");
    if (const auto top = fields.any("top"))
      expect.top = concept_ref(*top, {ConceptKind::condition}).value_or(ConceptId{});
    if (const auto strict = fields.flag("strict_top")) {
      expect.strict_top = *strict;
      if (!value.find("top"))
        out_.error(fields.where("strict_top"), "missing-key", "'strict_top' without 'top'", "add 'top'");
    }
    expect.top_3 = concepts(fields, "top_3", {ConceptKind::condition});
    if (expect.top_3.size() > 3)
      out_.error(fields.where("top_3"), "out-of-range", "more than three conditions cannot stand in three places",
                 "list at most three");
    expect.urgency = level(fields, "urgency");
    expect.not_below = level(fields, "not_below");
    expect.fires = rules(fields, "fires");
    expect.does_not_fire = rules(fields, "does_not_fire");
    expect.undetermined = rules(fields, "undetermined");
    expect.scores = scores(fields);
    expect.warned = concepts(fields, "warned", {ConceptKind::intervention});
    expect.avoided = concepts(fields, "avoided", {ConceptKind::intervention});
    expect.present = concepts(fields, "present", {ConceptKind::finding, ConceptKind::risk_factor});
    expect.absent = concepts(fields, "absent", {ConceptKind::finding, ConceptKind::risk_factor});
    expect.advised = concepts(fields, "advised", {ConceptKind::intervention});
    expect.not_advised = concepts(fields, "not_advised", {ConceptKind::intervention});
    fields.finish();
    must_differ(fields, "fires", expect.fires, "does_not_fire", expect.does_not_fire);
    must_differ(fields, "fires", expect.fires, "undetermined", expect.undetermined);
    must_differ(fields, "does_not_fire", expect.does_not_fire, "undetermined", expect.undetermined);
    must_differ(fields, "present", expect.present, "absent", expect.absent);
    must_differ(fields, "advised", expect.advised, "not_advised", expect.not_advised);
  }

  template <class Id>
  void must_differ(const JsonFields& fields, std::string_view one, const std::vector<Id>& ones, std::string_view other,
                   const std::vector<Id>& others) {
    for (const auto id : ones)
      if (std::find(others.begin(), others.end(), id) != others.end())
        out_.error(fields.where(other), "contradiction",
                   '\'' + std::string(name(id)) + "' stands in both '" + std::string(one) + "' and '" +
                       std::string(other) + '\'',
                   "remove it from one of them");
  }
  std::string_view name(ConceptId c) const { return knowledge_.id(c); }
  std::string_view name(RuleId r) const { return knowledge_.text(knowledge_[r].id); }

  /// The strings of the list `key`, each with its place.
  void each_name(JsonFields& fields, std::string_view key, const std::function<void(JsonValue)>& use) {
    fields.list(key, [&](JsonValue value) {
      if (expect_type(value, JsonType::string, "an entry of '" + std::string(key) + "'", out_)) use(value);
    });
  }

  /// The one concept of one of the kinds that has this name.
  std::optional<ConceptId> concept_ref(JsonValue value, std::initializer_list<ConceptKind> kinds) {
    std::string what;
    for (const auto kind : kinds) what += (what.empty() ? "" : " or ") + std::string(to_string(kind));
    if (!expect_type(value, JsonType::string, "the name of a " + what, out_)) return std::nullopt;
    const std::string text(value.string());
    std::vector<ConceptId> found;
    std::string near;
    for (const auto kind : kinds) {
      const auto some = knowledge_.find(text, kind);
      found.insert(found.end(), some.begin(), some.end());
      for (const auto& similar : knowledge_.similar_names(text, kind))
        near += (near.empty() ? "'" : ", '") + similar + '\'';
    }
    if (found.size() == 1) return found.front();
    out_.error(value.where(), found.empty() ? "unknown-name" : "ambiguous-name",
               (found.empty() ? "no " : "more than one ") + what + " '" + text + '\'',
               near.empty() ? "use the id" : "did you mean " + near + '?');
    return std::nullopt;
  }

  std::vector<ConceptId> concepts(JsonFields& fields, std::string_view key, std::initializer_list<ConceptKind> kinds) {
    std::vector<ConceptId> out;
    each_name(fields, key, [&](JsonValue value) {
      if (const auto found = concept_ref(value, kinds)) out.push_back(*found);
    });
    return out;
  }

  std::vector<RuleId> rules(JsonFields& fields, std::string_view key) {
    std::vector<RuleId> out;
    each_name(fields, key, [&](JsonValue value) {
      if (const auto found = rules_.find(value.string()))
        out.push_back(*found);
      else
        out_.error(value.where(), "unknown-rule", "no rule or caution '" + std::string(value.string()) + '\'',
                   rules_.nearest(value.string()));
    });
    return out;
  }

  /// `"scores": {"news2": 5}`.
  std::vector<std::pair<RuleId, double>> scores(JsonFields& fields) {
    std::vector<std::pair<RuleId, double>> out;
    const auto list = fields.any("scores");
    if (!list || !expect_type(*list, JsonType::object, "'scores'", out_)) return out;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto found = scores_.find(list->key(i));
      if (!found)
        out_.error(list->key_where(i), "unknown-score", "no score '" + std::string(list->key(i)) + '\'',
                   scores_.nearest(list->key(i)));
      else if (expect_type(list->at(i), JsonType::number, "a score", out_))
        out.emplace_back(*found, list->at(i).number());
    }
    return out;
  }

  std::optional<Urgency> level(JsonFields& fields, std::string_view key) {
    const auto word = fields.text(key);
    if (!word) return std::nullopt;
    const auto found = parse<Urgency>(*word);
    if (!found)
      out_.error(fields.where(key), "bad-word", '\'' + *word + "' is no level",
                 "use emergency, urgent, soon, routine or none");
    return found;
  }

  const Knowledge& knowledge_;
  const std::function<bool(JsonValue)>& skip_;
  Diagnostics& out_;
  RuleNames rules_, scores_;
  std::map<std::string, Location> places_;
};

}  // namespace

Result<std::vector<Vignette>> read_vignettes(const std::vector<JsonDocument>& documents, const Knowledge& knowledge,
                                             const std::function<bool(JsonValue)>& skip) {
  Diagnostics out;
  VignetteReader reader(knowledge, skip, out);
  std::vector<Vignette> list;
  for (const auto& document : documents) reader.read(document, list);
  if (out.has_errors()) return out.take();
  return list;
}

}  // namespace noso::audit
