// The documents of a pack: which files, which sections, in which order.
#include <algorithm>
#include <array>

#include "noso/base/file_io.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "pack/assembler.hpp"
#include "pack/rule_logic.hpp"

namespace noso {

namespace {

constexpr auto kSections = std::to_array<std::string_view>({"pack",
                                                            "scope",
                                                            "sources",
                                                            "conditions",
                                                            "findings",
                                                            "risk_factors",
                                                            "interventions",
                                                            "finding_frequencies",
                                                            "dependent_groups",
                                                            "risk_effects",
                                                            "treatments",
                                                            "cautions",
                                                            "rules",
                                                            "scores",
                                                            "populations",
                                                            "properties",
                                                            "stages",
                                                            "prevention",
                                                            "safety_net",
                                                            "article_facts",
                                                            "accept"});

/// The files `*.json` in the folder, by name.
Result<std::vector<std::filesystem::path>> json_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code failure;
  for (auto entry = std::filesystem::directory_iterator(folder, failure);
       !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure))
    if (entry->path().extension() == ".json") files.push_back(entry->path());
  if (failure)
    return error("cannot-open", "cannot list the folder: " + failure.message(), "check its permissions",
                 {folder.string()});
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

AssembledPack PackAssembler::assemble() {
  check_sections();
  read_metadata();
  read_sources();
  declare_concepts("conditions", ConceptKind::condition);
  declare_concepts("findings", ConceptKind::finding);
  declare_concepts("risk_factors", ConceptKind::risk_factor);
  declare_concepts("interventions", ConceptKind::intervention);
  declare_rules();
  read_concepts("conditions", ConceptKind::condition);
  read_concepts("findings", ConceptKind::finding);
  read_concepts("risk_factors", ConceptKind::risk_factor);
  read_concepts("interventions", ConceptKind::intervention);
  check_names();
  read_scope();
  read_rules();
  read_populations();
  read_properties();
  read_frequencies();
  read_groups();
  read_risk_effects();
  read_stages();
  read_treatments();
  link_stages();
  read_prevention();
  read_safety_nets();
  read_article_facts();
  each("accept", [&](JsonValue entry) { acceptances_.read(entry, out_); });
  if (has_no_cycle()) order_rules();
  report_unused_sources();
  // Of a pack with errors a part is missing, and what is left would seem unused.
  if (!out_.has_errors()) {
    report_unused_concepts();
    report_missing_contraindications();
    check_rule_logic(builder_.tables, places_, out_);
  }

  AssembledPack pack;
  if (!out_.has_errors())
    pack.content = AssembledPack::Content{builder_.finish(), std::move(manifest_), std::move(places_)};
  pack.findings = out_.take();
  acceptances_.apply(documents_, pack);
  return pack;
}

bool PackAssembler::has_no_cycle() {
  const auto& tables = builder_.tables;
  const auto cycle = find_is_a_cycle(tables.concepts.size(), tables.is_a);
  if (!cycle) return true;
  const auto id = [&](ConceptId c) {
    return tables.texts.substr(tables.concepts[c.value].id.offset, tables.concepts[c.value].id.length);
  };
  std::string path;
  for (const auto c : *cycle) path += "'" + id(c) + "' is a ";
  out_.error(concepts_.entries().at(id(cycle->front())).where, "is-a-cycle", path + "'" + id(cycle->front()) + "'",
             "remove one of these is_a");
  return false;
}

void PackAssembler::check_sections() {
  for (const auto& document : documents_) {
    const auto root = document.root();
    if (!expect_type(root, JsonType::object, "the content of a pack file", out_)) continue;
    for (std::size_t i = 0; i < root.size(); ++i) {
      const auto name = root.key(i);
      if (name == "$schema") continue;
      if (std::find(kSections.begin(), kSections.end(), name) != kSections.end()) {
        if (name != "pack" && name != "scope")
          expect_type(root.at(i), JsonType::array, "section '" + std::string(name) + "'", out_);
        continue;
      }
      out_.error(root.key_where(i), "unknown-section", "a pack has no section '" + std::string(name) + "'",
                 choose_from(name, kSections));
    }
  }
}

void PackAssembler::each(std::string_view section, const std::function<void(JsonValue)>& visit) {
  for (const auto& document : documents_) {
    const auto found = document.root().find(section);
    if (!found || !found->is(JsonType::array)) continue;  // reported by check_sections()
    for (std::size_t i = 0; i < found->size(); ++i) visit(found->at(i));
  }
}

std::optional<JsonValue> PackAssembler::single(std::string_view section, bool required) {
  std::optional<JsonValue> first;
  for (const auto& document : documents_) {
    const auto found = document.root().find(section);
    if (!found) continue;
    if (first)
      out_.error(found->where(), "duplicate-section", "section '" + std::string(section) + "' stands in two files",
                 "keep the one at " + first->where().file);
    else
      first = found;
  }
  if (!first && required)
    out_.error(documents_.empty() ? Location{} : documents_.front().root().where(), "missing-section",
               "the pack has no section '" + std::string(section) + "'", "add it to pack.json");
  return first;
}

AssembledPack assemble_pack(const std::vector<JsonDocument>& documents, const PackOptions& options) {
  return PackAssembler(documents, options).assemble();
}

Result<std::vector<std::filesystem::path>> pack_files(const std::filesystem::path& folder) {
  std::error_code failure;
  if (!std::filesystem::is_directory(folder, failure))
    return error(
        "no-pack",
        std::filesystem::exists(folder, failure) ? "a pack is a folder, this is a file" : "there is no such folder",
        "name the folder that holds pack.json", {folder.string()});
  auto files = json_files(folder);
  if (!files.ok()) return files;
  const auto main_file = std::find(files->begin(), files->end(), folder / "pack.json");
  if (main_file == files->end())
    return error("no-pack", "the folder has no pack.json", "name the folder of a pack", {folder.string()});
  std::rotate(files->begin(), main_file, main_file + 1);
  return files;
}

Result<std::vector<std::filesystem::path>> vignette_files(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto vignettes = folder / "vignettes";
  if (!std::filesystem::exists(vignettes, ignored)) return std::vector<std::filesystem::path>{};
  return json_files(vignettes);
}

Result<AssembledPack> read_pack(const std::filesystem::path& folder, const PackOptions& options) {
  const auto files = pack_files(folder);
  if (!files.ok()) return files.errors();
  std::vector<JsonDocument> documents;
  std::vector<Diagnostic> broken;
  for (const auto& file : *files) {
    auto text = read_file(file, kMaxPackFileBytes);
    if (!text.ok()) return text.errors();
    auto document = JsonDocument::parse(*text, file.string());
    if (document.ok())
      documents.push_back(std::move(*document));
    else
      broken.insert(broken.end(), document.errors().begin(), document.errors().end());
  }
  // With a file missing every reference into it would be reported as unknown; the broken files come first.
  if (!broken.empty()) return AssembledPack{std::nullopt, std::move(broken)};
  return assemble_pack(documents, options);
}

Status compile_pack(const std::filesystem::path& folder, const std::filesystem::path& out,
                    std::vector<Diagnostic>* findings) {
  auto pack = read_pack(folder);
  if (!pack.ok()) return pack.errors();
  if (!pack->content) return pack->findings;
  if (findings) *findings = pack->findings;
  return write_knowledge_file(out, std::move(pack->content->tables), std::move(pack->content->manifest));
}

}  // namespace noso
