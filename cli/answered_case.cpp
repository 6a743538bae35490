#include "answered_case.hpp"

#include <CLI/CLI.hpp>

namespace noso::cli {

void QuestionFlags::add_to(CLI::App& command) {
  told.add_to(command);
  add_budget(command, budget_ms);
}

AssessOptions QuestionFlags::options(const Program& program) const {
  auto out = program.assess_options();
  out.budget_ms = budget_ms;
  return out;
}

Result<AnsweredCase> answer_case(const Engine& engine, const Program& program, const QuestionFlags& flags) {
  auto reading = read_case_input(flags.told, engine.knowledge(), program.as_of);
  if (!reading.ok()) return reading.errors();
  auto answer = engine.assess(reading->patient, flags.options(program));
  if (!answer.ok()) return answer.errors();
  return AnsweredCase{std::move(reading->patient), std::move(*answer)};
}

void add_budget(CLI::App& command, double& milliseconds) {
  command
      .add_option("--budget-ms", milliseconds,
                  "what exact probabilities may cost, in milliseconds of work counted; else bounds")
      ->check(CLI::Range(0.0, 1e6));
}

}  // namespace noso::cli
