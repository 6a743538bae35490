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
