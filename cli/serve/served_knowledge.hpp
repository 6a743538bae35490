/// The knowledge that is being served, exchanged while requests go on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "noso/engine/engine.hpp"
#include "noso/engine/fhir.hpp"

namespace noso::serve {

/// One knowledge, and what is built from it once.
struct Served {
  explicit Served(KnowledgeFile file) : engine(std::move(file)), charts(engine.knowledge()) {}
  Engine engine;
  fhir::Reader charts;
};

/// A request holds the knowledge that it began with until its answer is written; an exchange waits for nobody.
class ServedKnowledge {
 public:
  /// Errors: those of `KnowledgeFile::open`, and `draft-content` for content that is not active unless `allow_draft`.
  /// With `signed_by`, which must outlive it, every file taken is signed by one of these keys.
  static Result<std::unique_ptr<ServedKnowledge>> open(std::filesystem::path path, bool allow_draft,
                                                       const TrustedKeys* signed_by = nullptr);

  std::shared_ptr<const Served> current() const;
  /// Takes the file as it is now. On failure (the errors of `open`) the old knowledge stays. One call at a time.
  Status reload();
  /// The file at the path is another than the one last looked at; true once for each change.
  bool has_changed();

 private:
  struct Stamp {
    std::uint64_t device = 0, inode = 0, bytes = 0;
    std::int64_t seconds = 0, nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  ServedKnowledge(std::filesystem::path path, bool allow_draft, const TrustedKeys* signed_by)
      : path_(std::move(path)), allow_draft_(allow_draft), signed_by_(signed_by), seen_(stamp()) {}
  Stamp stamp() const;

  std::filesystem::path path_;
  bool allow_draft_;
  const TrustedKeys* signed_by_;
  Stamp seen_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Served> served_;
};

}  // namespace noso::serve
