#include "noso/engine/audit/note_cases.hpp"

#include <algorithm>

#include "noso/base/quantity.hpp"

namespace noso::audit {

namespace {

class NoteCaseReader {
 public:
  NoteCaseReader(JsonValue note, const Knowledge& knowledge) : note_(note), kb_(knowledge) {}

  Result<NoteCase> read() {
    NoteCase out;
    if (!note_.is(JsonType::object)) return wrong("a note is an object");
    out.id = note_.member_text("id");
    out.text = note_.member_text("text");
    if (out.text.empty()) return wrong("a note has a 'text'");
    if (const auto age = note_.find("age"); age && age->is(JsonType::number))
      out.age = Interval::exactly(age->number() * kDaysPerYear);
    sex(out);
    findings("present", out.present);
    findings("absent", out.absent);
    if (const auto level = either("urgency", "gold_urgency")) {
      out.urgency = parse<Urgency>(level->is(JsonType::string) ? level->string() : "");
      if (!out.urgency) return wrong("the urgency of a note is one of emergency, urgent, soon, routine, none");
    }
    if (!conditions(either("top", "gold_top1"), out.right))
      return wrong("the knowledge has no condition '" + unknown_ + "'");
    return out;
  }

 private:
  Diagnostic wrong(std::string message) const {
    return error("bad-note-cases", std::move(message), "correct the file", note_.where());
  }

  std::optional<JsonValue> either(std::string_view name, std::string_view other) const {
    const auto found = note_.find(name);
    return found ? found : note_.find(other);
  }

  void sex(NoteCase& out) const {
    const auto said = note_.member_text("sex");
    if (said == "female" || said == "F") out.sex = Sex::female;
    if (said == "male" || said == "M") out.sex = Sex::male;
  }

  void findings(std::string_view name, std::vector<ConceptId>& out) const {
    const auto list = note_.find(name);
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      if (!list->at(i).is(JsonType::string)) continue;
      for (const auto kind : {ConceptKind::finding, ConceptKind::risk_factor})
        if (const auto found = kb_.find(list->at(i).string(), kind); found.size() == 1) {
          out.push_back(found.front());
          break;
        }
    }
  }

  /// One name or a list of names; ids may be written with underscores.
  bool conditions(std::optional<JsonValue> list, std::vector<ConceptId>& out) {
    const auto add = [&](JsonValue value) {
      unknown_ = value.is(JsonType::string) ? std::string(value.string()) : std::string("(no text)");
      auto name = unknown_;
      std::replace(name.begin(), name.end(), '_', '-');
      const auto found = kb_.find(name, ConceptKind::condition);
      if (found.size() == 1) out.push_back(found.front());
      return found.size() == 1;
    };
    if (!list) return true;
    if (!list->is(JsonType::array)) return add(*list);
    for (std::size_t i = 0; i < list->size(); ++i)
      if (!add(list->at(i))) return false;
    return true;
  }

  JsonValue note_;
  const Knowledge& kb_;
  std::string unknown_;
};

}  // namespace

Result<std::vector<NoteCase>> read_note_cases(const JsonDocument& document, const Knowledge& knowledge) {
  if (!document.root().is(JsonType::array))
    return error("bad-note-cases", "a file of notes is an array", "write [{\"text\": …, \"top\": […]}, …]",
                 document.root().where());
  std::vector<NoteCase> out;
  for (std::size_t i = 0; i < document.root().size(); ++i) {
    auto note = NoteCaseReader(document.root().at(i), knowledge).read();
    if (!note.ok()) return note.errors();
    out.push_back(std::move(*note));
  }
  return out;
}

Result<NoteOutcome> hold_against(const Engine& engine, const NoteCase& note, Date as_of) {
  const auto answer = engine.assess({.text = note.text}, {.as_of = as_of});
  if (!answer.ok()) return answer.errors();
  NoteOutcome out;
  const auto& ranked = answer->differential.conditions;
  const auto among = [&](std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, ranked.size()); ++i)
      if (std::find(note.right.begin(), note.right.end(), ranked[i].condition) != note.right.end()) return true;
    return note.right.empty();
  };
  out.first = among(1);
  out.top_3 = among(3);
  if (note.urgency) out.triage = static_cast<int>(answer->escalation.level) - static_cast<int>(*note.urgency);
  out.person =
      (!note.age || answer->facts.age == *note.age) && (note.sex == Sex::unknown || answer->facts.sex == note.sex);
  out.facts = note.present.size() + note.absent.size();
  for (const auto& [list, state] : {std::pair{&note.present, Truth::yes}, std::pair{&note.absent, Truth::no}})
    for (const auto c : *list)
      if (answer->facts.of(c) != state) out.missed.push_back(c);
  return out;
}

void NoteScore::add(const NoteOutcome& outcome) {
  ++notes;
  first += outcome.first;
  top_3 += outcome.top_3;
  under_triage += outcome.triage < 0;
  over_triage += outcome.triage > 0;
  facts += outcome.facts;
  understood += outcome.facts - outcome.missed.size();
  person += outcome.person;
}

}  // namespace noso::audit
