#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/engine/audit/proofs.hpp"
#include "noso/import/pack.hpp"
#include "render/proofs.hpp"

namespace noso::cli {

namespace {

struct Options {
  std::string pack, format = "pretty";
  bool prove = false;
};

/// The proofs of a pack, with the knowledge that they are about.
struct Proofs {
  Knowledge knowledge;
  audit::ProofReport report;
};

void write_diagnostic(JsonWriter& out, const Diagnostic& d) {
  out.member("file", std::string_view(d.where.file))
      .member("line", static_cast<std::uint64_t>(d.where.line))
      .member("column", static_cast<std::uint64_t>(d.where.column))
      .member("severity", to_string(d.severity))
      .member("code", std::string_view(d.code))
      .member("message", std::string_view(d.message))
      .member("help", std::string_view(d.help));
}

void print_json(const std::vector<Diagnostic>& findings, const std::optional<Proofs>& proofs) {
  JsonWriter out;
  out.begin_object().key("diagnostics").begin_array();
  for (const auto& d : findings) {
    out.begin_object();
    write_diagnostic(out, d);
    out.end_object();
  }
  if (proofs)
    for (const auto& [diagnostic, patients] : proofs->report.findings) {
      out.begin_object();
      write_diagnostic(out, diagnostic);
      write_patients(out, proofs->knowledge, patients);
      out.end_object();
    }
  out.end_array();
  if (proofs) write_properties(out, proofs->knowledge, proofs->report);
  out.end_object();
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

Result<Proofs> prove_content(AssembledPack::Content content) {
  auto knowledge = Knowledge::make(std::move(content.tables), std::move(content.manifest));
  if (!knowledge.ok()) return knowledge.errors();
  auto report = audit::prove(*knowledge, content.places);
  if (!report.ok()) return report.errors();
  return Proofs{std::move(*knowledge), std::move(*report)};
}

void validate(Program& program, const Options& options) {
  auto pack = read_pack(options.pack);
  if (!pack.ok()) return program.report(pack.errors());
  const bool sound = pack->content.has_value();
  std::optional<Proofs> proofs;
  if (options.prove && sound) {
    auto proved = prove_content(std::move(*pack->content));
    if (!proved.ok()) return program.report(proved.errors());
    proofs = std::move(*proved);
  }
  if (options.format == "json" || program.json) {
    print_json(pack->findings, proofs);
  } else {
    print_text(pack->findings, program.verbose);
    if (proofs) print_proofs(std::cout, proofs->knowledge, proofs->report, program.verbose);
    if (options.prove && !sound) std::cout << "nothing is proved of a pack with errors\n";
  }
  if (!sound) program.exit = Exit::answer_is_no;
  if (!proofs) return;
  for (const auto& [diagnostic, patients] : proofs->report.findings) {
    if (diagnostic.severity == Severity::error && program.exit == Exit::done) program.exit = Exit::answer_is_no;
    if (diagnostic.code == "proof-not-confirmed") program.exit = Exit::internal_error;
  }
}

}  // namespace

void add_validate(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("validate", "Check a pack and say where and how to mend it");
  const auto options = std::make_shared<Options>();
  command->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  command->add_option("--format", options->format, "pretty or json")->check(CLI::IsMember({"pretty", "json"}));
  command->add_flag("--prove", options->prove,
                    "prove its safety properties over all cases, and search its rules for what can never be right");
  command->callback([&program, options] { validate(program, *options); });
}

}  // namespace noso::cli
