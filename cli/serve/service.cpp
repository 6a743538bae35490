#include "serve/service.hpp"

#include <algorithm>
#include <chrono>

#include "noso/base/json_writer.hpp"
#include "serve/hook_answer.hpp"
#include "serve/openapi.hpp"

namespace noso::serve {

namespace {

constexpr std::uint32_t kMostDepth = 64;
constexpr std::size_t kMostResults = 1000;

/// Where a request goes: the route, the service named in the path, and what may be done there.
struct Target {
  Route route = Route::other;
  std::string_view service;
  std::string_view method;  ///< GET (and HEAD) or POST; empty: there is nothing
  bool open = false;        ///< needs no authentication
};

Target find_target(std::string_view path) {
  if (path == "/cds-services") return {Route::discovery, {}, "GET", false};
  if (path == "/assess") return {Route::assess, {}, "POST", false};
  if (path == "/search") return {Route::search, {}, "GET", false};
  if (path == "/openapi.json") return {Route::openapi, {}, "GET", true};
  if (path == "/health") return {Route::health, {}, "GET", true};
  if (path == "/metrics") return {Route::metrics, {}, "GET", true};
  constexpr std::string_view kServices = "/cds-services/", kFeedback = "/feedback";
  if (!path.starts_with(kServices)) return {};
  auto rest = path.substr(kServices.size());
  Route route = Route::hook;
  if (rest.ends_with(kFeedback)) route = Route::feedback, rest.remove_suffix(kFeedback.size());
  if (rest.empty() || rest.find('/') != std::string_view::npos) return {};
  return {route, rest, "POST", false};
}

/// Only what we know is logged, never what a client wrote.
std::string_view known_method(std::string_view method) {
  for (const std::string_view known : {"GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"})
    if (method == known) return known;
  return "other";
}

HttpResponse not_found() {
  return refuse(404, std::vector{error("no-route", "there is nothing at this path",
                                       "see /cds-services for the services and /openapi.json for the rest")});
}

std::int64_t seconds_since_1970() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// The JSON of a body; a refusal where there is none.
Result<JsonDocument> body_of(const HttpRequest& request, std::size_t max_bytes) {
  return JsonDocument::parse(request.body, "request", {.max_bytes = max_bytes, .max_depth = kMostDepth});
}

/// A native case, a phenopacket or a FHIR resource, told apart by its shape.
Result<Case> read_told(const Served& served, JsonValue root, const AssessOptions& options) {
  if (!fhir::is_fhir(root)) return read_case(root);
  auto reading = served.charts.read(root, {.as_of = options.as_of});
  if (!reading.ok()) return reading.errors();
  return std::move(reading->patient);
}

}  // namespace

Service::Service(ServeOptions options, std::string base, std::unique_ptr<ServedKnowledge> knowledge,
                 std::unique_ptr<TokenVerifier> tokens, std::unique_ptr<FeedbackStore> feedback,
                 std::unique_ptr<RequestLog> log)
    : options_(std::move(options)),
      base_(std::move(base)),
      knowledge_(std::move(knowledge)),
      tokens_(std::move(tokens)),
      feedback_(std::move(feedback)),
      log_(std::move(log)) {}

HttpResponse Service::answer(std::string_view method, std::string_view target, HttpRequest request) {
  const auto begin = std::chrono::steady_clock::now();
  request.method = method;
  Handled handled;
  handled.record.method = known_method(method);
  try {
    if (!split_target(target, request))
      handled.response = refuse(400, std::vector{error("bad-target", "the target of the request cannot be read",
                                                       "send a path that starts with '/', with valid % escapes")});
    else
      dispatch(request, handled);
  } catch (const std::exception&) {
    handled.response = refuse(500, std::vector{error("internal", "the service failed", "report it as a defect")});
    handled.record.problem = "internal";
  }
  allow_origin(request, handled.response);
  finish(handled, request.body.size(), std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  if (method == "HEAD") handled.response.body.clear();
  return std::move(handled.response);
}

HttpResponse Service::refuse_unread(unsigned status, Diagnostic why) {
  Handled handled{refuse(status, std::vector{std::move(why)}), {}};
  handled.record.method = "other";
  finish(handled, 0, 0);
  return std::move(handled.response);
}

void Service::finish(Handled& handled, std::size_t bytes_in, double seconds) {
  auto& record = handled.record;
  record.status = handled.response.status;
  record.milliseconds = seconds * 1000;
  record.bytes_in = bytes_in;
  record.bytes_out = handled.response.body.size();
  metrics_.answered(record.route, record.status, seconds);
  log_->write(record);
}

std::optional<HttpResponse> Service::turned_away(const HttpRequest& request) const {
  const auto target = find_target(request.path);
  if (target.method.empty()) return not_found();
  if (request.method == "OPTIONS") return HttpResponse{.status = 204};
  const bool reads = target.method == "GET";
  if (request.method != target.method && !(reads && request.method == "HEAD")) {
    auto response = refuse(405, std::vector{error("wrong-method", "this path answers " + std::string(target.method),
                                                  "send a " + std::string(target.method))});
    response.headers.emplace_back("Allow", reads ? "GET, HEAD, OPTIONS" : "POST, OPTIONS");
    return response;
  }
  if (tokens_ && !target.open) {
    const auto checked = tokens_->check(request.header("authorization"), base_ + request.path, seconds_since_1970());
    if (!checked.ok()) return HttpResponse{.status = 401, .headers = {{"WWW-Authenticate", "Bearer"}}};
  }
  if (const auto encoding = request.header("content-encoding"); !encoding.empty() && encoding != "identity")
    return refuse(415, std::vector{error("bad-encoding", "the body is compressed", "send it as it is")});
  return std::nullopt;
}

void Service::dispatch(const HttpRequest& request, Handled& out) {
  const auto target = find_target(request.path);
  out.record.route = target.route;
  if (auto away = turned_away(request)) {
    out.response = std::move(*away);
    return;
  }
  switch (target.route) {
    case Route::discovery: out.response = {.body = discovery(knowledge_->current()->engine.knowledge())}; break;
    case Route::hook: out.response = call_hook(request, target.service, out.record); break;
    case Route::feedback: out.response = take_feedback(request, target.service, out.record); break;
    case Route::assess: out.response = assess(request); break;
    case Route::search: out.response = search(request); break;
    case Route::openapi: out.response = {.body = openapi(base_)}; break;
    case Route::health: out.response = health(); break;
    case Route::metrics: out.response = show_metrics(); break;
    case Route::other: out.response = not_found(); break;
  }
}

HttpResponse Service::call_hook(const HttpRequest& request, std::string_view id, RequestRecord& record) {
  const auto* service = find_service(id);
  if (service == nullptr) return not_found();
  record.service = service->id;
  const auto options = assess_options();
  const auto served = knowledge_->current();
  const auto document = body_of(request, options_.max_body);
  if (!document.ok()) {
    record.problem = document.errors().front().code;
    return refuse(400, document.errors());
  }
  const auto answered = answer_hook(*served, *service, document->root(), options);
  if (!answered.refusal.why.empty()) {
    record.problem = answered.refusal.why.front().code;
    return refuse(answered.refusal);
  }
  record.cards = answered.indicators.size();
  for (const auto indicator : answered.indicators) metrics_.showed_card(indicator);
  return {.body = answered.body};
}

HttpResponse Service::take_feedback(const HttpRequest& request, std::string_view id, RequestRecord& record) {
  const auto* service = find_service(id);
  if (service == nullptr || !feedback_) return not_found();
  record.service = service->id;
  const auto document = body_of(request, options_.max_body);
  if (!document.ok()) return refuse(400, document.errors());
  Diagnostics found;
  const auto list = read_feedback(document->root(), found);
  if (found.has_errors()) return refuse(400, found.take());
  if (const auto kept = feedback_->add(service->id, list); !kept.ok()) return refuse(503, kept.errors());
  return {.body = "{}"};
}

HttpResponse Service::assess(const HttpRequest& request) {
  const auto options = assess_options();
  const auto served = knowledge_->current();
  const auto document = body_of(request, options_.max_body);
  if (!document.ok()) return refuse(400, document.errors());
  const auto told = read_told(*served, document->root(), options);
  if (!told.ok()) return refuse(400, told.errors());
  const auto answer = served->engine.assess(*told, options);
  if (!answer.ok()) return refuse(422, answer.errors());
  return {.body = to_json(*answer, false)};
}

HttpResponse Service::search(const HttpRequest& request) {
  const auto served = knowledge_->current();
  const auto query = request.query.find("q");
  if (query == request.query.end() || query->second.empty())
    return refuse(400, std::vector{error("bad-query", "there is no 'q'", "ask /search?q=heel")});
  std::optional<ConceptKind> kind;
  if (const auto named = request.query.find("kind"); named != request.query.end()) {
    kind = parse<ConceptKind>(named->second);
    if (!kind)
      return refuse(400, std::vector{error("bad-query", "'kind' is none that there is",
                                           "use condition, finding, risk-factor or intervention")});
  }
  std::size_t limit = 10;
  if (const auto named = request.query.find("limit"); named != request.query.end()) {
    const auto& text = named->second;
    const bool digits = !text.empty() && text.size() <= 4 && text.find_first_not_of("0123456789") == std::string::npos;
    limit = digits ? static_cast<std::size_t>(std::stoul(text)) : 0;
    if (limit == 0 || limit > kMostResults)
      return refuse(400, std::vector{error("bad-query", "'limit' is no number from 1 to 1000", "ask for 10, or so")});
  }
  const auto found = served->engine.search(query->second, kind, limit);
  if (!found.ok()) return refuse(500, found.errors());
  return {.body = to_json(served->engine.knowledge(), *found)};
}

HttpResponse Service::health() const {
  const auto served = knowledge_->current();
  const auto& manifest = served->engine.knowledge().manifest();
  JsonWriter out(false);
  out.begin_object().member("status", "up").key("engine").begin_object();
  out.member("name", kEngineName).member("version", kEngineVersion).end_object();
  out.key("knowledge").begin_object().member("id", manifest.id()).member("version", manifest.version());
  out.member("digest", manifest.digest()).member("status", manifest.status()).end_object().end_object();
  return {.body = out.text()};
}

HttpResponse Service::show_metrics() const {
  const auto served = knowledge_->current();
  const auto& manifest = served->engine.knowledge().manifest();
  std::string text = metrics_.text();
  text += "# HELP noso_knowledge_info The knowledge that is served.\n# TYPE noso_knowledge_info gauge\n";
  text += "noso_knowledge_info{id=\"" + std::string(manifest.id()) + "\",version=\"" + std::string(manifest.version()) +
          "\",status=\"" + std::string(manifest.status()) + "\",digest=\"" + std::string(manifest.digest()) + "\"} 1\n";
  return {.body = std::move(text), .content_type = "text/plain; version=0.0.4"};
}

void Service::allow_origin(const HttpRequest& request, HttpResponse& response) const {
  if (options_.origins.empty()) return;
  response.headers.emplace_back("Vary", "Origin");
  const auto origin = request.header("origin");
  const auto allowed = [&](std::string_view entry) { return entry == "*" || entry == origin; };
  if (origin.empty() || std::none_of(options_.origins.begin(), options_.origins.end(), allowed)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", origin);
  if (request.method != "OPTIONS" || request.header("access-control-request-method").empty()) return;
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST");
  response.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
}

AssessOptions Service::assess_options() const {
  AssessOptions out{.as_of = options_.as_of, .budget_ms = options_.deadline_ms};
  out.deadline = std::chrono::steady_clock::now() +
                 std::chrono::microseconds(static_cast<std::int64_t>(options_.deadline_ms * 1000));
  return out;
}

void Service::reload_knowledge() {
  const auto taken = knowledge_->reload();
  metrics_.swapped(taken.ok());
  if (taken.ok())
    log_->event("knowledge-taken", knowledge_->current()->engine.knowledge().manifest().digest());
  else
    log_->event("knowledge-refused", to_string(taken.errors().front()));
}

}  // namespace noso::serve
