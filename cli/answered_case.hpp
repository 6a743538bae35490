/// One case from the command line and its answer: what the commands that answer a case share.
#pragma once

#include "case_input.hpp"
#include "noso/engine/engine.hpp"
#include "program.hpp"

namespace noso::cli {

/// How a case is told, and what its answer may cost.
struct QuestionFlags {
  CaseFlags told;
  double budget_ms = AssessOptions{}.budget_ms;

  void add_to(CLI::App& command);
  AssessOptions options(const Program& program) const;
};

struct AnsweredCase {
  Case told;
  Answer answer;
};

/// Errors: those of reading the case and of `Engine::assess`.
Result<AnsweredCase> answer_case(const Engine& engine, const Program& program, const QuestionFlags& flags);

/// The option `--budget-ms` of every command that ranks.
void add_budget(CLI::App& command, double& milliseconds);

}  // namespace noso::cli
