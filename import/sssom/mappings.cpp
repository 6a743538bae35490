// SSSOM/TSV (https://mapping-commons.github.io/sssom/): comments with # first, a line of column names, rows.
#include "sssom/mappings.hpp"

#include <algorithm>

#include "noso/base/text.hpp"
#include "obo/ontology_document.hpp"

namespace noso {

namespace {

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto tab = line.find('\t');
    out.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return out;
    line.remove_prefix(tab + 1);
  }
}

std::string spelt_as_in_annotations(std::string_view id) {
  constexpr std::string_view kOrphanet = "Orphanet:";
  if (!id.starts_with(kOrphanet)) return std::string(id);
  return "ORPHA:" + std::string(id.substr(kOrphanet.size()));
}

}  // namespace

Result<std::vector<Mapping>> read_mappings(TextSource& source, ImportReport& report) {
  LineReader lines(source);
  std::string_view line;
  std::vector<Mapping> out;
  std::size_t subject = 0, predicate = 0, object = 0, columns = 0;
  while (lines.next(line)) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto cells = split(line);
    if (columns == 0) {
      const auto column = [&](std::string_view name) {
        return static_cast<std::size_t>(std::find(cells.begin(), cells.end(), name) - cells.begin());
      };
      subject = column("subject_id"), predicate = column("predicate_id"), object = column("object_id");
      if (std::max({subject, predicate, object}) >= cells.size())
        return error("no-mappings", "the first line does not name subject_id, predicate_id and object_id",
                     "name an SSSOM file (TSV)", lines.where(line));
      columns = cells.size();
      continue;
    }
    if (lines.was_cut() || cells.size() != columns)
      report.skipped(lines.where(line), "wrong-columns", "rows that do not have the columns of the first line");
    else if (cells[predicate] != "skos:exactMatch")
      report.skipped(lines.where(line), "no-exact-match", "mappings that are not exact");
    else if (!is_curie(cells[subject]) || !is_curie(cells[object]))
      report.skipped(lines.where(line), "bad-id", "rows with an id that is none");
    else
      out.push_back({spelt_as_in_annotations(cells[subject]), spelt_as_in_annotations(cells[object])});
  }
  if (source.failure()) return *source.failure();
  if (columns == 0)
    return error("no-mappings", "there is no line of column names", "name an SSSOM file (TSV)", {source.name()});
  return out;
}

}  // namespace noso
