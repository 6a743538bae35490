#include "noso/base/date.hpp"

#include <charconv>
#include <cstdio>
#include <string>

namespace noso {

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) -> int {
    int value = 0;
    const char* end = text.data() + at + length;
    if (text[at] == '-') return -1;
    const auto [stop, failure] = std::from_chars(text.data() + at, end, value);
    return failure == std::errc{} && stop == end ? value : -1;
  };
  const int y = number(0, 4), m = number(5, 2), d = number(8, 2);
  if (y < 0 || m < 0 || d < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                                         std::chrono::day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  return Date{std::chrono::sys_days{date}};
}

std::string to_string(Date date) {
  const std::chrono::year_month_day ymd{date.day};
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return buffer;
}

std::optional<DateRange> parse_partial_date(std::string_view text) {
  if (text.size() == 10) {
    const auto day = parse_date(text);
    return day ? std::optional(DateRange::on(*day)) : std::nullopt;
  }
  const bool whole_year = text.size() == 4;
  const auto first = parse_date(std::string(text) + (whole_year ? "-01-01" : "-01"));
  if (!first || (!whole_year && text.size() != 7)) return std::nullopt;
  const std::chrono::year_month_day start{first->day};
  const auto month = whole_year ? std::chrono::December : start.month();
  return DateRange{*first, {std::chrono::sys_days{start.year() / month / std::chrono::last}}};
}

std::string to_string(const DateRange& range) {
  const auto day = to_string(range.first);
  if (range.first == range.last) return day;
  for (const std::size_t length : {std::size_t{7}, std::size_t{4}})
    if (parse_partial_date(day.substr(0, length)) == range) return day.substr(0, length);
  return day + '/' + to_string(range.last);
}

Date today() { return {std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())}; }

}  // namespace noso
