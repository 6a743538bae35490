#include "render/note_text.hpp"

#include "noso/base/quantity.hpp"
#include "render/page.hpp"

namespace noso::cli {

std::string render_note(std::string_view text, const NoteReading& reading, const Knowledge& knowledge,
                        const std::string& color) {
  Page page(color);
  page.heading("READ IN THE NOTE");
  std::string person;
  if (reading.age.knows_something()) person += "age " + format_number(reading.age.low / kDaysPerYear);
  if (reading.sex != Sex::unknown) person += (person.empty() ? "" : ", ") + std::string(to_string(reading.sex));
  if (!reading.side.empty()) person += (person.empty() ? "" : ", ") + reading.side;
  if (!person.empty()) page.paragraph("  person        ", person);
  for (const auto state : {NoteState::present, NoteState::absent, NoteState::tried, NoteState::possible,
                           NoteState::past, NoteState::family, NoteState::hypothetical, NoteState::requested,
                           NoteState::attributed, NoteState::mentioned}) {
    std::string list;
    for (const auto& noted : reading.concepts) {
      if (noted.state != state) continue;
      list += (list.empty() ? "" : ", ") + std::string(knowledge.label(noted.found)) + " (\"" +
              std::string(text.substr(noted.begin, noted.end - noted.begin)) + "\")";
      if (noted.duration.knows_something()) list += " " + to_string(Quantity{noted.duration.low, Dimension::time});
      if (noted.response != Response::unknown) list += ": " + std::string(to_string(noted.response));
    }
    auto title = "  " + std::string(to_string(state));
    title.resize(16, ' ');
    if (!list.empty()) page.paragraph(title, list);
  }
  std::string values, rest;
  for (const auto& value : reading.values)
    values +=
        (values.empty() ? "" : ", ") + std::string(knowledge.label(value.finding)) + " " + format_number(value.value);
  if (!values.empty()) page.paragraph("  measured      ", values);
  for (const auto& [begin, end] : reading.not_understood)
    rest += (rest.empty() ? "" : ", ") + std::string(text.substr(begin, end - begin));
  if (!rest.empty()) page.paragraph(page.ink(Ink::yellow, "  not understood "), rest);
  return page.text();
}

}  // namespace noso::cli
