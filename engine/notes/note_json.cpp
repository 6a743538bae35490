#include "notes/note_json.hpp"

namespace noso {

namespace {

void place(JsonWriter& out, std::string_view key, std::size_t begin, std::size_t end) {
  out.member(key, std::string_view(place_in_note(begin, end)));
}

void person(JsonWriter& out, const NoteReading& note) {
  if (note.age.knows_something()) {
    out.member("age_years", note.age.low / kDaysPerYear);
    place(out, "age_from", note.age_at.begin, note.age_at.end);
  }
  if (note.sex != Sex::unknown) {
    out.member("sex", to_string(note.sex));
    place(out, "sex_from", note.sex_at.begin, note.sex_at.end);
  }
  if (note.side.empty()) return;
  out.member("side", std::string_view(note.side));
  place(out, "side_from", note.side_at.begin, note.side_at.end);
}

void named(JsonWriter& out, const Knowledge& kb, const NotedConcept& c) {
  out.begin_object()
      .member("id", kb.id(c.found))
      .member("label", kb.label(c.found))
      .member("state", to_string(c.state));
  place(out, "from", c.begin, c.end);
  if (c.duration.knows_something())
    out.key("duration_days").begin_array().value(c.duration.low).value(c.duration.high).end_array();
  if (c.severity) out.member("severity", *c.severity);
  if (c.response != Response::unknown) out.member("response", to_string(c.response));
  out.end_object();
}

}  // namespace

void write_note(JsonWriter& out, const Knowledge& kb, const NoteReading& note) {
  out.key("note").begin_object();
  person(out, note);
  out.key("read").begin_array();
  for (const auto& c : note.concepts) named(out, kb, c);
  out.end_array();
  out.key("measured").begin_array();
  for (const auto& v : note.values) {
    out.begin_object().member("finding", kb.id(v.finding)).member("value", v.value);
    if (!v.unit.empty()) out.member("unit", std::string_view(v.unit));
    place(out, "from", v.begin, v.end);
    out.end_object();
  }
  out.end_array();
  out.key("not_understood").begin_array();
  for (const auto& words : note.not_understood) {
    out.begin_object().member("text", std::string_view(words.text));
    place(out, "from", words.begin, words.end);
    out.end_object();
  }
  out.end_array();
  out.key("to_confirm").begin_array();
  for (const auto c : note.to_confirm) out.value(kb.id(c));
  out.end_array();
  out.end_object();
}

}  // namespace noso
