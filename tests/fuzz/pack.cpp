#include <cstdint>

#include "noso/import/pack.hpp"

namespace {

/// Findings or content, and content that passes its own checks.
void check(noso::AssembledPack pack) {
  if (!pack.content) {
    if (pack.findings.empty()) __builtin_trap();
    return;
  }
  if (!noso::Knowledge::make(std::move(pack.content->tables), std::move(pack.content->manifest)).ok()) __builtin_trap();
}

}  // namespace

/// One document as a whole pack, and as an overlay of itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "pack.json");
  if (!document.ok()) return 0;
  std::vector<noso::JsonDocument> documents;
  documents.push_back(std::move(*document));
  check(noso::assemble_pack(documents, {.list_reviewed = true}));
  check(noso::assemble_layers({documents, documents}, {.list_reviewed = true}));
  return 0;
}
