#include "serve/discovery_lint.hpp"

#include <set>

#include "serve/hooks.hpp"
#include "serve/shapes.hpp"

namespace noso::serve {

namespace {

/// `{{…}}` in pairs, each with something of the context, the user, another query or today in it.
void check_template(JsonValue value, Diagnostics& out) {
  if (!expect_type(value, JsonType::string, "a prefetch template", out)) return;
  auto rest = value.string();
  if (rest.find("://") != std::string_view::npos || rest.starts_with('/'))
    out.error(value.where(), "bad-prefetch", "the template is no query relative to the FHIR server",
              "write it as Type/{{context.patientId}} or Type?name=value");
  for (;;) {
    const auto open = rest.find("{{"), close = rest.find("}}");
    if (open == std::string_view::npos && close == std::string_view::npos) return;
    if (open == std::string_view::npos || close == std::string_view::npos || close < open + 3) {
      out.error(value.where(), "bad-prefetch", "the brackets of a token do not go in pairs, or hold nothing",
                "write {{context.patientId}}");
      return;
    }
    const auto token = rest.substr(open + 2, close - open - 2);
    if (token.find("{") != std::string_view::npos || token.find("}") != std::string_view::npos)
      out.error(value.where(), "bad-prefetch", "a token holds a bracket", "write {{context.patientId}}");
    else if (token.find('.') == std::string_view::npos && !token.starts_with("user") && !token.starts_with("today()"))
      out.error(value.where(), "bad-prefetch", "'" + std::string(token) + "' names nothing that a client knows",
                "write {{context.patientId}}");
    rest.remove_prefix(close + 2);
  }
}

class DiscoveryLint {
 public:
  explicit DiscoveryLint(Diagnostics& out) : out_(out) {}

  void services(JsonValue root) {
    JsonFields fields(root, out_, "the discovery");
    if (const auto list = fields.any_required("services");
        list && expect_type(*list, JsonType::array, "'services'", out_))
      for (std::size_t i = 0; i < list->size(); ++i) service(list->at(i));
    allow_extension(fields);
    fields.finish();
  }

 private:
  void service(JsonValue value) {
    JsonFields fields(value, out_, "a service");
    if (!fields.is_object()) return;
    const auto hook = fields.text_required("hook"), id = fields.text_required("id");
    (void)fields.text_required("description");
    if (!fields.text("title"))
      out_.warning(fields.where(), "no-title", "the service has no 'title'", "give it a name for people");
    (void)fields.text("usageRequirements");
    for (const char* name : {"version", "hookVersion"})
      if (const auto version = fields.text(name); version && name[0] == 'v' && !is_semantic_version(*version))
        out_.error(fields.where(name), "bad-version", "'" + *version + "' is no version",
                   "write the version of the specification as major.minor.patch");
    if (hook && hook->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") != std::string::npos)
      out_.error(fields.where("hook"), "bad-id", "'" + *hook + "' is no name of a hook",
                 "write noun-verb, in lower case");
    if (id && id->find_first_of("/?# ") != std::string::npos)
      out_.error(fields.where("id"), "bad-id", "'" + *id + "' cannot stand in a URL", "use letters, digits and '-'");
    if (hook && id && !seen_.insert({*hook, *id}).second)
      out_.error(fields.where("id"), "duplicate-id", "two services of one hook have this id", "give each its own");
    if (const auto prefetch = fields.any("prefetch");
        prefetch && expect_type(*prefetch, JsonType::object, "'prefetch'", out_))
      for (std::size_t i = 0; i < prefetch->size(); ++i) check_template(prefetch->at(i), out_);
    allow_extension(fields);
    fields.finish();
  }

  Diagnostics& out_;
  std::set<std::pair<std::string, std::string>> seen_;
};

}  // namespace

void lint_discovery(JsonValue root, Diagnostics& out) { DiscoveryLint(out).services(root); }

}  // namespace noso::serve
