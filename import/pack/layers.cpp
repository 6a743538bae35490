#include "pack/layers.hpp"

#include <algorithm>

#include "noso/base/file_io.hpp"
#include "noso/import/pack.hpp"
#include "noso/import/versions.hpp"

namespace noso {

namespace {

namespace fs = std::filesystem;

/// What a pack says of its base, as far as it is well formed; the rest is reported when the pack is assembled.
struct Extension {
  std::string id, version, path;
  Location where, id_where, version_where;
};

std::optional<JsonValue> member(const std::vector<JsonDocument>& documents, std::string_view key) {
  for (const auto& document : documents) {
    const auto pack = document.root().find("pack");
    if (const auto found = pack ? pack->find(key) : std::nullopt) return found;
  }
  return std::nullopt;
}

std::string text_at(std::optional<JsonValue> value) {
  return value && value->is(JsonType::string) ? std::string(value->string()) : std::string();
}

std::optional<Extension> extension_of(const std::vector<JsonDocument>& documents) {
  const auto value = member(documents, "extends");
  const auto path = value ? value->find("path") : std::nullopt;
  const auto id = value ? value->find("id") : std::nullopt, version = value ? value->find("version") : std::nullopt;
  if (!path || !id || !version || text_at(path).empty()) return std::nullopt;
  return Extension{text_at(id), text_at(version), text_at(path), path->where(), id->where(), version->where()};
}

/// The documents of the folder; broken ones are reported in `findings`.
Result<std::vector<JsonDocument>> read_documents(const fs::path& folder, std::vector<Diagnostic>& findings) {
  const auto files = pack_files(folder);
  if (!files.ok()) return files.errors();
  std::vector<JsonDocument> documents;
  for (const auto& file : *files) {
    auto text = read_file(file, kMaxPackFileBytes);
    if (!text.ok()) return text.errors();
    auto document = JsonDocument::parse(*text, file.string());
    if (document.ok())
      documents.push_back(std::move(*document));
    else
      findings.insert(findings.end(), document.errors().begin(), document.errors().end());
  }
  return documents;
}

void check_base(const Extension& wanted, const std::vector<JsonDocument>& base, std::vector<Diagnostic>& findings) {
  const auto id = text_at(member(base, "id")), version = text_at(member(base, "version"));
  if (id != wanted.id)
    findings.push_back(error("wrong-base", "the pack at '" + wanted.path + "' is '" + id + "', not '" + wanted.id + "'",
                             "correct the path or the id", wanted.id_where));
  else if (is_version(version) && is_version_range(wanted.version) && !is_in_range(version, wanted.version))
    findings.push_back(error("wrong-base-version", "'" + id + "' is of version " + version + ", not " + wanted.version,
                             "look at what has changed with 'noso diff', then allow this version",
                             wanted.version_where));
}

/// A folder by one name, however it is spelled.
fs::path identity(const fs::path& folder) {
  std::error_code failure;
  auto path = fs::weakly_canonical(folder, failure);
  return failure ? folder.lexically_normal() : path;
}

}  // namespace

Result<ReadLayers> read_layers(const fs::path& folder) {
  ReadLayers out;
  std::vector<fs::path> seen;
  auto next = folder;
  std::optional<Extension> from;
  while (true) {
    const auto same = std::find(seen.begin(), seen.end(), identity(next));
    if (same != seen.end()) {
      std::string circle;
      for (auto at = same; at != seen.end(); ++at) circle += at->filename().string() + " extends ";
      out.findings.push_back(error("extends-in-circles", circle + same->filename().string(),
                                   "remove one of these 'extends'", from->where));
      break;
    }
    auto documents = read_documents(next, out.findings);
    if (!documents.ok()) {
      if (!from) return documents.errors();
      const auto& why = documents.errors().front();
      out.findings.push_back(error(
          "no-base", "cannot read the base '" + from->path + "': " + why.message + " (" + to_string(why.where) + ")",
          "give its path from the folder of this pack", from->where));
      break;
    }
    if (from && out.findings.empty()) check_base(*from, *documents, out.findings);
    seen.push_back(identity(next));
    out.folders.push_back(next);
    out.layers.push_back(std::move(*documents));
    from = extension_of(out.layers.back());
    if (!from || !out.findings.empty()) break;
    if (from->path.starts_with('/')) {
      out.findings.push_back(error("bad-path", "the path of the base is absolute",
                                   "write it from the folder of this pack, such as \"../heel-pain\"", from->where));
      break;
    }
    next = (out.folders.back() / from->path).lexically_normal();
  }
  std::reverse(out.folders.begin(), out.folders.end());
  std::reverse(out.layers.begin(), out.layers.end());
  return out;
}

}  // namespace noso
