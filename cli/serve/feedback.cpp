#include "serve/feedback.hpp"

#include <sqlite3.h>

#include "noso/base/json_fields.hpp"
#include "serve/shapes.hpp"

namespace noso::serve {

namespace {

constexpr const char* kSchema =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS feedback("
    "  id INTEGER PRIMARY KEY, received TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    "  service TEXT NOT NULL, card TEXT NOT NULL, outcome TEXT NOT NULL, suggestions TEXT NOT NULL,"
    "  reason_system TEXT, reason_code TEXT, commented INTEGER NOT NULL, at TEXT NOT NULL) STRICT";
constexpr const char* kInsert =
    "INSERT INTO feedback(service, card, outcome, suggestions, reason_system, reason_code, commented, at)"
    " VALUES(?,?,?,?,?,?,?,?)";

Diagnostic store_failed(sqlite3* database) {
  return error("cannot-write", std::string("the feedback cannot be kept: ") + sqlite3_errmsg(database),
               "make room, or name a file in a folder that can be written");
}

CardFeedback read_entry(JsonValue value, Diagnostics& out) {
  CardFeedback entry;
  JsonFields fields(value, out, "a feedback");
  entry.card = fields.text_required("card").value_or("");
  if (fields.is_object() && fields.value().find("card")) check_uuid(fields.value(), "card", Severity::error, out);
  const auto outcome = fields.text_required("outcome").value_or("");
  entry.accepted = outcome == "accepted";
  if (!outcome.empty()) check_word(outcome, {"accepted", "overridden"}, fields.where("outcome"), out);
  bool has_list = false;
  fields.list("acceptedSuggestions", [&](JsonValue suggestion) {
    has_list = true;
    JsonFields s(suggestion, out, "an accepted suggestion");
    entry.suggestions.push_back(s.text_required("id").value_or(""));
    if (s.is_object() && suggestion.find("id")) check_uuid(suggestion, "id", Severity::error, out);
    allow_extension(s);
    s.finish();
  });
  if (entry.accepted && !has_list)
    out.error(fields.where(), "missing-key", "an accepted card has no 'acceptedSuggestions'",
              "list the suggestions that were accepted");
  if (outcome == "overridden" && has_list)
    out.error(fields.where("acceptedSuggestions"), "misplaced-field", "an overridden card has accepted suggestions",
              "say 'accepted', or leave them out");
  if (const auto override = fields.any("overrideReason")) {
    if (entry.accepted)
      out.error(override->where(), "misplaced-field", "an accepted card has an 'overrideReason'", "leave it out");
    JsonFields o(*override, out, "an override reason");
    if (const auto reason = o.any("reason")) entry.reason = read_coding(*reason, false, out);
    entry.has_comment = o.text("userComment").has_value();
    allow_extension(o);
    o.finish();
  }
  entry.at = fields.text_required("outcomeTimestamp").value_or("");
  if (!entry.at.empty()) check_time(entry.at, fields.where("outcomeTimestamp"), out);
  allow_extension(fields);
  fields.finish();
  return entry;
}

}  // namespace

std::vector<CardFeedback> read_feedback(JsonValue root, Diagnostics& out) {
  std::vector<CardFeedback> list;
  JsonFields fields(root, out, "feedback");
  if (const auto entries = fields.any_required("feedback");
      entries && expect_type(*entries, JsonType::array, "feedback", out)) {
    if (entries->size() == 0)
      out.error(entries->where(), "empty-list", "the list 'feedback' is empty", "send at least one feedback");
    for (std::size_t i = 0; i < entries->size(); ++i) list.push_back(read_entry(entries->at(i), out));
  }
  allow_extension(fields);
  fields.finish();
  return list;
}

Result<std::unique_ptr<FeedbackStore>> FeedbackStore::open(const std::string& path) {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &database,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
  std::unique_ptr<FeedbackStore> out(new FeedbackStore(database));
  if (opened != SQLITE_OK) return store_failed(database);
  sqlite3_busy_timeout(database, 2000);
  if (auto made = out->run(kSchema); !made.ok()) return made.errors();
  return out;
}

FeedbackStore::~FeedbackStore() { sqlite3_close(database_); }

Status FeedbackStore::run(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return store_failed(database_);
  return success();
}

Status FeedbackStore::insert(std::string_view service, const CardFeedback& entry) {
  std::string suggestions;
  for (const auto& id : entry.suggestions) suggestions += (suggestions.empty() ? "" : " ") + id;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, kInsert, -1, &statement, nullptr) != SQLITE_OK) return store_failed(database_);
  const auto bind = [&](int at, std::string_view text) {
    sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  };
  bind(1, service);
  bind(2, entry.card);
  bind(3, entry.accepted ? "accepted" : "overridden");
  bind(4, suggestions);
  if (!entry.reason.system.empty()) bind(5, entry.reason.system);
  if (!entry.reason.code.empty()) bind(6, entry.reason.code);
  sqlite3_bind_int(statement, 7, entry.has_comment ? 1 : 0);
  bind(8, entry.at);
  const bool done = sqlite3_step(statement) == SQLITE_DONE;
  sqlite3_finalize(statement);
  if (!done) return store_failed(database_);
  return success();
}

Status FeedbackStore::add(std::string_view service, std::span<const CardFeedback> list) {
  const std::lock_guard lock(mutex_);
  if (auto begun = run("BEGIN IMMEDIATE"); !begun.ok()) return begun;
  for (const auto& entry : list)
    if (auto inserted = insert(service, entry); !inserted.ok()) {
      (void)run("ROLLBACK");
      return inserted;
    }
  auto committed = run("COMMIT");
  if (!committed.ok()) (void)run("ROLLBACK");
  return committed;
}

}  // namespace noso::serve
