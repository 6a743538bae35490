#include <cstdint>

#include "noso/import/pack.hpp"

/// One document as a whole pack: findings or content, and content that passes its own checks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "pack.json");
  if (!document.ok()) return 0;
  std::vector<noso::JsonDocument> documents;
  documents.push_back(std::move(*document));
  auto pack = noso::assemble_pack(documents);
  if (!pack.content) {
    if (pack.findings.empty()) __builtin_trap();
    return 0;
  }
  if (!noso::Knowledge::make(std::move(pack.content->tables), std::move(pack.content->manifest)).ok()) __builtin_trap();
  return 0;
}
