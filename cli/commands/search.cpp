#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
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
  Page page(program.color);
  for (const auto& f : *found) {
    std::string line = page.ink(Ink::bold, kb.label(f.found)) + "  " + std::string(to_string(kb[f.found].kind)) + "  " +
                       page.ink(Ink::dim, kb.id(f.found));
    if (!f.matched.empty() && f.matched != kb.label(f.found)) line += "  (as '" + f.matched + "')";
    page.paragraph("", line);
  }
  if (found->empty()) {
    page.paragraph("", "Nothing found for '" + options.query + "'.");
    const auto near = kb.similar_names(options.query, kind);
    for (const auto& name : near) page.paragraph("  did you mean ", "'" + name + "'?");
    program.exit = Exit::answer_is_no;
  }
  std::cout << page.text();
}

}  // namespace

void add_search(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("search", "Find concepts by any of their names");
  const auto options = std::make_shared<Options>();
  command->add_option("query", options->query, "words to look for")->required();
  command->add_option("--kind", options->kind, "condition, finding, risk-factor or intervention")
      ->check(CLI::IsMember({"condition", "finding", "risk-factor", "intervention"}));
  command->add_option("--limit", options->limit, "most results")->check(CLI::Range(1, 1000));
  command->callback([&program, options] { run(program, *options); });
}

}  // namespace noso::cli
