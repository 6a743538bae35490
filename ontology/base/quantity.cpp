#include "noso/base/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "noso/base/text.hpp"

namespace noso {

std::string_view to_string(Truth t) {
  switch (t) {
    case Truth::no: return "false";
    case Truth::unknown: return "unknown";
    case Truth::yes: return "true";
  }
  return "unknown";
}

std::string_view to_string(Dimension dimension) {
  switch (dimension) {
    case Dimension::ratio: return "number";
    case Dimension::time: return "time";
    case Dimension::temperature: return "temperature";
    case Dimension::length: return "length";
    case Dimension::mass: return "mass";
    case Dimension::pressure: return "pressure";
    case Dimension::frequency: return "frequency";
    case Dimension::angle: return "angle";
    case Dimension::body_mass_index: return "body mass index";
    case Dimension::mass_concentration: return "mass concentration";
    case Dimension::substance_concentration: return "substance concentration";
    case Dimension::volume: return "volume";
    case Dimension::area: return "area";
    case Dimension::sedimentation_rate: return "sedimentation rate";
    case Dimension::energy: return "energy";
    case Dimension::count_concentration: return "count concentration";
  }
  return "number";
}

namespace {

// The base unit of a dimension is its first entry with factor 1 and offset 0. UCUM 2.1 values.
constexpr auto kUnits = std::to_array<Unit>({
    {"1", Dimension::ratio, 1, 0},
    {"%", Dimension::ratio, 0.01, 0},
    {"{score}", Dimension::ratio, 1, 0},
    {"d", Dimension::time, 1, 0},
    {"wk", Dimension::time, 7, 0},
    {"mo", Dimension::time, kDaysPerMonth, 0},
    {"a", Dimension::time, kDaysPerYear, 0},
    {"h", Dimension::time, 1.0 / 24, 0},
    {"min", Dimension::time, 1.0 / 1440, 0},
    {"s", Dimension::time, 1.0 / 86400, 0},
    {"Cel", Dimension::temperature, 1, 0},
    {"[degF]", Dimension::temperature, 5.0 / 9, -160.0 / 9},
    {"K", Dimension::temperature, 1, -273.15},
    {"m", Dimension::length, 1, 0},
    {"cm", Dimension::length, 0.01, 0},
    {"mm", Dimension::length, 0.001, 0},
    {"km", Dimension::length, 1000, 0},
    {"[in_i]", Dimension::length, 0.0254, 0},
    {"kg", Dimension::mass, 1, 0},
    {"g", Dimension::mass, 0.001, 0},
    {"mg", Dimension::mass, 1e-6, 0},
    {"[lb_av]", Dimension::mass, 0.45359237, 0},
    {"mm[Hg]", Dimension::pressure, 1, 0},
    {"kPa", Dimension::pressure, 7.500615758456563, 0},
    {"/min", Dimension::frequency, 1, 0},
    {"{beats}/min", Dimension::frequency, 1, 0},
    {"{breaths}/min", Dimension::frequency, 1, 0},
    {"Hz", Dimension::frequency, 60, 0},
    {"deg", Dimension::angle, 1, 0},
    {"kg/m2", Dimension::body_mass_index, 1, 0},
    {"mg/L", Dimension::mass_concentration, 1, 0},
    {"mg/dL", Dimension::mass_concentration, 10, 0},
    {"g/L", Dimension::mass_concentration, 1000, 0},
    {"g/dL", Dimension::mass_concentration, 10000, 0},
    {"ng/mL", Dimension::mass_concentration, 0.001, 0},
    {"ug/L", Dimension::mass_concentration, 0.001, 0},
    {"mmol/L", Dimension::substance_concentration, 1, 0},
    {"umol/L", Dimension::substance_concentration, 0.001, 0},
    {"nmol/L", Dimension::substance_concentration, 1e-6, 0},
    {"L", Dimension::volume, 1, 0},
    {"mL", Dimension::volume, 0.001, 0},
    {"cm2", Dimension::area, 1, 0},
    {"m2", Dimension::area, 10000, 0},
    {"mm2", Dimension::area, 0.01, 0},
    {"mm/h", Dimension::sedimentation_rate, 1, 0},
    {"kcal", Dimension::energy, 1, 0},
    {"10*9/L", Dimension::count_concentration, 1, 0},
    {"10*3/uL", Dimension::count_concentration, 1, 0},
});

struct Spelling {
  std::string_view written;
  std::string_view code;
};

constexpr auto kSpellings = std::to_array<Spelling>({
    {"", "1"},          {"day", "d"},         {"days", "d"},      {"w", "wk"},         {"week", "wk"},
    {"weeks", "wk"},    {"wks", "wk"},        {"month", "mo"},    {"months", "mo"},    {"y", "a"},
    {"yr", "a"},        {"yrs", "a"},         {"year", "a"},      {"years", "a"},      {"hour", "h"},
    {"hours", "h"},     {"hr", "h"},          {"hrs", "h"},       {"minute", "min"},   {"minutes", "min"},
    {"sec", "s"},       {"second", "s"},      {"seconds", "s"},   {"C", "Cel"},        {"°C", "Cel"},
    {"degC", "Cel"},    {"F", "[degF]"},      {"°F", "[degF]"},   {"degF", "[degF]"},  {"mmHg", "mm[Hg]"},
    {"bpm", "/min"},    {"1/min", "/min"},    {"in", "[in_i]"},   {"inch", "[in_i]"},  {"lb", "[lb_av]"},
    {"lbs", "[lb_av]"}, {"°", "deg"},         {"degrees", "deg"}, {"kg/m^2", "kg/m2"}, {"kg/m²", "kg/m2"},
    {"cm²", "cm2"},     {"10^9/L", "10*9/L"},
});

bool is_space(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string unit_help(std::string_view code) {
  std::vector<std::string_view> codes;
  for (const auto& unit : kUnits) codes.push_back(unit.code);
  for (const auto& spelling : kSpellings) codes.push_back(spelling.written);
  const auto near = did_you_mean(code, codes);
  return near.empty() ? "use a UCUM unit such as wk, mo, a, Cel, cm, kg, mm[Hg], /min" : near;
}

/// Rounded to 13 digits. Conversion leaves noise in the last ones (100.4 [degF] would be 38.00000000000001 Cel), and at
/// a threshold the noise would decide.
double without_noise(double x) {
  std::array<char, 40> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::scientific, 12).ptr;
  std::from_chars(buffer.data(), end, x);
  return x;
}

}  // namespace

std::string_view base_unit(Dimension dimension) {
  for (const auto& unit : kUnits)
    if (unit.dimension == dimension) return unit.code;
  return "1";
}

std::optional<Unit> find_unit(std::string_view code) {
  for (const auto& unit : kUnits)
    if (unit.code == code) return unit;
  for (const auto& spelling : kSpellings)
    if (spelling.written == code) return find_unit(spelling.code);
  return std::nullopt;
}

Result<Quantity> make_quantity(double value, std::string_view unit) {
  const auto code = trimmed(unit);
  const auto found = find_unit(code);
  if (!found) return error("unknown-unit", "unknown unit '" + std::string(code) + "'", unit_help(code));
  const bool is_base = found->factor == 1 && found->offset == 0;
  const double in_base = is_base ? value : without_noise(value * found->factor + found->offset);
  if (!std::isfinite(in_base)) return error("bad-number", "the value is not a finite number", "use a smaller one");
  return Quantity{in_base, found->dimension};
}

Result<Quantity> parse_quantity(std::string_view text) {
  const auto body = trimmed(text);
  double value = 0;
  const auto [end, failure] = std::from_chars(body.data(), body.data() + body.size(), value);
  if (failure != std::errc{} || !std::isfinite(value))
    return error("bad-number", "'" + std::string(text) + "' does not start with a number",
                 "write a number and a unit, such as '6 wk'");
  return make_quantity(value, body.substr(static_cast<std::size_t>(end - body.data())));
}

std::string format_number(double x) {
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  std::array<char, 32> buffer;
  const auto [end, failure] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x);
  return failure == std::errc{} ? std::string(buffer.data(), end) : "nan";
}

std::string to_string(Quantity quantity) {
  const auto rounded = [](double x) { return std::abs(x) < 1e9 ? std::round(x * 1e6) / 1e6 : x; };
  if (quantity.dimension == Dimension::ratio) return format_number(rounded(quantity.value));
  if (quantity.dimension == Dimension::time) {
    for (const auto* code : {"a", "mo", "wk", "d", "h", "min", "s"}) {
      const double in_unit = rounded(quantity.value / find_unit(code)->factor);
      if (in_unit != 0 && in_unit == std::floor(in_unit)) return format_number(in_unit) + ' ' + code;
    }
  }
  return format_number(rounded(quantity.value)) + ' ' + std::string(base_unit(quantity.dimension));
}

}  // namespace noso
