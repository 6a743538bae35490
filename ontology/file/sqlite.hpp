/// SQLite handles that close themselves, and statements whose values are always bound.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>

namespace noso {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// Lack of memory is an exception here as everywhere, so that it is never taken for damage of a file.
inline void throw_if_no_memory(int status) {
  if ((status & 0xFF) == SQLITE_NOMEM || status == SQLITE_IOERR_NOMEM) throw std::bad_alloc();
}

/// A database that several threads use in turn.
struct SharedDatabase {
  Database db;
  std::mutex turn;
};

/// A prepared statement. A failed preparation gives a statement whose `step()` returns the error.
class Query {
 public:
  Query(sqlite3* db, std::string_view sql) {
    status_ = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
  }
  ~Query() { sqlite3_finalize(statement_); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(int position, std::string_view text) {
    if (status_ == SQLITE_OK)
      status_ = sqlite3_bind_text64(statement_, position, text.data() ? text.data() : "", text.size(), SQLITE_STATIC,
                                    SQLITE_UTF8);
    return *this;
  }
  Query& bind_blob(int position, std::string_view bytes) {
    if (status_ == SQLITE_OK)
      status_ =
          sqlite3_bind_blob64(statement_, position, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
    return *this;
  }
  Query& bind(int position, sqlite3_int64 number) {
    if (status_ == SQLITE_OK) status_ = sqlite3_bind_int64(statement_, position, number);
    return *this;
  }
  /// SQLITE_ROW, SQLITE_DONE, or an error; throws where memory ran out.
  int step() {
    const int status = status_ == SQLITE_OK ? sqlite3_step(statement_) : status_;
    throw_if_no_memory(status);
    return status;
  }
  void reset() { sqlite3_reset(statement_); }

  sqlite3_int64 integer(int column) { return sqlite3_column_int64(statement_, column); }
  double real(int column) { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::string_view blob(int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int status_ = SQLITE_OK;
};

}  // namespace noso
