// The program `noso`: reads the command line and hands over to a command.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "commands/commands.hpp"
#include "noso/base/text.hpp"

namespace {

void set_up_messages(const noso::cli::Program& program) {
  auto logger = std::make_shared<spdlog::logger>("noso", std::make_shared<spdlog::sinks::stderr_sink_st>());
  logger->set_pattern("%v");
  logger->set_level(program.verbose ? spdlog::level::debug : program.quiet ? spdlog::level::err : spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

/// Unreadable keys end the run before anything is read that they were to guard.
void read_trusted_keys(const std::string& file, noso::cli::Program& program) {
  auto keys = noso::TrustedKeys::read(file);
  if (keys.ok()) {
    program.signed_by = std::move(*keys);
    return;
  }
  program.report(keys.errors());
  throw CLI::RuntimeError(static_cast<int>(program.exit));
}

/// The first word that looks like a command and is none; empty when there is no such word.
std::string unknown_command(const CLI::App& app, int argc, char** argv) {
  std::vector<std::string_view> names;
  for (const auto* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with('-') || std::find(names.begin(), names.end(), word) != names.end()) continue;
    const auto help = noso::did_you_mean(word, names);
    return "unknown command '" + std::string(word) + "'" + (help.empty() ? "" : "; " + help);
  }
  return {};
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
  std::string trusted_keys;
  app.add_option("--require-signature", trusted_keys,
                 "read only knowledge and packs that are signed by one of these public keys (PEM)")
      ->type_name("FILE");
  app.add_option("--color", program.color, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", program.quiet, "errors only");
  app.add_flag("-v,--verbose", program.verbose, "say more");
  app.parse_complete_callback([&] {
    set_up_messages(program);
    if (!trusted_keys.empty()) read_trusted_keys(trusted_keys, program);
    if (as_of.empty()) return;
    program.as_of = noso::parse_date(as_of);
    if (!program.as_of) throw CLI::ValidationError("--as-of", "'" + as_of + "' is no date; write it as 2026-01-31");
  });

  noso::cli::add_assess_commands(app, program);
  noso::cli::add_batch(app, program);
  noso::cli::add_explain(app, program);
  noso::cli::add_ask(app, program);
  noso::cli::add_search(app, program);
  noso::cli::add_show(app, program);
  noso::cli::add_compile(app, program);
  noso::cli::add_validate(app, program);
  noso::cli::add_sign(app, program);
  noso::cli::add_verify(app, program);
  noso::cli::add_test(app, program);
  noso::cli::add_diff(app, program);
  noso::cli::add_new(app, program);
  noso::cli::add_format(app, program);
  noso::cli::add_review(app, program);
  noso::cli::add_eval(app, program);
  noso::cli::add_serve(app, program);
  noso::cli::add_cards(app, program);
  noso::cli::add_graph(app, program);
  noso::cli::add_report(app, program);
  noso::cli::add_console(app, program);
  noso::cli::add_describe(app);
  noso::cli::add_guideline(app, program);

  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& e) {
    const auto unknown = app.get_subcommands().empty() ? unknown_command(app, argc, argv) : std::string();
    if (unknown.empty())
      app.exit(e);
    else
      std::cerr << unknown << "\nRun with --help for the list.\n";
    return static_cast<int>(Exit::wrong_usage);
  } catch (const CLI::ParseError& e) {
    if (program.exit != Exit::done) return static_cast<int>(program.exit);
    if (app.exit(e) != 0) return static_cast<int>(Exit::wrong_usage);  // 0: help or version was printed
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
