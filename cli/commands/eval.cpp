#include "commands/eval.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.hpp"

namespace noso::cli {

void add_eval(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand(
      "eval", "Measure the ranking, the questions, or the reading of notes, on cases with known answers");
  const auto flags = std::make_shared<CaseEvaluationFlags>();
  const auto simulated = std::make_shared<SimulationFlags>();
  command->add_option("--cases", flags->cases, "phenopackets or native cases, one a line, plain or gzip")
      ->type_name("FILE");
  command->add_flag("--calibration", simulated->calibration,
                    "hold the probabilities against patients drawn from the model of the knowledge");
  command->add_flag("--interview", simulated->interview,
                    "count the questions that lead to the diagnosis of patients drawn from the model");
  command
      ->add_option("--sampled", simulated->sampled,
                   "patients to draw (default: 20000 for --calibration, 300 for --interview)")
      ->check(CLI::Range(1, 10'000'000));
  command->add_option("--seed", simulated->seed, "of the patients drawn");
  command->add_option("--pack", simulated->pack, "interview the patients of the vignettes of this pack, too")
      ->type_name("PACK");
  const auto notes = std::make_shared<NoteEvaluationFlags>();
  command
      ->add_option(
          "--notes", notes->notes,
          "instead of cases: a folder of notes annotated with findings, or a file of notes with what to expect")
      ->type_name("DIR|FILE");
  command->add_option("--half", notes->half, "only this half of the folder, chosen by the names of the files")
      ->check(CLI::IsMember({"first", "second"}));
  command->add_flag("--misses", notes->misses, "tell what was missed or is wrong in each note");
  command->add_option("--candidates", flags->candidates, "rank only conditions whose id starts with this, such as OMIM")
      ->type_name("PREFIX");
  command->add_option("--protocol", flags->protocol, "all, clean or own-publication-out")
      ->check(CLI::IsMember({"all", "clean", "own-publication-out"}));
  command->add_flag("--baselines", flags->baselines, "also rank with LIRICAL, BOQA and Resnik, re-coded");
  command->add_flag("--calibrate", flags->calibrate, "cross-validate the calibration over diagnoses");
  command->add_flag("--no-publication-prior", flags->no_publication_prior,
                    "take all conditions as equally probable beforehand");
  command->callback([&program, flags, simulated, notes] {
    const bool draws = simulated->calibration || simulated->interview;
    if (draws + !flags->cases.empty() + !notes->notes.empty() != 1)
      throw CLI::ValidationError("eval", "give one of --cases FILE, --notes DIR|FILE, --calibration or --interview");
    if (draws) return evaluate_simulated(program, *simulated);
    if (!notes->notes.empty()) return evaluate_notes(program, *notes);
    evaluate_cases(program, *flags);
  });
}

}  // namespace noso::cli
