// ask: a note in, everything out.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/file_io.hpp"
#include "render/answer_text.hpp"
#include "render/note_text.hpp"

namespace noso::cli {

namespace {

void run(Program& program, const std::string& given) {
  Case told{.text = given};
  if (given == "-") {
    auto text = read_file("/dev/stdin", NoteReader::kMostBytes);
    if (!text.ok()) return program.report(text.errors());
    told.text = std::move(*text);
  }
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto answer = engine->assess(told, program.assess_options());
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
  const auto text = std::make_shared<std::string>();
  command->add_option("text", *text, "the note, or - for standard input")->required();
  command->callback([&program, text] { run(program, *text); });
}

}  // namespace noso::cli
