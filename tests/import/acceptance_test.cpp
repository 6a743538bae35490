#include <catch2/catch.hpp>

#include "pack/acceptance.hpp"
#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

std::string accepting(const std::string& code, const std::string& at) {
  return R"({"sources": [{"id": "U", "citation": "c"}],
             "accept": [{"code": ")" +
         code + R"(", "at": )" + at + R"(, "reason": "for later"}]})";
}

bool has(const std::vector<Diagnostic>& findings, std::string_view code) {
  return std::any_of(findings.begin(), findings.end(), [&](const Diagnostic& d) { return d.code == code; });
}

}  // namespace

TEST_CASE("an accepted finding is reported no more, with its reason") {
  const auto pack = test::with(accepting("unused-source", R"("sources/U")"));
  CHECK_FALSE(has(pack.findings, "unused-source"));
  CHECK_FALSE(has(pack.findings, "unused-acceptance"));
  REQUIRE(pack.accepted.size() == 1);
  CHECK(pack.accepted.front().finding.code == "unused-source");
  CHECK(pack.accepted.front().reason == "for later");
  CHECK(pack.content);
  CHECK(test::with(accepting("unused-source", R"(["sources"])")).accepted.size() == 1);
}

TEST_CASE("an acceptance that accepts nothing is reported where it stands") {
  for (const auto* at : {"\"sources/T\"", "\"sources/U/citation\"", "\"sour\"", "\"\""}) {
    const auto pack = test::with(accepting("unused-source", at));
    CAPTURE(at);
    CHECK(has(pack.findings, "unused-source"));
    CHECK(has(pack.findings, "unused-acceptance"));
    CHECK(pack.accepted.empty());
  }
  CHECK(has(test::with(accepting("unused-concept", "\"sources/U\"")).findings, "unused-acceptance"));
}

TEST_CASE("an error cannot be accepted") {
  const auto pack = test::with(R"({"findings": [{"id": "Bad Id", "label": "bad"}],
      "accept": [{"code": "bad-id", "at": "findings/Bad Id", "reason": "it is only a name"}]})");
  CHECK(has(pack.findings, "bad-id"));
  CHECK(pack.accepted.empty());
  CHECK_FALSE(pack.content);
}

TEST_CASE("the path of a place names the elements around it") {
  const auto document = JsonDocument::parse(
      R"({"sources": [{"id": "A", "citation": "c"}, {"id": "B"}],
"treatments": [{"intervention": "i", "condition": "c", "basis": {"mark": "read"}}],
"list": [[1, 2], {"x": 3}]})",
      "f");
  REQUIRE(document.ok());
  const auto at = [&](std::uint32_t line, std::uint32_t column) {
    return element_path(*document, {"f", line, column});
  };
  CHECK(at(1, 1) == "");
  CHECK(at(1, 2) == "sources");
  CHECK(at(1, 14) == "sources/A");
  CHECK(at(1, 21) == "sources/A/id");
  CHECK(at(1, 45) == "sources/B/id");
  CHECK(at(2, 60) == "treatments/i:c/basis");
  CHECK(at(2, 68) == "treatments/i:c/basis/mark");
  CHECK(at(3, 14) == "list/0/1");
  CHECK(at(3, 24) == "list/1/x");
}
