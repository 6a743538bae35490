/// The shipped knowledge, assembled once for targets that need some.
#pragma once

#include "noso/engine/engine.hpp"
#include "noso/import/pack.hpp"

inline const noso::Engine& heel_pain() {
  static const noso::Engine engine = [] {
    auto pack = noso::read_pack(NOSO_PACK_DIR);
    if (!pack.ok() || !pack->content) __builtin_trap();
    auto file = noso::KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
    if (!file.ok()) __builtin_trap();
    return noso::Engine(std::move(*file));
  }();
  return engine;
}
