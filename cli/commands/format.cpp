#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/file_io.hpp"
#include "noso/import/pack_format.hpp"

namespace noso::cli {

namespace {

Status write_text(const std::filesystem::path& file, const std::string& text) {
  return write_atomically(file, [&](const std::filesystem::path& temporary) -> Status {
    std::ofstream out(temporary, std::ios::binary);
    out << text;
    out.close();
    if (!out) return error("cannot-write", "cannot write the file", "is the disk full?", {file.string()});
    return success();
  });
}

void run(Program& program, const std::string& pack, bool check) {
  const auto changes = format_changes(pack);
  if (!changes.ok()) return program.report(changes.errors());
  for (const auto& [file, text] : *changes) {
    if (!check)
      if (const auto written = write_text(file, text); !written.ok()) return program.report(written.errors());
    std::cout << file.string() << '\n';
  }
  if (check && !changes->empty()) {
    spdlog::warn("{} files are not in canonical form; 'noso format {}' changes them", changes->size(), pack);
    program.exit = Exit::answer_is_no;
  }
}

}  // namespace

void add_format(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("format", "Put the files of a pack in canonical form");
  struct Options {
    std::string pack;
    bool check = false;
  };
  const auto options = std::make_shared<Options>();
  command->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  command->add_flag("--check", options->check,
                    "change nothing; name the files that are not in canonical form (exit 1)");
  command->callback([&program, options] { run(program, options->pack, options->check); });
}

}  // namespace noso::cli
