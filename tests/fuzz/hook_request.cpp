#include <cstdint>

#include "heel_pain.hpp"
#include "noso/base/json.hpp"
#include "serve/card_lint.hpp"
#include "serve/hook_answer.hpp"

namespace {

const noso::serve::Served& served() {
  static const noso::serve::Served out = [] {
    auto pack = noso::read_pack(NOSO_PACK_DIR);
    if (!pack.ok() || !pack->content) __builtin_trap();
    auto file = noso::KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
    if (!file.ok()) __builtin_trap();
    return noso::serve::Served(std::move(*file));
  }();
  return out;
}

}  // namespace

/// Any body, sent to the service that its first byte chooses, is refused with a reason or gets cards that the lint has
/// nothing to say against; and the lint takes any document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto services = noso::serve::hook_services();
  const auto& service = services[data[0] % services.size()];
  const auto document =
      noso::JsonDocument::parse({reinterpret_cast<const char*>(data) + 1, size - 1}, "request", {.max_depth = 64});
  if (!document.ok()) return 0;
  noso::Diagnostics ignored;
  (void)noso::serve::lint_cds_document(document->root(), ignored);
  const auto answer = noso::serve::answer_hook(served(), service, document->root(), {.as_of = noso::Date{}});
  if (!answer.refusal.why.empty()) return 0;
  const auto cards = noso::JsonDocument::parse(answer.body, "answer");
  if (!cards.ok()) __builtin_trap();
  noso::Diagnostics found;
  (void)noso::serve::lint_cds_document(cards->root(), found);
  if (!found.all().empty()) __builtin_trap();
  return 0;
}
