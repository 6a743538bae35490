// The format: https://obophenotype.github.io/human-phenotype-ontology/annotations/phenotype_hpoa/. Twelve columns with
// tabs between them; lines with # first are comments that hold the version.
#include "hpoa/annotations.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "noso/base/text.hpp"
#include "obo/ontology_document.hpp"

namespace noso {

namespace {

constexpr std::size_t kColumns = 12;
constexpr double kMostPatients = 1e6;  // more examined patients than that are a mistake

struct Category {
  std::string_view term;
  double share;
};
/// The middles of the ranges that HPO defines for its frequency terms.
constexpr Category kCategories[] = {
    {"HP:0040280", 1.0},    // obligate: 100 %
    {"HP:0040281", 0.895},  // very frequent: 80–99 %
    {"HP:0040282", 0.545},  // frequent: 30–79 %
    {"HP:0040283", 0.17},   // occasional: 5–29 %
    {"HP:0040284", 0.025},  // very rare: 1–4 %
    {"HP:0040285", 0.0},    // excluded: 0 %
};

bool parse_number(std::string_view text, double& out) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failure == std::errc() && end == text.data() + text.size() && std::isfinite(out) && out >= 0;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

class AnnotationReader {
 public:
  AnnotationReader(TextSource& source, ImportReport& report, const std::function<void(const AnnotationRow&)>& visit)
      : lines_(source), report_(report), visit_(visit) {}

  void read() {
    std::string_view line;
    while (lines_.next(line)) {
      if (line.empty()) continue;
      if (line.starts_with('#')) {
        comment(line.substr(1));
        continue;
      }
      if (!saw_columns_ && is_column_line(line)) {
        saw_columns_ = true;
        continue;
      }
      line_ = line;
      if (const auto why = read_row(); why) report_.skipped(lines_.where(line_, at_), why->code, why->text);
    }
  }

  const AnnotationsHeader& header() const { return header_; }
  bool saw_columns() const { return saw_columns_; }
  std::size_t rows() const { return rows_; }

 private:
  struct Refusal {
    std::string_view code, text;
  };

  void comment(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) {
      saw_columns_ = saw_columns_ || is_column_line(text);
      return;
    }
    const auto key = text.substr(0, colon);
    auto value = text.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    if (first_invalid_utf8(value)) return;
    if (equals_ignoring_case(key, "version")) header_.version = value;
    if (equals_ignoring_case(key, "date")) header_.date = value;
    if (equals_ignoring_case(key, "hpo-version")) header_.hpo_version = value;
  }

  static bool is_column_line(std::string_view line) {
    const auto first = line.substr(0, line.find('\t'));
    return equals_ignoring_case(first, "database_id") || equals_ignoring_case(first, "DatabaseID");
  }

  std::optional<Refusal> read_row() {
    at_ = 0;
    if (lines_.was_cut()) return Refusal{"too-long", "rows longer than 1 MiB"};
    if (const auto bad = first_invalid_utf8(line_)) {
      at_ = *bad;
      return Refusal{"bad-encoding", "rows that are not UTF-8"};
    }
    std::array<std::string_view, kColumns> columns;
    std::size_t count = 0;
    for (std::string_view rest = line_;; ++count) {
      const auto tab = rest.find('\t');
      if (count < kColumns) columns[count] = rest.substr(0, tab);
      if (tab == std::string_view::npos) break;
      rest.remove_prefix(tab + 1);
    }
    if (count + 1 != kColumns) return Refusal{"wrong-columns", "rows that do not have 12 columns"};
    const auto at = [&](std::size_t column) { at_ = static_cast<std::size_t>(columns[column].data() - line_.data()); };
    AnnotationRow row{columns[0], columns[1], columns[3], columns[4], columns[5], columns[6], columns[9], columns[8]};
    if (!is_curie(row.disease)) return at(0), Refusal{"bad-disease-id", "rows whose disease id is none"};
    if (!is_curie(row.term)) return at(3), Refusal{"bad-term-id", "rows whose term id is none"};
    if (!columns[2].empty() && columns[2] != "NOT")
      return at(2), Refusal{"bad-qualifier", "rows with a qualifier other than NOT"};
    row.negated = columns[2] == "NOT";
    if (columns[10].size() != 1 || std::string_view("PICMH").find(columns[10][0]) == std::string_view::npos)
      return at(10), Refusal{"bad-aspect", "rows whose aspect is none of P, I, C, M, H"};
    row.aspect = columns[10][0];
    row.where = lines_.where(line_);
    at(7);
    if (!parse_frequency(columns[7], row.frequency))
      return Refusal{"bad-frequency", "rows whose frequency cannot be read"};
    repair(row.frequency);
    ++rows_;
    visit_(row);
    return std::nullopt;
  }

  void repair(RowFrequency& frequency) {
    if (frequency.form != FrequencyForm::count) return;
    if (frequency.examined == 0) {
      report_.repaired(lines_.where(line_, at_), "none-examined", "frequencies n/0: taken as not stated");
      frequency = {};
    } else if (frequency.affected > frequency.examined) {
      report_.repaired(lines_.where(line_, at_), "more-than-examined", "frequencies n/m with n > m: taken as m/m");
      frequency.affected = frequency.examined;
    }
  }

  LineReader lines_;
  ImportReport& report_;
  const std::function<void(const AnnotationRow&)>& visit_;
  AnnotationsHeader header_;
  std::string_view line_;
  std::size_t at_ = 0, rows_ = 0;
  bool saw_columns_ = false;
};

}  // namespace

bool parse_frequency(std::string_view text, RowFrequency& out) {
  out = {};
  if (text.empty()) return true;
  for (const auto& category : kCategories) {
    if (text != category.term) continue;
    out.form = FrequencyForm::category;
    out.share = category.share;
    return true;
  }
  if (text.ends_with('%')) {
    out.form = FrequencyForm::percentage;
    if (!parse_number(text.substr(0, text.size() - 1), out.share) || out.share > 100) return false;
    out.share /= 100;
    return true;
  }
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  out.form = FrequencyForm::count;
  return parse_number(text.substr(0, slash), out.affected) && parse_number(text.substr(slash + 1), out.examined) &&
         out.affected <= kMostPatients && out.examined <= kMostPatients;
}

void for_each_part(std::string_view list, const std::function<void(std::string_view)>& visit) {
  while (!list.empty()) {
    const auto end = list.find(';');
    auto part = list.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) visit(part);
    if (end == std::string_view::npos) break;
    list.remove_prefix(end + 1);
  }
}

Result<AnnotationsHeader> read_annotations(TextSource& source, ImportReport& report,
                                           const std::function<void(const AnnotationRow&)>& visit) {
  AnnotationReader reader(source, report, visit);
  reader.read();
  if (source.failure()) return *source.failure();
  if (!reader.saw_columns() || reader.rows() == 0)
    return error("no-annotations", "there is no usable annotation in this file", "name a phenotype.hpoa",
                 {source.name()});
  return reader.header();
}

}  // namespace noso
