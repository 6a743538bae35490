/// Numbers with UCUM units, reduced to one base unit for each dimension so that they can be compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "noso/base/interval.hpp"
#include "noso/base/result.hpp"

namespace noso {

/// What is measured. Base units: time in days, temperature in Cel, length in m, mass in kg, pressure in mm[Hg],
/// frequency in /min, angle in deg, ratio in 1; concentrations and others in the unit listed first in the unit table.
enum class Dimension : std::uint8_t {
  ratio,
  time,
  temperature,
  length,
  mass,
  pressure,
  frequency,
  angle,
  body_mass_index,
  mass_concentration,
  substance_concentration,
  volume,
  area,
  sedimentation_rate,
  energy,
  count_concentration
};

std::string_view to_string(Dimension dimension);
/// The base unit, as UCUM code.
std::string_view base_unit(Dimension dimension);

struct Unit {
  std::string_view code;  ///< UCUM
  Dimension dimension;
  double factor;  ///< base = value * factor + offset
  double offset;
};

/// The unit with this UCUM code (a few everyday spellings too: `weeks`, `°C`, `bpm`, …), or nothing.
std::optional<Unit> find_unit(std::string_view code);

/// A value in the base unit of its dimension.
struct Quantity {
  double value = 0;
  Dimension dimension = Dimension::ratio;
  bool operator==(const Quantity&) const = default;
};

/// `38.9Cel`, `6 wk`, `12`: a number and a unit (none: ratio). Errors: `bad-number`, `unknown-unit`.
Result<Quantity> parse_quantity(std::string_view text);
Result<Quantity> make_quantity(double value, std::string_view unit);

/// In the unit that reads best: `6 wk`, `3 mo`, `65 a`, `38.9 Cel`.
std::string to_string(Quantity quantity);

/// Shortest text that reads back as `x`.
std::string format_number(double x);

inline constexpr double kDaysPerYear = 365.25;
inline constexpr double kDaysPerMonth = 30.4375;

}  // namespace noso
