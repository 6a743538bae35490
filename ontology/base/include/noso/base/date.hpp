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
/// The day it is now, in UTC.
Date today();

}  // namespace noso
