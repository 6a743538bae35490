// What `noso cards lint` must say of good and of broken documents.
#include <catch2/catch.hpp>

#include "serve/card_lint.hpp"
#include "serve/hooks.hpp"
#include "serve/shapes.hpp"
#include "served_heel_pain.hpp"

namespace noso::test {

namespace {

std::vector<Diagnostic> lint(const std::string& text) {
  const auto document = parsed(text);
  Diagnostics found;
  (void)serve::lint_cds_document(document.root(), found);
  return found.take();
}

std::string codes(const std::vector<Diagnostic>& found) {
  std::string out;
  for (const auto& d : found) out += (out.empty() ? "" : " ") + d.code;
  return out;
}

const std::string kSource = R"("source":{"label":"s"})";

/// A response with one card, which has these members besides a good summary, indicator and source.
std::string card(const std::string& members) {
  return R"({"cards":[{"summary":"s","indicator":"info",)" + kSource + (members.empty() ? "" : ",") + members + "}]}";
}

std::string action(const std::string& members) {
  return card(R"("selectionBehavior":"any","suggestions":[{"label":"l","actions":[{)" + members + "}]}]");
}

std::string request(const std::string& members) {
  return R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)" + members + "}";
}

std::string feedback(const std::string& members) {
  return R"({"feedback":[{"card":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)" + members + "}]}";
}

struct Broken {
  std::string what, text, code;
};

const std::vector<Broken>& broken_cards() {
  static const std::vector<Broken> list{
      {"a response without cards", R"({"systemActions":[]})", "missing-key empty-field"},
      {"cards that are no list", R"({"cards":{"summary":"s"}})", "wrong-type"},
      {"a card that is no object", R"({"cards":["s"]})", "wrong-type"},
      {"no summary", R"({"cards":[{"indicator":"info",)" + kSource + "}]}", "missing-key"},
      {"an empty summary", R"({"cards":[{"summary":"","indicator":"info",)" + kSource + "}]}",
       "empty-text empty-field"},
      {"a summary of 140 characters",
       R"({"cards":[{"summary":")" + std::string(140, 'x') + R"(","indicator":"info",)" + kSource + "}]}",
       "summary-too-long"},
      {"no indicator", R"({"cards":[{"summary":"s",)" + kSource + "}]}", "missing-key"},
      {"an indicator of another list", R"({"cards":[{"summary":"s","indicator":"hard-stop",)" + kSource + "}]}",
       "bad-word"},
      {"no source", R"({"cards":[{"summary":"s","indicator":"info"}]})", "missing-key"},
      {"a source without a label", R"({"cards":[{"summary":"s","indicator":"info","source":{"url":"https://a.b"}}]})",
       "missing-key"},
      {"a relative source", R"({"cards":[{"summary":"s","indicator":"info","source":{"label":"l","url":"/a"}}]})",
       "bad-url"},
      {"an icon without a host",
       R"({"cards":[{"summary":"s","indicator":"info","source":{"label":"l","icon":"http:/a"}}]})", "bad-url"},
      {"a topic that is a text", R"({"cards":[{"summary":"s","indicator":"info","source":{"label":"l","topic":"t"}}]})",
       "wrong-type"},
      {"a topic without a system",
       R"({"cards":[{"summary":"s","indicator":"info","source":{"label":"l","topic":{"code":"c"}}}]})", "missing-key"},
      {"suggestions without a behaviour", card(R"("suggestions":[{"label":"l"}])"), "no-selection-behavior"},
      {"a behaviour of another list", card(R"("suggestions":[{"label":"l"}],"selectionBehavior":"one")"), "bad-word"},
      {"two recommended of one",
       card(R"("selectionBehavior":"at-most-one","suggestions":[{"label":"a","isRecommended":true},)"
            R"({"label":"b","isRecommended":true}])"),
       "several-recommended"},
      {"a suggestion without a label", card(R"("selectionBehavior":"any","suggestions":[{"isRecommended":true}])"),
       "missing-key"},
      {"a recommendation that is a text",
       card(R"("selectionBehavior":"any","suggestions":[{"label":"l","isRecommended":"yes"}])"), "wrong-type"},
      {"no suggestions at all", card(R"("selectionBehavior":"any","suggestions":[])"), "empty-field"},
      {"an action without a type", action(R"("description":"d","resourceId":"A/1")"), "missing-key"},
      {"an action of another type", action(R"("type":"remove","description":"d","resourceId":"A/1")"), "bad-word"},
      {"an action without a description", action(R"("type":"delete","resourceId":"A/1")"), "missing-key"},
      {"a create without a resource", action(R"("type":"create","description":"d")"), "missing-key"},
      {"a resource without a type", action(R"("type":"create","description":"d","resource":{"id":"1"})"),
       "missing-key"},
      {"an update without an id", action(R"("type":"update","description":"d","resource":{"resourceType":"A"})"),
       "missing-key"},
      {"a create with an id",
       action(R"("type":"create","description":"d","resource":{"resourceType":"A"},)"
              R"("resourceId":"A/1")"),
       "misplaced-field"},
      {"a delete of nothing", action(R"("type":"delete","description":"d")"), "missing-key"},
      {"a delete by a bare id", action(R"("type":"delete","description":"d","resourceId":"1")"), "bad-reference"},
      {"a delete with a resource", action(R"("type":"delete","description":"d","resource":{"resourceType":"A"})"),
       "misplaced-field"},
      {"a reason without a display", card(R"("overrideReasons":[{"system":"urn:a","code":"c"}])"), "missing-key"},
      {"a link without a type", card(R"("links":[{"label":"l","url":"https://a.b"}])"), "missing-key"},
      {"a link of another type", card(R"("links":[{"label":"l","url":"https://a.b","type":"app"}])"), "bad-word"},
      {"a relative link", card(R"("links":[{"label":"l","url":"a.html","type":"absolute"}])"), "bad-url"},
      {"a context for an absolute link",
       card(R"("links":[{"label":"l","url":"https://a.b","type":"absolute","appContext":"x"}])"), "misplaced-field"},
      {"a null", card(R"("detail":null)"), "wrong-type empty-field"},
      {"an empty detail", card(R"("detail":"")"), "empty-field"},
      {"an empty object", card(R"("links":[{}])"), "missing-key missing-key missing-key empty-field"},
      {"a key of its own", card(R"("colour":"red")"), "unknown-key"},
      {"an extension that is misspelt", card(R"("extensions":{"com.a":1})"), "unknown-key"},
      {"a script in the detail", card(R"("detail":"<script>x</script>")"), "active-content"},
      {"a uuid twice",
       R"({"cards":[{"uuid":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","summary":"s","indicator":"info",)" + kSource +
           R"(},{"uuid":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","summary":"t","indicator":"info",)" + kSource + "}]}",
       "duplicate-id"},
      {"a uuid that is none", card(R"("uuid":"card-1")"), "bad-uuid"},
  };
  return list;
}

}  // namespace

TEST_CASE("the lint rejects every kind of broken card") {
  CHECK(broken_cards().size() >= 25);
  for (const auto& broken : broken_cards()) {
    INFO(broken.what << ": " << broken.text);
    CHECK(codes(lint(broken.text)) == broken.code);
  }
}

TEST_CASE("the lint takes good cards, those without cards, and what 3.0 adds") {
  CHECK(codes(lint(R"({"cards":[]})")).empty());
  CHECK(codes(lint(card(""))).empty());
  CHECK(codes(lint(card(R"("detail":"a < b **c**","extension":{"com.example.x":null},"links":[{"label":"l",)"
                        R"("url":"https://a.b/c?d=e","type":"smart","appContext":"{}","autolaunchable":true}])")))
            .empty());
  CHECK(codes(lint(R"({"cards":[],"systemActions":[{"type":"update","resource":{"resourceType":"A","id":"1"}}]})"))
            .empty());
  const std::string ends_below(139, 'x');
  CHECK(codes(lint(R"({"cards":[{"summary":")" + ends_below + R"(","indicator":"info",)" + kSource + "}]}")).empty());
  std::string umlauts;
  for (int i = 0; i < 139; ++i) umlauts += "ü";
  CHECK(codes(lint(R"({"cards":[{"summary":")" + umlauts + R"(","indicator":"info",)" + kSource + "}]}")).empty());
}

TEST_CASE("the lint says where") {
  const auto found =
      lint("{\"cards\": [\n {\"summary\": \"s\",\n  \"indicator\": \"red\", \"source\": {\"label\": \"l\"}}]}");
  REQUIRE(found.size() == 1);
  CHECK(found[0].where.line == 3);
  CHECK(found[0].where.column == 16);
}

TEST_CASE("the lint rejects broken requests, feedback and discoveries") {
  const std::vector<Broken> list{
      {"no shape", R"({"a":1})", "not-cds-hooks"},
      {"no context", request(R"("prefetch":{"a":null})"), "missing-key"},
      {"no patient", request(R"("context":{"userId":"Practitioner/1"})"), "missing-key"},
      {"a reference for an id", request(R"("context":{"userId":"Practitioner/1","patientId":"Patient/1"})"),
       "lenient-id"},
      {"a bare user", request(R"("context":{"userId":"1","patientId":"1"})"), "lenient-id"},
      {"a token for no server",
       request(R"("context":{"userId":"P/1","patientId":"1"},"fhirAuthorization":{"access_token":"a",)"
               R"("token_type":"Bearer","expires_in":3,"scope":"s","subject":"t"})"),
       "missing-key"},
      {"a token of another type",
       request(R"("context":{"userId":"P/1","patientId":"1"},"fhirServer":"https://a.b","fhirAuthorization":)"
               R"({"access_token":"a","token_type":"MAC","expires_in":3,"scope":"s","subject":"t"})"),
       "bad-word"},
      {"a token without life",
       request(R"("context":{"userId":"P/1","patientId":"1"},"fhirServer":"https://a.b","fhirAuthorization":)"
               R"({"access_token":"a","token_type":"Bearer","expires_in":0,"scope":"s","subject":"t"})"),
       "out-of-range"},
      {"an unfilled server", request(R"("fhirServer":"{{url}}","context":{"userId":"P/1","patientId":"1"})"),
       "bad-url"},
      {"a prefetch without a type",
       request(R"("context":{"userId":"P/1","patientId":"1"},"prefetch":{"a":{"id":"1"}})"), "lenient-prefetch"},
      {"a prefetched text", request(R"("context":{"userId":"P/1","patientId":"1"},"prefetch":{"a":"b"})"),
       "wrong-type"},
      {"selections of nothing",
       R"({"hook":"order-select","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"P/1",)"
       R"("patientId":"1","selections":["A/1"],"draftOrders":{"resourceType":"Bundle","entry":[]}}})",
       "selection-of-nothing"},
      {"an order without a bundle",
       R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":"P/1",)"
       R"("patientId":"1","draftOrders":{"resourceType":"ServiceRequest","id":"1"}}})",
       "lenient-orders"},
      {"an outcome of another list", feedback(R"("outcome":"ignored","outcomeTimestamp":"2026-01-31T08:15:30Z")"),
       "bad-word"},
      {"an acceptance of nothing", feedback(R"("outcome":"accepted","outcomeTimestamp":"2026-01-31T08:15:30Z")"),
       "missing-key"},
      {"a day without a time", feedback(R"("outcome":"overridden","outcomeTimestamp":"2026-01-31")"), "bad-time"},
      {"an override that accepts",
       feedback(R"("outcome":"overridden","outcomeTimestamp":"2026-01-31T08:15:30Z","acceptedSuggestions":[{"id":)"
                R"("d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"}])"),
       "misplaced-field"},
      {"no feedback", R"({"feedback":[]})", "empty-list empty-field"},
      {"a service without a hook", R"({"services":[{"id":"a","description":"d","title":"t"}]})", "missing-key"},
      {"a service without a title", R"({"services":[{"hook":"a-b","id":"a","description":"d"}]})", "no-title"},
      {"an id with a slash", R"({"services":[{"hook":"a-b","id":"a/b","description":"d","title":"t"}]})", "bad-id"},
      {"two of one id",
       R"({"services":[{"hook":"a-b","id":"a","description":"d","title":"t"},)"
       R"({"hook":"a-b","id":"a","description":"d","title":"t"}]})",
       "duplicate-id"},
      {"a version of two parts",
       R"({"services":[{"hook":"a-b","id":"a","description":"d","title":"t","version":"2.0"}]})", "bad-version"},
      {"a template with one bracket",
       R"({"services":[{"hook":"a-b","id":"a","description":"d","title":"t","prefetch":{"p":"Patient/{{context.patientId"}}]})",
       "bad-prefetch"},
      {"a template of a whole URL",
       R"({"services":[{"hook":"a-b","id":"a","description":"d","title":"t","prefetch":{"p":"https://a.b/Patient/1"}}]})",
       "bad-prefetch"},
  };
  for (const auto& broken : list) {
    INFO(broken.what << ": " << broken.text);
    CHECK(codes(lint(broken.text)) == broken.code);
  }
}

TEST_CASE("the lint has nothing to say against our discovery") {
  const auto text = serve::discovery(served_heel_pain().engine.knowledge());
  INFO(text);
  CHECK(lint(text).empty());
}

TEST_CASE("times, URLs, UUIDs and versions") {
  CHECK(serve::is_time("2026-01-31T08:15:30Z"));
  CHECK(serve::is_time("2026-01-31T08:15:30.25+01:00"));
  CHECK_FALSE(serve::is_time("2026-02-30T08:15:30Z"));
  CHECK_FALSE(serve::is_time("2026-01-31T24:15:30Z"));
  CHECK_FALSE(serve::is_time("2026-01-31T08:15:30"));
  CHECK_FALSE(serve::is_time("2026-01-31T08:15:30.Z"));
  CHECK(serve::is_absolute_url("urn:oid:1.2"));
  CHECK(serve::is_absolute_url("https://a.b:80/c?d#e"));
  CHECK_FALSE(serve::is_absolute_url("//a.b"));
  CHECK_FALSE(serve::is_absolute_url("https://a b"));
  CHECK_FALSE(serve::is_absolute_url("https:"));
  CHECK(serve::is_uuid("D1577C69-dfbe-44ad-ba6d-3e05e953b2ea"));
  CHECK_FALSE(serve::is_uuid("d1577c69dfbe44adba6d3e05e953b2ea"));
  CHECK(serve::is_semantic_version("2.0.1-ballot"));
  CHECK_FALSE(serve::is_semantic_version("2.0"));
}

}  // namespace noso::test
