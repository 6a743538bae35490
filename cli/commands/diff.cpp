#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <set>

#include "commands/commands.hpp"
#include "noso/engine/audit/boundaries.hpp"
#include "noso/import/versions.hpp"
#include "pack_input.hpp"
#include "render/difference.hpp"

namespace noso::cli {

namespace {

/// The vignettes of a pack and the cases at the thresholds of its rules; a case that is there already is left out.
void add_probes(const LoadedPack& pack, const AssessOptions& options, std::vector<audit::Probe>& probes,
                std::set<std::string>& seen) {
  const auto add = [&](std::string name, const std::string& json) {
    if (seen.insert(json).second) probes.push_back({std::move(name), json});
  };
  for (const auto& v : pack.vignettes) add("vignette " + v.id, v.case_json);
  const auto& kb = pack.engine.knowledge();
  for (const auto& b : audit::boundaries(pack.engine, options))
    for (const auto* side : {&b.below, &b.at, &b.above})
      if (*side)
        add("boundary of " + std::string(kb.text(kb[b.rule].id)) + ", " + b.clause + ": " + (*side)->place,
            (*side)->case_json);
}

int rank_of_status(std::string_view status) { return status == "retired" ? 2 : status == "active" ? 1 : 0; }

/// What the life cycle of a pack does not allow: a status that goes back, a version that does not rise.
std::vector<Diagnostic> life_cycle(const Manifest& before, const Manifest& after, bool changed,
                                   const std::string& new_path) {
  std::vector<Diagnostic> out;
  if (before.id() != after.id()) return out;
  const Location where{new_path};
  if (rank_of_status(after.status()) < rank_of_status(before.status()))
    out.push_back(error("status-goes-back",
                        "the status was " + std::string(before.status()) + " and is " + std::string(after.status()),
                        "a pack goes from draft to active to retired, never back; publish another pack", where));
  const auto order = compare_versions(after.version(), before.version());
  if (order < 0 || (order == 0 && changed))
    out.push_back({Severity::warning, "version-not-raised",
                   "the version was " + std::string(before.version()) + " and is " + std::string(after.version()) +
                       ", with another content",
                   "raise it; the first number where someone gets another recommendation", where});
  return out;
}

void run(Program& program, const std::string& old_path, const std::string& new_path) {
  const auto before = load_pack(program, old_path);
  const auto after = load_pack(program, new_path);
  if (!before || !after) return;
  const auto options = program.assess_options();
  std::vector<audit::Probe> probes;
  std::set<std::string> seen;
  add_probes(*before, options, probes, seen);
  add_probes(*after, options, probes, seen);
  Difference difference{.changes = audit::changes(before->engine.knowledge(), after->engine.knowledge()),
                        .behaviour = audit::behaviour_changes(before->engine, after->engine, probes, options),
                        .probes = probes.size(),
                        .findings = after->overlay};
  const bool changed = !difference.changes.empty() || !difference.behaviour.empty();
  const auto life =
      life_cycle(before->engine.knowledge().manifest(), after->engine.knowledge().manifest(), changed, new_path);
  difference.findings.insert(difference.findings.end(), life.begin(), life.end());
  std::cout << (program.json ? difference_json(difference) : difference_text(difference, program.color));
  if (changed || !life.empty()) program.exit = Exit::answer_is_no;
}

}  // namespace

void add_diff(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("diff", "What two versions of a pack state and answer differently");
  struct Options {
    std::string before, after;
  };
  const auto options = std::make_shared<Options>();
  command->add_option("old", options->before, "folder of a pack, or a knowledge file")->required()->type_name("OLD");
  command->add_option("new", options->after, "folder of a pack, or a knowledge file")->required()->type_name("NEW");
  command->callback([&program, options] { run(program, options->before, options->after); });
}

}  // namespace noso::cli
