#include <catch2/catch.hpp>

#include "noso/base/date.hpp"

using namespace noso;

TEST_CASE("dates are read and written as year, month and day") {
  const auto date = parse_date("2026-01-31");
  REQUIRE(date);
  CHECK(to_string(*date) == "2026-01-31");
  CHECK(*parse_date("2024-02-29") > *parse_date("2024-02-28"));
  CHECK((*parse_date("2024-03-01")).day - (*parse_date("2024-02-28")).day == std::chrono::days{2});
  CHECK(parse_date("2000-02-29"));
  CHECK(to_string(*parse_date("0001-01-01")) == "0001-01-01");
}

TEST_CASE("every day of four centuries comes back from its text") {
  const auto first = parse_date("1800-01-01")->day;
  for (int i = 0; i < 146097; ++i) {
    const Date date{first + std::chrono::days{i}};
    if (parse_date(to_string(date)) != date) FAIL(to_string(date));
  }
}

TEST_CASE("what is no day of the calendar is refused") {
  for (const auto* text :
       {"",           "2026",       "2026-1-31",  "26-01-31",   "2026-13-01", "2026-00-10",  "2026-02-29",
        "1900-02-29", "2026-04-31", "2026-01-00", "2026-01-32", "2026/01/31", "2026-01-31 ", " 2026-01-31",
        "20260131",   "2026-01-3a", "+026-01-31", "-001-01-01", "-000-01-01", "2026--1-05",  "2026-01-31T00:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("today is a day of this century") {
  CHECK(today() > *parse_date("2025-01-01"));
  CHECK(today() < *parse_date("2100-01-01"));
}

TEST_CASE("a date known in part means all of its days, and is written as short as it was") {
  using noso::DateRange;
  using noso::parse_date;
  using noso::parse_partial_date;
  const auto range = [](const char* first, const char* last) {
    return DateRange{*parse_date(first), *parse_date(last)};
  };
  CHECK(parse_partial_date("2026") == range("2026-01-01", "2026-12-31"));
  CHECK(parse_partial_date("2026-10") == range("2026-10-01", "2026-10-31"));
  CHECK(parse_partial_date("2024-02") == range("2024-02-01", "2024-02-29"));
  CHECK(parse_partial_date("2026-10-05") == range("2026-10-05", "2026-10-05"));
  for (const char* text : {"2026", "2026-02", "2026-10-05"}) CHECK(to_string(*parse_partial_date(text)) == text);
  CHECK(to_string(range("2026-01-05", "2026-01-09")) == "2026-01-05/2026-01-09");
  for (const char* text : {"", "202", "20261", "2026-", "2026-1", "2026-13", "2026-00", "2026-02-30", "-026", "2026-1x",
                           "2026-10-05T10:00", "2026/10"})
    CHECK_FALSE(parse_partial_date(text));
}
