#include <iostream>

#include "commands/eval.hpp"
#include "noso/engine/audit/simulation.hpp"
#include "pack_input.hpp"
#include "render/simulation.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kCalibrationCases = 20'000;
constexpr std::size_t kInterviews = 300;

constexpr audit::Policy kPolicies[] = {audit::Policy::engine, audit::Policy::most_frequent, audit::Policy::random};

SimulationReport evaluate(const Engine& engine, const std::vector<audit::Vignette>& vignettes,
                          const SimulationFlags& flags) {
  SimulationReport report;
  if (flags.calibration)
    report.calibration = audit::calibration(
        engine, audit::draw_cases(engine.knowledge(), flags.sampled ? flags.sampled : kCalibrationCases, flags.seed));
  if (!flags.interview) return report;
  const audit::InterviewOptions options{.seed = flags.seed};
  for (const auto policy : kPolicies) {
    report.drawn.push_back(
        audit::interview_drawn(engine, flags.sampled ? flags.sampled : kInterviews, policy, options));
    if (!vignettes.empty()) report.vignettes.push_back(audit::interview_vignettes(engine, vignettes, policy, options));
  }
  return report;
}

}  // namespace

void evaluate_simulated(Program& program, const SimulationFlags& flags) {
  std::optional<Engine> engine;
  std::vector<audit::Vignette> vignettes;
  if (flags.pack.empty()) {
    engine = program.open_engine();
  } else if (auto pack = load_pack(program, flags.pack)) {
    engine = std::move(pack->engine);
    vignettes = std::move(pack->vignettes);
  }
  if (!engine) return;
  if (SingleCause::serves(engine->knowledge()))
    return program.report({error("no-causal-model", "this knowledge has no causal model to draw patients from",
                                 "use a pack; knowledge from annotations is measured with --cases")});
  const auto report = evaluate(*engine, vignettes, flags);
  std::cout << (program.json ? simulation_json(report) + "\n" : simulation_text(report));
}

}  // namespace noso::cli
