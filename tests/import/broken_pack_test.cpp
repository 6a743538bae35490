// The shipped pack with one more file that breaks it: the finding named by the fixture is there, at the place marked
// with `§` (taken out before the text is read), with a remedy.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "noso/import/pack.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".json") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

/// Takes the mark out of `text`, which has one line; returns its place.
Location unmark(std::string& text) {
  const std::string_view mark = "§";
  const auto at = text.find(mark);
  REQUIRE(at != std::string::npos);
  text.erase(at, mark.size());
  return {"broken.json", 1, static_cast<std::uint32_t>(at + 1)};
}

std::vector<Diagnostic> findings_with(const std::string& broken) {
  std::vector<JsonDocument> documents;
  for (const auto& file : json_files(NOSO_PACK_DIR)) {
    auto document = JsonDocument::parse(text_of(file), file.filename().string());
    REQUIRE(document.ok());
    documents.push_back(std::move(*document));
  }
  auto document = JsonDocument::parse(broken, "broken.json");
  if (!document.ok()) return document.errors();
  documents.push_back(std::move(*document));
  return assemble_pack(documents).findings;
}

}  // namespace

TEST_CASE("the shipped pack broken in each of these ways gets the finding of that name") {
  const auto fixtures = json_files(fs::path(NOSO_SOURCE_DIR) / "tests/import/broken");
  CHECK(fixtures.size() >= 50);
  for (const auto& fixture : fixtures) {
    auto text = text_of(fixture);
    const auto where = unmark(text);
    const auto name = fixture.filename().string();
    const auto code = name.substr(0, name.find('.'));
    const auto findings = findings_with(text);
    CAPTURE(name, test::lines(findings));
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const Diagnostic& d) { return d.code == code && d.where == where; });
    REQUIRE(found != findings.end());
    CHECK_FALSE(found->message.empty());
    CHECK_FALSE(found->help.empty());
  }
}
