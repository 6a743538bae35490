/// `phenotype.hpoa`: which disease has which finding, row by row.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/records.hpp"
#include "source/import_report.hpp"
#include "source/text_source.hpp"

namespace noso {

/// How often a finding is, as a row says it: `examined` patients of whom `affected` had it where they were counted.
struct RowFrequency {
  FrequencyForm form = FrequencyForm::unstated;
  double affected = 0, examined = 0;  ///< of a count
  double share = 0;                   ///< of a category its middle, of a percentage itself; in [0, 1]
};

/// A row whose form is good. Texts are valid during the visit.
struct AnnotationRow {
  std::string_view disease, disease_name, term, references, evidence, onset, modifiers, sex;
  char aspect = 'P';  ///< P phenotype, I inheritance, C clinical course, M modifier, H history
  bool negated = false;
  RowFrequency frequency;
  Location where;
};

struct AnnotationsHeader {
  std::string version, date, hpo_version;
};

/// Calls `visit` for every row that can be used; the others are counted in `report`, and so is what was repaired: n of
/// m with n > m, and m = 0. Errors: `no-annotations` where there is no header or no row, and those of `TextSource`.
Result<AnnotationsHeader> read_annotations(TextSource& source, ImportReport& report,
                                           const std::function<void(const AnnotationRow&)>& visit);

/// `3/7`, `42%`, `HP:0040283` or nothing. False when it is none of these.
bool parse_frequency(std::string_view text, RowFrequency& out);

/// Visits the parts of a list with `;` between them, spaces trimmed, empty ones left out.
void for_each_part(std::string_view list, const std::function<void(std::string_view)>& visit);

}  // namespace noso
