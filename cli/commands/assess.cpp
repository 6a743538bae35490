// assess, differential, escalate, next, care: one answer, of which each shows its part.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "render/answer_text.hpp"
#include "render/patient_text.hpp"

namespace noso::cli {

namespace {

struct AnswerFlags {
  std::string before;    ///< an earlier case of the same person
  bool patient = false;  ///< the plan in plain language
  bool fhir = false;     ///< the answer as FHIR resources
};

Result<Answer> answer_to(const Engine& engine, const Case& told, const AnswerFlags& care,
                         const AssessOptions& options) {
  if (care.before.empty()) return engine.assess(told, options);
  const auto before = read_case_file(care.before, engine.knowledge(), {});
  if (!before.ok()) return before.errors();
  return engine.reassess(told, before->patient, options);
}

void run(Program& program, const QuestionFlags& flags, const AnswerFlags& care, AnswerParts parts) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto reading = read_case_input(flags.told, engine->knowledge(), program.as_of);
  if (!reading.ok()) return program.report(reading.errors());
  if (flags.told.ledger) {
    std::cout << (program.json ? fhir::to_json(reading->ledger) + "\n" : fhir::to_text(reading->ledger));
    return;
  }
  const auto answer = answer_to(*engine, reading->patient, care, flags.options(program));
  if (!answer.ok()) return program.report(answer.errors());
  if (care.fhir)
    std::cout << fhir::to_fhir(*answer, {.patient_id = reading->patient_id}) + "\n";
  else if (program.json)
    std::cout << to_json(*answer) + "\n";
  else
    std::cout << (care.patient ? render_for_patient(*answer, program.color) : render(*answer, parts, program.color));
}

}  // namespace

void add_assess_commands(CLI::App& app, Program& program) {
  const auto add = [&](const char* name, const char* help, AnswerParts parts) {
    auto* command = app.add_subcommand(name, help);
    const auto flags = std::make_shared<QuestionFlags>();
    const auto care = std::make_shared<AnswerFlags>();
    flags->add_to(*command);
    if (parts.care && parts.differential) {
      command->add_flag("--fhir", care->fhir, "the answer as a Bundle of FHIR R4 resources");
      command->add_flag("--ledger", flags->told.ledger,
                        "what became of each element of a FHIR chart, instead of the answer");
    }
    if (parts.care)
      command->add_option("--before", care->before, "an earlier case: what has changed since")->type_name("FILE");
    if (parts.care && !parts.differential)
      command->add_flag("--patient", care->patient, "the plan for the patient, in plain language");
    command->callback([&program, flags, care, parts] { run(program, *flags, *care, parts); });
  };
  add("assess", "Answer a case: urgency, what it could be, what to ask, what to do",
      {.escalation = true, .differential = true, .questions = true, .care = true});
  add("differential", "What it could be, and how probable", {.differential = true});
  add("escalate", "How urgent it is, and what would settle it", {.escalation = true});
  add("next", "What to ask next", {.questions = true});
  add("care", "What to do next", {.care = true});
}

}  // namespace noso::cli
