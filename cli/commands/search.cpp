#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/json_writer.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

struct Options {
  std::string query, kind;
  std::size_t limit = 10;
};

void print_json(const Knowledge& kb, const std::vector<FoundConcept>& found) {
  JsonWriter out;
  out.begin_object().key("results").begin_array();
  for (const auto& f : found) {
    out.begin_object().member("id", kb.id(f.found)).member("label", kb.label(f.found));
    out.member("kind", to_string(kb[f.found].kind)).member("score", f.score);
    out.member("matched", std::string_view(f.matched)).end_object();
  }
  out.end_array().end_object();
  std::cout << out.text() << '\n';
}

void run(Program& program, const Options& options) {
  std::optional<ConceptKind> kind;
  if (!options.kind.empty()) kind = parse<ConceptKind>(options.kind);
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto found = engine->search(options.query, kind, options.limit);
  if (!found.ok()) return program.report(found.errors());
  const auto& kb = engine->knowledge();
  if (program.json) return print_json(kb, *found);
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
  command->add_option("--kind", options->kind, "condition, finding, risk-factor, intervention or guideline")
      ->check(CLI::IsMember({"condition", "finding", "risk-factor", "intervention", "guideline"}));
  command->add_option("--limit", options->limit, "most results")->check(CLI::Range(1, 1000));
  command->callback([&program, options] { run(program, *options); });
}

}  // namespace noso::cli
