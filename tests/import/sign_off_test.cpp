// Sign-offs: who has reviewed what, and that a later change voids it.
#include <catch2/catch.hpp>

#include "noso/base/digest.hpp"
#include "noso/import/pack_format.hpp"
#include "support/folder.hpp"
#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

const Date kDay = *parse_date("2026-02-01");

AssembledPack read(const std::filesystem::path& folder) {
  auto pack = read_pack(folder, {.list_reviewed = true});
  REQUIRE(pack.ok());
  return std::move(*pack);
}

std::vector<ReviewedElement> with_path(const AssembledPack& pack, const std::string& path) {
  std::vector<ReviewedElement> out;
  for (const auto& element : pack.reviewed)
    if (element.path == path) out.push_back(element);
  return out;
}

SignOffState state_of(const AssembledPack& pack, const std::string& path) {
  const auto found = with_path(pack, path);
  REQUIRE(found.size() == 1);
  return found.front().state;
}

std::size_t count(const AssembledPack& pack, const std::string& code) {
  std::size_t out = 0;
  for (const auto& d : pack.findings) out += d.code == code ? 1 : 0;
  return out;
}

std::string changed(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("every element that states something can be signed, and is not signed at first") {
  const test::Folder folder;
  folder.write("pack.json", std::string(test::kMinimalPack));
  const auto pack = read(folder.path());
  CHECK(pack.reviewed.size() == 22);
  for (const auto& element : pack.reviewed) {
    CHECK(element.state == SignOffState::not_signed);
    CHECK(element.digest.size() == 64);
    CHECK(element.where.line > 0);
  }
  // The digest is that of the canonical text.
  const auto document = JsonDocument::parse(R"({"label": "Rash", "id": "rash"})", "f");
  REQUIRE(document.ok());
  Sha256 hash;
  hash.add(canonical_json(document->root()));
  CHECK(with_path(pack, "findings/rash").front().digest == hash.hex());
}

TEST_CASE("a sign-off holds until the content changes, whatever its layout") {
  const test::Folder folder;
  const std::string text(test::kMinimalPack);
  folder.write("pack.json", text);
  REQUIRE(sign(folder.path(), with_path(read(folder.path()), "rules/x01"), "Dr A", kDay).ok());
  auto pack = read(folder.path());
  CHECK(state_of(pack, "rules/x01") == SignOffState::signed_off);
  CHECK(with_path(pack, "rules/x01").front().by.front().reviewer == "Dr A");
  CHECK(with_path(pack, "rules/x01").front().by.front().date == "2026-02-01");
  CHECK(state_of(pack, "cautions/k01") == SignOffState::not_signed);
  CHECK(count(pack, "void-review") == 0);
  const auto document = JsonDocument::parse(test::bytes_of(folder / "reviews.json"), "reviews.json");
  REQUIRE(document.ok());
  CHECK(canonical_text(*document) == test::bytes_of(folder / "reviews.json"));

  folder.write("pack.json", changed(text, R"({"id": "x01", "label": "infection", "level": "urgent")",
                                    R"({"level": "urgent",   "label": "infection", "id": "x01")"));
  CHECK(state_of(read(folder.path()), "rules/x01") == SignOffState::signed_off);

  folder.write("pack.json", changed(text, "\"level\": \"urgent\"", "\"level\": \"soon\""));
  pack = read(folder.path());
  CHECK(state_of(pack, "rules/x01") == SignOffState::voided);
  REQUIRE(count(pack, "void-review") == 1);
  const auto found = std::find_if(pack.findings.begin(), pack.findings.end(),
                                  [](const Diagnostic& d) { return d.code == "void-review"; });
  CHECK(found->severity == Severity::warning);
  CHECK(found->where == with_path(pack, "rules/x01").front().where);
  CHECK(found->message.find("Dr A") != std::string::npos);

  // Signed again: the old entry goes, that of another reviewer stays.
  REQUIRE(sign(folder.path(), with_path(pack, "rules/x01"), "Dr B", kDay).ok());
  REQUIRE(sign(folder.path(), with_path(pack, "rules/x01"), "Dr A", kDay).ok());
  pack = read(folder.path());
  CHECK(with_path(pack, "rules/x01").front().by.size() == 2);
  CHECK(count(pack, "void-review") == 0);
}

TEST_CASE("of two elements of one name each is signed for itself") {
  const test::Folder folder;
  folder.write("pack.json", std::string(test::kMinimalPack));
  folder.write("more.json",
               R"({"risk_effects": [{"risk_factor": "obesity", "condition": "plantar-fasciitis", "odds_ratio": 5,
    "applied": false, "basis": {"mark": "read", "sources": ["T"]}}]})");
  auto both = with_path(read(folder.path()), "risk_effects/obesity:plantar-fasciitis");
  REQUIRE(both.size() == 2);
  REQUIRE(sign(folder.path(), {both.front()}, "Dr A", kDay).ok());
  both = with_path(read(folder.path()), "risk_effects/obesity:plantar-fasciitis");
  CHECK((both[0].state == SignOffState::signed_off) != (both[1].state == SignOffState::signed_off));
  REQUIRE(sign(folder.path(), both, "Dr A", kDay).ok());
  for (const auto& element : with_path(read(folder.path()), "risk_effects/obesity:plantar-fasciitis"))
    CHECK(element.state == SignOffState::signed_off);
}

TEST_CASE("an active pack is told what nobody has signed, and what it does not say") {
  const test::Folder folder;
  const auto active = changed(std::string(test::kMinimalPack), "\"draft\"", "\"active\"");
  folder.write("pack.json", active);
  auto pack = read(folder.path());
  CHECK(count(pack, "unsigned-statement") == pack.reviewed.size());
  CHECK(count(pack, "incomplete-metadata") == 1);
  CHECK(pack.content);
  folder.write("pack.json",
               changed(active, "\"licence\": \"CC0-1.0\"",
                       R"("licence": "CC0-1.0", "purpose": "p", "use": "u", "misuse": "m", "intended_users": "i",
      "population": "p", "approval_date": "2026-01-01", "last_review_date": "2026-01-01", "review_due": "2028-01-01")"));
  CHECK(count(read(folder.path()), "incomplete-metadata") == 0);
  REQUIRE(sign(folder.path(), pack.reviewed, "Dr A", kDay).ok());
  pack = read(folder.path());
  CAPTURE(test::lines(pack.findings));
  CHECK(count(pack, "unsigned-statement") == 0);
}

TEST_CASE("a review that names nothing, or is not well formed, is reported where it stands") {
  const std::string digest(64, 'a');
  const auto entry = [&](const std::string& of, const std::string& date, const std::string& hash) {
    return test::with(R"({"reviews": [{"of": ")" + of + R"(", "reviewer": "R", "date": ")" + date +
                      R"(", "digest": ")" + hash + "\"}]}");
  };
  CHECK(test::summary(entry("rules/x02", "2026-01-31", digest)) == "review-of-nothing 1:21");
  CHECK(test::summary(entry("rules/x01", "2026-01-32", digest)) == "bad-date 1:59");
  CHECK(test::summary(entry("rules/x01", "2026-01-31", "A" + digest)) == "bad-word 1:83");
  CHECK(test::summary(entry("", "2026-01-31", digest)) == "empty-text 1:21");
}

TEST_CASE("what else stands in the file of reviews stays") {
  const test::Folder folder;
  folder.write("pack.json", std::string(test::kMinimalPack));
  folder.write("reviews.json", R"({"sources": [{"id": "R", "citation": "minutes"}], "reviews": []})");
  REQUIRE(sign(folder.path(), with_path(read(folder.path()), "rules/x01"), "Dr \"A\"", kDay).ok());
  CHECK(test::bytes_of(folder / "reviews.json").find("minutes") != std::string::npos);
  CHECK(with_path(read(folder.path()), "rules/x01").front().by.front().reviewer == "Dr \"A\"");
}

TEST_CASE("a sign-off of the base does not hold for what the overlay puts in its place") {
  const test::Folder folder;
  for (const auto* name : {"base", "overlay"}) std::filesystem::create_directories(folder / name);
  folder.write("base/pack.json", std::string(test::kMinimalPack));
  REQUIRE(sign(folder / "base", read(folder / "base").reviewed, "Dr A", kDay).ok());
  folder.write("overlay/pack.json",
               R"({"pack": {"id": "overlay", "version": "0.1.0", "title": "Overlay", "description": "d",
    "status": "draft", "date": "2026-01-31", "publisher": "tests", "language": "en", "licence": "CC0-1.0",
    "extends": {"id": "minimal", "version": "1.0.0", "path": "../base"}},
    "replaces": [{"at": "rules/x01", "reason": "r"}], "withdraws": [{"at": "safety_net/net-1", "reason": "r"}],
    "rules": [{"id": "x01", "label": "infection", "level": "urgent", "when": {"any": ["fever", "rash"]}, "action": "Call.",
               "basis": {"mark": "read", "sources": ["T"]}}]})");
  const auto pack = read(folder / "overlay");
  CAPTURE(test::lines(pack.findings));
  CHECK(state_of(pack, "rules/x01") == SignOffState::not_signed);
  CHECK(state_of(pack, "cautions/k01") == SignOffState::signed_off);
  CHECK(state_of(pack, "withdraws/safety_net/net-1") == SignOffState::not_signed);
  CHECK(count(pack, "void-review") == 0);
  CHECK(count(pack, "review-of-nothing") == 0);
}
