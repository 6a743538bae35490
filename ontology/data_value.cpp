#include "noso/ontology/data_value.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "noso/base/date.hpp"
#include "noso/base/quantity.hpp"

namespace noso {

namespace {

constexpr double kMillisecondsPerDay = 86'400'000;
constexpr double kSecondsPerDay = 86'400;
constexpr double kMeanMonthInDays = 30.4375;

std::optional<double> whole_number_or_decimal(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double x = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(x)) return std::nullopt;
  return x;
}

/// `local::at0005|Absent|`: two parts joined by `::`, then a label between bars, the last of which may be missing.
std::optional<DataValue> parse_code(std::string_view text) {
  const auto bar = text.find('|');
  if (bar == std::string_view::npos) return std::nullopt;
  const auto code = text.substr(0, bar);
  const auto colons = code.find("::");
  if (colons == std::string_view::npos || colons == 0 || colons + 2 == code.size()) return std::nullopt;
  auto label = text.substr(bar + 1);
  if (label.ends_with('|')) label.remove_suffix(1);
  if (label.find('|') != std::string_view::npos) return std::nullopt;
  DataValue out{.type = ValueType::coded_text};
  out.code = code, out.text = label;
  return out;
}

std::optional<DataValue> parse_ordinal(std::string_view text) {
  const auto bar = text.find('|');
  if (bar == std::string_view::npos) return std::nullopt;
  const auto number = whole_number_or_decimal(text.substr(0, bar));
  auto out = number ? parse_code(text.substr(bar + 1)) : std::nullopt;
  if (!out) return std::nullopt;
  out->type = ValueType::ordinal, out->number = *number;
  return out;
}

std::optional<DataValue> parse_quantity_value(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos || comma + 1 == text.size() || text[comma + 1] == ' ') return std::nullopt;
  const auto number = whole_number_or_decimal(text.substr(0, comma));
  if (!number) return std::nullopt;
  DataValue out{.type = ValueType::quantity, .number = *number};
  out.text = plain_unit(text.substr(comma + 1));
  return out;
}

/// Two digits at `at`, followed by nothing or by something that is no digit.
std::optional<int> two_digits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  if (!digit(at) || !digit(at + 1) || digit(at + 2)) return std::nullopt;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

std::string date_time_text(double milliseconds) {
  const double day = std::floor(milliseconds / kMillisecondsPerDay);
  const auto rest = static_cast<long>(milliseconds - day * kMillisecondsPerDay);
  const auto part = [](long x, std::size_t digits) {
    auto out = std::to_string(x);
    return std::string(digits - std::min(digits, out.size()), '0') + out;
  };
  auto out = to_string(Date{std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))}) + 'T' +
             part(rest / 3'600'000, 2) + ':' + part(rest / 60'000 % 60, 2) + ':' + part(rest / 1000 % 60, 2);
  if (rest % 1000 != 0) out += '.' + part(rest % 1000, 3);
  return out;
}

/// Of a length that was calculated: in days, hours, minutes and seconds.
std::string period_text(double seconds) {
  std::string out = seconds < 0 ? "-P" : "P";
  double rest = std::abs(seconds);
  const double day = std::floor(rest / kSecondsPerDay);
  if (day > 0) out += format_number(day) + 'D';
  rest -= day * kSecondsPerDay;
  if (rest == 0) return day > 0 ? out : out + "T0S";
  out += 'T';
  for (const auto& [length, letter] : {std::pair{3600.0, 'H'}, std::pair{60.0, 'M'}}) {
    const double part = std::floor(rest / length);
    if (part > 0) out += format_number(part) + letter;
    rest -= part * length;
  }
  return rest > 0 ? out + format_number(rest) + 'S' : out;
}

std::optional<DataValue> parse_time(std::string_view text) {
  if (text.starts_with('T')) text.remove_prefix(1);
  const auto at = parse_date_time("1970-01-01T" + std::string(text));
  if (!at || text.size() < 5) return std::nullopt;
  return DataValue{.type = ValueType::time, .number = *at};
}

std::optional<DataValue> parse_duration_value(std::string_view text) {
  const auto period = parse_period(text);
  if (!period) return std::nullopt;
  DataValue out{.type = ValueType::duration, .number = period->length_in_seconds()};
  out.text = text;
  return out;
}

/// `2/3`, `45%`; a number alone is over 1.
std::optional<DataValue> parse_proportion(std::string_view text) {
  const auto slash = text.find('/');
  const bool percent = slash == std::string_view::npos && text.ends_with('%');
  const auto over = whole_number_or_decimal(text.substr(0, percent ? text.size() - 1 : slash));
  const auto under = percent                           ? std::optional(100.0)
                     : slash == std::string_view::npos ? std::optional(1.0)
                                                       : whole_number_or_decimal(text.substr(slash + 1));
  if (!over || !under || *under == 0) return std::nullopt;
  DataValue out{.type = ValueType::proportion, .number = *over / *under};
  out.text = text;
  return out;
}

std::string number_text(double x, int precision) {
  if (precision < 0) return format_number(x);
  std::array<char, 400> buffer{};
  const auto [end, failure] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded(x, precision),
                                            std::chars_format::fixed, precision);
  return failure == std::errc() ? std::string(buffer.data(), end) : format_number(x);
}

}  // namespace

std::string_view to_string(ValueType type) {
  switch (type) {
    case ValueType::none: return "none";
    case ValueType::number: return "number";
    case ValueType::count: return "count";
    case ValueType::quantity: return "quantity";
    case ValueType::ordinal: return "ordinal";
    case ValueType::coded_text: return "coded text";
    case ValueType::text: return "text";
    case ValueType::boolean: return "boolean";
    case ValueType::date_time: return "date-time";
    case ValueType::time: return "time";
    case ValueType::duration: return "duration";
    case ValueType::proportion: return "proportion";
  }
  return "";
}

std::optional<double> parse_date_time(std::string_view text) {
  const auto date = parse_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  const double day = static_cast<double>(date->day.time_since_epoch().count()) * kMillisecondsPerDay;
  if (text.size() == 10) return day;
  const auto hour = two_digits(text, 11), minute = two_digits(text, 14);
  if (text[10] != 'T' || !hour || !minute || text[13] != ':' || *hour > 24 || *minute > 59) return std::nullopt;
  double clock = (*hour * 60 + *minute) * 60'000.0;
  std::size_t at = 16;
  if (at < text.size() && text[at] == ':') {
    const auto second = two_digits(text, 17);
    if (!second || *second > 60) return std::nullopt;
    clock += *second * 1000.0, at = 19;
  }
  if (at < text.size() && text[at] == '.') {
    double factor = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, factor /= 10)
      if (factor >= 1) clock += (text[at] - '0') * factor;
  }
  const auto offset = text.substr(at);
  if (!offset.empty() && offset[0] != 'Z' && offset[0] != '+' && offset[0] != '-' && offset[0] != '[')
    return std::nullopt;
  return day + clock;
}

std::string plain_unit(std::string_view unit) {
  std::string out;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const bool micro = unit.substr(i).starts_with("\u00B5") || unit.substr(i).starts_with("\u03BC");
    out += micro ? 'u' : unit[i];
    i += micro ? 1 : 0;
  }
  return out;
}

DataValue parse_data_value(std::string_view text) {
  if (text == "true" || text == "false") return {.type = ValueType::boolean, .flag = text == "true"};
  if (const auto number = whole_number_or_decimal(text))
    return {.type = text.find_first_of(".eE") == std::string_view::npos ? ValueType::count : ValueType::number,
            .number = *number};
  if (auto value = parse_ordinal(text)) return *value;
  if (auto value = parse_code(text)) return *value;
  if (auto value = parse_quantity_value(text)) return *value;
  if (const auto time = parse_date_time(text)) return {.type = ValueType::date_time, .number = *time};
  DataValue out{.type = ValueType::text};
  out.text = text;
  return out;
}

DataValue parse_data_value(std::string_view text, ValueType type) {
  std::optional<DataValue> out;
  if (type == ValueType::time) out = parse_time(text);
  if (type == ValueType::duration) out = parse_duration_value(text);
  if (type == ValueType::proportion) out = parse_proportion(text);
  if (type == ValueType::text) out.emplace(DataValue{.type = ValueType::text}).text = text;
  return out ? *out : parse_data_value(text);
}

double CalendarPeriod::length_in_seconds() const { return months * kMeanMonthInDays * kSecondsPerDay + seconds; }

std::optional<CalendarPeriod> parse_period(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  CalendarPeriod out;
  std::string_view letters = "YMWD";  // each once, in this order
  bool in_time = false, fraction = false;
  for (text.remove_prefix(1); !text.empty();) {
    if (text[0] == 'T' && !in_time) {
      in_time = true, letters = "HMS";
      text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
      continue;
    }
    const auto end = text.find_first_not_of("0123456789.");
    const auto amount =
        end == std::string_view::npos || end == 0 ? std::nullopt : whole_number_or_decimal(text.substr(0, end));
    const auto place = amount ? letters.find(text[end]) : std::string_view::npos;
    if (place == std::string_view::npos || fraction) return std::nullopt;
    fraction = text.substr(0, end).find('.') != std::string_view::npos;
    switch (letters[place]) {
      case 'Y': out.months += *amount * 12; break;
      case 'W': out.seconds += *amount * 7 * kSecondsPerDay; break;
      case 'D': out.seconds += *amount * kSecondsPerDay; break;
      case 'H': out.seconds += *amount * 3600; break;
      case 'S': out.seconds += *amount; break;
      default: in_time ? out.seconds += * amount* 60 : out.months += *amount;
    }
    letters.remove_prefix(place + 1);
    text.remove_prefix(end + 1);
  }
  if (negative) out.months = -out.months, out.seconds = -out.seconds;
  return out;
}

std::string to_string(const DataValue& value) {
  switch (value.type) {
    case ValueType::none: return "";
    case ValueType::number:
    case ValueType::count: return number_text(value.number, value.precision);
    case ValueType::quantity: return number_text(value.number, value.precision) + ',' + value.text;
    case ValueType::ordinal: return format_number(value.number) + '|' + value.code + '|' + value.text + '|';
    case ValueType::coded_text: return value.code + '|' + value.text + '|';
    case ValueType::text: return value.text;
    case ValueType::boolean: return value.flag ? "true" : "false";
    case ValueType::date_time: return date_time_text(value.number);
    case ValueType::time: return date_time_text(value.number).substr(11);
    case ValueType::duration: return value.text.empty() ? period_text(value.number) : value.text;
    case ValueType::proportion: return value.text.empty() ? format_number(value.number) : value.text;
  }
  return {};
}

double rounded(double x, int decimals) {
  if (decimals < 0 || !std::isfinite(x)) return x;
  std::array<char, 400> buffer{};
  const auto [end, failure] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::fixed, decimals);
  double out = x;
  if (failure == std::errc()) std::from_chars(buffer.data(), end, out);
  return out == 0 ? 0 : out;
}

}  // namespace noso
