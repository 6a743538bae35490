// eval --notes FILE: whole notes, read and answered.
#include <cstdio>
#include <iostream>

#include "commands/eval.hpp"
#include "noso/base/file_io.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/engine/audit/note_cases.hpp"

namespace noso::cli {

namespace {

void tell_note(const Knowledge& kb, const audit::NoteCase& note, const audit::NoteOutcome& outcome) {
  std::string line = note.id;
  if (!outcome.first) line += outcome.top_3 ? "  not first" : "  not in the first three";
  if (outcome.triage != 0) line += outcome.triage < 0 ? "  under-triage" : "  over-triage";
  if (!outcome.person) line += "  age or sex";
  if (!outcome.missed.empty()) line += "  not understood:";
  for (const auto c : outcome.missed) line += ' ' + std::string(kb.id(c));
  if (line != note.id) std::cout << line << '\n';
}

void print_score(const audit::NoteScore& s, bool json) {
  if (!json) {
    std::printf("%zu notes: right condition first %zu, among the first three %zu; under-triage %zu, over-triage %zu\n",
                s.notes, s.first, s.top_3, s.under_triage, s.over_triage);
    std::printf("  facts understood %zu of %zu; age and sex %zu\n", s.understood, s.facts, s.person);
    return;
  }
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] :
       {std::pair{"notes", s.notes}, std::pair{"first", s.first}, std::pair{"top_3", s.top_3},
        std::pair{"under_triage", s.under_triage}, std::pair{"over_triage", s.over_triage}, std::pair{"facts", s.facts},
        std::pair{"understood", s.understood}, std::pair{"age_and_sex", s.person}})
    out.member(name, static_cast<std::uint64_t>(value));
  out.end_object();
  std::cout << out.text() << '\n';
}

}  // namespace

void evaluate_note_cases(Program& program, const NoteEvaluationFlags& flags) {
  const auto text = read_file(flags.notes, std::size_t{64} << 20);
  if (!text.ok()) return program.report(text.errors());
  const auto document = JsonDocument::parse(*text, flags.notes);
  if (!document.ok()) return program.report(document.errors());
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto notes = audit::read_note_cases(*document, engine->knowledge());
  if (!notes.ok()) return program.report(notes.errors());
  audit::NoteScore score;
  for (const auto& note : *notes) {
    const auto outcome = audit::hold_against(*engine, note, program.as_of.value_or(today()));
    if (!outcome.ok()) return program.report(outcome.errors());
    if (flags.misses && !program.json) tell_note(engine->knowledge(), note, *outcome);
    score.add(*outcome);
  }
  print_score(score, program.json);
}

}  // namespace noso::cli
