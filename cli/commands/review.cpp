#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <set>

#include "commands/commands.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/base/text.hpp"
#include "noso/import/pack.hpp"

namespace noso::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string pack, state, reviewer, date, file;
  std::vector<std::string> elements;
  bool all = false;
};

/// How many elements are in each state.
struct Count {
  std::size_t signed_off = 0, voided = 0, not_signed = 0;

  void add(SignOffState state) {
    switch (state) {
      case SignOffState::signed_off: ++signed_off; break;
      case SignOffState::voided: ++voided; break;
      case SignOffState::not_signed: ++not_signed; break;
    }
  }
  std::string text() const {
    return std::to_string(signed_off) + " signed, " + std::to_string(voided) + " void, " + std::to_string(not_signed) +
           " unsigned";
  }
  void write(JsonWriter& out) const {
    out.member("signed", static_cast<std::uint64_t>(signed_off))
        .member("void", static_cast<std::uint64_t>(voided))
        .member("unsigned", static_cast<std::uint64_t>(not_signed));
  }
};

/// The pack with its elements; reports and returns nothing where it cannot be read or has errors.
std::optional<AssembledPack> read(Program& program, const std::string& folder) {
  auto pack = read_pack(folder, {.as_of = program.as_of, .list_reviewed = true});
  if (!pack.ok()) {
    program.report(pack.errors());
    return std::nullopt;
  }
  if (pack->content) return std::move(*pack);
  std::erase_if(pack->findings, [](const Diagnostic& d) { return d.severity != Severity::error; });
  program.report(pack->findings);
  return std::nullopt;
}

void print_element(const ReviewedElement& element) {
  const auto state = std::string(to_string(element.state));
  std::cout << state << std::string(10 - state.size(), ' ') << element.path << "  " << to_string(element.where);
  for (const auto& by : element.by) std::cout << "  " << by.reviewer << ' ' << by.date;
  std::cout << '\n';
}

void write_element(JsonWriter& out, const ReviewedElement& element) {
  out.begin_object().member("element", std::string_view(element.path)).member("state", to_string(element.state));
  out.member("file", std::string_view(element.where.file))
      .member("line", static_cast<std::uint64_t>(element.where.line))
      .member("column", static_cast<std::uint64_t>(element.where.column))
      .member("digest", std::string_view(element.digest));
  out.key("by").begin_array();
  for (const auto& by : element.by)
    out.begin_object()
        .member("reviewer", std::string_view(by.reviewer))
        .member("date", std::string_view(by.date))
        .end_object();
  out.end_array().end_object();
}

void list(Program& program, const Options& options) {
  const auto pack = read(program, options.pack);
  if (!pack) return;
  JsonWriter out;
  out.begin_object().key("elements").begin_array();
  for (const auto& element : pack->reviewed) {
    if (!options.state.empty() && to_string(element.state) != options.state) continue;
    program.json ? write_element(out, element) : print_element(element);
  }
  out.end_array().end_object();
  if (program.json) std::cout << out.text() << '\n';
}

void status(Program& program, const Options& options) {
  const auto pack = read(program, options.pack);
  if (!pack) return;
  std::map<std::string, Count> sections;
  Count total;
  for (const auto& element : pack->reviewed) {
    sections[element.path.substr(0, element.path.find('/'))].add(element.state);
    total.add(element.state);
  }
  const auto& manifest = pack->content->manifest;
  if (program.json) {
    JsonWriter out;
    out.begin_object().member("id", manifest.id()).member("version", manifest.version());
    out.member("status", manifest.status());
    total.write(out);
    out.key("sections").begin_object();
    for (const auto& [name, count] : sections) {
      out.key(name).begin_object();
      count.write(out);
      out.end_object();
    }
    out.end_object().end_object();
    std::cout << out.text() << '\n';
  } else {
    for (const auto& element : pack->reviewed)
      if (element.state == SignOffState::voided) print_element(element);
    for (const auto& [name, count] : sections) std::cout << name << ": " << count.text() << '\n';
    std::cout << manifest.id() << ' ' << manifest.version() << " (" << manifest.status() << "): " << total.text()
              << '\n';
  }
  if (manifest.status() == "active" && total.signed_off != pack->reviewed.size()) program.exit = Exit::answer_is_no;
}

bool is_in_file(const ReviewedElement& element, const std::string& file) {
  const fs::path where(element.where.file);
  return where == fs::path(file).lexically_normal() || where.filename() == file;
}

/// The elements that `name` means: a path, all below a path, or an id that only one section has.
Result<std::vector<ReviewedElement>> named(const std::vector<ReviewedElement>& elements, const std::string& name) {
  std::vector<ReviewedElement> below, by_id;
  std::set<std::string_view> sections, paths;
  for (const auto& element : elements) {
    if (element.path == name || element.path.starts_with(name + "/")) below.push_back(element);
    if (element.path.ends_with("/" + name)) {
      by_id.push_back(element);
      sections.insert(std::string_view(element.path).substr(0, element.path.find('/')));
    }
    paths.insert(element.path);
  }
  if (!below.empty()) return below;
  if (sections.size() == 1) return by_id;
  if (!by_id.empty())
    return error("ambiguous-name", "'" + name + "' stands in several sections",
                 "name the section too: '" + by_id.front().path + "'");
  const std::vector<std::string_view> known(paths.begin(), paths.end());
  const auto near = did_you_mean(name, known);
  return error("unknown-element", "the pack has no element '" + name + "' to sign",
               near.empty() ? "'noso review list' names them all" : near);
}

/// What the command line selects, each once; an element with the path of a selected one comes along.
Result<std::vector<ReviewedElement>> selected(const AssembledPack& pack, const Options& options) {
  std::vector<ReviewedElement> from = pack.reviewed;
  if (!options.file.empty())
    std::erase_if(from, [&](const ReviewedElement& e) { return !is_in_file(e, options.file); });
  if (from.empty())
    return error("unknown-element", "there is nothing to sign in '" + options.file + "'",
                 "name a file of the pack that states something");
  if (options.all) return from;
  std::set<std::string> paths;
  for (const auto& name : options.elements) {
    const auto found = named(from, name);
    if (!found.ok()) return found.errors();
    for (const auto& element : *found) paths.insert(element.path);
  }
  std::erase_if(from, [&](const ReviewedElement& e) { return !paths.contains(e.path); });
  return from;
}

void sign_off(Program& program, const Options& options) {
  const auto date = options.date.empty() ? program.as_of : parse_date(options.date);
  const auto pack = read(program, options.pack);
  if (!pack) return;
  const auto elements = selected(*pack, options);
  if (!elements.ok()) return program.report(elements.errors());
  const auto written = sign(options.pack, *elements, options.reviewer, *date);
  if (!written.ok()) return program.report(written.errors());
  for (const auto& element : *elements) spdlog::debug("signed {} {}", element.path, element.digest);
  spdlog::info("{} signed {} elements as of {} in {}", options.reviewer, elements->size(), to_string(*date),
               (fs::path(options.pack) / kReviewsFile).string());
}

std::string check_date(const std::string& text) {
  return parse_date(text) ? std::string() : "'" + text + "' is no date; write it as 2026-01-31";
}

std::string check_name(const std::string& text) { return fold(text).empty() ? "a reviewer has a name" : std::string(); }

void add_sign(CLI::App& review, Program& program, const std::shared_ptr<Options>& options) {
  auto* command = review.add_subcommand("sign", "Record that somebody has reviewed elements as they are now");
  command->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  auto* elements = command->add_option("elements", options->elements, "paths such as rules/x01, sections, or ids");
  elements->type_name("ELEMENT");
  command->add_option("--reviewer", options->reviewer, "who has reviewed them")->required()->check(check_name);
  command->add_option("--date", options->date, "when (default: --as-of)")->type_name("DATE")->check(check_date);
  command->add_option("--file", options->file, "only what stands in this file of the pack")->type_name("FILE");
  command->add_flag("--all", options->all, "everything, or everything in the file")->excludes(elements);
  command->callback([&program, options] {
    if (options->date.empty() && !program.as_of) throw CLI::RequiredError("--date or --as-of");
    if (options->elements.empty() && !options->all) throw CLI::RequiredError("ELEMENT or --all");
    sign_off(program, *options);
  });
}

}  // namespace

void add_review(CLI::App& app, Program& program) {
  auto* review = app.add_subcommand("review", "Who has reviewed what of a pack, and what has changed since");
  review->require_subcommand(1);
  review->fallthrough();
  const auto options = std::make_shared<Options>();
  auto* listing = review->add_subcommand("list", "Every element that can be signed, its state and who signed it");
  listing->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  listing->add_option("--state", options->state, "only these: unsigned, void or signed")
      ->check(CLI::IsMember({"unsigned", "void", "signed"}));
  listing->callback([&program, options] { list(program, *options); });
  add_sign(*review, program, options);
  auto* counting =
      review->add_subcommand("status", "How many are signed, void and unsigned (exit 1: active, not all signed)");
  counting->add_option("pack", options->pack, "folder of a pack")->required()->type_name("PACK");
  counting->callback([&program, options] { status(program, *options); });
}

}  // namespace noso::cli
