#include <catch2/catch.hpp>

#include <charconv>
#include <set>

#include "noso/base/quantity.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

double in_base(std::string_view text) {
  const auto quantity = parse_quantity(text);
  if (!quantity.ok()) FAIL(to_string(quantity.errors().front()));
  return quantity->value;
}

std::string refused(std::string_view text) {
  const auto quantity = parse_quantity(text);
  if (quantity.ok()) FAIL("accepted: " << text);
  REQUIRE(quantity.errors().size() == 1);
  CHECK_FALSE(quantity.errors().front().message.empty());
  return quantity.errors().front().code;
}

struct Expected {
  const char* text;
  Dimension dimension;
  double value;
};

// One line for each unit; values by hand from UCUM.
const Expected kExpected[] = {
    {"3", Dimension::ratio, 3},
    {"3 1", Dimension::ratio, 3},
    {"50 %", Dimension::ratio, 0.5},
    {"7 {score}", Dimension::ratio, 7},
    {"3 d", Dimension::time, 3},
    {"6 wk", Dimension::time, 42},
    {"2 mo", Dimension::time, 60.875},
    {"4 a", Dimension::time, 1461},
    {"36 h", Dimension::time, 1.5},
    {"720 min", Dimension::time, 0.5},
    {"43200 s", Dimension::time, 0.5},
    {"38.9 Cel", Dimension::temperature, 38.9},
    {"212 [degF]", Dimension::temperature, 100},
    {"98.6 [degF]", Dimension::temperature, 37},
    {"273.15 K", Dimension::temperature, 0},
    {"1.8 m", Dimension::length, 1.8},
    {"180 cm", Dimension::length, 1.8},
    {"5 mm", Dimension::length, 0.005},
    {"5 km", Dimension::length, 5000},
    {"10 [in_i]", Dimension::length, 0.254},
    {"70 kg", Dimension::mass, 70},
    {"500 g", Dimension::mass, 0.5},
    {"250 mg", Dimension::mass, 0.00025},
    {"100 [lb_av]", Dimension::mass, 45.359237},
    {"120 mm[Hg]", Dimension::pressure, 120},
    {"16 kPa", Dimension::pressure, 120.00985213530501},
    {"90 /min", Dimension::frequency, 90},
    {"90 {beats}/min", Dimension::frequency, 90},
    {"20 {breaths}/min", Dimension::frequency, 20},
    {"2 Hz", Dimension::frequency, 120},
    {"10 deg", Dimension::angle, 10},
    {"30 kg/m2", Dimension::body_mass_index, 30},
    {"5 mg/L", Dimension::mass_concentration, 5},
    {"5 mg/dL", Dimension::mass_concentration, 50},
    {"1 g/L", Dimension::mass_concentration, 1000},
    {"14 g/dL", Dimension::mass_concentration, 140000},
    {"30 ng/mL", Dimension::mass_concentration, 0.03},
    {"30 ug/L", Dimension::mass_concentration, 0.03},
    {"5 mmol/L", Dimension::substance_concentration, 5},
    {"360 umol/L", Dimension::substance_concentration, 0.36},
    {"75 nmol/L", Dimension::substance_concentration, 0.000075},
    {"2 L", Dimension::volume, 2},
    {"5 mL", Dimension::volume, 0.005},
    {"3 cm2", Dimension::area, 3},
    {"1 m2", Dimension::area, 10000},
    {"50 mm2", Dimension::area, 0.5},
    {"20 mm/h", Dimension::sedimentation_rate, 20},
    {"2000 kcal", Dimension::energy, 2000},
    {"11 10*9/L", Dimension::count_concentration, 11},
    {"11 10*3/uL", Dimension::count_concentration, 11},
};

}  // namespace

TEST_CASE("every unit converts to the base unit of its dimension") {
  std::set<Dimension> dimensions;
  for (const auto& expected : kExpected) {
    CAPTURE(expected.text);
    const auto quantity = parse_quantity(expected.text);
    REQUIRE(quantity.ok());
    CHECK(quantity->dimension == expected.dimension);
    CHECK(quantity->value == Approx(expected.value).epsilon(1e-12).margin(1e-12));
    dimensions.insert(expected.dimension);
  }
  CHECK(dimensions.size() == static_cast<std::size_t>(Dimension::count_concentration) + 1);
}

TEST_CASE("the base unit of a dimension converts to itself") {
  for (std::size_t d = 0; d <= static_cast<std::size_t>(Dimension::count_concentration); ++d) {
    const auto dimension = static_cast<Dimension>(d);
    CAPTURE(to_string(dimension));
    const auto unit = find_unit(base_unit(dimension));
    REQUIRE(unit);
    CHECK(unit->dimension == dimension);
    CHECK(unit->factor == 1);
    CHECK(unit->offset == 0);
  }
}

TEST_CASE("everyday spellings of units are understood") {
  CHECK(in_base("6 weeks") == 42);
  CHECK(in_base("1 year") == 365.25);
  CHECK(in_base("1y") == 365.25);
  CHECK(in_base("38 °C") == 38);
  CHECK(in_base("38C") == 38);
  CHECK(in_base("98.6 °F") == Approx(37));
  CHECK(in_base("80 bpm") == 80);
  CHECK(in_base("120 mmHg") == 120);
  CHECK(in_base("30 kg/m²") == 30);
  CHECK(in_base("90 1/min") == 90);
  CHECK(in_base("45 °") == 45);
  for (const auto* text : {"2 day", "2 days", "2 d"}) CHECK(in_base(text) == 2);
  for (const auto* text : {"2 hr", "2 hrs", "2 hour", "2 hours"}) CHECK(in_base(text) == Approx(2.0 / 24));
}

TEST_CASE("a number and its unit may stand apart or together") {
  for (const auto* text : {"6wk", "6 wk", " 6 wk ", "6\twk", "6.0 wk", "0.6e1 wk"}) CHECK(in_base(text) == 42);
  CHECK(in_base("-5 Cel") == -5);
  CHECK(in_base(".5 d") == 0.5);
}

TEST_CASE("what is no quantity is refused") {
  for (const auto* text : {"", " ", "wk", "six weeks", "inf", "nan", "-inf d", "1e999", "--1", "+5 d", "-"}) {
    CAPTURE(text);
    CHECK(refused(text) == "bad-number");
  }
  for (const auto* text : {"6 fortnights", "6 w k", "5 CEL", "1.2.3", "5 d d", "0x10", "6 wk\n"}) {
    CAPTURE(text);
    CHECK(refused(text) == "unknown-unit");
  }
  CHECK(make_quantity(std::nan(""), "d").errors().front().code == "bad-number");
  CHECK(make_quantity(1, "furlong").errors().front().code == "unknown-unit");
  CHECK(parse_quantity("6 wek").errors().front().help.find("'week'") != std::string::npos);
}

TEST_CASE("a quantity is finite in its base unit too") {
  CHECK(refused("1e308 km") == "bad-number");
  CHECK(make_quantity(1e308, "a").errors().front().code == "bad-number");
}

TEST_CASE("a threshold is met in every unit alike") {
  const auto same = [](double a, std::string_view unit_a, double b, std::string_view unit_b) {
    // Decimal as a person writes it.
    const auto text = [](double x, std::string_view unit) {
      char buffer[64];
      std::snprintf(buffer, sizeof buffer, "%.10g %.*s", x, static_cast<int>(unit.size()), unit.data());
      return std::string(buffer);
    };
    CAPTURE(text(a, unit_a), text(b, unit_b));
    CHECK(in_base(text(a, unit_a)) == in_base(text(b, unit_b)));
  };
  for (int tenths = 300; tenths <= 450; ++tenths) {
    const double celsius = tenths / 10.0;
    same(celsius, "Cel", celsius * 1.8 + 32, "[degF]");
    same(celsius, "Cel", celsius + 273.15, "K");
  }
  for (int n = 1; n <= 300; ++n) {
    same(n, "cm", n / 100.0, "m");
    same(n, "mm", n / 10.0, "cm");
    same(n, "g", n / 1000.0, "kg");
    same(n, "mg/dL", n * 10.0, "mg/L");
    same(n, "mg/dL", n / 1000.0, "g/dL");
    same(n, "umol/L", n / 1000.0, "mmol/L");
    same(n, "h", n * 60.0, "min");
    same(n * 24, "h", n, "d");
    same(n, "mo", n * 30.4375, "d");
    same(n * 12, "mo", n, "a");
  }
}

TEST_CASE("quantities are written in the unit that reads best") {
  const auto written = [](std::string_view text) { return to_string(*parse_quantity(text)); };
  CHECK(written("6 wk") == "6 wk");
  CHECK(written("42 d") == "6 wk");
  CHECK(written("3 mo") == "3 mo");
  CHECK(written("12 mo") == "1 a");
  CHECK(written("65 a") == "65 a");
  CHECK(written("10 d") == "10 d");
  CHECK(written("36 h") == "36 h");
  CHECK(written("90 min") == "90 min");
  CHECK(written("30 s") == "30 s");
  CHECK(written("0 d") == "0 d");
  CHECK(written("38.9 Cel") == "38.9 Cel");
  CHECK(written("98.6 [degF]") == "37 Cel");
  CHECK(written("3") == "3");
  CHECK(written("50 %") == "0.5");
}

TEST_CASE("what is written reads back as the same quantity") {
  CAPTURE(test::seed());
  Random random(4);
  for (int round = 0; round < 20000; ++round) {
    const auto& from = kExpected[random.below(std::size(kExpected))];
    std::string_view unit = from.text;
    unit.remove_prefix(std::min(unit.find(' '), unit.size()));
    const auto made = make_quantity(static_cast<double>(random.below(100000)) / 100, unit);
    REQUIRE(made.ok());
    const auto text = to_string(*made);
    CAPTURE(from.text, made->value, text);
    const auto again = parse_quantity(text);
    REQUIRE(again.ok());
    REQUIRE(again->dimension == made->dimension);
    REQUIRE(again->value == Approx(made->value).epsilon(1e-9).margin(1e-4));
  }
}

TEST_CASE("numbers are written in the shortest form that reads back") {
  CHECK(format_number(0.1) == "0.1");
  CHECK(format_number(3) == "3");
  CHECK(format_number(-2.5) == "-2.5");
  CHECK(format_number(std::numeric_limits<double>::infinity()) == "inf");
  CHECK(format_number(-std::numeric_limits<double>::infinity()) == "-inf");
  CHECK(format_number(std::nan("")) == "nan");
  CAPTURE(test::seed());
  Random random(5);
  for (int round = 0; round < 20000; ++round) {
    const double x = std::ldexp(random.unit() - 0.5, static_cast<int>(random.below(600)) - 300);
    const auto text = format_number(x);
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    CAPTURE(text);
    REQUIRE(back == x);
  }
}
