#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "noso/base/text.hpp"
#include "noso/import/pack_format.hpp"
#include "pack_template.hpp"

namespace noso::cli {

namespace {

namespace fs = std::filesystem;

/// A folder that disappears unless it is renamed away.
struct Scratch {
  fs::path path;
  ~Scratch() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
};

/// JSON in canonical form; anything else as it is.
std::string tidy(const TemplateFile& file) {
  if (!file.path.ends_with(".json")) return file.text;
  const auto document = JsonDocument::parse(file.text, file.path);
  return document.ok() ? canonical_text(*document) : file.text;
}

Status fill(const fs::path& folder, const std::string& id, const std::string& date) {
  std::error_code failure;
  fs::create_directories(folder / "vignettes", failure);
  for (const auto& file : pack_template(id, date)) {
    std::ofstream out(folder / file.path, std::ios::binary);
    out << tidy(file);
    out.close();
    if (!out)
      return error("cannot-write", "cannot write the file", "is the disk full?", {(folder / file.path).string()});
  }
  const auto schema = data_path("schema");
  fs::copy(schema, folder / "schema", failure);
  if (failure) return error("cannot-write", "cannot copy the schema: " + failure.message(), {}, {schema});
  return success();
}

Status start(const fs::path& pack, const std::string& date) {
  std::error_code failure;
  const auto folder = pack.lexically_normal();
  const auto id = (folder.has_filename() ? folder : folder.parent_path()).filename().string();
  if (!is_kebab_case(id))
    return error("bad-id", "the name of the folder becomes the id of the pack, and '" + id + "' is no id",
                 "use a-z, 0-9 and '-', starting with a letter, such as knee-pain", {pack.string()});
  if (fs::exists(fs::symlink_status(pack, failure)))
    return error("already-there", "there is such a file or folder already", "choose another name, or move it away",
                 {pack.string()});
  const auto parent = fs::absolute(folder.has_filename() ? folder : folder.parent_path()).parent_path();
  Scratch scratch{parent / ("." + id + ".new")};
  if (!fs::create_directory(scratch.path, failure)) {
    const auto path = std::exchange(scratch.path, {});
    return error("cannot-write", "cannot make a folder: " + (failure ? failure.message() : "it is there already"),
                 failure ? "check that the folder above exists and may be written to" : "remove it", {path.string()});
  }
  if (auto filled = fill(scratch.path, id, date); !filled.ok()) return filled;
  fs::rename(scratch.path, parent / id, failure);
  if (failure) return error("cannot-write", "cannot rename into place: " + failure.message(), {}, {pack.string()});
  scratch.path.clear();
  return success();
}

}  // namespace

void add_new(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("new", "Start a pack: a small one that is complete and explains itself");
  const auto pack = std::make_shared<std::string>();
  command->add_option("pack", *pack, "folder to make; its name becomes the id of the pack")
      ->required()
      ->type_name("PACK");
  command->callback([&program, pack] {
    const auto started = start(*pack, to_string(program.as_of.value_or(today())));
    if (!started.ok()) return program.report(started.errors());
    spdlog::info(
        "started the pack {0}\n  read it:     {0}/README.md\n  check it:    noso validate {0}\n"
        "  test it:     noso test {0}",
        *pack);
  });
}

}  // namespace noso::cli
