#include "commands/eval.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.hpp"

namespace noso::cli {

void add_eval(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("eval", "Measure the ranking on cases with a known diagnosis");
  const auto flags = std::make_shared<CaseEvaluationFlags>();
  command->add_option("--cases", flags->cases, "phenopackets or native cases, one a line, plain or gzip")
      ->required()
      ->type_name("FILE");
  command->add_option("--candidates", flags->candidates, "rank only conditions whose id starts with this, such as OMIM")
      ->type_name("PREFIX");
  command->add_option("--protocol", flags->protocol, "all, clean or own-publication-out")
      ->check(CLI::IsMember({"all", "clean", "own-publication-out"}));
  command->add_flag("--baselines", flags->baselines, "also rank with LIRICAL, BOQA and Resnik, re-coded");
  command->add_flag("--calibrate", flags->calibrate, "cross-validate the calibration over diagnoses");
  command->add_flag("--no-publication-prior", flags->no_publication_prior,
                    "take all conditions as equally probable beforehand");
  command->callback([&program, flags] { evaluate_cases(program, *flags); });
}

}  // namespace noso::cli
