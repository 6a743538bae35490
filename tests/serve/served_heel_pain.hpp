/// The shipped pack as it is served. Tests only.
#pragma once

#include "serve/served_knowledge.hpp"
#include "support/world.hpp"

namespace noso::test {

inline KnowledgeFile heel_pain_file() {
  auto pack = read_pack(NOSO_PACK_DIR);
  if (!pack.ok()) throw std::runtime_error(lines(pack.errors()));
  auto file = KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
  if (!file.ok()) throw std::runtime_error(lines(file.errors()));
  return std::move(*file);
}

inline const serve::Served& served_heel_pain() {
  static const serve::Served served(heel_pain_file());
  return served;
}

inline JsonDocument parsed(const std::string& text) {
  auto document = JsonDocument::parse(text, "document");
  if (!document.ok()) throw std::runtime_error(lines(document.errors()) + text);
  return std::move(*document);
}

}  // namespace noso::test
