// The routes, without a socket.
#include <sqlite3.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "noso/engine/engine.hpp"
#include "noso/import/pack.hpp"
#include "serve/card_lint.hpp"
#include "serve/service.hpp"
#include "served_heel_pain.hpp"
#include "support/folder.hpp"

namespace noso::test {

namespace {

using serve::HttpRequest;
using serve::HttpResponse;

class Running {
 public:
  explicit Running(serve::ServeOptions options = {}, bool with_feedback = true) {
    auto pack = read_pack(NOSO_PACK_DIR);
    const auto path = folder_.path() / "kb.noso";
    REQUIRE(write_knowledge_file(path, std::move(pack->content->tables), std::move(pack->content->manifest)).ok());
    options.knowledge = path.string();
    options.as_of = parse_date("2026-11-25");
    auto knowledge = serve::ServedKnowledge::open(path, true);
    REQUIRE(knowledge.ok());
    auto log = serve::RequestLog::open(log_path());
    REQUIRE(log.ok());
    std::unique_ptr<serve::FeedbackStore> feedback;
    if (with_feedback) feedback = std::move(*serve::FeedbackStore::open(feedback_path()));
    service_ = std::make_unique<serve::Service>(options, "http://127.0.0.1:8080", std::move(*knowledge), nullptr,
                                                std::move(feedback), std::move(*log));
  }

  HttpResponse send(std::string_view method, std::string_view target, std::string_view body = {},
                    std::map<std::string, std::string, std::less<>> headers = {}) {
    return service_->answer(method, target, HttpRequest{.headers = std::move(headers), .body = body});
  }
  std::string log() {
    service_.reset();  // writes what is waiting
    std::ifstream in(log_path());
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  std::string log_path() const { return (folder_.path() / "log.jsonl").string(); }
  std::string feedback_path() const { return (folder_.path() / "feedback.sqlite").string(); }
  serve::Service& service() { return *service_; }
  std::filesystem::path knowledge_path() const { return folder_.path() / "kb.noso"; }

 private:
  Folder folder_;
  std::unique_ptr<serve::Service> service_;
};

std::string header_of(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

/// The code of the first issue of an OperationOutcome.
std::string problem_of(const HttpResponse& response) {
  const auto document = parsed(response.body);
  const auto root = document.root();
  if (root.member_text("resourceType") != "OperationOutcome") return "no OperationOutcome";
  return root.find("issue")->at(0).find("details")->find("coding")->at(0).member_text("code");
}

std::string view_request(const std::string& prefetch, const std::string& hook = "patient-view",
                         const std::string& context = "") {
  return R"({"hook":")" + hook + R"(","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{"userId":)" +
         R"("Practitioner/1","patientId":"1")" + context + R"(},"prefetch":{)" + prefetch + "}}";
}

constexpr const char* kPatient = R"("patient":{"resourceType":"Patient","id":"1","birthDate":"1981-02-03"})";

std::string condition(const std::string& text, const std::string& more = "") {
  static int number = 0;
  return R"({"resource":{"resourceType":"Condition","id":"c)" + std::to_string(++number) +
         R"(","subject":{"reference":"Patient/1"},"code":{"text":")" + text + "\"}" + more + "}}";
}

std::string bundle(const std::string& entries, const std::string& more = "") {
  return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]" + more + "}";
}

}  // namespace

TEST_CASE("what is not there is 404, what is not allowed 405, both as OperationOutcome") {
  Running running({}, false);
  for (const auto* path : {"/", "/cds-services/", "/cds-services/a/b", "/cds-services/none", "/metrics/"})
    CHECK(running.send("POST", path, "{}").status == 404);
  CHECK(problem_of(running.send("GET", "/nothing")) == "no-route");
  CHECK(running.send("POST", "/cds-services/patient-view/feedback", R"({"feedback":[]})").status == 404);
  const auto wrong = running.send("GET", "/assess");
  CHECK(wrong.status == 405);
  CHECK(problem_of(wrong) == "wrong-method");
  CHECK(header_of(wrong, "Allow") == "POST, OPTIONS");
  CHECK(problem_of(running.send("GET", "/a%0")) == "bad-target");
  CHECK(problem_of(running.send("GET", "nothing")) == "bad-target");
  CHECK(running.send("POST", "/assess", "{}", {{"content-encoding", "gzip"}}).status == 415);
  CHECK(problem_of(running.send("POST", "/assess", "{}", {{"content-encoding", "br"}})) == "bad-encoding");
}

TEST_CASE("cases are answered, bad ones refused with their place") {
  Running running;
  const auto answer = running.send("POST", "/assess", R"({"age":45,"present":["first-step-pain"]})");
  CHECK(answer.status == 200);
  const auto document = parsed(answer.body);
  CHECK(document.root().member_text("scope") == "inside");
  const auto fhir = running.send("POST", "/assess", bundle(condition("heel pain")));
  CHECK(fhir.status == 200);
  CHECK(parsed(fhir.body).root().member_text("scope") == "inside");
  const auto broken = running.send("POST", "/assess", "{\n\"present\": [}");
  CHECK(broken.status == 400);
  CHECK(problem_of(broken) == "json-syntax");
  CHECK(broken.body.find("request:2:13") != std::string::npos);
  const auto unknown = running.send("POST", "/assess", R"({"present":["heel pian"]})");
  CHECK(unknown.status == 422);
  CHECK(problem_of(unknown) == "unknown-name");
  CHECK(problem_of(running.send("POST", "/assess", std::string(100, '['))) == "json-too-deep");
}

TEST_CASE("search answers as the program does, and refuses what it cannot ask") {
  Running running;
  const auto found = running.send("GET", "/search?q=heel+spur&kind=finding&limit=3");
  CHECK(found.status == 200);
  const auto document = parsed(found.body);
  REQUIRE(document.root().find("results")->size() > 0);
  CHECK(document.root().find("results")->size() <= 3);
  CHECK(document.root().find("results")->at(0).member_text("kind") == "finding");
  for (const auto* target :
       {"/search", "/search?q=", "/search?q=a&kind=b", "/search?q=a&limit=0", "/search?q=a&limit=1e9"})
    CHECK(problem_of(running.send("GET", target)) == "bad-query");
}

TEST_CASE("health, metrics, the description and the discovery tell what is served") {
  Running running;
  CHECK(parsed(running.send("GET", "/health").body).root().member_text("status") == "up");
  CHECK(running.send("HEAD", "/health").body.empty());
  CHECK(parsed(running.send("GET", "/openapi.json").body).root().member_text("openapi") == "3.1.0");
  const auto services = parsed(running.send("GET", "/cds-services").body);
  CHECK(services.root().find("services")->size() == 4);
  const auto metrics = running.send("GET", "/metrics").body;
  CHECK(metrics.find("noso_requests_total{route=\"health\",status=\"200\"} 2\n") != std::string::npos);
  CHECK(metrics.find("noso_knowledge_info{id=\"") != std::string::npos);
}

TEST_CASE("browsers are let in from the origins that were named") {
  Running closed, open({.origins = {"https://ehr.example.org"}});
  CHECK(header_of(closed.send("GET", "/cds-services", {}, {{"origin", "https://ehr.example.org"}}),
                  "Access-Control-Allow-Origin") == "");
  CHECK(header_of(open.send("GET", "/cds-services", {}, {{"origin", "https://ehr.example.org"}}),
                  "Access-Control-Allow-Origin") == "https://ehr.example.org");
  CHECK(header_of(open.send("GET", "/cds-services", {}, {{"origin", "https://other.example.org"}}),
                  "Access-Control-Allow-Origin") == "");
  const auto asked = open.send("OPTIONS", "/cds-services/patient-view", {},
                               {{"origin", "https://ehr.example.org"}, {"access-control-request-method", "POST"}});
  CHECK(asked.status == 204);
  CHECK(header_of(asked, "Access-Control-Allow-Headers") == "Authorization, Content-Type");
}

TEST_CASE("the four states of prefetch: not fetched is not nothing found, and neither makes anything absent") {
  Running running;
  const auto answer = running.send(
      "POST", "/cds-services/patient-view",
      view_request(std::string(kPatient) + R"(,"conditions":)" +
                   bundle(condition("heel pain"), R"(,"link":[{"relation":"next","url":"https://a.b/2"}])") +
                   R"(,"allergies":null,"medications":{"resourceType":"OperationOutcome","issue":[]})"));
  REQUIRE(answer.status == 200);
  const auto document = parsed(answer.body);
  const auto states = document.root().find("extension")->find("org.nosograph.prefetch");
  CHECK(states->member_text("conditions") == "first page only");
  CHECK(states->member_text("allergies") == "nothing found");
  CHECK(states->member_text("medications") == "failed");
  CHECK(states->member_text("observations") == "not fetched");
  REQUIRE(document.root().find("cards")->size() == 1);
  const auto detail = document.root().find("cards")->at(0).member_text("detail");
  CHECK(detail.find("observations (not fetched)") != std::string::npos);
  CHECK(detail.find("medications (failed)") != std::string::npos);
  CHECK(detail.find("conditions (first page only)") != std::string::npos);
  CHECK(detail.find("allergies") == std::string::npos);
  CHECK(answer.body.find("\"absent\"") == std::string::npos);
}

TEST_CASE("not fetched never becomes absent: the answer is the same as if the key were unknown") {
  Running running;
  const auto cards = [&](const std::string& more) {
    const auto answer = running.send("POST", "/cds-services/encounter-start",
                                     view_request(R"("conditions":)" + bundle(condition("heel pain")) + more,
                                                  "encounter-start", R"(,"encounterId":"e")"));
    REQUIRE(answer.status == 200);
    return parsed(answer.body).root().find("cards")->at(0).member_text("summary");
  };
  const auto silent = cards("");
  CHECK(cards(R"(,"medications":null)") == silent);
  CHECK(cards(R"(,"medications":{"resourceType":"OperationOutcome","issue":[]})") == silent);
  CHECK(silent.find("not excluded: emergency") != std::string::npos);
}

TEST_CASE("ruled out never becomes present, and what was entered in error does not count") {
  Running running;
  for (const auto* more : {R"(,"verificationStatus":{"coding":[{"code":"refuted"}]})",
                           R"(,"verificationStatus":{"coding":[{"code":"entered-in-error"}]})"}) {
    const auto answer = running.send("POST", "/cds-services/patient-view",
                                     view_request(R"("conditions":)" + bundle(condition("saddle numbness", more) + "," +
                                                                              condition("low back pain"))));
    CHECK(answer.status == 200);
    CHECK(answer.body.find("EMERGENCY") == std::string::npos);
  }
  const auto answer = running.send(
      "POST", "/cds-services/patient-view",
      view_request(R"("conditions":)" + bundle(condition("saddle numbness") + "," + condition("low back pain"))));
  CHECK(answer.body.find("EMERGENCY: Suspected cauda equina") != std::string::npos);
}

TEST_CASE("where nothing was fetched there is no answer, and no reassurance") {
  Running running;
  for (const auto* prefetch : {"", R"("patient":{"resourceType":"OperationOutcome","issue":[]})"}) {
    const auto answer = running.send("POST", "/cds-services/patient-view", view_request(prefetch));
    CHECK(answer.status == 412);
    CHECK(problem_of(answer) == "no-data");
  }
  CHECK(running.send("POST", "/cds-services/patient-view", view_request(R"("conditions":null)")).status == 200);
}

TEST_CASE("a request for another hook, about another person or without what it needs is refused") {
  Running running;
  CHECK(problem_of(running.send("POST", "/cds-services/order-sign", view_request(kPatient))) != "no OperationOutcome");
  CHECK(problem_of(running.send("POST", "/cds-services/patient-view", view_request(kPatient, "order-sign"))) ==
        "wrong-hook");
  CHECK(problem_of(running.send("POST", "/cds-services/encounter-start", view_request(kPatient, "encounter-start"))) ==
        "missing-key");
  CHECK(problem_of(running.send("POST", "/cds-services/patient-view",
                                view_request(R"("patient":{"resourceType":"Patient","id":"2"})"))) == "other-patient");
  CHECK(problem_of(running.send("POST", "/cds-services/patient-view", "[]")) == "wrong-type");
}

TEST_CASE("feedback is kept without what people wrote, all of it or nothing") {
  Running running;
  const std::string path = "/cds-services/patient-view/feedback";
  const std::string good =
      R"({"card":"4e0a3a1e-3283-4575-ab82-028d55fe2719","outcome":"overridden","overrideReason":)"
      R"({"reason":{"system":"urn:nosograph:override-reasons","code":"already-checked"},)"
      R"("userComment":"Mrs Miller of 4 High Street said no"},"outcomeTimestamp":"2026-01-31T08:15:30Z"})";
  CHECK(running.send("POST", path, R"({"feedback":[)" + good + R"(,{"card":"x"}]})").status == 400);
  CHECK(running.send("POST", path, R"({"feedback":[)" + good + "," + good + "]}").status == 200);
  CHECK(running.log().find("Miller") == std::string::npos);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(running.feedback_path().c_str(), &database) == SQLITE_OK);
  std::string rows;
  const auto add = [](void* out, int columns, char** values, char**) {
    for (int i = 0; i < columns; ++i) *static_cast<std::string*>(out) += std::string(values[i] ? values[i] : "-") + "|";
    return 0;
  };
  sqlite3_exec(database, "SELECT service, card, outcome, reason_code, commented, at FROM feedback", add, &rows,
               nullptr);
  sqlite3_close(database);
  const std::string row =
      "patient-view|4e0a3a1e-3283-4575-ab82-028d55fe2719|overridden|already-checked|1|2026-01-31T08:15:30Z|";
  CHECK(rows == row + row);
}

TEST_CASE("the log holds nothing of the patient, the query or a token") {
  Running running;
  running.send("POST", "/cds-services/patient-view",
               view_request(R"("patient":{"resourceType":"Patient","id":"1","name":[{"family":"Miller"}]})"),
               {{"authorization", "Bearer secret"}});
  running.send("GET", "/search?q=Miller");
  running.send("MILLER", "/Miller");
  const auto log = running.log();
  CHECK(log.find("\"route\":\"hook\",\"service\":\"patient-view\",\"status\":200") != std::string::npos);
  for (const auto* word : {"Miller", "MILLER", "secret"}) CHECK(log.find(word) == std::string::npos);
}

TEST_CASE("red flags are told whatever the deadline") {
  Running late({.deadline_ms = 0});
  const auto answer =
      late.send("POST", "/assess", R"({"age":45,"present":["heel-pain","low-back-pain","saddle-numbness"]})");
  REQUIRE(answer.status == 200);
  const auto document = parsed(answer.body);
  CHECK(document.root().find("escalation")->member_text("level") == "emergency");
  CHECK(document.root().find("differential")->find("conditions")->size() == 0);
  CHECK(answer.body.find("The time for this answer was over") != std::string::npos);
}

TEST_CASE("knowledge is exchanged by a good file only, and draft content only where it is allowed") {
  Running running;
  const auto before = running.send("GET", "/health").body;
  CHECK_FALSE(running.service().knowledge_has_changed());
  std::filesystem::remove(running.knowledge_path());
  CHECK_FALSE(running.service().knowledge_has_changed());
  std::ofstream(running.knowledge_path()) << "no knowledge";
  CHECK(running.service().knowledge_has_changed());
  running.service().reload_knowledge();
  CHECK(running.send("GET", "/health").body == before);
  CHECK(running.send("GET", "/metrics").body.find("swaps_total{outcome=\"refused\"} 1") != std::string::npos);
  const auto refused = serve::ServedKnowledge::open(running.knowledge_path(), true);
  CHECK(refused.errors().front().code == "not-a-knowledge-file");
  auto pack = read_pack(NOSO_PACK_DIR);
  REQUIRE(write_knowledge_file(running.knowledge_path(), std::move(pack->content->tables),
                               std::move(pack->content->manifest))
              .ok());
  running.service().reload_knowledge();
  CHECK(running.send("GET", "/metrics").body.find("swaps_total{outcome=\"taken\"} 1") != std::string::npos);
  CHECK(serve::ServedKnowledge::open(running.knowledge_path(), false).errors().front().code == "draft-content");
}

TEST_CASE("equal requests get equal cards, byte for byte, and the lint has nothing to say against them") {
  Running running;
  const auto body =
      view_request(std::string(kPatient) + R"(,"conditions":)" + bundle(condition("first-step morning pain")));
  const auto first = running.send("POST", "/cds-services/patient-view", body);
  const auto second = running.send("POST", "/cds-services/patient-view", body);
  CHECK(first.body == second.body);
  const auto document = parsed(first.body);
  Diagnostics found;
  CHECK(serve::lint_cds_document(document.root(), found) == serve::CdsDocument::response);
  CHECK(lines(found.take()).empty());
}

}  // namespace noso::test
