#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "pack_input.hpp"
#include "render/test_report.hpp"

namespace noso::cli {

namespace {

struct Options {
  std::string pack, format = "pretty";
  bool coverage = false, boundaries = false, mutants = false;
  double min_caught = 0;  ///< percent
};

bool holds(const TestReport& report, const Options& options) {
  if (report.run.passed() != report.run.results.size()) return false;
  if (report.boundaries && !std::all_of(report.boundaries->begin(), report.boundaries->end(),
                                        [](const audit::Boundary& b) { return b.as_stated(); }))
    return false;
  if (!report.mutation) return true;
  const auto caught = static_cast<double>(report.mutation->caught());
  return caught * 100 >= options.min_caught * static_cast<double>(report.mutation->mutants.size());
}

void run(Program& program, const Options& options) {
  const auto pack = load_pack(program, options.pack);
  if (!pack) return;
  if (pack->vignettes.empty())
    program.report({{Severity::warning,
                     "no-vignettes",
                     "the pack has no vignettes",
                     "write some in PACK/vignettes/",
                     {options.pack}}});
  const auto& kb = pack->engine.knowledge();
  const auto assess = program.assess_options();
  TestReport report{.run = audit::run(pack->engine, pack->vignettes, assess)};
  if (options.coverage) report.coverage = audit::coverage(pack->engine, pack->vignettes, assess);
  if (options.boundaries) report.boundaries = audit::boundaries(pack->engine, assess);
  if (options.mutants) report.mutation = audit::mutate(pack->engine, pack->vignettes);
  if (options.format == "junit")
    std::cout << test_junit(kb, report);
  else if (options.format == "json" || program.json)
    std::cout << test_json(kb, report);
  else
    std::cout << test_text(kb, report, program.color, program.verbose);
  if (!holds(report, options)) program.exit = Exit::answer_is_no;
}

}  // namespace

void add_test(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("test", "Hold a pack against its vignettes");
  const auto options = std::make_shared<Options>();
  command->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  command->add_option("--format", options->format, "pretty, json or junit")
      ->check(CLI::IsMember({"pretty", "json", "junit"}));
  command->add_flag("--coverage", options->coverage, "what the vignettes touch, and what not");
  command->add_flag("--boundaries", options->boundaries, "cases below, at and above every threshold of every rule");
  command->add_flag("--mutants", options->mutants, "change every rule bit by bit: do the vignettes notice?");
  command->add_option("--min-caught", options->min_caught, "percent of the mutants that must be caught")
      ->check(CLI::Range(0.0, 100.0))
      ->needs("--mutants");
  command->callback([&program, options] { run(program, *options); });
}

}  // namespace noso::cli
