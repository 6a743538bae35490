// https://phenopacket-schema.readthedocs.io/en/latest/: Phenopacket, Individual, PhenotypicFeature, TimeElement,
// Disease, Interpretation.
#include "phenopacket.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "noso/base/json_fields.hpp"
#include "noso/base/quantity.hpp"
#include "noso/ontology/onset.hpp"

namespace noso {

namespace {

constexpr double kDaysPerWeek = 7;
constexpr double kMostDays = 130 * kDaysPerYear;

std::optional<JsonValue> member(std::optional<JsonValue> value, std::string_view name) {
  return value && value->is(JsonType::object) ? value->find(name) : std::nullopt;
}

std::string text_of(std::optional<JsonValue> value) {
  return value && value->is(JsonType::string) ? std::string(value->string()) : std::string();
}

class PhenopacketReader {
 public:
  explicit PhenopacketReader(Diagnostics& out) : out_(out) {}

  Case read(JsonValue root) {
    told_.lenient = true;
    told_.id = text_of(root.find("id"));
    if (const auto subject = root.find("subject");
        subject && expect_type(*subject, JsonType::object, "subject", out_)) {
      const auto sex = text_of(subject->find("sex"));
      told_.sex = sex == "FEMALE" ? Sex::female : sex == "MALE" ? Sex::male : Sex::unknown;
      if (const auto age = time_of(subject->find("timeAtLastEncounter"))) told_.age = *age;
    }
    each(root, "phenotypicFeatures", [&](JsonValue value) { feature(value); });
    each(root, "diseases", [&](JsonValue value) { disease(value); });
    each(root, "interpretations", [&](JsonValue value) {
      const auto id = text_of(member(member(member(value, "diagnosis"), "disease"), "id"));
      if (!id.empty()) told_.diagnosis = id;
    });
    return std::move(told_);
  }

 private:
  template <class Visit>
  void each(JsonValue root, std::string_view name, Visit visit) {
    const auto list = root.find(name);
    if (!list || !expect_type(*list, JsonType::array, name, out_)) return;
    for (std::size_t i = 0; i < list->size(); ++i)
      if (expect_type(list->at(i), JsonType::object, "an entry of '" + std::string(name) + "'", out_))
        visit(list->at(i));
  }

  void feature(JsonValue value) {
    const auto id = text_of(member(value.find("type"), "id"));
    if (id.empty()) {
      out_.error(value.where(), "no-type", "a phenotypic feature has no type with an id",
                 "write \"type\": {\"id\": \"HP:0001250\"}");
      return;
    }
    const auto excluded = value.find("excluded");
    if (excluded && !expect_type(*excluded, JsonType::boolean, "'excluded'", out_)) return;
    auto& list = excluded && excluded->boolean() ? told_.absent : told_.present;
    list.push_back({.name = id});
  }

  void disease(JsonValue value) {
    if (const auto excluded = value.find("excluded");
        excluded && excluded->is(JsonType::boolean) && excluded->boolean())
      return;
    if (told_.diagnosis.empty()) told_.diagnosis = text_of(member(value.find("term"), "id"));
    if (const auto onset = time_of(value.find("onset"))) told_.onset = *onset;
  }

  /// A TimeElement as days after birth.
  std::optional<Interval> time_of(std::optional<JsonValue> element) {
    if (!element || !expect_type(*element, JsonType::object, "a time", out_)) return std::nullopt;
    if (const auto age = element->find("age")) return exactly(*age, text_of(member(*age, "iso8601duration")));
    if (const auto range = element->find("ageRange")) {
      const auto low = parse_iso_duration(text_of(member(member(*range, "start"), "iso8601duration")));
      const auto high = parse_iso_duration(text_of(member(member(*range, "end"), "iso8601duration")));
      if (low && high && *low <= *high) return Interval{*low, *high};
      out_.error(range->where(), "bad-age", "an age range needs two durations in order", "write P3Y and P5Y");
      return std::nullopt;
    }
    if (element->find("gestationalAge")) return Interval::exactly(0);
    if (const auto term = element->find("ontologyClass"))
      if (const auto range = onset_range(text_of(member(*term, "id"))))
        return Interval{range->from * kDaysPerYear, range->until * kDaysPerYear};
    return std::nullopt;
  }

  std::optional<Interval> exactly(JsonValue where, const std::string& duration) {
    if (const auto days = parse_iso_duration(duration)) return Interval::exactly(*days);
    out_.error(where.where(), "bad-age", "'" + duration + "' is no ISO 8601 duration of at most 130 years",
               "write P3Y6M for three years and a half");
    return std::nullopt;
  }

  Diagnostics& out_;
  Case told_;
};

}  // namespace

std::optional<double> parse_iso_duration(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 2) return std::nullopt;
  text.remove_prefix(1);
  double days = 0;
  bool in_time = false;
  while (!text.empty()) {
    if (text.front() == 'T' && !in_time) {
      in_time = true;
      text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
      continue;
    }
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end == text.data() + text.size() || !(number >= 0)) return std::nullopt;
    const char unit = *end;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    if (in_time)
      days += number / (unit == 'H' ? 24 : unit == 'M' ? 1440 : 86400);
    else if (unit == 'Y' || unit == 'M' || unit == 'W' || unit == 'D')
      days += number * (unit == 'Y' ? kDaysPerYear : unit == 'M' ? kDaysPerMonth : unit == 'W' ? kDaysPerWeek : 1);
    else
      return std::nullopt;
    if (in_time && unit != 'H' && unit != 'M' && unit != 'S') return std::nullopt;
  }
  if (!(days <= kMostDays)) return std::nullopt;
  return days;
}

bool is_phenopacket(JsonValue value) {
  if (!value.is(JsonType::object)) return false;
  return value.find("phenotypicFeatures").has_value() ||
         (value.find("subject").has_value() && value.find("metaData").has_value());
}

Case read_phenopacket(JsonValue value, Diagnostics& out) { return PhenopacketReader(out).read(value); }

}  // namespace noso
