// http://hl7.org/fhir/R4/datatypes.html; result codes: SNOMED CT qualifier values, LOINC answer codes, HL7 tables 0136
// and ObservationInterpretation.
#include "datatypes.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "noso/base/quantity.hpp"
#include "noso/base/text.hpp"

namespace noso::fhir {

namespace {

struct ResultCode {
  std::string_view code;
  Truth means;
};

constexpr auto kResultCodes = std::to_array<ResultCode>({
    {"10828004", Truth::yes},       // positive
    {"260373001", Truth::yes},      // detected
    {"52101004", Truth::yes},       // present
    {"373066001", Truth::yes},      // yes
    {"LA33-6", Truth::yes},         // yes
    {"LA9633-4", Truth::yes},       // present
    {"LA6576-8", Truth::yes},       // positive
    {"LA11882-0", Truth::yes},      // detected
    {"Y", Truth::yes},              //
    {"POS", Truth::yes},            //
    {"DET", Truth::yes},            //
    {"260385009", Truth::no},       // negative
    {"260415000", Truth::no},       // not detected
    {"2667000", Truth::no},         // absent
    {"373067005", Truth::no},       // no
    {"LA32-8", Truth::no},          // no
    {"LA9634-2", Truth::no},        // absent
    {"LA6577-6", Truth::no},        // negative
    {"LA11883-8", Truth::no},       // not detected
    {"N", Truth::no},               //
    {"NEG", Truth::no},             //
    {"ND", Truth::no},              //
    {"261665006", Truth::unknown},  // unknown
    {"LA4489-6", Truth::unknown},   // unknown
    {"UNK", Truth::unknown},        //
    {"IND", Truth::unknown},        // indeterminate
    {"E", Truth::unknown},          // equivocal
});

constexpr std::string_view kInterpretation = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
constexpr std::string_view kOldInterpretation = "http://hl7.org/fhir/v2/0078";

constexpr auto kResultWords = std::to_array<ResultCode>({
    {"positive", Truth::yes},
    {"detected", Truth::yes},
    {"present", Truth::yes},
    {"yes", Truth::yes},
    {"true", Truth::yes},
    {"negative", Truth::no},
    {"not detected", Truth::no},
    {"absent", Truth::no},
    {"not present", Truth::no},
    {"no", Truth::no},
    {"none", Truth::no},
    {"false", Truth::no},
    {"unknown", Truth::unknown},
    {"indeterminate", Truth::unknown},
});

/// `N` of an interpretation is "normal", not "no".
std::optional<Truth> result_code(std::string_view system, std::string_view code) {
  if (code == "N" && (system == kInterpretation || system == kOldInterpretation)) return std::nullopt;
  for (const auto& entry : kResultCodes)
    if (entry.code == code) return entry.means;
  return std::nullopt;
}

}  // namespace

std::optional<JsonValue> member(std::optional<JsonValue> value, std::string_view name) {
  return value && value->is(JsonType::object) ? value->find(name) : std::nullopt;
}

std::optional<std::string_view> text_of(std::optional<JsonValue> value) {
  if (!value || !value->is(JsonType::string) || value->string().empty()) return std::nullopt;
  return value->string();
}

std::optional<bool> flag_of(std::optional<JsonValue> value) {
  return value && value->is(JsonType::boolean) ? std::optional(value->boolean()) : std::nullopt;
}

std::optional<double> number_of(std::optional<JsonValue> value) {
  return value && value->is(JsonType::number) ? std::optional(value->number()) : std::nullopt;
}

std::optional<Choice> choice(JsonValue object, std::string_view name) {
  for (std::size_t i = 0; i < object.size(); ++i) {
    const auto key = object.key(i);
    if (key.size() > name.size() && key.starts_with(name) && key[name.size()] >= 'A' && key[name.size()] <= 'Z')
      return Choice{object.at(i), key, key.substr(name.size())};
  }
  return std::nullopt;
}

bool has_time(std::string_view date_time) { return date_time.find('T') != std::string_view::npos; }

std::optional<DateRange> date_of(std::optional<JsonValue> value) {
  const auto text = text_of(value);
  return text ? parse_partial_date(text->substr(0, text->find('T'))) : std::nullopt;
}

Span period_of(JsonValue period) { return {date_of(member(period, "start")), date_of(member(period, "end"))}; }

std::string unit_of(JsonValue quantity) {
  if (const auto code = text_of(member(quantity, "code")); code && find_unit(*code)) return std::string(*code);
  const auto unit = text_of(member(quantity, "unit"));
  if (unit && find_unit(*unit)) return std::string(*unit);
  if (const auto code = text_of(member(quantity, "code"))) return std::string(*code);
  return std::string(unit.value_or(""));
}

std::optional<Interval> days_of(JsonValue quantity) {
  const auto sent = quantity_of(quantity);
  if (!sent || sent->unit.empty()) return std::nullopt;
  const auto unit = find_unit(sent->unit);
  if (!unit || unit->dimension != Dimension::time) return std::nullopt;
  const Interval days{std::max(0.0, sent->low * unit->factor), sent->high * unit->factor};
  return days.low <= days.high ? std::optional(days) : std::nullopt;
}

std::optional<Interval> range_in_days(JsonValue range) {
  const auto low = member(range, "low"), high = member(range, "high");
  if (!low && !high) return days_of(range);
  Interval out{0, std::numeric_limits<double>::infinity()};
  if (low) {
    const auto days = days_of(*low);
    if (!days) return std::nullopt;
    out.low = days->low;
  }
  if (high) {
    const auto days = days_of(*high);
    if (!days) return std::nullopt;
    out.high = days->high;
  }
  return out.low <= out.high ? std::optional(out) : std::nullopt;
}

std::optional<SentQuantity> quantity_of(JsonValue quantity) {
  const auto value = number_of(member(quantity, "value"));
  if (!value) return std::nullopt;
  SentQuantity out{*value, *value, unit_of(quantity)};
  if (const auto comparator = text_of(member(quantity, "comparator"))) {
    if (comparator->starts_with('<'))
      out.low = -std::numeric_limits<double>::infinity();
    else if (comparator->starts_with('>'))
      out.high = std::numeric_limits<double>::infinity();
    else
      return std::nullopt;
  }
  return out;
}

std::string_view status_code(std::optional<JsonValue> codeable) {
  std::string_view code;
  for_each_object(member(codeable, "coding"), [&](JsonValue coding, std::size_t) {
    if (code.empty()) code = text_of(coding.find("code")).value_or("");
  });
  // Some systems send the code alone, as older releases of FHIR do.
  return code.empty() ? text_of(codeable).value_or("") : code;
}

std::optional<Truth> result_word(std::string_view text) {
  const auto folded = fold(text);
  for (const auto& entry : kResultWords)
    if (entry.code == folded) return entry.means;
  return std::nullopt;
}

std::optional<Truth> result_of(JsonValue codeable) {
  std::optional<Truth> out;
  const auto coded = [&](JsonValue coding, std::size_t) {
    if (out) return;
    if (const auto code = text_of(coding.find("code")))
      out = result_code(text_of(coding.find("system")).value_or(""), *code);
  };
  if (codeable.find("coding"))
    for_each_object(codeable.find("coding"), coded);
  else
    coded(codeable, 0);
  if (!out)
    if (const auto text = text_of(codeable.find("text"))) out = result_word(*text);
  return out;
}

std::string side_of(std::optional<JsonValue> body_sites) {
  bool left = false, right = false;
  const auto look = [&](std::string_view text) {
    const auto folded = fold(text);
    for (const auto word : words(folded)) {
      left = left || word == "left" || word == "both" || word == "bilateral";
      right = right || word == "right" || word == "both" || word == "bilateral";
    }
  };
  for_each_object(body_sites, [&](JsonValue site, std::size_t) {
    if (const auto text = text_of(site.find("text"))) look(*text);
    for_each_object(site.find("coding"), [&](JsonValue coding, std::size_t) {
      const auto code = text_of(coding.find("code")).value_or("");
      left = left || code == "7771000" || code == "51440002";     // left, right and left
      right = right || code == "24028007" || code == "51440002";  // right
      if (const auto display = text_of(coding.find("display"))) look(*display);
    });
  });
  return left && right ? "both" : left ? "left" : right ? "right" : "";
}

std::string_view referred_id(std::string_view reference, std::string_view type) {
  if (reference.starts_with("urn:uuid:") || reference.starts_with("urn:oid:"))
    return reference.substr(reference.rfind(':') + 1);
  if (reference.starts_with('#')) return reference;
  if (const auto version = reference.find("/_history/"); version != std::string_view::npos)
    reference = reference.substr(0, version);
  const auto slash = reference.rfind('/');
  if (slash == std::string_view::npos) return {};
  auto owner = reference.substr(0, slash);
  owner = owner.substr(owner.rfind('/') + 1);  // npos + 1 == 0
  return owner == type ? reference.substr(slash + 1) : std::string_view{};
}

}  // namespace noso::fhir
