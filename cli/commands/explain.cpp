// explain: why or why not one condition, and what would change the answer.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "case_input.hpp"
#include "commands/commands.hpp"
#include "render/explanation_text.hpp"

namespace noso::cli {

namespace {

struct ExplainFlags {
  CaseFlags told;
  std::string condition;
  double budget_ms = AssessOptions{}.budget_ms;
};

void run(Program& program, const ExplainFlags& flags) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto reading = read_case_input(flags.told, engine->knowledge(), program.as_of);
  if (!reading.ok()) return program.report(reading.errors());
  auto options = program.assess_options();
  options.budget_ms = flags.budget_ms;
  const auto answer = engine->explain(reading->patient, flags.condition, options);
  if (!answer.ok()) return program.report(answer.errors());
  std::cout << (program.json ? to_json(*answer) + "\n" : render_explanation(*answer, program.color));
}

}  // namespace

void add_explain(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("explain", "Why or why not a condition, and what would change the answer");
  const auto flags = std::make_shared<ExplainFlags>();
  flags->told.add_to(*command);
  command->add_option("--condition", flags->condition, "the condition, by any of its names")
      ->required()
      ->type_name("NAME");
  add_budget(*command, flags->budget_ms);
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
