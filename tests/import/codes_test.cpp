#include <catch2/catch.hpp>

#include "pack/codes.hpp"

using noso::code_problem;

namespace {
bool fits(std::string_view system, std::string_view code) { return code_problem(system, code).empty(); }
}  // namespace

TEST_CASE("a SNOMED CT identifier of a concept has its check digit") {
  for (const auto* code : {"22298006", "202882003", "704065008", "73211009", "900000000000207008"})
    CHECK(fits("SNOMED-CT", code));
  CHECK_FALSE(fits("SNOMED-CT", "022298006"));
  CHECK_FALSE(fits("SNOMED-CT", "22298"));
  CHECK_FALSE(fits("SNOMED-CT", "2229800a"));
  CHECK_FALSE(fits("SNOMED-CT", ""));
  CHECK(code_problem("SNOMED-CT", "751689013").find("00 or 10") != std::string::npos);  // a description
}

TEST_CASE("Verhoeff's check finds every single wrong digit and every swap of neighbours") {
  const std::string good = "202882003";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      auto bad = good;
      bad[i] = c;
      CHECK(fits("SNOMED-CT", bad) == (bad == good));
    }
    auto swapped = good;
    if (i > 0) std::swap(swapped[i - 1], swapped[i]);
    CHECK(fits("SNOMED-CT", swapped) == (swapped == good));
  }
}

TEST_CASE("a LOINC code has its check digit") {
  for (const auto* code : {"8310-5", "39156-5", "8480-6", "59408-5", "1988-5"}) CHECK(fits("LOINC", code));
  for (const auto* code : {"8310-6", "83105", "-5", "8310-", "8310-55", "J11", ""}) CHECK_FALSE(fits("LOINC", code));
}

TEST_CASE("codes with a fixed shape have it") {
  for (const auto* code : {"M72.2", "M84.374A", "M80", "C4A.0"}) CHECK(fits("ICD-10-CM", code));
  for (const auto* code : {"M722", "m72.2", "M72.", "72.2", "M72.12345", "M"}) CHECK_FALSE(fits("ICD-10-CM", code));
  CHECK(fits("ICD-10", "M72.2"));
  CHECK_FALSE(fits("ICD-10", "M84.374A"));
  for (const auto* code : {"M", "M01", "M01A", "M01AE", "M01AE01"}) CHECK(fits("ATC", code));
  for (const auto* code : {"", "M0", "M01AE0", "01", "m01"}) CHECK_FALSE(fits("ATC", code));
  CHECK(fits("HPO", "HP:0001945"));
  CHECK_FALSE(fits("HPO", "HP:1945"));
  CHECK(fits("RxNorm", "5640"));
  CHECK_FALSE(fits("RxNorm", "ibuprofen"));
  CHECK(fits("MSH", "whatever it is"));
}
