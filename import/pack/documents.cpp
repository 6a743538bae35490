// The documents of a pack: which files, which sections, in which order.
#include <algorithm>
#include <array>

#include "noso/ontology/knowledge_file.hpp"
#include "pack/assembler.hpp"
#include "pack/layers.hpp"
#include "pack/rule_logic.hpp"
#include "pack/sign_offs.hpp"

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
                                                            "replaces",
                                                            "withdraws",
                                                            "reviews",
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
  elements_.each("accept", [&](const PackElement& entry) {
    acceptances_.read(entry.value, entry.layer != elements_.top(), out_);
  });
  const auto sign_offs = read_sign_offs(elements_, out_);
  if (has_no_cycle()) order_rules();
  report_unused_sources();
  // Of a pack with errors a part is missing, and what is left would seem unused.
  if (!out_.has_errors()) {
    report_unused_concepts();
    report_missing_contraindications();
    check_rule_logic(builder_.tables, places_, out_);
  }

  AssembledPack pack;
  const bool active = status_ == "active";
  if (!out_.has_errors() && (active || options_.list_reviewed || !sign_offs.empty())) {
    pack.reviewed = reviewed_elements(elements_, sign_offs);
    report_sign_offs(elements_, pack.reviewed, sign_offs, active, out_);
    if (!options_.list_reviewed) pack.reviewed.clear();
  }
  if (!out_.has_errors())
    pack.content = AssembledPack::Content{builder_.finish(), std::move(manifest_), std::move(places_)};
  pack.findings = out_.take();
  pack.dropped_vignettes = elements_.dropped_vignettes();
  acceptances_.apply(elements_.layers(), pack);
  return pack;
}

bool PackAssembler::has_no_cycle() {
  const auto& tables = builder_.tables;
  const auto cycle = find_is_a_cycle(tables.concepts.size(), tables.is_a);
  const auto id = [&](ConceptId c) {
    return tables.texts.substr(tables.concepts[c.value].id.offset, tables.concepts[c.value].id.length);
  };
  if (!cycle) {
    if (closure_fits(tables.concepts.size(), tables.is_a)) return true;
    auto refusal = too_many_kinds();
    refusal.where = concepts_.entries().at(id(tables.is_a.back().child)).where;
    out_.add(std::move(refusal));
    return false;
  }
  std::string path;
  for (const auto c : *cycle) path += "'" + id(c) + "' is a ";
  out_.error(concepts_.entries().at(id(cycle->front())).where, "is-a-cycle", path + "'" + id(cycle->front()) + "'",
             "remove one of these is_a");
  return false;
}

void PackAssembler::check_sections() {
  for (const auto layer : elements_.layers())
    for (const auto& document : layer) {
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
  elements_.each(section, [&](const PackElement& element) { visit(element.value); });
}

std::optional<JsonValue> PackAssembler::single(std::string_view section, bool required) {
  const auto found = elements_.single(section, out_);
  if (found) return found->value;
  const auto& layers = elements_.layers();
  if (required)
    out_.error(layers.empty() || layers.back().empty() ? Location{} : layers.back().front().root().where(),
               "missing-section", "the pack has no section '" + std::string(section) + "'", "add it to pack.json");
  return std::nullopt;
}

AssembledPack assemble_pack(const std::vector<JsonDocument>& documents, const PackOptions& options) {
  return assemble_layers({documents}, options);
}

AssembledPack assemble_layers(const PackLayers& layers, const PackOptions& options) {
  return PackAssembler(layers, options).assemble();
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
  auto read = read_layers(folder);
  if (!read.ok()) return read.errors();
  AssembledPack pack;
  if (read->findings.empty()) {
    PackLayers layers;
    for (const auto& layer : read->layers) layers.emplace_back(layer);
    pack = assemble_layers(layers, options);
  } else {
    // With a file missing every reference into it would be reported as unknown; these come first.
    pack.findings = std::move(read->findings);
  }
  pack.folders = std::move(read->folders);
  return pack;
}

Status compile_pack(const std::filesystem::path& folder, const std::filesystem::path& out,
                    std::vector<Diagnostic>* findings, const PackExtension& extend) {
  auto pack = read_pack(folder);
  if (!pack.ok()) return pack.errors();
  if (!pack->content) return pack->findings;
  if (findings) *findings = pack->findings;
  if (const auto extended = extend ? extend(pack->content->tables) : success(); !extended.ok())
    return extended.errors();
  return write_knowledge_file(out, std::move(pack->content->tables), std::move(pack->content->manifest));
}

}  // namespace noso
