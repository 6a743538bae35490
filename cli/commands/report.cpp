// report: the answer to a case as one page for the chart.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "case_input.hpp"
#include "commands/commands.hpp"
#include "noso/base/file_io.hpp"
#include "render/dot.hpp"
#include "render/graphviz.hpp"
#include "report/report.hpp"

namespace noso::cli {

namespace {

struct ReportFlags {
  CaseFlags told;
  std::string file;
};

void run(Program& program, const ReportFlags& flags) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto told = read_case_input(flags.told, engine->knowledge(), program.as_of);
  if (!told.ok()) return program.report(told.errors());
  const auto answer = engine->assess(told->patient, program.assess_options());
  if (!answer.ok()) return program.report(answer.errors());
  ReportInput input{*answer, told->patient, {}};
  if (!answer->differential.conditions.empty()) {
    auto picture = draw_svg(explanation_dot(*answer));
    if (picture.ok())
      input.picture = std::move(*picture);
    else
      spdlog::warn("{}; the page has no picture", to_string(picture.errors().front()));
  }
  const auto page = render_report(input);
  if (flags.file.empty()) {
    std::cout << page;
    return;
  }
  if (const auto written = write_file(flags.file, page, Readers::owner); !written.ok())
    program.report(written.errors());
}

}  // namespace

void add_report(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("report", "The answer to a case as one HTML page for the chart");
  const auto flags = std::make_shared<ReportFlags>();
  flags->told.add_to(*command);
  command->add_option("-o,--output", flags->file, "the page to write (default: standard output)")->type_name("FILE");
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
