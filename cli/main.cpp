// The program `noso`: reads the command line and hands over to a command.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "commands/commands.hpp"

namespace {

void set_up_messages(const noso::cli::Program& program) {
  auto logger = std::make_shared<spdlog::logger>("noso", std::make_shared<spdlog::sinks::stderr_sink_st>());
  logger->set_pattern("%v");
  logger->set_level(program.verbose ? spdlog::level::debug : program.quiet ? spdlog::level::err : spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

int run(int argc, char** argv) {
  using noso::cli::Exit;
  noso::cli::Program program;
  CLI::App app{"Nosograph: clinical decision support from a knowledge graph, every answer with its basis.", "noso"};
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", "noso " + std::string(noso::kEngineVersion));
  app.add_option("--kb", program.kb, "knowledge file (default: the built-in heel-pain knowledge)")->type_name("FILE");
  app.add_flag("--json", program.json, "print JSON");
  std::string as_of;
  app.add_option("--as-of", as_of, "the day on which the question is asked (default: today)")->type_name("DATE");
  app.add_option("--color", program.color, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", program.quiet, "errors only");
  app.add_flag("-v,--verbose", program.verbose, "say more");
  app.parse_complete_callback([&] {
    set_up_messages(program);
    if (as_of.empty()) return;
    program.as_of = noso::parse_date(as_of);
    if (!program.as_of) throw CLI::ValidationError("--as-of", "'" + as_of + "' is no date; write it as 2026-01-31");
  });

  noso::cli::add_assess_commands(app, program);
  noso::cli::add_search(app, program);
  noso::cli::add_show(app, program);
  noso::cli::add_compile(app, program);
  noso::cli::add_validate(app, program);
  noso::cli::add_verify(app, program);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int status = app.exit(e);
    return status == 0 ? 0 : static_cast<int>(Exit::wrong_usage);
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "error[cannot-write]: cannot write to standard output\n";
    return static_cast<int>(Exit::internal_error);
  }
  return static_cast<int>(program.exit);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "error[internal]: " << e.what() << "; this is a defect of the program, please report it\n";
    return static_cast<int>(noso::cli::Exit::internal_error);
  }
}
