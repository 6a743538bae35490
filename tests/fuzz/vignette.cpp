#include <cstdint>

#include "heel_pain.hpp"
#include "noso/engine/audit/vignette.hpp"

/// Any document is refused with a reason, or read as vignettes whose cases can be read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<noso::JsonDocument> documents;
  auto document = noso::JsonDocument::parse({reinterpret_cast<const char*>(data), size}, "vignettes.json");
  if (!document.ok()) return 0;
  documents.push_back(std::move(*document));
  const auto read = noso::audit::read_vignettes(documents, heel_pain().knowledge());
  if (!read.ok()) {
    if (read.errors().empty()) __builtin_trap();
    return 0;
  }
  for (const auto& vignette : *read)
    if (!noso::JsonDocument::parse(vignette.case_json, "case.json").ok()) __builtin_trap();
  return 0;
}
