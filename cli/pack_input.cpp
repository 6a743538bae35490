#include "pack_input.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

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

std::string id_of(JsonValue vignette) {
  const auto id = vignette.find("id");
  return id && id->is(JsonType::string) ? std::string(id->string()) : std::string();
}

std::set<std::string> ids_in(const JsonDocument& document) {
  std::set<std::string> out;
  const auto list = document.root().find("vignettes");
  for (std::size_t i = 0; list && i < list->size(); ++i) out.insert(id_of(list->at(i)));
  return out;
}

/// The vignettes of a pack and of the packs that it extends.
class VignetteLayers {
 public:
  Status add(const fs::path& pack) {
    auto read = read_vignette_files(pack);
    if (!read.ok()) return read.errors();
    for (auto& document : *read) {
      layer_of_[document.file()] = ids_.size();
      documents_.push_back(std::move(document));
    }
    ids_.emplace_back();
    for (const auto& document : documents_)
      if (layer_of_.at(document.file()) + 1 == ids_.size()) ids_.back().merge(ids_in(document));
    return success();
  }

  /// Reports what is said to be dropped or put in its place and is not there.
  std::vector<Diagnostic> drop(const std::vector<DroppedVignette>& list) {
    std::vector<Diagnostic> out;
    for (const auto& d : list) {
      const auto last = ids_.begin() + static_cast<std::ptrdiff_t>(d.layer);
      if (std::none_of(ids_.begin(), last, [&](const auto& ids) { return ids.contains(d.id); }))
        out.push_back(error("replaces-nothing", "the base has no vignette '" + d.id + "'",
                            "'noso test' of the base lists its vignettes with -v", d.where));
      else if (d.replaced && !last->contains(d.id))
        out.push_back(error("no-replacement", "the pack has no vignette '" + d.id + "' to put in its place",
                            "add it, or withdraw the one of the base", d.where));
      auto& layer = dropped_[d.id];
      layer = std::max(layer, d.layer);
    }
    return out;
  }

  Result<std::vector<audit::Vignette>> read(const Knowledge& knowledge) const {
    return audit::read_vignettes(documents_, knowledge, [this](JsonValue vignette) {
      const auto found = dropped_.find(id_of(vignette));
      return found != dropped_.end() && layer_of_.at(vignette.where().file) < found->second;
    });
  }

 private:
  std::vector<JsonDocument> documents_;
  std::map<std::string, std::size_t> layer_of_;  ///< of a file
  std::vector<std::set<std::string>> ids_;       ///< of a layer
  std::map<std::string, std::size_t> dropped_;   ///< the highest layer that drops a vignette of those below
};

Result<std::vector<audit::Vignette>> read_all_vignettes(const AssembledPack& pack, const Knowledge& knowledge) {
  VignetteLayers layers;
  for (const auto& folder : pack.folders)
    if (const auto added = layers.add(folder); !added.ok()) return added.errors();
  if (auto wrong = layers.drop(pack.dropped_vignettes); !wrong.empty()) return wrong;
  return layers.read(knowledge);
}

std::optional<LoadedPack> load_file(Program& program, const std::string& path) {
  auto file = program.open_knowledge(path);
  if (file.ok()) return LoadedPack{Engine(std::move(*file)), {}, {}};
  program.report(file.errors());
  return std::nullopt;
}

}  // namespace

bool is_of_overlay(const Diagnostic& finding) { return finding.code.starts_with("overlay-"); }

std::optional<LoadedPack> load_pack(Program& program, const std::string& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return load_file(program, path);
  if (const auto trusted = program.check_signature(path); !trusted.ok()) {
    program.report(trusted.errors());
    return std::nullopt;
  }
  auto pack = read_pack(path);
  const auto refuse = [&](const std::vector<Diagnostic>& errors) {
    program.report(errors);
    return std::nullopt;
  };
  if (!pack.ok()) return refuse(pack.errors());
  if (!pack->content) {
    std::erase_if(pack->findings, [](const Diagnostic& d) { return d.severity != Severity::error; });
    return refuse(pack->findings);
  }
  auto file = KnowledgeFile::in_memory(std::move(pack->content->tables), std::move(pack->content->manifest));
  if (!file.ok()) return refuse(file.errors());
  LoadedPack out{Engine(std::move(*file)), {}, {}};
  auto vignettes = read_all_vignettes(*pack, out.engine.knowledge());
  if (!vignettes.ok()) return refuse(vignettes.errors());
  out.vignettes = std::move(*vignettes);
  std::copy_if(pack->findings.begin(), pack->findings.end(), std::back_inserter(out.overlay), is_of_overlay);
  return out;
}

}  // namespace noso::cli
