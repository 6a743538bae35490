// assess, differential, escalate, next, care: one answer, of which each shows its part.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "case_input.hpp"
#include "commands/commands.hpp"
#include "render/answer_text.hpp"

namespace noso::cli {

namespace {

void run(Program& program, const CaseFlags& flags, AnswerParts parts) {
  const auto told = read_case_input(flags);
  if (!told.ok()) return program.report(told.errors());
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto answer = engine->assess(*told, program.assess_options());
  if (!answer.ok()) return program.report(answer.errors());
  std::cout << (program.json ? to_json(*answer) + "\n" : render(*answer, parts, program.color));
}

}  // namespace

void add_assess_commands(CLI::App& app, Program& program) {
  const auto add = [&](const char* name, const char* help, AnswerParts parts) {
    auto* command = app.add_subcommand(name, help);
    const auto flags = std::make_shared<CaseFlags>();
    flags->add_to(*command);
    command->callback([&program, flags, parts] { run(program, *flags, parts); });
  };
  add("assess", "Answer a case: urgency, what it could be, what to ask, what to do",
      {.escalation = true, .differential = true, .questions = true, .care = true});
  add("differential", "What it could be, and how probable", {.differential = true});
  add("escalate", "How urgent it is, and what would settle it", {.escalation = true});
  add("next", "What to ask next", {.questions = true});
  add("care", "What to do next", {.care = true});
}

}  // namespace noso::cli
