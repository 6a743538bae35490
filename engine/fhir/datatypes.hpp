/// Values of FHIR's data types, as far as a case needs them. Nothing where a value has another form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/base/interval.hpp"
#include "noso/base/json.hpp"

namespace noso::fhir {

std::optional<JsonValue> member(std::optional<JsonValue> value, std::string_view name);
/// A string that is not empty.
std::optional<std::string_view> text_of(std::optional<JsonValue> value);
std::optional<bool> flag_of(std::optional<JsonValue> value);
std::optional<double> number_of(std::optional<JsonValue> value);

/// Calls `visit(element, i)` for each object of an array; an object that stands alone counts as one.
template <class Visit>
void for_each_object(std::optional<JsonValue> list, Visit visit) {
  if (!list) return;
  if (list->is(JsonType::object)) return visit(*list, std::size_t{0});
  if (!list->is(JsonType::array)) return;
  for (std::size_t i = 0; i < list->size(); ++i)
    if (list->at(i).is(JsonType::object)) visit(list->at(i), i);
}

/// The member of a choice: the value of `onsetAge` of `onset`, with "Age".
struct Choice {
  JsonValue value;
  std::string_view key;   ///< `onsetAge`
  std::string_view type;  ///< `Age`
};
std::optional<Choice> choice(JsonValue object, std::string_view name);

/// date, dateTime or instant: the days that it may mean.
std::optional<DateRange> date_of(std::optional<JsonValue> value);
/// It has a time of day, and so perhaps another date elsewhere.
bool has_time(std::string_view date_time);

struct Span {
  std::optional<DateRange> start, end;
};
Span period_of(JsonValue period);

/// Age, Duration or another Quantity of time, in days.
std::optional<Interval> days_of(JsonValue quantity);
/// Range of such quantities, or one of them.
std::optional<Interval> range_in_days(JsonValue range);

/// A Quantity as it is sent: a number or, with a comparator, the end of a range.
struct SentQuantity {
  double low = 0, high = 0;  ///< infinite where a comparator says so
  std::string unit;          ///< UCUM code, or the words for the unit
};
std::optional<SentQuantity> quantity_of(JsonValue quantity);
/// The unit of a Quantity.
std::string unit_of(JsonValue quantity);

/// The code of a CodeableConcept that must come from a required value set: its first coding's code.
std::string_view status_code(std::optional<JsonValue> codeable);

/// What a coded or spoken result says: positive, detected, yes; negative, not detected, no; not known. Nothing for
/// anything else.
std::optional<Truth> result_of(JsonValue codeable);
std::optional<Truth> result_word(std::string_view text);

/// left, right, both or nothing, from a body site.
std::string side_of(std::optional<JsonValue> body_sites);

/// The id in a reference to a resource of this type: `Patient/1`, `http://…/Patient/1/_history/2`, `urn:uuid:…`, `#p`.
/// Empty where it refers to another type.
std::string_view referred_id(std::string_view reference, std::string_view type);

}  // namespace noso::fhir
