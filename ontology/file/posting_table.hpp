/// The SQL table in which a knowledge file keeps its longest posting lists, one row for each.
#pragma once

#include <filesystem>
#include <memory>

#include "file/sqlite.hpp"
#include "noso/ontology/posting_source.hpp"

namespace noso {

/// Creates and fills the table.
bool write_postings(sqlite3* db, const PostingLists& lists);

/// Reads all lists into `lists`, whose `starts` are there. False when a list is missing, unreadable or of another
/// length, or when there are more.
bool read_postings(sqlite3* db, PostingLists& lists);

/// Reads single lists of an open file. `path` is for messages.
std::unique_ptr<const PostingSource> posting_table(std::shared_ptr<SharedDatabase> file, std::filesystem::path path);

}  // namespace noso
