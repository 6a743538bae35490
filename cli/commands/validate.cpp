#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/import/pack.hpp"

namespace noso::cli {

namespace {

void print_json(const std::vector<Diagnostic>& findings) {
  JsonWriter out;
  out.begin_object().key("diagnostics").begin_array();
  for (const auto& d : findings) {
    out.begin_object().member("file", std::string_view(d.where.file));
    out.member("line", static_cast<std::uint64_t>(d.where.line))
        .member("column", static_cast<std::uint64_t>(d.where.column));
    out.member("severity", to_string(d.severity)).member("code", std::string_view(d.code));
    out.member("message", std::string_view(d.message)).member("help", std::string_view(d.help)).end_object();
  }
  out.end_array().end_object();
  std::cout << out.text() << '\n';
}

void print_text(const std::vector<Diagnostic>& findings, bool notes) {
  std::size_t errors = 0, warnings = 0, hidden = 0;
  for (const auto& d : findings) {
    errors += d.severity == Severity::error ? 1 : 0;
    warnings += d.severity == Severity::warning ? 1 : 0;
    if (d.severity == Severity::note && !notes) {
      ++hidden;
      continue;
    }
    std::cout << to_string(d) << '\n';
  }
  std::cout << errors << " errors, " << warnings << " warnings";
  if (hidden > 0) std::cout << ", " << hidden << " notes (-v shows them)";
  std::cout << '\n';
}

}  // namespace

void add_validate(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("validate", "Check a pack and say where and how to mend it");
  struct Options {
    std::string pack, format = "pretty";
  };
  const auto options = std::make_shared<Options>();
  command->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  command->add_option("--format", options->format, "pretty or json")->check(CLI::IsMember({"pretty", "json"}));
  command->callback([&program, options] {
    const auto pack = read_pack(options->pack);
    if (!pack.ok()) return program.report(pack.errors());
    if (options->format == "json" || program.json)
      print_json(pack->findings);
    else
      print_text(pack->findings, program.verbose);
    if (!pack->content) program.exit = Exit::answer_is_no;
  });
}

}  // namespace noso::cli
