// explain: why or why not one condition, and what would change the answer.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "render/explanation_text.hpp"

namespace noso::cli {

namespace {

struct ExplainFlags {
  QuestionFlags question;
  std::string condition;
};

void run(Program& program, const ExplainFlags& flags) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto reading = read_case_input(flags.question.told, engine->knowledge(), program.as_of);
  if (!reading.ok()) return program.report(reading.errors());
  const auto answer = engine->explain(reading->patient, flags.condition, flags.question.options(program));
  if (!answer.ok()) return program.report(answer.errors());
  std::cout << (program.json ? to_json(*answer) + "\n" : render_explanation(*answer, program.color));
}

}  // namespace

void add_explain(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("explain", "Why or why not a condition, and what would change the answer");
  const auto flags = std::make_shared<ExplainFlags>();
  flags->question.add_to(*command);
  command->add_option("--condition", flags->condition, "the condition, by any of its names")
      ->required()
      ->type_name("NAME");
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
