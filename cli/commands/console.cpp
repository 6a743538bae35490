// console: a case in conversation.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "console/line_source.hpp"
#include "console/session.hpp"

namespace noso::cli {

namespace {

struct ConsoleFlags {
  QuestionFlags question;
  std::string history;
};

void run(Program& program, const ConsoleFlags& flags) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto& kb = engine->knowledge();
  auto told = read_case_input(flags.question.told, kb, program.as_of);
  if (!told.ok()) return program.report(told.errors());
  LineSource lines([&](std::string_view typed) { return complete_line(typed, kb); }, flags.history);
  Session session(*engine, flags.question.options(program), program.color, std::cout);
  if (lines.is_terminal())
    std::cout << kb.manifest().get("title") << ' ' << kb.manifest().version() << " (" << kb.manifest().status()
              << ")\nWrite a note in plain words; 'help' lists the commands, Tab completes names, Ctrl-D ends.\n";
  const bool anything_told = to_json(told->patient) != to_json(Case{});
  if (anything_told && !session.begin(std::move(told->patient))) {
    program.exit = Exit::bad_input;
    return;
  }
  while (std::cout.flush()) {
    const auto line = lines.next("noso> ");
    if (!line || !session.handle(*line)) break;
  }
  if (!lines.is_terminal() && session.any_refused()) program.exit = Exit::bad_input;
}

}  // namespace

void add_console(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("console", "A case in conversation: notes, questions, what if");
  const auto flags = std::make_shared<ConsoleFlags>();
  flags->question.add_to(*command);
  command
      ->add_option("--history-file", flags->history,
                   "keep the lines typed in this file, readable by you alone (default: nowhere)")
      ->type_name("FILE");
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
