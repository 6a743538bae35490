/// What the fuzz targets of the ontology readers share.
#pragma once

#include <cstdint>
#include <string>

#include "annotations/assembler.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso {

inline std::string bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A refusal has a reason.
template <class T>
void check_refusal(const Result<T>& result) {
  if (!result.ok() && (result.errors().empty() || result.errors().front().message.empty())) __builtin_trap();
}

/// What was read becomes tables that pass their own check, or is refused.
inline void check_import(OntologyAssembler& assembler) {
  auto imported = assembler.finish();
  check_refusal(imported);
  if (!imported.ok()) return;
  const auto made = Knowledge::make(std::move(imported->tables), std::move(imported->manifest));
  if (!made.ok()) __builtin_trap();
}

}  // namespace noso
