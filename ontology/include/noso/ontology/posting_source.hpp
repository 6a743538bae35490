/// Posting lists that stay where they are until they are asked for: one case needs a few of many thousands.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/likelihood_records.hpp"

namespace noso {

/// Where lists are read from.
class PostingSource {
 public:
  virtual ~PostingSource() = default;
  /// Fills `out` with the whole list of `c`. Safe from several threads. Errors: `damaged-file` when the list cannot be
  /// read or has another length.
  virtual Status read(ConceptId c, std::span<PostingRecord> out) const = 0;
};

/// Reads each list when it is first asked for, checks it and keeps it. Safe from several threads; a list that is there
/// is handed out without waiting.
class KeptPostings {
 public:
  /// `starts` as in `PostingLists`; every condition of a list is below `conditions`.
  KeptPostings(std::span<const std::uint32_t> starts, std::size_t conditions,
               std::unique_ptr<const PostingSource> source);

  /// Valid as long as this object. Errors: those of the source, and `damaged-knowledge` when a list names a condition
  /// that does not exist.
  Result<std::span<const PostingRecord>> of(ConceptId c) const;

 private:
  Result<std::span<const PostingRecord>> read(ConceptId c, std::size_t count) const;

  std::span<const std::uint32_t> starts_;
  std::size_t conditions_;
  std::unique_ptr<const PostingSource> source_;
  mutable std::mutex reading_;
  mutable std::vector<std::atomic<const PostingRecord*>> known_;  // by concept; none: not read yet
  mutable std::vector<std::unique_ptr<PostingRecord[]>> kept_;
};

}  // namespace noso
