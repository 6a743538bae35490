// report: the answer to a case as one page for the chart.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "noso/base/file_io.hpp"
#include "render/dot.hpp"
#include "render/graphviz.hpp"
#include "report/report.hpp"

namespace noso::cli {

namespace {

struct ReportFlags {
  QuestionFlags question;
  std::string file;
};

void run(Program& program, const ReportFlags& flags) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto answered = answer_case(*engine, program, flags.question);
  if (!answered.ok()) return program.report(answered.errors());
  ReportInput input{answered->answer, answered->told, {}};
  if (!input.answer.differential.conditions.empty()) {
    auto picture = draw_svg(explanation_dot(input.answer));
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
  flags->question.add_to(*command);
  command->add_option("-o,--output", flags->file, "the page to write (default: standard output)")->type_name("FILE");
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
