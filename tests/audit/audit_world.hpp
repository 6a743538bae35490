/// Small packs and vignettes for the author's bench, written as text.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "noso/engine/audit/vignette.hpp"
#include "support/minimal_pack.hpp"
#include "support/world.hpp"

namespace noso::test {

/// An engine for the minimal pack with further files. Throws std::runtime_error with the diagnostics.
inline Engine engine_with(const std::vector<std::string>& files) {
  std::vector<std::string> all{std::string(kMinimalPack)};
  all.insert(all.end(), files.begin(), files.end());
  auto pack = assembled(all);
  if (!pack.content) throw std::runtime_error(lines(pack.findings));
  auto file = KnowledgeFile::in_memory(std::move(pack.content->tables), std::move(pack.content->manifest));
  if (!file.ok()) throw std::runtime_error(lines(file.errors()));
  return Engine(std::move(*file));
}

/// A red-flag rule of the level, as a file of a pack.
inline std::string rule_file(const std::string& id, const std::string& level, const std::string& when) {
  return R"({"rules": [{"id": ")" + id + R"(", "label": "rule )" + id + R"(", "level": ")" + level +
         R"(", "action": "act", "when": )" + when + R"(, "basis": {"mark": "read", "sources": ["T"]}}]})";
}

/// A vignette `id` with this case and these expectations.
inline std::string vignette_text(const std::string& id, const std::string& told, const std::string& expect) {
  return R"({"id": ")" + id + R"(", "title": "title of )" + id + R"(", "case": )" + told + R"(, "expect": )" + expect +
         R"(, "source": "the test"})";
}

inline std::string vignette_file(const std::vector<std::string>& vignettes) {
  std::string out;
  for (const auto& text : vignettes) out += (out.empty() ? "" : ",\n") + text;
  return "{\"vignettes\": [\n" + out + "\n]}";
}

inline Result<std::vector<audit::Vignette>> read(const Engine& engine, const std::string& text) {
  std::vector<JsonDocument> documents;
  auto document = JsonDocument::parse(text, "v.json");
  if (!document.ok()) throw std::runtime_error(lines(document.errors()));
  documents.push_back(std::move(*document));
  return audit::read_vignettes(documents, engine.knowledge());
}

/// Throws std::runtime_error with the diagnostics.
inline std::vector<audit::Vignette> vignettes(const Engine& engine, const std::vector<std::string>& texts) {
  auto out = read(engine, vignette_file(texts));
  if (!out.ok()) throw std::runtime_error(lines(out.errors()));
  return std::move(*out);
}

}  // namespace noso::test
