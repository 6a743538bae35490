// Which reader a source needs stands in its first lines, not in its name.
#include <algorithm>
#include <array>

#include "annotations/assembler.hpp"
#include "noso/import/ontology.hpp"

namespace noso {

namespace {

enum class Format { obo_graphs, obo, annotations, mappings };

struct Source {
  std::filesystem::path path;
  Format format;
};

constexpr std::size_t kLinesLookedAt = 200;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

/// The format that a line gives away, if it does.
std::optional<Format> format_of(std::string_view line) {
  const auto start = line.find_first_not_of(" \t\xEF\xBB\xBF");
  if (start == std::string_view::npos) return std::nullopt;
  if (line[start] == '{') return Format::obo_graphs;
  const auto text = lower(line.substr(start, 400));
  if (text.starts_with("format-version:") || text.starts_with("[term]")) return Format::obo;
  if (text.starts_with("subject_id\t") || text.find("\tsubject_id\t") != std::string::npos) return Format::mappings;
  if (text.starts_with("database_id\t") || text.starts_with("#databaseid\t") || text.starts_with("databaseid\t"))
    return Format::annotations;
  return std::nullopt;
}

Result<Format> look_at(const std::filesystem::path& path) {
  auto source = TextSource::open(path);
  if (!source.ok()) return source.errors();
  LineReader lines(*source);
  std::string_view line;
  for (std::size_t i = 0; i < kLinesLookedAt && lines.next(line); ++i)
    if (const auto format = format_of(line)) return *format;
  if (source->failure()) return *source->failure();
  return error("unknown-format", "this is no ontology, annotation or mapping file that is known",
               "name OBO Graphs JSON, OBO, phenotype.hpoa or SSSOM files, plain or gzip", {path.string()});
}

Status read_source(const Source& from, OntologyAssembler& assembler, ImportReport& report) {
  auto source = TextSource::open(from.path);
  if (!source.ok()) return source.errors();
  switch (from.format) {
    case Format::obo_graphs:
    case Format::obo: {
      auto document = from.format == Format::obo ? read_obo(*source, report) : read_obo_graphs(*source, report);
      if (!document.ok()) return document.errors();
      assembler.add_ontology(std::move(*document));
      break;
    }
    case Format::mappings: {
      auto mappings = read_mappings(*source, report);
      if (!mappings.ok()) return mappings.errors();
      assembler.add_mappings(source->name(), std::move(*mappings));
      break;
    }
    case Format::annotations: {
      const auto header =
          read_annotations(*source, report, [&](const AnnotationRow& row) { assembler.add_annotation(row); });
      if (!header.ok()) return header.errors();
      assembler.finish_annotations(source->name(), *header);
      break;
    }
  }
  return success();
}

}  // namespace

Result<ImportedOntology> import_ontology(const std::vector<std::filesystem::path>& sources,
                                         const ImportProgress& progress) {
  std::vector<Source> ordered;
  std::vector<Diagnostic> refused;
  for (const auto& path : sources) {
    const auto format = look_at(path);
    if (format.ok())
      ordered.push_back({path, *format});
    else
      refused.insert(refused.end(), format.errors().begin(), format.errors().end());
  }
  if (!refused.empty()) return refused;
  // Rows need the terms that they name.
  const auto turn = [](const Source& s) { return s.format == Format::annotations ? 2 : s.format == Format::mappings; };
  std::stable_sort(ordered.begin(), ordered.end(), [&](const Source& a, const Source& b) { return turn(a) < turn(b); });

  ImportReport report;
  OntologyAssembler assembler(report);
  for (const auto& source : ordered) {
    if (progress) progress("reading " + source.path.filename().string());
    if (auto read = read_source(source, assembler, report); !read.ok()) return read.errors();
  }
  if (progress) progress("computing posting lists");
  return assembler.finish();
}

}  // namespace noso
