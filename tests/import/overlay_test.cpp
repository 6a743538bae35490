// A pack that extends another: what it may add, replace and withdraw, and what is said of it.
#include <catch2/catch.hpp>

#include "noso/import/versions.hpp"
#include "support/folder.hpp"
#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

const std::string kBasis = R"("basis": {"mark": "read", "sources": ["T"]})";

std::string metadata(const std::string& version = "1.0.0", const std::string& id = "minimal",
                     const std::string& path = "../base") {
  return R"({"pack": {"id": "overlay", "version": "0.1.0", "title": "Overlay", "description": "for tests",
    "status": "draft", "date": "2026-01-31", "publisher": "tests", "language": "en", "licence": "CC0-1.0",
    "extends": {"id": ")" +
         id + R"(", "version": ")" + version + R"(", "path": ")" + path + R"("}})";
}

/// The minimal pack as `base`, and `overlay` with this text behind its metadata.
struct World {
  test::Folder folder;

  explicit World(const std::string& overlay_text, const std::string& pack = metadata()) {
    std::filesystem::create_directories(folder / "base");
    std::filesystem::create_directories(folder / "overlay");
    folder.write("base/pack.json", std::string(test::kMinimalPack));
    folder.write("overlay/pack.json", pack + (overlay_text.empty() ? "" : ",\n" + overlay_text) + "}");
  }
  AssembledPack read(const PackOptions& options = {}) const {
    auto pack = read_pack(folder / "overlay", options);
    REQUIRE(pack.ok());
    return std::move(*pack);
  }
};

/// `severity code line:column` of every finding but those about what nobody uses, one a line.
std::string findings_of(const AssembledPack& pack) {
  std::string out;
  for (const auto& d : pack.findings)
    if (!d.code.starts_with("unused-"))
      out += (out.empty() ? "" : "\n") + std::string(to_string(d.severity)) + ' ' + d.code + ' ' +
             std::to_string(d.where.line) + ':' + std::to_string(d.where.column);
  return out;
}

std::vector<std::string> texts(const Tables& tables, const std::vector<TextRef>& refs) {
  std::vector<std::string> out;
  for (const auto ref : refs) out.push_back(tables.texts.substr(ref.offset, ref.length));
  return out;
}

const StatementRecord* find_statement(const Tables& tables, Relation relation, const std::string& subject,
                                      const std::string& object) {
  const auto id = [&](ConceptId c) {
    const auto ref = tables.concepts[c.value].id;
    return tables.texts.substr(ref.offset, ref.length);
  };
  for (const auto& s : tables.statements)
    if (s.relation == relation && id(s.subject) == subject && s.object.exists() && id(s.object) == object) return &s;
  return nullptr;
}

}  // namespace

TEST_CASE("an overlay holds all of its base and what it adds") {
  const World world(R"("conditions": [{"id": "bursitis", "label": "Bursitis"}],
    "rules": [{"id": "x99", "label": "local", "level": "soon", "when": "rash", "action": "Call us.", )" +
                    kBasis + R"(}],
    "finding_frequencies": [{"finding": "first-step-pain", "leak": 0.1, "conditions": {"bursitis": 0.4}, )" +
                    kBasis + "}]");
  const auto pack = world.read();
  CAPTURE(test::lines(pack.findings));
  CHECK(findings_of(pack) == "note shadowed-rule 5:22");
  REQUIRE(pack.content);
  CHECK(pack.content->manifest.id() == "overlay");
  CHECK(pack.content->manifest.get("extends") == "minimal 1.0.0");
  CHECK(pack.folders.size() == 2);
  CHECK(pack.folders.back() == world.folder / "overlay");
  const auto& tables = pack.content->tables;
  CHECK(tables.concepts.size() == 11);
  REQUIRE(find_statement(tables, Relation::has_finding, "bursitis", "first-step-pain"));
  CHECK(find_statement(tables, Relation::has_finding, "bursitis", "first-step-pain")->value == 0.4);
  REQUIRE(find_statement(tables, Relation::has_finding, "plantar-fasciitis", "first-step-pain"));
}

TEST_CASE("an overlay replaces and withdraws with a reason, and both are listed") {
  const World world(R"("replaces": [{"at": "treatments/calf-stretch:plantar-fasciitis", "reason": "our trial"}],
    "withdraws": [{"at": "safety_net/net-1", "reason": "has its own leaflet"}],
    "treatments": [{"intervention": "calf-stretch", "condition": "plantar-fasciitis", "strength": "weak", )" +
                    kBasis + "}]");
  const auto pack = world.read();
  CAPTURE(test::lines(pack.findings));
  CHECK(findings_of(pack) == "note overlay-replaces 4:21\nnote overlay-withdraws 5:26\nwarning weaker-safety 5:26");
  REQUIRE(pack.content);
  const auto* treats = find_statement(pack.content->tables, Relation::treats, "calf-stretch", "plantar-fasciitis");
  REQUIRE(treats);
  CHECK(treats->strength == Strength::weak);
  CHECK(pack.content->tables.safety_nets.empty());
  for (const auto& d : pack.findings) CHECK_FALSE(d.help.empty());
  CHECK(pack.findings.front().message.find("our trial") != std::string::npos);
  CHECK(pack.findings.front().message.find("minimal 1.0.0") != std::string::npos);
}

TEST_CASE("one frequency of a row is replaced, withdrawn or added") {
  const auto row = [](const std::string& leak, const std::string& cells) {
    return R"("finding_frequencies": [{"finding": "first-step-pain", "leak": )" + leak + R"(, "conditions": {)" +
           cells + "}, " + kBasis + "}]";
  };
  const std::string cell =
      R"({"at": "finding_frequencies/first-step-pain/conditions/plantar-fasciitis", "reason": "r"})";
  {
    const World world("\"replaces\": [" + cell + "],\n" + row("0.1", R"("plantar-fasciitis": 0.7, "gout": 0.2)"));
    const auto pack = world.read();
    CAPTURE(test::lines(pack.findings));
    CHECK(findings_of(pack) == "note overlay-replaces 4:21");
    REQUIRE(pack.content);
    const auto& tables = pack.content->tables;
    CHECK(find_statement(tables, Relation::has_finding, "plantar-fasciitis", "first-step-pain")->value == 0.7);
    CHECK(find_statement(tables, Relation::has_finding, "gout", "first-step-pain")->value == 0.2);
  }
  {
    const auto pack = World("\"withdraws\": [" + cell + "]").read();
    REQUIRE(pack.content);
    CHECK_FALSE(find_statement(pack.content->tables, Relation::has_finding, "plantar-fasciitis", "first-step-pain"));
  }
  CHECK(findings_of(World(row("0.1", R"("plantar-fasciitis": 0.7)")).read()).find("error hidden-replacement 4:") == 0);
  CHECK(findings_of(World(row("0.2", R"("gout": 0.7)")).read()) == "error hidden-replacement 4:64");
  CHECK(findings_of(World("\"replaces\": [" + cell + "]").read()) ==
        "note overlay-replaces 4:21\nerror no-replacement 4:21");
  CHECK(findings_of(
            World(R"("withdraws": [{"at": "finding_frequencies/first-step-pain/conditions/gout", "reason": "r"}])")
                .read()) == "error replaces-nothing 4:22");
}

TEST_CASE("what is not there cannot be replaced, and what is there cannot be hidden") {
  const auto errors = [](const std::string& text) { return findings_of(World(text).read()); };
  CHECK(errors(R"("replaces": [{"at": "rules/x02", "reason": "r"}])") == "error replaces-nothing 4:21");
  CHECK(errors(R"("withdraws": [{"at": "rulez/x01", "reason": "r"}])") == "error replaces-nothing 4:22");
  CHECK(errors(R"("replaces": [{"at": "sources/T", "reason": "r"}])") == "error no-replacement 4:21");
  CHECK(errors(R"("withdraws": [{"at": "scope", "reason": "r"}])") == "error replaces-nothing 4:22");
  CHECK(errors(R"("sources": [{"id": "T", "citation": "another"}])") == "error hidden-replacement 4:13");
  CHECK(errors(R"("withdraws": [{"at": "safety_net/net-1"}])") == "error missing-key 4:15");
  CHECK(errors(R"("withdraws": [{"at": "safety_net/net-1", "reason": ""}])") == "error empty-text 4:52");
  CHECK(errors(R"("scope": {"entry_findings": ["rash"], "outside": "o", )" + kBasis + "}") ==
        "error hidden-replacement 4:10");
  CHECK(
      errors(R"("replaces": [{"at": "scope", "reason": "r"}], "scope": {"entry_findings": ["rash"], "outside": "o", )" +
             kBasis + "}") == "note overlay-replaces 4:21");
  const auto alone = test::with(R"({"replaces": [{"at": "rules/x01", "reason": "r"}]})");
  CHECK(test::lines(alone.findings).find("error[replaces-nothing]: the pack extends no other") != std::string::npos);
}

TEST_CASE("what is withdrawn is gone for every reference to it") {
  const auto pack = World(R"("withdraws": [{"at": "findings/rash", "reason": "r"}])").read();
  CHECK_FALSE(pack.content);
  CHECK(test::lines(pack.findings).find("unknown-concept") != std::string::npos);
}

TEST_CASE("a base that may warn less is said aloud") {
  const auto warned = [](const std::string& text) {
    const auto pack = World(text).read();
    std::size_t count = 0;
    for (const auto& d : pack.findings) count += d.code == "weaker-safety" ? 1 : 0;
    return count;
  };
  const auto rule = [](const std::string& level, const std::string& when) {
    return R"("replaces": [{"at": "rules/x01", "reason": "r"}],
      "rules": [{"id": "x01", "label": "infection", "level": ")" +
           level + R"(", "when": )" + when + R"(, "action": "Refer.", )" + kBasis + "}]";
  };
  const std::string same = R"({"any": ["fever", "rash"]})";
  CHECK(warned(R"("withdraws": [{"at": "rules/x01", "reason": "r"}])") == 1);
  CHECK(warned(rule("soon", same)) == 1);
  CHECK(warned(rule("urgent", same)) == 0);
  CHECK(warned(rule("emergency", same)) == 0);
  CHECK(warned(rule("urgent", R"({"all": ["fever", "rash"]})")) == 1);
  CHECK(warned(rule("soon", "\"fever\"")) == 2);
  CHECK(warned(R"("withdraws": [{"at": "cautions/k01", "reason": "r"}])") == 1);
  CHECK(warned(R"("replaces": [{"at": "cautions/k01", "reason": "r"}],
    "cautions": [{"id": "k01", "interventions": ["calf-stretch"], "effect": "caution", "when": "fever", "because": "b", )" +
               kBasis + "}]") == 1);
  CHECK(warned(R"("replaces": [{"at": "findings/fever", "reason": "r"}],
    "findings": [{"id": "fever", "label": "Fever"}])") == 1);
  CHECK(warned(R"("replaces": [{"at": "findings/rash", "reason": "r"}],
    "findings": [{"id": "rash", "label": "Skin rash"}])") == 0);
  CHECK(warned(R"("withdraws": [{"at": "treatments/calf-stretch:plantar-fasciitis", "reason": "r"}])") == 0);
}

TEST_CASE("a population of the overlay is tried before those of the base") {
  const World world(R"("populations": [{"id": "young", "label": "young", "age": {"below": "40 a"}, "none_share": 0.1,
    "shares": {"plantar-fasciitis": 0.6, "gout": 0.3}, )" +
                    kBasis + "}]");
  const auto pack = world.read();
  REQUIRE(pack.content);
  std::vector<TextRef> ids;
  for (const auto& p : pack.content->tables.populations) ids.push_back(p.id);
  CHECK(texts(pack.content->tables, ids) == std::vector<std::string>{"young", "everyone"});
}

TEST_CASE("a base that is missing, another one, of another version or in a circle is an error with its place") {
  const auto findings = [](const World& world) {
    const auto pack = world.read();
    CHECK_FALSE(pack.content);
    return findings_of(pack);
  };
  CHECK(findings(World("", metadata("1.0.0", "minimal", "../none"))) == "error no-base 3:62");
  CHECK(findings(World("", metadata("1.0.0", "other"))) == "error wrong-base 3:23");
  CHECK(findings(World("", metadata("1.0.1"))) == "error wrong-base-version 3:45");
  CHECK(findings(World("", metadata(">=1.1.0 <2.0.0"))) == "error wrong-base-version 3:45");
  CHECK(findings(World("", metadata("one"))) == "error bad-version 3:45");
  CHECK(findings(World("", metadata("1.0.0", "overlay", "../overlay"))) == "error extends-in-circles 3:62");
  CHECK(World("", metadata(">=1.0.0 <2.0.0")).read().content);

  const World absolute("", metadata("1.0.0", "minimal", "/"));
  CHECK(findings(absolute) == "error bad-path 3:62");

  // The base has errors of its own: they are reported there.
  const World broken("");
  broken.folder.write("base/more.json", R"({"rules": [{"id": "X 1"}]})");
  const auto pack = broken.read();
  CHECK_FALSE(pack.content);
  CHECK(pack.findings.front().where.file == (broken.folder / "base/more.json").string());
  broken.folder.write("base/more.json", "{");
  CHECK(broken.read().findings.front().code == "json-syntax");
}

TEST_CASE("an overlay of an overlay replaces what the one below put there") {
  const World world(R"("sources": [{"id": "L", "citation": "local"}],
    "treatments": [{"intervention": "calf-stretch", "condition": "gout", "strength": "weak",
                    "basis": {"mark": "read", "sources": ["L"]}}])");
  std::filesystem::create_directories(world.folder / "ward");
  auto pack_text = metadata("0.1.0", "overlay", "../overlay");
  pack_text.replace(pack_text.find("\"overlay\""), 9, "\"ward\"");
  world.folder.write("ward/pack.json", pack_text + R"(,
    "replaces": [{"at": "treatments/calf-stretch:gout", "reason": "r"}, {"at": "sources/T", "reason": "newer edition"}],
    "sources": [{"id": "T", "citation": "the test, second edition"}],
    "treatments": [{"intervention": "calf-stretch", "condition": "gout", "strength": "moderate",
                    "basis": {"mark": "read", "sources": ["L"]}}]})");
  auto pack = read_pack(world.folder / "ward");
  REQUIRE(pack.ok());
  CAPTURE(test::lines(pack->findings));
  REQUIRE(pack->content);
  CHECK(pack->folders.size() == 3);
  CHECK(find_statement(pack->content->tables, Relation::treats, "calf-stretch", "gout")->strength ==
        Strength::moderate);
  std::vector<TextRef> citations;
  for (const auto& s : pack->content->tables.sources) citations.push_back(s.citation);
  CHECK(texts(pack->content->tables, citations) == std::vector<std::string>{"the test, second edition", "local"});
}

TEST_CASE("an acceptance of the base that has become needless is no fault of the overlay") {
  const World world(R"("conditions": [{"id": "hives", "label": "Hives"}],
    "risk_effects": [{"risk_factor": "fair-skin", "condition": "hives", "odds_ratio": 2, )" +
                    kBasis + "}]");
  world.folder.write("base/more.json", R"({"risk_factors": [{"id": "fair-skin", "label": "Fair skin"}],
    "accept": [{"code": "unused-concept", "at": "risk_factors/fair-skin", "reason": "for overlays"}]})");
  auto base = read_pack(world.folder / "base");
  REQUIRE(base.ok());
  CHECK(base->accepted.size() == 1);
  const auto pack = world.read();
  CAPTURE(test::lines(pack.findings));
  CHECK(findings_of(pack).empty());
  CHECK(test::lines(pack.findings).find("unused-acceptance") == std::string::npos);
}

TEST_CASE("versions are compared number by number") {
  CHECK(is_in_range("0.1.10", ">0.1.9"));
  CHECK(is_in_range("1.2.3", "1.2.3"));
  CHECK(is_in_range("1.2.3", "=1.2.3"));
  CHECK(is_in_range("1.2.3", ">=1.2.3 <1.3.0"));
  CHECK_FALSE(is_in_range("1.3.0", ">=1.2.3 <1.3.0"));
  CHECK(is_in_range("1.3.0", "<=1.3.0"));
  CHECK_FALSE(is_in_range("1.2.4", "1.2.3"));
  CHECK(compare_versions("1.2.3", "1.10.0") == -1);
  CHECK(compare_versions("2.0.0", "1.10.0") == 1);
  for (const auto* bad : {"", "1.2", "1.2.3 ", " 1.2.3", "~1.2.3", "1.2.3  1.2.4", ">=1.x.0", "=>1.2.3", "1.2.3.4"})
    CHECK_FALSE(is_version_range(bad));
}
