#include "noso/ontology/posting_source.hpp"

#include <algorithm>

namespace noso {

KeptPostings::KeptPostings(std::span<const std::uint32_t> starts, std::size_t conditions,
                           std::unique_ptr<const PostingSource> source)
    : starts_(starts),
      conditions_(conditions),
      source_(std::move(source)),
      known_(starts.empty() ? 0 : starts.size() - 1) {}

Result<std::span<const PostingRecord>> KeptPostings::of(ConceptId c) const {
  const std::size_t count = starts_[c.value + 1] - starts_[c.value];
  if (count == 0) return std::span<const PostingRecord>();
  if (const auto* known = known_[c.value].load(std::memory_order_acquire)) return std::span(known, count);
  return read(c, count);
}

Result<std::span<const PostingRecord>> KeptPostings::read(ConceptId c, std::size_t count) const {
  const std::lock_guard turn(reading_);
  auto& known = known_[c.value];
  if (const auto* read_meanwhile = known.load(std::memory_order_relaxed)) return std::span(read_meanwhile, count);
  auto list = std::make_unique<PostingRecord[]>(count);
  const std::span out(list.get(), count);
  if (auto done = source_->read(c, out); !done.ok()) return done.errors();
  if (!std::all_of(out.begin(), out.end(), [&](const PostingRecord& p) { return p.condition < conditions_; }))
    return error("damaged-knowledge", "the posting list of entry " + std::to_string(c.value) + " has a bad condition",
                 "compile the knowledge file again from its sources");
  known.store(list.get(), std::memory_order_release);
  kept_.push_back(std::move(list));
  return std::span<const PostingRecord>(out);
}

}  // namespace noso
