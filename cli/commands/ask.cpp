// ask: a note in, everything out.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "noso/base/file_io.hpp"
#include "render/answer_text.hpp"
#include "render/note_text.hpp"

namespace noso::cli {

namespace {

struct AskFlags {
  std::string text;
  double budget_ms = AssessOptions{}.budget_ms;
};

void run(Program& program, const AskFlags& flags) {
  Case told{.text = flags.text};
  if (flags.text == "-") {
    auto text = read_file("/dev/stdin", NoteReader::kMostBytes);
    if (!text.ok()) return program.report(text.errors());
    told.text = std::move(*text);
  }
  const auto engine = program.open_engine();
  if (!engine) return;
  auto options = program.assess_options();
  options.budget_ms = flags.budget_ms;
  const auto answer = engine->assess(told, options);
  if (!answer.ok()) return program.report(answer.errors());
  if (program.json)
    std::cout << to_json(*answer) + "\n";
  else
    std::cout << render_note(told.text, *answer, program.color)
              << render(*answer, {.escalation = true, .differential = true, .questions = true, .care = true},
                        program.color);
}

}  // namespace

void add_ask(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("ask", "Read a note in plain words and answer it");
  const auto flags = std::make_shared<AskFlags>();
  command->add_option("text", flags->text, "the note, or - for standard input")->required();
  add_budget(*command, flags->budget_ms);
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
