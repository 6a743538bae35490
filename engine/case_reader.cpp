// The native case format. Names stay text here; they are looked up by resolve().
#include <charconv>
#include <cmath>

#include "noso/base/json_fields.hpp"
#include "noso/base/quantity.hpp"
#include "noso/engine/case.hpp"
#include "phenopacket.hpp"

namespace noso {

namespace {

constexpr double kOldestYears = 130;
constexpr double kAboutFactor = 0.25;

Result<Interval> checked_age(Interval years) {
  if (!(years.low >= 0) || !(years.high <= kOldestYears) || years.low > years.high)
    return error("bad-age", "an age is between 0 and " + format_number(kOldestYears) + " years",
                 "write 45, [40, 45] or \"18 mo\"");
  return Interval{years.low * kDaysPerYear, years.high * kDaysPerYear};
}

/// Reports the errors of `result` at `where`; the value when there is one.
template <class T>
std::optional<T> value_or_report(Result<T> result, Location where, Diagnostics& out) {
  if (result.ok()) return std::move(*result);
  for (const auto& e : result.errors()) out.error(where, e.code, e.message, e.help);
  return std::nullopt;
}

class CaseReader {
 public:
  explicit CaseReader(Diagnostics& out) : out_(out) {}

  Case read(JsonValue root) {
    Case told;
    JsonFields fields(root, out_, "a case");
    told.id = fields.text("id").value_or("");
    told.text = fields.text("text").value_or("");
    told.population = fields.text("population").value_or("");
    if (const auto age = fields.any("age")) told.age = read_age(*age).value_or(Interval{});
    if (const auto word = fields.text("sex")) {
      const auto sex = parse<Sex>(*word);
      if (!sex) out_.error(fields.where("sex"), "bad-word", "'" + *word + "' is no sex", "use female, male or unknown");
      told.sex = sex.value_or(Sex::unknown);
    }
    if (const auto text = fields.text("as_of")) {
      told.as_of = parse_date(*text);
      if (!told.as_of)
        out_.error(fields.where("as_of"), "bad-date", "'" + *text + "' is no day", "write it as 2026-01-31");
    }
    told.pregnant = fields.flag("pregnant");
    fields.list("present", [&](JsonValue v) { mention(v, "finding", told.present); });
    fields.list("absent", [&](JsonValue v) { mention(v, "finding", told.absent); });
    fields.list("unknown", [&](JsonValue v) { mention(v, "finding", told.unknown); });
    fields.list("risk_factors", [&](JsonValue v) { mention(v, "risk_factor", told.risk_factors); });
    told.medications = fields.texts("medications");
    told.allergies = fields.texts("allergies");
    told.history = fields.texts("history");
    fields.list("measurements", [&](JsonValue v) { measurement(v, told.measurements); });
    fields.list("tried", [&](JsonValue v) { attempt(v, told.tried); });
    told.not_tried = fields.texts("not_tried");
    fields.finish();
    return told;
  }

 private:
  std::optional<Interval> read_age(JsonValue value) {
    if (value.is(JsonType::number))
      return value_or_report(checked_age(Interval::exactly(value.number())), value.where(), out_);
    if (value.is(JsonType::string)) return value_or_report(parse_age(value.string()), value.where(), out_);
    JsonFields fields(value, out_, "'age'");
    const auto years = fields.any("years"), months = fields.any("months");
    fields.finish();
    if (!fields.is_object()) return std::nullopt;
    if (years.has_value() == months.has_value()) {
      out_.error(value.where(), "bad-age", "an age has either 'years' or 'months'", "write {\"years\": 45}");
      return std::nullopt;
    }
    const auto given = years ? *years : *months;
    const double scale = years ? 1 : 1.0 / 12;
    if (given.is(JsonType::number))
      return value_or_report(checked_age(Interval::exactly(given.number() * scale)), given.where(), out_);
    if (given.is(JsonType::array) && given.size() == 2 && given.at(0).is(JsonType::number) &&
        given.at(1).is(JsonType::number))
      return value_or_report(checked_age({given.at(0).number() * scale, given.at(1).number() * scale}), given.where(),
                             out_);
    out_.error(given.where(), "wrong-type", "an age is a number or [low, high]",
               "write 45, or [40, 45] where only the range is known");
    return std::nullopt;
  }

  std::optional<Interval> duration(JsonFields& fields, std::string_view key) {
    const auto text = fields.text(key);
    if (!text) return std::nullopt;
    return value_or_report(parse_duration(*text), fields.where(key), out_);
  }

  std::optional<DateRange> date(JsonFields& fields, std::string_view key) {
    const auto text = fields.text(key);
    if (!text) return std::nullopt;
    const auto read = parse_partial_date(*text);
    if (!read)
      out_.error(fields.where(key), "bad-date", "'" + *text + "' is no date",
                 "write it as 2026-01-31, 2026-01 or 2026");
    return read;
  }

  void mention(JsonValue value, std::string_view key, std::vector<Mention>& list) {
    if (value.is(JsonType::string)) {
      list.push_back({.name = std::string(value.string()), .where = value.where()});
      return;
    }
    JsonFields fields(value, out_, "an entry");
    Mention m{.where = value.where()};
    const auto name = fields.text_required(key);
    m.duration = duration(fields, "duration");
    m.since = date(fields, "since");
    m.severity = fields.number("severity");
    if (m.severity && !(*m.severity >= 0 && *m.severity <= 10))
      out_.error(fields.where("severity"), "out-of-range", "a severity is between 0 and 10",
                 "0 none, 10 worst imaginable");
    m.side = fields.text("side").value_or("");
    if (!m.side.empty() && m.side != "left" && m.side != "right" && m.side != "both")
      out_.error(fields.where("side"), "bad-word", "'" + m.side + "' is no side", "use left, right or both");
    m.from = fields.text("from").value_or("");
    fields.finish();
    if (!name) return;
    m.name = *name;
    list.push_back(std::move(m));
  }

  void measurement(JsonValue value, std::vector<Measurement>& list) {
    JsonFields fields(value, out_, "a measurement");
    const auto finding = fields.text_required("finding");
    const auto number = fields.number_required("value");
    Measurement m{.where = value.where()};
    m.unit = fields.text("unit").value_or("");
    m.at = date(fields, "at");
    fields.finish();
    if (!finding || !number) return;
    m.finding = *finding;
    m.value = *number;
    list.push_back(std::move(m));
  }

  void attempt(JsonValue value, std::vector<Attempt>& list) {
    if (value.is(JsonType::string)) {
      list.push_back({.intervention = std::string(value.string()), .where = value.where()});
      return;
    }
    JsonFields fields(value, out_, "an entry of 'tried'");
    Attempt a{.where = value.where()};
    const auto name = fields.text_required("intervention");
    a.duration = duration(fields, "duration");
    a.from = date(fields, "from");
    a.until = date(fields, "until");
    if (const auto word = fields.text("response")) {
      const auto response = parse<Response>(*word);
      if (!response)
        out_.error(fields.where("response"), "bad-word", "'" + *word + "' is no response",
                   "use resolved, better, none, worse or unknown");
      a.response = response.value_or(Response::unknown);
    }
    fields.finish();
    if (!name) return;
    a.intervention = *name;
    list.push_back(std::move(a));
  }

  Diagnostics& out_;
};

}  // namespace

Result<Case> read_case(const JsonDocument& document) { return read_case(document.root()); }

Result<Case> read_case(JsonValue value) {
  Diagnostics out;
  Case told = is_phenopacket(value) ? read_phenopacket(value, out) : CaseReader(out).read(value);
  if (out.has_errors()) return out.take();
  return told;
}

Result<Interval> parse_age(std::string_view text) {
  const auto bad = [&] {
    return error("bad-age", "'" + std::string(text) + "' is no age", "write 45, 40..45 or '18 mo'");
  };
  const auto years = [&](std::string_view part) -> std::optional<double> {
    const auto quantity = parse_quantity(part);
    if (!quantity.ok()) return std::nullopt;
    if (quantity->dimension == Dimension::ratio) return quantity->value;
    if (quantity->dimension == Dimension::time) return quantity->value / kDaysPerYear;
    return std::nullopt;
  };
  const auto dots = text.find("..");
  const auto low = years(text.substr(0, dots));
  const auto high = dots == std::string_view::npos ? low : years(text.substr(dots + 2));
  if (!low || !high) return bad();
  return checked_age({*low, *high});
}

Result<Interval> parse_duration(std::string_view text) {
  const bool about = text.starts_with("~");
  if (about) text.remove_prefix(1);
  const auto quantity = parse_quantity(text);
  if (!quantity.ok()) return quantity.errors();
  if (quantity->dimension != Dimension::time || quantity->value < 0)
    return error("bad-duration", "'" + std::string(text) + "' is no duration",
                 "write a number and a unit, such as '6 wk'");
  const double spread = about ? kAboutFactor : 0;
  return Interval{quantity->value * (1 - spread), quantity->value * (1 + spread)};
}

}  // namespace noso
