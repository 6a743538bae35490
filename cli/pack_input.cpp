#include "pack_input.hpp"

#include <filesystem>

#include "noso/base/file_io.hpp"
#include "noso/import/pack.hpp"

namespace noso::cli {

namespace {

namespace fs = std::filesystem;

/// The documents `vignettes/*.json` by name; none when there is no such folder.
Result<std::vector<JsonDocument>> read_vignette_files(const fs::path& pack) {
  const auto files = vignette_files(pack);
  if (!files.ok()) return files.errors();
  std::vector<JsonDocument> out;
  std::vector<Diagnostic> broken;
  for (const auto& file : *files) {
    auto text = read_file(file, kMaxPackFileBytes);
    if (!text.ok()) return text.errors();
    auto document = JsonDocument::parse(*text, file.string());
    if (document.ok())
      out.push_back(std::move(*document));
    else
      broken.insert(broken.end(), document.errors().begin(), document.errors().end());
  }
  if (!broken.empty()) return broken;
  return out;
}

Result<KnowledgeFile> assemble(const std::string& folder) {
  auto pack = read_pack(folder);
  if (!pack.ok()) return pack.errors();
  if (!pack->content) {
    std::erase_if(pack->findings, [](const Diagnostic& d) { return d.severity != Severity::error; });
    return std::move(pack->findings);
  }
  return KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
}

}  // namespace

std::optional<LoadedPack> load_pack(Program& program, const std::string& path) {
  std::error_code ignored;
  const bool is_file = fs::is_regular_file(path, ignored);
  auto file = is_file ? KnowledgeFile::open(path) : assemble(path);
  if (!file.ok()) {
    program.report(file.errors());
    return std::nullopt;
  }
  LoadedPack out{Engine(std::move(*file)), {}};
  if (is_file) return out;
  const auto documents = read_vignette_files(path);
  auto vignettes = documents.ok() ? audit::read_vignettes(*documents, out.engine.knowledge())
                                  : Result<std::vector<audit::Vignette>>(documents.errors());
  if (!vignettes.ok()) {
    program.report(vignettes.errors());
    return std::nullopt;
  }
  out.vignettes = std::move(*vignettes);
  return out;
}

}  // namespace noso::cli
