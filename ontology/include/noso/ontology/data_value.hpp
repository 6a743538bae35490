/// Typed values of guidelines, as openEHR has them, and their text: `45,mm[Hg]`, `1|local::at0006|Present|`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace noso {

enum class ValueType : std::uint8_t {
  none,        ///< no value
  number,      ///< a number of no particular type
  count,       ///< a whole number
  quantity,    ///< a number with a unit
  ordinal,     ///< a number with a code and its label
  coded_text,  ///< a code with its label
  text,
  boolean,
  date_time,  ///< milliseconds since 1970-01-01T00:00 of the local clock of whoever wrote it
  time,       ///< of the day: milliseconds since midnight
  duration,   ///< ISO 8601: its length in seconds, with a year of 365.25 and a month of 30.4375 days
  proportion  ///< numerator / denominator: their quotient
};
inline constexpr std::uint8_t kValueTypeCount = static_cast<std::uint8_t>(ValueType::proportion) + 1;

std::string_view to_string(ValueType type);

struct DataValue {
  ValueType type = ValueType::none;
  std::int8_t precision = -1;  ///< decimals of a quantity; -1: as they come
  bool flag = false;           ///< of a boolean
  double number = 0;           ///< of everything but texts and booleans
  std::string code;            ///< `terminology::code` of an ordinal or coded text
  std::string text;            ///< the text, the label of a code, the unit of a quantity; a duration or proportion as
                               ///< it is written

  bool operator==(const DataValue&) const = default;
};

/// The unit with the micro sign, in either of its two forms, written as UCUM's `u`.
std::string plain_unit(std::string_view unit);

/// What the text means, by its form; anything else is a text. Never fails.
DataValue parse_data_value(std::string_view text);

/// The same where it is known of which type it is: texts, times, durations and proportions cannot be told from each
/// other by their form. What is no value of that type is read by its form.
DataValue parse_data_value(std::string_view text, ValueType type);

/// Years and months, which the calendar makes longer or shorter, and the rest.
struct CalendarPeriod {
  double months = 0, seconds = 0;
  /// With mean months.
  double length_in_seconds() const;
};
/// `P1Y2M10DT2H30M`, `P2W`, `PT0.5H`, with a sign before it or none; a fraction in the last place only.
std::optional<CalendarPeriod> parse_period(std::string_view text);

/// The text that reads back as `value`; a quantity is rounded to its precision. Empty for no value.
std::string to_string(const DataValue& value);

/// `2019-11-28T12:30:00+01:00[Europe/Stockholm]`, seconds, offset and zone optional, or a date alone. The clock time is
/// kept, the offset is not: guidelines reckon in the local time of the record.
std::optional<double> parse_date_time(std::string_view text);

/// The number with so many decimals that is nearest to `x`, of two the even one; below 0 decimals, `x`.
double rounded(double x, int decimals);

}  // namespace noso
