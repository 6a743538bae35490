#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "render/findings.hpp"
#include "render/proofs.hpp"
#include "watch.hpp"

namespace noso::cli {

namespace {

struct Options {
  std::string pack, format = "pretty";
  bool prove = false, watch = false;
};

Result<Proofs> prove_content(AssembledPack::Content content) {
  auto knowledge = Knowledge::make(std::move(content.tables), std::move(content.manifest));
  if (!knowledge.ok()) return knowledge.errors();
  auto report = audit::prove(*knowledge, content.places);
  if (!report.ok()) return report.errors();
  return Proofs{std::move(*knowledge), std::move(*report)};
}

/// What the prover says of a rule includes what was seen of it without.
void drop_what_is_proved(std::vector<Diagnostic>& findings, const audit::ProofReport& report) {
  std::erase_if(findings, [&](const Diagnostic& d) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](const auto& proved) {
      return proved.diagnostic.code == d.code && proved.diagnostic.where == d.where;
    });
  });
}

/// Returns the folders of the pack and of the packs that it extends, as far as they were read.
std::vector<std::filesystem::path> validate(Program& program, const Options& options) {
  if (const auto trusted = program.check_signature(options.pack); !trusted.ok()) {
    program.report(trusted.errors());
    return {};
  }
  auto pack = read_pack(options.pack, {.as_of = program.as_of.value_or(today())});
  if (!pack.ok()) {
    program.report(pack.errors());
    return {};
  }
  const auto folders = pack->folders;
  const bool sound = pack->content.has_value();
  std::optional<Proofs> proofs;
  if (options.prove && sound) {
    auto proved = prove_content(std::move(*pack->content));
    if (!proved.ok()) {
      program.report(proved.errors());
      return folders;
    }
    proofs = std::move(*proved);
    drop_what_is_proved(pack->findings, proofs->report);
  }
  if (options.format == "sarif") {
    std::cout << findings_sarif(*pack, proofs) << '\n';
  } else if (options.format == "json" || program.json) {
    std::cout << findings_json(*pack, proofs) << '\n';
  } else {
    print_findings(std::cout, *pack, program.verbose);
    if (proofs) print_proofs(std::cout, proofs->knowledge, proofs->report, program.verbose);
    if (options.prove && !sound) std::cout << "nothing is proved of a pack with errors\n";
  }
  if (!sound) program.exit = Exit::answer_is_no;
  if (!proofs) return folders;
  for (const auto& [diagnostic, patients] : proofs->report.findings) {
    if (diagnostic.severity == Severity::error && program.exit == Exit::done) program.exit = Exit::answer_is_no;
    if (diagnostic.code == "proof-not-confirmed") program.exit = Exit::internal_error;
  }
  return folders;
}

/// Ends well whatever the last check found: the answer was on the screen.
void follow_edits(Program& program, const Options& options) {
  const auto watched = watch(options.pack, [&] { return validate(program, options); });
  program.exit = Exit::done;
  if (!watched.ok()) program.report(watched.errors());
}

}  // namespace

void add_validate(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("validate", "Check a pack and say where and how to mend it");
  const auto options = std::make_shared<Options>();
  command->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  command->add_option("--format", options->format, "pretty, json or sarif")
      ->check(CLI::IsMember({"pretty", "json", "sarif"}));
  command->add_flag("--prove", options->prove,
                    "prove its safety properties over all cases, and search its rules for what can never be right");
  command->add_flag("--watch", options->watch, "check again after every edit, until Ctrl-C");
  command->callback([&program, options] {
    if (options->watch)
      follow_edits(program, *options);
    else
      validate(program, *options);
  });
}

}  // namespace noso::cli
