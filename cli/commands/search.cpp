#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "render/found.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

struct Options {
  std::string query, kind;
  std::size_t limit = 10;
};

void run(Program& program, const Options& options) {
  std::optional<ConceptKind> kind;
  if (!options.kind.empty()) kind = parse<ConceptKind>(options.kind);
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto found = engine->search(options.query, kind, options.limit);
  if (!found.ok()) return program.report(found.errors());
  const auto& kb = engine->knowledge();
  if (program.json) {
    std::cout << to_json(kb, *found) << '\n';
    return;
  }
  if (!found->empty()) {
    std::cout << render_found(kb, *found, program.color);
    return;
  }
  Page page(program.color);
  page.paragraph("", "Nothing found for '" + options.query + "'.");
  program.exit = Exit::answer_is_no;
  std::cout << page.text();
}

}  // namespace

void add_search(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("search", "Find concepts by any of their names");
  const auto options = std::make_shared<Options>();
  command->add_option("query", options->query, "words to look for")->required();
  command->add_option("--kind", options->kind, "condition, finding, risk-factor, intervention or guideline")
      ->check(CLI::IsMember({"condition", "finding", "risk-factor", "intervention", "guideline"}));
  command->add_option("--limit", options->limit, "most results")->check(CLI::Range(1, 1000));
  command->callback([&program, options] { run(program, *options); });
}

}  // namespace noso::cli
