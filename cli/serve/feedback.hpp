/// What clinicians did with cards: read from clients, kept without anything that names a person.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json.hpp"

struct sqlite3;

namespace noso::serve {

struct Coding {
  std::string system, code, display;
};

/// One outcome of a card. What a clinician wrote in words is not kept: it may name the patient.
struct CardFeedback {
  std::string card;  ///< its uuid
  bool accepted = false;
  std::vector<std::string> suggestions;  ///< uuids of those accepted
  Coding reason;                         ///< of an override; empty: none
  bool has_comment = false;
  std::string at;  ///< RFC 3339
};

/// Reads `{"feedback": […]}`. Reports what does not fit; everything or nothing should be kept.
std::vector<CardFeedback> read_feedback(JsonValue root, Diagnostics& out);

/// A SQLite file. Safe from any thread; what `add` has acknowledged survives a loss of power.
class FeedbackStore {
 public:
  /// Errors: `cannot-write`.
  static Result<std::unique_ptr<FeedbackStore>> open(const std::string& path);
  ~FeedbackStore();
  /// All or nothing. Errors: `cannot-write`.
  Status add(std::string_view service, std::span<const CardFeedback> list);

 private:
  explicit FeedbackStore(sqlite3* database) : database_(database) {}
  Status run(const char* sql);
  Status insert(std::string_view service, const CardFeedback& entry);

  sqlite3* database_;
  std::mutex mutex_;
};

}  // namespace noso::serve
