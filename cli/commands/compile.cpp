#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.hpp"
#include "noso/import/pack.hpp"

namespace noso::cli {

void add_compile(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("compile", "Make a knowledge file from a pack");
  struct Options {
    std::string source, out;
  };
  const auto options = std::make_shared<Options>();
  command->add_option("source", options->source, "folder of a pack")->required()->type_name("SOURCE");
  command->add_option("-o,--output", options->out, "knowledge file to write")->required()->type_name("FILE");
  command->callback([&program, options] {
    std::vector<Diagnostic> findings;
    const auto compiled = compile_pack(options->source, options->out, &findings);
    program.report(compiled.ok() ? findings : compiled.errors());
    if (compiled.ok()) spdlog::info("wrote {}", options->out);
  });
}

void add_verify(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("verify", "Check every byte of a knowledge file");
  const auto file = std::make_shared<std::string>();
  command->add_option("file", *file, "knowledge file (default: --kb or the built-in one)")->type_name("FILE");
  command->callback([&program, file] {
    const auto path = !file->empty() ? *file : !program.kb.empty() ? program.kb : built_in_knowledge();
    const auto verified = verify_knowledge_file(path);
    if (!verified.ok()) return program.report(verified.errors());
    spdlog::info("{} is sound", path);
  });
}

}  // namespace noso::cli
