/// A case as it is told: names are text, nothing is looked up yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/base/interval.hpp"
#include "noso/base/json.hpp"
#include "noso/ontology/vocabulary.hpp"

namespace noso {

inline constexpr std::size_t kMostCaseBytes = std::size_t{16} << 20;  ///< of the text of a case, wherever it comes from

/// A finding or risk factor by name, with what is known about it.
struct Mention {
  std::string name;
  std::optional<Interval> duration;  ///< days
  std::optional<DateRange> since;    ///< when it began
  std::optional<double> severity;    ///< 0 to 10
  std::string side;                  ///< left, right, both, or empty
  std::string from;                  ///< where it was read: a text span or a FHIRPath, or empty
  Location where;                    ///< in the case file
};

struct Measurement {
  std::string finding;
  double value = 0;
  std::optional<double> up_to;  ///< all that is known is that it lies between `value` and this
  std::string unit;             ///< UCUM
  std::optional<DateRange> at;
  std::string read_at;  ///< the span of a note where it was read, or empty; not kept in case files
  Location where;
};

struct Attempt {
  std::string intervention;
  std::optional<Interval> duration;      ///< days
  std::optional<DateRange> from, until;  ///< begun; ended, where it has
  Response response = Response::unknown;
  std::string read_at;  ///< the span of a note where it was read, or empty; not kept in case files
  Location where;
};

struct Case {
  std::string id;
  std::string text;  ///< a note that goes with the case
  Interval age;      ///< days; unknown by default
  Interval onset;    ///< age in days when it began; unknown by default
  Sex sex = Sex::unknown;
  std::optional<bool> pregnant;
  std::string population;  ///< id of a population, or empty
  std::vector<Mention> present, absent, unknown, risk_factors;
  std::vector<std::string> medications, allergies, history;
  std::vector<std::string> unmapped;  ///< what another system says in codes that the knowledge does not have
  std::vector<std::string> warnings;  ///< what a clinician should know of how it was read; goes into the answer
  std::vector<Measurement> measurements;
  std::vector<Attempt> tried;
  std::vector<std::string> not_tried;  ///< interventions, or "any": nothing but what stands in `tried`
  std::optional<Date> as_of;           ///< the day on which the case was told
  std::string diagnosis;               ///< id of the known condition, when the case is for evaluation
  bool lenient = false;                ///< from another system: unknown names and conflicts are listed, not refused
};

/// Reads the native case format (docs/case-format.md), or a GA4GH phenopacket, told apart by its shape. Errors name
/// line and column: wrong types, unknown keys, ages below 0 or above 130 years, severities outside 0 to 10, bad
/// quantities and dates.
Result<Case> read_case(const JsonDocument& document);
/// The same for a case that stands inside a document.
Result<Case> read_case(JsonValue value);

/// The case in the native format, without its `text` where `with_text` is false. What is only known in part keeps its
/// meaning: ages and dates as ranges, durations that are no exact number as "about".
std::string to_json(const Case& told, bool with_text = true);

/// `45` or `40..45` in years, or with a unit (`18 mo`), as days. Errors: `bad-age`.
Result<Interval> parse_age(std::string_view text);

/// A duration such as `6 wk`; "about" (`~6 wk`) widens it by a quarter either way. Errors: those of `parse_quantity`.
Result<Interval> parse_duration(std::string_view text);

}  // namespace noso
