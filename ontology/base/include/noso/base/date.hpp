/// Calendar dates (ISO 8601).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace noso {

/// A day of the proleptic Gregorian calendar.
struct Date {
  std::chrono::sys_days day{};

  auto operator<=>(const Date&) const = default;
};

/// `2026-01-31`; nothing for anything else or a day that does not exist.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);

/// The days that a date known in full or in part may mean; `first` ≤ `last`.
struct DateRange {
  Date first, last;

  static DateRange on(Date day) { return {day, day}; }
  auto operator<=>(const DateRange&) const = default;
};

/// `2026`, `2026-10` or `2026-10-05`: all days of the year or month, or the day; nothing for anything else.
std::optional<DateRange> parse_partial_date(std::string_view text);
/// In the shortest form that means the same days; `first/last` where no date says them.
std::string to_string(const DateRange& range);

/// The day it is now, in UTC.
Date today();

}  // namespace noso
