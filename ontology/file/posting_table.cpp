#include "file/posting_table.hpp"

#include <cstring>
#include <optional>

namespace noso {

namespace {

constexpr std::string_view kOneList = "SELECT content FROM posting WHERE id = ?1";

/// False when the row does not hold exactly `out.size()` postings.
bool take(std::string_view bytes, std::span<PostingRecord> out) {
  if (bytes.size() != out.size_bytes()) return false;
  std::memcpy(out.data(), bytes.data(), bytes.size());
  return true;
}

class PostingTable final : public PostingSource {
 public:
  PostingTable(std::shared_ptr<SharedDatabase> file, std::filesystem::path path)
      : file_(std::move(file)), path_(std::move(path)) {}

  Status read(ConceptId c, std::span<PostingRecord> out) const override {
    const std::lock_guard turn(file_->turn);
    if (!find_) find_.emplace(file_->db.get(), kOneList);
    find_->reset();  // it may have been left by an exception
    find_->bind(1, static_cast<sqlite3_int64>(c.value));
    const bool good = find_->step() == SQLITE_ROW && take(find_->blob(0), out);
    find_->reset();
    if (good) return success();
    return error("damaged-file", "the posting list of concept " + std::to_string(c.value) + " is damaged or missing",
                 "the file was changed or damaged after it was written; copy or compile it again", {path_.string()});
  }

 private:
  std::shared_ptr<SharedDatabase> file_;
  std::filesystem::path path_;
  mutable std::optional<Query> find_;  // made by the first read
};

}  // namespace

bool write_postings(sqlite3* db, const PostingLists& lists) {
  if (sqlite3_exec(db, "CREATE TABLE posting(id INTEGER PRIMARY KEY, content BLOB NOT NULL)", nullptr, nullptr,
                   nullptr) != SQLITE_OK)
    return false;
  Query insert(db, "INSERT INTO posting(id, content) VALUES (?1, ?2)");
  for (std::size_t c = 0; c + 1 < lists.starts.size(); ++c) {
    const auto list = std::span(lists.items).subspan(lists.starts[c], lists.starts[c + 1] - lists.starts[c]);
    if (list.empty()) continue;
    insert.bind(1, static_cast<sqlite3_int64>(c));
    insert.bind_blob(2, {reinterpret_cast<const char*>(list.data()), list.size_bytes()});
    if (insert.step() != SQLITE_DONE) return false;
    insert.reset();
  }
  return true;
}

bool read_postings(sqlite3* db, PostingLists& lists) {
  Query all(db, "SELECT id, content FROM posting ORDER BY id");
  int status = all.step();
  std::vector<PostingRecord> list;
  for (std::size_t c = 0; c + 1 < lists.starts.size(); ++c) {
    if (lists.starts[c] == lists.starts[c + 1]) continue;
    if (status != SQLITE_ROW || all.integer(0) != static_cast<sqlite3_int64>(c)) return false;
    list.resize(all.blob(1).size() / sizeof(PostingRecord));
    if (list.size() + lists.starts[c] != lists.starts[c + 1] || !take(all.blob(1), list)) return false;
    lists.items.insert(lists.items.end(), list.begin(), list.end());
    status = all.step();
  }
  return status == SQLITE_DONE;
}

std::unique_ptr<const PostingSource> posting_table(std::shared_ptr<SharedDatabase> file, std::filesystem::path path) {
  return std::make_unique<PostingTable>(std::move(file), std::move(path));
}

}  // namespace noso
