// The counterpart of case_reader.cpp.
#include "noso/base/json_writer.hpp"
#include "noso/base/quantity.hpp"
#include "noso/engine/case.hpp"

namespace noso {

namespace {

std::string days_text(Interval duration) {
  if (duration.is_exact()) return format_number(duration.low) + " d";
  return "~" + format_number((duration.low + duration.high) / 2) + " d";
}

class CaseWriter {
 public:
  explicit CaseWriter(const Case& told) : c_(told) {}

  std::string write(bool with_text) {
    out_.begin_object();
    text("id", c_.id);
    if (c_.as_of) out_.member("as_of", std::string_view(to_string(*c_.as_of)));
    if (with_text) text("text", c_.text);
    age();
    if (c_.sex != Sex::unknown) out_.member("sex", to_string(c_.sex));
    if (c_.pregnant) out_.member("pregnant", *c_.pregnant);
    text("population", c_.population);
    mentions("present", "finding", c_.present);
    mentions("absent", "finding", c_.absent);
    mentions("unknown", "finding", c_.unknown);
    mentions("risk_factors", "risk_factor", c_.risk_factors);
    measurements();
    tried();
    texts("not_tried", c_.not_tried);
    texts("medications", c_.medications);
    texts("allergies", c_.allergies);
    texts("history", c_.history);
    out_.end_object();
    return out_.text() + '\n';
  }

 private:
  void text(std::string_view key, const std::string& value) {
    if (!value.empty()) out_.member(key, std::string_view(value));
  }
  void texts(std::string_view key, const std::vector<std::string>& list) {
    if (!list.empty()) out_.texts(key, list);
  }
  void date(std::string_view key, const std::optional<DateRange>& on) {
    if (on) out_.member(key, std::string_view(to_string(*on)));
  }

  void age() {
    if (!c_.age.knows_something()) return;
    const double low = c_.age.low / kDaysPerYear, high = c_.age.high / kDaysPerYear;
    out_.key("age").begin_object().key("years");
    if (c_.age.is_exact())
      out_.value(low);
    else
      out_.begin_array().value(low).value(high).end_array();
    out_.end_object();
  }

  void mentions(std::string_view key, std::string_view name, const std::vector<Mention>& list) {
    if (list.empty()) return;
    out_.key(key).begin_array();
    for (const auto& m : list) {
      if (!m.duration && !m.since && !m.severity && m.side.empty() && m.from.empty()) {
        out_.value(m.name);
        continue;
      }
      out_.begin_object().member(name, std::string_view(m.name));
      if (m.duration) out_.member("duration", std::string_view(days_text(*m.duration)));
      date("since", m.since);
      if (m.severity) out_.member("severity", *m.severity);
      text("side", m.side);
      text("from", m.from);
      out_.end_object();
    }
    out_.end_array();
  }

  void measurements() {
    if (c_.measurements.empty()) return;
    out_.key("measurements").begin_array();
    for (const auto& m : c_.measurements) {
      out_.begin_object().member("finding", std::string_view(m.finding)).member("value", m.value);
      text("unit", m.unit);
      date("at", m.at);
      out_.end_object();
    }
    out_.end_array();
  }

  void tried() {
    if (c_.tried.empty()) return;
    out_.key("tried").begin_array();
    for (const auto& a : c_.tried) {
      out_.begin_object().member("intervention", std::string_view(a.intervention));
      if (a.duration) out_.member("duration", std::string_view(days_text(*a.duration)));
      date("from", a.from);
      date("until", a.until);
      if (a.response != Response::unknown) out_.member("response", to_string(a.response));
      out_.end_object();
    }
    out_.end_array();
  }

  const Case& c_;
  JsonWriter out_;
};

}  // namespace

std::string to_json(const Case& told, bool with_text) { return CaseWriter(told).write(with_text); }

}  // namespace noso
