// graph: a concept, or the explanation of a case, as a picture.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "answered_case.hpp"
#include "commands/commands.hpp"
#include "concept_input.hpp"
#include "noso/base/file_io.hpp"
#include "render/dot.hpp"
#include "render/graphviz.hpp"

namespace noso::cli {

namespace {

struct GraphFlags {
  QuestionFlags question;
  std::string id, format, file;
};

Result<std::string> dot_of(const Engine& engine, const Program& program, const GraphFlags& flags) {
  if (!flags.id.empty()) {
    const auto found = one_concept(engine.knowledge(), flags.id);
    if (!found.ok()) return found.errors();
    return concept_dot(engine.knowledge(), *found);
  }
  const auto answered = answer_case(engine, program, flags.question);
  if (!answered.ok()) return answered.errors();
  return explanation_dot(answered->answer);
}

void run(Program& program, const GraphFlags& flags) {
  const auto engine = program.open_engine();
  if (!engine) return;
  auto picture = dot_of(*engine, program, flags);
  if (!picture.ok()) return program.report(picture.errors());
  const bool svg = flags.format.empty() ? flags.file.ends_with(".svg") : flags.format == "svg";
  if (svg) picture = draw_svg(*picture);
  if (!picture.ok()) return program.report(picture.errors());
  if (flags.file.empty()) {
    std::cout << *picture;
    return;
  }
  if (const auto written = write_file(flags.file, *picture, Readers::owner); !written.ok())
    program.report(written.errors());
}

}  // namespace

void add_graph(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("graph", "A concept, or the explanation of a case, as a picture (DOT or SVG)");
  const auto flags = std::make_shared<GraphFlags>();
  command->add_option("id", flags->id, "a concept: id, label, synonym or code; without it the case is drawn");
  flags->question.add_to(*command);
  command->add_option("--format", flags->format, "dot or svg (default: by the name of the file, else dot)")
      ->check(CLI::IsMember({"dot", "svg"}));
  command->add_option("-o,--output", flags->file, "the file to write (default: standard output)")->type_name("FILE");
  command->callback([&program, flags] { run(program, *flags); });
}

}  // namespace noso::cli
