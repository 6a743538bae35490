// batch: one case a line in, one answer a line out, in order.
#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <thread>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "noso/base/diagnostic_json.hpp"
#include "noso/engine/fhir.hpp"
#include "ordered_pipeline.hpp"

namespace noso::cli {

namespace {

struct BatchOptions {
  std::string file = "-";
  unsigned jobs = 0;
  double budget_ms = AssessOptions{}.budget_ms;
};

/// What stands in place of an answer where a line is refused.
std::string refusal(std::uint64_t line, std::vector<Diagnostic> why) {
  JsonWriter out(false);
  out.begin_object().member("line", line);
  for (auto& d : why) d.where.line = static_cast<std::uint32_t>(line);
  write_diagnostics(out, why);
  out.end_object();
  return out.text();
}

/// What all lines are answered with.
struct Answering {
  const Engine& engine;
  fhir::Reader charts;
  AssessOptions options;
  std::string file;
};

Result<Answer> answer_line(const Answering& with, const NumberedLine& line) {
  if (line.too_long)
    return error("too-large", "the line is larger than " + std::to_string(kMostCaseBytes >> 20) + " MiB",
                 "no valid case is that large; is there one case a line?", {with.file, 0, 1});
  const auto document = JsonDocument::parse(line.text, with.file, {.max_bytes = kMostCaseBytes});
  if (!document.ok()) return document.errors();
  if (fhir::is_fhir(document->root())) {
    const auto chart = with.charts.read(document->root(), {.as_of = with.options.as_of});
    if (!chart.ok()) return chart.errors();
    return with.engine.assess(chart->patient, with.options);
  }
  const auto told = read_case(*document);
  if (!told.ok()) return told.errors();
  return with.engine.assess(*told, with.options);
}

/// Standard input is read in blocks, which tells what is there already.
std::istream& open_input(const std::string& file, std::ifstream& opened) {
  if (file == "-") {
    std::ios::sync_with_stdio(false);
    return std::cin;
  }
  opened.open(file);
  return opened;
}

void run_batch(Program& program, const BatchOptions& options) {
  std::error_code ignored;
  if (options.file != "-" && std::filesystem::is_directory(options.file, ignored))
    return program.report(
        {error("is-a-directory", "this is a directory, a file is expected", "name a file in it", {options.file})});
  std::ifstream opened;
  auto& input = open_input(options.file, opened);
  if (!input)
    return program.report(
        {error("cannot-open", "cannot open the file", "check the path and its permissions", {options.file})});
  const auto engine = program.open_engine();
  if (!engine) return;
  Answering with{*engine, fhir::Reader(engine->knowledge()), program.assess_options(),
                 options.file == "-" ? "<stdin>" : options.file};
  with.options.budget_ms = options.budget_ms;
  std::atomic<std::uint64_t> answered = 0, refused = 0, failed = 0;
  const auto work = [&](const NumberedLine& line) -> std::string {
    try {
      const auto answer = answer_line(with, line);
      ++(answer.ok() ? answered : refused);
      return answer.ok() ? to_json(*answer, false) : refusal(line.number, answer.errors());
    } catch (const std::exception& e) {
      ++failed;
      return refusal(line.number, {error("internal", e.what(), "this is a defect of the program, please report it")});
    }
  };
  const auto threads = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  for_each_line(input, kMostCaseBytes, threads, work,
                [](const std::string& text) { return bool(std::cout << text << std::endl); });
  if (refused > 0) program.exit = Exit::bad_input;
  if (failed > 0) program.exit = Exit::internal_error;
  program.inform(std::to_string(answered) + " answered, " + std::to_string(refused + failed) + " refused");
}

}  // namespace

void add_batch(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("batch", "Answer many cases: one JSON case a line in, one JSON answer a line out");
  const auto options = std::make_shared<BatchOptions>();
  command->add_option("file", options->file, "file of cases, or - for standard input (default)")->type_name("FILE");
  command->add_option("--jobs", options->jobs, "threads (default: one for each processor)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  add_budget(*command, options->budget_ms);
  command->callback([&program, options] { run_batch(program, *options); });
}

}  // namespace noso::cli
