#include <spdlog/spdlog.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/import/guidelines.hpp"
#include "noso/import/ontology.hpp"
#include "noso/import/pack.hpp"

namespace noso::cli {

namespace {

struct Options {
  std::vector<std::string> sources;
  std::string out, bindings;
};

std::string_view word_of(ImportOutcome::Kind kind) {
  switch (kind) {
    case ImportOutcome::Kind::used: return "used";
    case ImportOutcome::Kind::skipped: return "skipped";
    case ImportOutcome::Kind::repaired: return "repaired";
  }
  return "used";
}

void print_json(const std::vector<ImportOutcome>& outcomes) {
  JsonWriter out;
  out.begin_object().key("outcomes").begin_array();
  for (const auto& o : outcomes) {
    out.begin_object().member("outcome", word_of(o.kind)).member("file", std::string_view(o.first.file));
    if (!o.code.empty()) out.member("code", std::string_view(o.code));
    out.member("what", std::string_view(o.what)).member("count", std::uint64_t{o.count});
    if (o.first.line > 0) out.member("first_line", std::uint64_t{o.first.line});
    out.end_object();
  }
  out.end_array().end_object();
  std::cout << out.text() << '\n';
}

void report(const std::vector<ImportOutcome>& outcomes) {
  for (const auto& o : outcomes) {
    const auto line = to_string(o.first);
    if (o.kind == ImportOutcome::Kind::used)
      spdlog::info("{}: used {} {}", line, o.count, o.what);
    else
      spdlog::warn("{}: {} {} [{}]: {}, here first", line, word_of(o.kind), o.count, o.code, o.what);
  }
}

/// A pack, and the guidelines that are run with it.
void compile_pack_folder(Program& program, const Options& options) {
  std::vector<Diagnostic> findings;
  const PackExtension extend = [&](Tables& tables) -> Status {
    if (options.sources.size() == 1 && options.bindings.empty()) return success();
    auto added = extend_with_guidelines(tables, {options.sources.begin() + 1, options.sources.end()}, options.bindings);
    if (!added.ok()) return added.errors();
    program.inform(std::to_string(added->read) + " guidelines, " + std::to_string(added->refused) + " refused, " +
                   std::to_string(added->bound) + " bound");
    program.report_as_warnings(std::move(added->findings));
    return success();
  };
  const auto compiled = compile_pack(options.sources.front(), options.out, &findings, extend);
  program.report(compiled.ok() ? findings : compiled.errors());
  if (compiled.ok()) spdlog::info("wrote {}", options.out);
}

void compile_ontology(Program& program, const Options& options) {
  const bool on_terminal = isatty(STDERR_FILENO) != 0 && !program.quiet;
  const auto progress = [&](const std::string& step) {
    if (on_terminal) std::cerr << "\r\033[K" << step << " …" << std::flush;
  };
  auto imported = import_ontology({options.sources.begin(), options.sources.end()}, progress);
  progress("writing " + options.out);
  const auto written =
      imported.ok() ? write_knowledge_file(options.out, std::move(imported->tables), std::move(imported->manifest))
                    : Status(imported.errors());
  if (on_terminal) std::cerr << "\r\033[K";
  if (imported.ok()) program.json ? print_json(imported->outcomes) : report(imported->outcomes);
  if (!written.ok()) return program.report(written.errors());
  spdlog::info("wrote {}", options.out);
}

bool is_pack_folder(const std::string& source) {
  std::error_code ignored;
  return std::filesystem::exists(std::filesystem::path(source) / "pack.json", ignored);
}

/// Folders and files of guidelines, no packs.
bool holds_guidelines(const std::vector<std::string>& sources) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  return std::all_of(sources.begin(), sources.end(), [&](const std::string& source) {
    if (!fs::is_directory(source, ignored)) return source.ends_with(".gdl2.json");
    return !is_pack_folder(source) && guideline_files({source}).ok();
  });
}

void compile_guidelines(Program& program, const Options& options) {
  auto library = import_guidelines({options.sources.begin(), options.sources.end()});
  if (!library.ok()) return program.report(library.errors());
  program.report_as_warnings(library->outcome.findings);
  const auto written = write_knowledge_file(options.out, std::move(library->tables), std::move(library->manifest));
  if (!written.ok()) return program.report(written.errors());
  spdlog::info("wrote {}: {} guidelines, {} refused", options.out, library->outcome.read, library->outcome.refused);
}

}  // namespace

void add_compile(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("compile", "Make a knowledge file from a pack, or from ontologies and annotations");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("sources", options->sources,
                   "the folder of a pack, and guidelines that go with it; folders or files of GDL2 guidelines; or OBO "
                   "Graphs, OBO, phenotype.hpoa and SSSOM files, plain or gzip")
      ->required()
      ->type_name("SOURCE");
  command->add_option("-o,--output", options->out, "knowledge file to write")->required()->type_name("FILE");
  command->add_option("--bindings", options->bindings, "what the inputs of guidelines are in terms of the pack (JSON)")
      ->type_name("FILE");
  command->callback([&program, options] {
    for (const auto& source : options->sources)
      if (const auto trusted = program.check_signature(source); !trusted.ok()) return program.report(trusted.errors());
    if (holds_guidelines(options->sources)) return compile_guidelines(program, *options);
    std::error_code ignored;
    const auto& first = options->sources.front();
    const bool one = options->sources.size() == 1;
    const bool pack =
        (one && (!std::filesystem::exists(first, ignored) || std::filesystem::is_directory(first, ignored))) ||
        (!one && is_pack_folder(first));
    if (pack)
      compile_pack_folder(program, *options);
    else
      compile_ontology(program, *options);
  });
}

}  // namespace noso::cli
