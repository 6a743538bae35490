/// The routes: from a request to its answer, whatever carried it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/feedback.hpp"
#include "serve/http.hpp"
#include "serve/metrics.hpp"
#include "serve/options.hpp"
#include "serve/outcome.hpp"
#include "serve/request_log.hpp"
#include "serve/served_knowledge.hpp"
#include "serve/tokens.hpp"

namespace noso::serve {

/// Safe from any thread.
class Service {
 public:
  /// `base`: as clients see the service, such as `https://example.org/nosograph`. `tokens` and `feedback` may be null.
  Service(ServeOptions options, std::string base, std::unique_ptr<ServedKnowledge> knowledge,
          std::unique_ptr<TokenVerifier> tokens, std::unique_ptr<FeedbackStore> feedback,
          std::unique_ptr<RequestLog> log);

  /// Answers, counts and logs. Never throws.
  HttpResponse answer(std::string_view method, std::string_view target, HttpRequest request);
  /// Refuses what never became a request (too large, no HTTP), counted and logged all the same.
  HttpResponse refuse_unread(unsigned status, Diagnostic why);

  /// Takes the knowledge file as it is now, and logs how that went; the old one stays when it cannot be served.
  void reload_knowledge();
  bool knowledge_has_changed() { return knowledge_->has_changed(); }
  Metrics& metrics() { return metrics_; }
  RequestLog& log() { return *log_; }

 private:
  struct Handled {
    HttpResponse response;
    RequestRecord record;
  };
  void dispatch(const HttpRequest& request, Handled& out);
  /// The answer where the client may not call, or asks in a way that no route has.
  std::optional<HttpResponse> turned_away(const HttpRequest& request) const;
  HttpResponse call_hook(const HttpRequest& request, std::string_view id, RequestRecord& record);
  HttpResponse take_feedback(const HttpRequest& request, std::string_view id, RequestRecord& record);
  HttpResponse assess(const HttpRequest& request);
  HttpResponse search(const HttpRequest& request);
  HttpResponse health() const;
  HttpResponse show_metrics() const;
  void allow_origin(const HttpRequest& request, HttpResponse& response) const;
  AssessOptions assess_options() const;
  void finish(Handled& handled, std::size_t bytes_in, double seconds);

  ServeOptions options_;
  std::string base_;
  std::unique_ptr<ServedKnowledge> knowledge_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<FeedbackStore> feedback_;
  std::unique_ptr<RequestLog> log_;
  Metrics metrics_;
};

}  // namespace noso::serve
