#include <spdlog/spdlog.h>
#include <unistd.h>

#include <iostream>

#include "commands/eval.hpp"
#include "noso/import/text_lines.hpp"
#include "render/evaluation.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kScoresKept = 300;  // conditions beyond these add nothing that can be measured
constexpr std::size_t kProgressEvery = 256;

audit::Protocol protocol_of(const std::string& word) {
  if (word == "clean") return audit::Protocol::clean;
  if (word == "own-publication-out") return audit::Protocol::own_publication_out;
  return audit::Protocol::all;
}

/// Reads the cases; what cannot be read as a case ends it with file, line and column.
Result<audit::EvaluationSet> read_cases(const CaseEvaluationFlags& flags, const Knowledge& knowledge,
                                        const Candidates& candidates) {
  audit::CaseCollector collector(knowledge, candidates);
  auto read = for_each_line(flags.cases, [&](std::string_view line, std::uint32_t number) -> Status {
    if (line.empty()) return success();
    const auto in_file = [&](std::vector<Diagnostic> errors) {
      for (auto& e : errors) e.where.line = number;
      return errors;
    };
    const auto document = JsonDocument::parse(line, flags.cases);
    if (!document.ok()) return in_file(document.errors());
    const auto told = read_case(*document);
    if (!told.ok()) return in_file(told.errors());
    collector.add(*told);
    return success();
  });
  if (!read.ok()) return read.errors();
  return collector.take();
}

}  // namespace

void evaluate_cases(Program& program, const CaseEvaluationFlags& flags) {
  const auto path = program.kb.empty() ? built_in_knowledge() : program.kb;
  const auto file = program.open_knowledge(path);
  if (!file.ok()) return program.report(file.errors());
  const auto& knowledge = file->knowledge();
  if (!SingleCause::serves(knowledge))
    return program.report({error("no-annotations", "this knowledge has no disease annotations",
                                 "compile one from an ontology and a phenotype.hpoa", {path})});
  const SingleCause inference(knowledge);
  const auto candidates = inference.candidates(flags.candidates);
  const auto set = read_cases(flags, knowledge, candidates);
  if (!set.ok()) return program.report(set.errors());

  const bool on_terminal = isatty(STDERR_FILENO) != 0 && !program.quiet;
  std::string name = "engine";
  audit::EvaluationOptions options{.protocol = protocol_of(flags.protocol),
                                   .publication_prior = !flags.no_publication_prior,
                                   .keep_scores = flags.calibrate ? kScoresKept : 0};
  options.progress = [&](std::size_t done, std::size_t all) {
    if (on_terminal && done % kProgressEvery == 0)
      std::cerr << "\r\033[K" << name << ": " << done << " of " << all << std::flush;
  };
  EvaluationReport report{.protocol = flags.protocol,
                          .read = set->read,
                          .unknown_diagnosis = set->unknown_diagnosis,
                          .no_finding = set->no_finding,
                          .unresolved_terms = set->unresolved_terms};
  double seconds = 0;
  const auto outcomes = audit::evaluate_cases(inference, candidates, *set, options, &seconds);
  if (!outcomes.ok()) return program.report(outcomes.errors());
  report.summary = audit::summarise(*set, *outcomes);
  report.microseconds_per_case = outcomes->empty() ? 0 : 1e6 * seconds / static_cast<double>(outcomes->size());
  if (flags.calibrate) report.calibration = audit::cross_validate(*set, *outcomes);
  if (flags.baselines)
    for (const auto& make : {+[](const Knowledge& kb) { return audit::make_lirical(kb); },
                             +[](const Knowledge& kb) { return audit::make_lirical(kb, {.excluded = true}); },
                             +[](const Knowledge& kb) { return audit::make_boqa(kb); },
                             +[](const Knowledge& kb) { return audit::make_resnik(kb); }}) {
      const auto ranker = make(knowledge);
      name = ranker->name();
      const auto others = audit::evaluate_cases(*ranker, knowledge, candidates, *set, options);
      report.baselines.push_back({name, audit::summarise(*set, others), audit::compare(*set, *outcomes, others)});
    }
  if (on_terminal) std::cerr << "\r\033[K";
  std::cout << (program.json ? evaluation_json(report) + "\n" : evaluation_text(report));
}

}  // namespace noso::cli
