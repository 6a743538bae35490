// cards lint: holds anybody's CDS Hooks JSON against the specification.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/diagnostic_json.hpp"
#include "noso/base/file_io.hpp"
#include "serve/card_lint.hpp"
#include "serve/http_client.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostDocumentBytes = std::size_t{16} << 20;

Result<std::string> read_document(const std::string& place) {
  if (place.starts_with("http://") || place.starts_with("https://")) return serve::fetch(place, kMostDocumentBytes);
  return read_file(place == "-" ? "/dev/stdin" : place, kMostDocumentBytes);
}

void print(const Program& program, const std::vector<Diagnostic>& found, std::string_view kind) {
  if (program.json) {
    JsonWriter out;
    out.begin_object();
    write_diagnostics(out, found);
    out.member("document", kind).end_object();
    std::cout << out.text() << '\n';
    return;
  }
  for (const auto& d : found) std::cout << to_string(d) << '\n';
  if (found.empty()) std::cout << "good " << kind << '\n';
}

void run(Program& program, const std::string& place) {
  const auto text = read_document(place);
  if (!text.ok()) return program.report(text.errors());
  Diagnostics found;
  std::string_view kind = "document";
  if (const auto document = JsonDocument::parse(*text, place == "-" ? "<stdin>" : place); document.ok()) {
    if (const auto read = serve::lint_cds_document(document->root(), found)) kind = to_string(*read);
  } else {
    for (const auto& d : document.errors()) found.add(d);
  }
  if (found.has_errors()) program.exit = Exit::answer_is_no;
  print(program, found.take(), kind);
}

}  // namespace

void add_cards(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("cards", "Check the JSON of CDS Hooks");
  command->require_subcommand(1);
  auto* lint = command->add_subcommand("lint", "A discovery, request, response or feedback, against 2.0.1");
  const auto place = std::make_shared<std::string>();
  lint->add_option("place", *place, "file, URL, or - for standard input")->required()->type_name("FILE|URL");
  lint->callback([&program, place] { run(program, *place); });
}

}  // namespace noso::cli
