#include "render/note_text.hpp"

#include "noso/base/quantity.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

std::string labels(const Knowledge& knowledge, const std::vector<ConceptId>& list) {
  std::string out;
  for (const auto c : list) out += (out.empty() ? "" : ", ") + std::string(knowledge.label(c));
  return out;
}

/// `label ("as it stands in the note")`.
std::string as_noted(std::string label, std::string_view text, std::size_t begin, std::size_t end) {
  return std::move(label) + " (\"" + std::string(text.substr(begin, end - begin)) + "\")";
}

std::string noted_person(const NoteReading& reading) {
  std::string out;
  const auto add = [&](std::string_view what, const NotedText& at) {
    out += (out.empty() ? "" : ", ") + std::string(what) + " (\"" + at.text + "\")";
  };
  if (reading.age.knows_something()) add("age " + format_number(reading.age.low / kDaysPerYear), reading.age_at);
  if (reading.sex != Sex::unknown) add(to_string(reading.sex), reading.sex_at);
  if (!reading.side.empty()) add(reading.side, reading.side_at);
  return out;
}

}  // namespace

std::string render_note(std::string_view text, const Answer& answer, const std::string& color) {
  if (!answer.note) return {};
  const auto& reading = *answer.note;
  const auto& knowledge = *answer.knowledge;
  Page page(color);
  page.heading("READ IN THE NOTE");
  if (const auto who = noted_person(reading); !who.empty()) page.paragraph("  person        ", who);
  for (const auto state : {NoteState::present, NoteState::absent, NoteState::tried, NoteState::possible,
                           NoteState::past, NoteState::family, NoteState::hypothetical, NoteState::requested,
                           NoteState::attributed, NoteState::mentioned}) {
    std::string list;
    for (const auto& noted : reading.concepts) {
      if (noted.state != state) continue;
      list += (list.empty() ? "" : ", ") +
              as_noted(std::string(knowledge.label(noted.found)), text, noted.begin, noted.end);
      if (noted.duration.knows_something()) list += " " + to_string(Quantity{noted.duration.low, Dimension::time});
      if (noted.severity) list += " " + format_number(*noted.severity) + "/10";
      if (noted.response != Response::unknown) list += ": " + std::string(to_string(noted.response));
    }
    auto title = "  " + std::string(to_string(state));
    title.resize(16, ' ');
    if (!list.empty()) page.paragraph(title, list);
  }
  std::string values, rest;
  for (const auto& value : reading.values)
    values += (values.empty() ? "" : ", ") +
              as_noted(std::string(knowledge.label(value.finding)) + " " + format_number(value.value) +
                           (value.unit.empty() ? "" : " " + value.unit),
                       text, value.begin, value.end);
  if (!values.empty()) page.paragraph("  measured      ", values);
  for (const auto& words : reading.not_understood) rest += (rest.empty() ? "" : ", ") + words.text;
  if (!rest.empty()) page.paragraph(page.ink(Ink::yellow, "  not understood "), rest);
  if (!reading.to_confirm.empty())
    page.paragraph(page.ink(Ink::yellow, "  confirm that absent "),
                   labels(knowledge, reading.to_confirm) + ": this alone excludes something more urgent");
  if (!answer.facts.conflicts.empty())
    page.paragraph(page.ink(Ink::yellow, "  said both ways "),
                   labels(knowledge, answer.facts.conflicts) + ": unknown, for the urgency present");
  return page.text();
}

}  // namespace noso::cli
