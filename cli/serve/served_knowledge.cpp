#include "serve/served_knowledge.hpp"

#include <sys/stat.h>

namespace noso::serve {

Result<std::unique_ptr<ServedKnowledge>> ServedKnowledge::open(std::filesystem::path path, bool allow_draft,
                                                               const TrustedKeys* signed_by) {
  std::unique_ptr<ServedKnowledge> out(new ServedKnowledge(std::move(path), allow_draft, signed_by));
  if (auto loaded = out->reload(); !loaded.ok()) return loaded.errors();
  return out;
}

std::shared_ptr<const Served> ServedKnowledge::current() const {
  const std::lock_guard lock(mutex_);
  return served_;
}

Status ServedKnowledge::reload() {
  seen_ = stamp();
  auto file = KnowledgeFile::open(path_, signed_by_);
  if (!file.ok()) return file.errors();
  std::shared_ptr<const Served> served = std::make_shared<Served>(std::move(*file));
  const auto status = served->engine.knowledge().manifest().status();
  if (status != "active" && !allow_draft_)
    return error(
        "draft-content",
        "the content is " + std::string(status.empty() ? "of no status" : status) + ": no clinician has signed it",
        "serve active content, or say --allow-draft where nobody is treated by it", {path_.string()});
  served->engine.note_reader();  // made now, not by the first request
  const std::lock_guard lock(mutex_);
  served_.swap(served);  // the old one ends after the lock, or with the last request that holds it
  return success();
}

bool ServedKnowledge::has_changed() {
  const auto now = stamp();
  if (now == seen_ || now == Stamp{}) return false;
  seen_ = now;
  return true;
}

ServedKnowledge::Stamp ServedKnowledge::stamp() const {
  struct ::stat s {};
  if (::stat(path_.c_str(), &s) != 0) return {};
  return {s.st_dev, s.st_ino, static_cast<std::uint64_t>(s.st_size), s.st_mtim.tv_sec, s.st_mtim.tv_nsec};
}

}  // namespace noso::serve
