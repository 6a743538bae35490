// What the readers say of changed files of a pack, for tests/schema/agreement.py.
//   noso_pack_verdicts PACK < requests
// A request is a line "FILE<TAB>JSON": the file of the pack (by its path inside it) with this text instead. For each
// one line of JSON is printed: [["code", "message"], …], the errors of the pack or vignettes reader.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "noso/base/file_io.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/engine/audit/vignette.hpp"
#include "noso/import/pack.hpp"

namespace {

using namespace noso;
namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

struct File {
  std::string name, text;
};

std::vector<JsonDocument> parse_all(const std::vector<File>& files, std::vector<Diagnostic>& errors) {
  std::vector<JsonDocument> out;
  for (const auto& file : files) {
    auto document = JsonDocument::parse(file.text, file.name);
    if (document.ok())
      out.push_back(std::move(*document));
    else
      errors.insert(errors.end(), document.errors().begin(), document.errors().end());
  }
  return out;
}

std::vector<Diagnostic> judge(const std::vector<File>& files) {
  std::vector<Diagnostic> errors;
  const auto documents = parse_all(files, errors);
  if (!errors.empty()) return errors;
  for (const auto& finding : assemble_pack(documents).findings)
    if (finding.severity == Severity::error) errors.push_back(finding);
  return errors;
}

std::vector<Diagnostic> judge_vignettes(const std::string& text, const Knowledge& knowledge) {
  std::vector<Diagnostic> errors;
  const auto documents = parse_all({{"vignettes.json", text}}, errors);
  if (!errors.empty()) return errors;
  const auto read = audit::read_vignettes(documents, knowledge);
  return read.ok() ? std::vector<Diagnostic>{} : read.errors();
}

void print(const std::vector<Diagnostic>& errors) {
  JsonWriter out(false);
  out.begin_array();
  for (const auto& d : errors) out.begin_array().value(d.code).value(d.message).end_array();
  out.end_array();
  std::cout << out.text() << '\n';
}

int fail(const std::string& why) {
  std::cerr << why << '\n';
  return 1;
}

int run(const fs::path& folder) {
  std::vector<File> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    auto text = read_file(entry.path(), kMaxBytes);
    if (!text.ok()) return fail(to_string(text.errors().front()));
    files.push_back({entry.path().filename().string(), std::move(*text)});
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.name < b.name; });
  std::vector<Diagnostic> errors;
  auto pack = assemble_pack(parse_all(files, errors));
  if (!pack.content) return fail("the pack itself has errors");
  const auto knowledge = Knowledge::make(std::move(pack.content->tables), std::move(pack.content->manifest));
  if (!knowledge.ok()) return fail(to_string(knowledge.errors().front()));

  std::string line;
  while (std::getline(std::cin, line)) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos) return fail("a request has no tab");
    const auto name = line.substr(0, tab), text = line.substr(tab + 1);
    if (name.starts_with("vignettes/")) {
      print(judge_vignettes(text, *knowledge));
      continue;
    }
    auto changed = files;
    const auto file = std::find_if(changed.begin(), changed.end(), [&](const File& f) { return f.name == name; });
    if (file == changed.end()) return fail("the pack has no file " + name);
    file->text = text;
    print(judge(changed));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fail("usage: noso_pack_verdicts PACK");
  return run(argv[1]);
}
