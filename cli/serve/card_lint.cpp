// One reader for each kind of object of a response; requests and feedback are read by the readers of the service.
#include "serve/card_lint.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "serve/discovery_lint.hpp"
#include "serve/hooks.hpp"
#include "serve/shapes.hpp"

namespace noso::serve {

namespace {

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class ResponseLint {
 public:
  explicit ResponseLint(Diagnostics& out) : out_(out) {}

  void response(JsonValue root) {
    JsonFields fields(root, out_, "a response");
    if (const auto cards = fields.any_required("cards"); cards && expect_type(*cards, JsonType::array, "'cards'", out_))
      for (std::size_t i = 0; i < cards->size(); ++i) card(cards->at(i));
    fields.list("systemActions", [&](JsonValue a) { action(a, false); });
    allow_extension(fields);
    fields.finish();
  }

 private:
  void card(JsonValue value) {
    JsonFields fields(value, out_, "a card");
    if (!fields.is_object()) return;
    uuid(fields, value);
    if (const auto summary = fields.text_required("summary"); summary && code_points(*summary) >= kSummaryBelow)
      out_.error(fields.where("summary"), "summary-too-long",
                 "the summary has " + std::to_string(code_points(*summary)) + " characters",
                 "keep it below 140; the rest goes to 'detail'");
    if (const auto detail = fields.text("detail")) markdown(*detail, fields.where("detail"));
    if (const auto word = fields.text_required("indicator"))
      check_word(*word, {"info", "warning", "critical"}, fields.where("indicator"), out_);
    if (const auto from = fields.any_required("source")) source(*from);
    suggestions(fields);
    fields.list("overrideReasons", [&](JsonValue reason) { (void)read_coding(reason, true, out_); });
    fields.list("links", [&](JsonValue l) { link(l); });
    allow_extension(fields);
    fields.finish();
  }

  void uuid(JsonFields& fields, JsonValue value) {
    const auto text = fields.text("uuid");
    if (!text) return;
    check_uuid(value, "uuid", Severity::warning, out_);
    if (!uuids_.insert(*text).second)
      out_.error(fields.where("uuid"), "duplicate-id", "this uuid stands twice", "give each its own");
  }

  /// HTML that runs something or leads out has no place in a card.
  void markdown(std::string_view text, const Location& where) {
    for (const std::string_view tag : {"<script", "<iframe", "javascript:", "<object", "<embed"})
      if (text.find(tag) != std::string_view::npos)
        return out_.error(where, "active-content", "the detail holds '" + std::string(tag) + "'",
                          "write Markdown without active content");
  }

  void source(JsonValue value) {
    JsonFields fields(value, out_, "a source");
    (void)fields.text_required("label");
    if (fields.text("url")) check_url(value, "url", Severity::error, out_);
    if (fields.text("icon")) check_url(value, "icon", Severity::error, out_);
    if (const auto topic = fields.any("topic")) (void)read_coding(*topic, false, out_);
    allow_extension(fields);
    fields.finish();
  }

  void suggestions(JsonFields& card) {
    std::size_t count = 0, recommended = 0;
    card.list("suggestions", [&](JsonValue s) {
      ++count;
      recommended += suggestion(s) ? 1 : 0;
    });
    const auto behavior = card.text("selectionBehavior");
    if (behavior) check_word(*behavior, {"at-most-one", "any"}, card.where("selectionBehavior"), out_);
    if (count > 0 && !behavior)
      out_.error(card.where("suggestions"), "no-selection-behavior", "there are suggestions and no 'selectionBehavior'",
                 "say at-most-one or any");
    if (behavior == "at-most-one" && recommended > 1)
      out_.error(card.where("suggestions"), "several-recommended",
                 std::to_string(recommended) + " suggestions are recommended, of which one may be chosen",
                 "recommend one, or let 'selectionBehavior' be any");
  }

  /// True when it is recommended.
  bool suggestion(JsonValue value) {
    JsonFields fields(value, out_, "a suggestion");
    if (!fields.is_object()) return false;
    (void)fields.text_required("label");
    uuid(fields, value);
    const bool recommended = fields.flag("isRecommended").value_or(false);
    if (const auto word = fields.text("actionSelectionBehavior"))
      check_word(*word, {"all", "any", "at-most-one"}, fields.where("actionSelectionBehavior"), out_);
    fields.list("actions", [&](JsonValue a) { action(a, true); });
    allow_extension(fields);
    fields.finish();
    return recommended;
  }

  void action(JsonValue value, bool described) {
    JsonFields fields(value, out_, "an action");
    if (!fields.is_object()) return;
    const auto type = fields.text_required("type");
    if (type) check_word(*type, {"create", "update", "delete"}, fields.where("type"), out_);
    (void)(described ? fields.text_required("description") : fields.text("description"));
    const auto resource = fields.any("resource");
    const auto id = fields.text("resourceId");
    if ((type == "create" || type == "update") && !resource)
      out_.error(fields.where(), "missing-key", "an action that is no delete needs 'resource'",
                 "add the FHIR resource");
    if (type == "delete" && !id && !resource)
      out_.error(fields.where(), "missing-key", "an action that deletes needs 'resourceId'", "add it as Type/id");
    if (type == "delete" && resource)
      out_.warning(resource->where(), "misplaced-field", "'resource' of a delete is deprecated", "use 'resourceId'");
    if (type == "create" && id)
      out_.error(fields.where("resourceId"), "misplaced-field", "what is created has no 'resourceId' yet",
                 "leave it out");
    if (resource && type != "delete") fhir_resource(*resource, type == "update");
    if (id && id->find('/') == std::string::npos)
      out_.error(fields.where("resourceId"), "bad-reference", "'resourceId' is no Type/id",
                 "write it as ServiceRequest/1");
    allow_extension(fields);
    fields.finish();
  }

  void fhir_resource(JsonValue resource, bool has_id) {
    if (!expect_type(resource, JsonType::object, "'resource'", out_)) return;
    if (resource.member_text("resourceType").empty())
      out_.error(resource.where(), "missing-key", "the resource has no 'resourceType'", "add it");
    if (has_id && resource.member_text("id").empty())
      out_.error(resource.where(), "missing-key", "the updated resource has no 'id'", "send the whole resource");
  }

  void link(JsonValue value) {
    JsonFields fields(value, out_, "a link");
    (void)fields.text_required("label");
    if (fields.text_required("url")) check_url(value, "url", Severity::error, out_);
    const auto type = fields.text_required("type");
    if (type) check_word(*type, {"absolute", "smart"}, fields.where("type"), out_);
    if (fields.text("appContext") && type == "absolute")
      out_.error(fields.where("appContext"), "misplaced-field", "an absolute link has an 'appContext'",
                 "leave it out, or let the type be smart");
    (void)fields.flag("autolaunchable");
    allow_extension(fields);
    fields.finish();
  }

  Diagnostics& out_;
  std::set<std::string> uuids_;
};

std::optional<CdsDocument> kind_of(JsonValue root) {
  if (root.find("cards") || root.find("systemActions")) return CdsDocument::response;
  if (root.find("services")) return CdsDocument::discovery;
  if (root.find("feedback")) return CdsDocument::feedback;
  if (root.find("hook") || root.find("hookInstance")) return CdsDocument::request;
  return std::nullopt;
}

void lint_request(JsonValue root, Diagnostics& out) {
  (void)read_hook_request(root, find_service(root.member_text("hook")), out);
}

}  // namespace

std::string_view to_string(CdsDocument kind) {
  constexpr std::string_view kWords[] = {"discovery", "request", "response", "feedback"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::optional<CdsDocument> lint_cds_document(JsonValue root, Diagnostics& out) {
  const auto kind = kind_of(root);
  if (!kind) {
    out.error(root.where(), "not-cds-hooks", "this is no discovery, request, response or feedback of CDS Hooks",
              "it must hold 'services', 'hook', 'cards' or 'feedback'");
    return std::nullopt;
  }
  switch (*kind) {
    case CdsDocument::discovery: lint_discovery(root, out); break;
    case CdsDocument::request: lint_request(root, out); break;
    case CdsDocument::response: ResponseLint(out).response(root); break;
    case CdsDocument::feedback: (void)read_feedback(root, out); break;
  }
  check_no_empty_fields(root, out);
  return kind;
}

}  // namespace noso::serve
