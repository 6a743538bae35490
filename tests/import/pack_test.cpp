#include <catch2/catch.hpp>

#include "noso/ontology/knowledge_file.hpp"
#include "support/folder.hpp"
#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/random.hpp"
#include "support/world.hpp"

using namespace noso;
using test::bytes_of;
using test::Folder;

namespace {

std::string code(const Status& status) { return status.ok() ? "ok" : status.errors().front().code; }

const std::string kMinimal(test::kMinimalPack);

}  // namespace

TEST_CASE("a pack is read from all JSON files of its folder") {
  const Folder folder;
  folder.write("pack.json", kMinimal);
  folder.write("more.json", R"({"findings": [{"id": "swelling", "label": "Swelling", "is_a": "heel-pain"}]})");
  folder.write("notes.txt", "not JSON");
  const auto pack = read_pack(folder.path());
  REQUIRE(pack.ok());
  CHECK(test::summary(*pack).empty());
  REQUIRE(pack->content);
  CHECK(pack->content->tables.concepts.size() == 11);
}

TEST_CASE("what is no pack is refused") {
  const Folder folder;
  const auto refused = [](const std::filesystem::path& path) { return read_pack(path).errors().front().code; };
  CHECK(refused(folder.path()) == "no-pack");
  CHECK(refused(folder / "missing") == "no-pack");
  CHECK(refused(folder.write("file.json", "{}")) == "no-pack");
  CHECK(refused("") == "no-pack");
  folder.write("pack.json", kMinimal);
  std::filesystem::create_directory(folder / "sub.json");
  CHECK(refused(folder.path()) == "is-a-directory");
}

TEST_CASE("broken JSON is a finding, one for each broken file") {
  const Folder folder;
  folder.write("pack.json", kMinimal);
  folder.write("a.json", "{\n  \"findings\": [,]}");
  folder.write("b.json", "");
  folder.write("c.json", "{\"a\": \"\xFF\"}");
  folder.write("d.json", std::string(1'000'000, '['));
  folder.write("e.json", "{\"a\": 1, \"a\": 2}");
  const auto pack = read_pack(folder.path());
  REQUIRE(pack.ok());
  CHECK_FALSE(pack->content);
  REQUIRE(pack->findings.size() == 5);
  CHECK(pack->findings[0].code == "json-syntax");
  CHECK(pack->findings[0].where == Location{(folder / "a.json").string(), 2, 16});
  CHECK(pack->findings[1].code == "json-syntax");
  CHECK(pack->findings[2].code == "json-encoding");
  CHECK(pack->findings[3].code == "json-too-deep");
  CHECK(pack->findings[4].code == "json-duplicate-key");
}

TEST_CASE("a pack is compiled in one call and its warnings are handed over") {
  const Folder folder, out;
  auto text = kMinimal;
  text.replace(text.find("\"none_share\": 0.1"), 17, "\"none_share\": 0.5");
  folder.write("pack.json", text);
  std::vector<Diagnostic> findings;
  REQUIRE(code(compile_pack(folder.path(), out / "k.noso", &findings)) == "ok");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "shares-do-not-add-up");
  CHECK(verify_knowledge_file(out / "k.noso").ok());
  const auto file = KnowledgeFile::open(out / "k.noso");
  REQUIRE(file.ok());
  CHECK(file->knowledge().manifest().id() == "minimal");
  CHECK(file->knowledge().manifest().digest().size() == 64);
}

TEST_CASE("a pack with an error leaves the old file whole") {
  const Folder folder, out;
  folder.write("pack.json", kMinimal);
  REQUIRE(compile_pack(folder.path(), out / "k.noso").ok());
  const auto before = bytes_of(out / "k.noso");
  folder.write("bad.json", R"({"findings": [{"id": "fever", "label": "Again"}]})");
  CHECK(code(compile_pack(folder.path(), out / "k.noso")) == "duplicate-id");
  folder.write("bad.json", "{");
  CHECK(code(compile_pack(folder.path(), out / "k.noso")) == "json-syntax");
  CHECK(code(compile_pack(folder / "missing", out / "k.noso")) == "no-pack");
  CHECK(bytes_of(out / "k.noso") == before);
  CHECK(out.entries() == 1);
  CHECK(code(compile_pack(folder.path(), out / "new.noso")) == "json-syntax");
  CHECK(out.entries() == 1);
}

TEST_CASE("a knowledge file that cannot be written is an error") {
  const Folder folder;
  folder.write("pack.json", kMinimal);
  CHECK(code(compile_pack(folder.path(), folder / "missing/k.noso")) == "cannot-write");
  CHECK(code(compile_pack(folder.path(), folder.path())) == "is-a-directory");
}

TEST_CASE("what the author wrote is what the tables say") {
  auto content = *test::assembled({kMinimal}).content;
  const auto made = Knowledge::make(std::move(content.tables), std::move(content.manifest));
  REQUIRE(made.ok());
  const auto& kb = *made;
  const auto fasciitis = test::id(kb, "plantar-fasciitis"), temperature = test::id(kb, "body-temperature");
  CHECK(kb.label(fasciitis) == "Plantar fasciitis");
  CHECK(kb.text(kb[fasciitis].definition) == "Overload of the band under the sole");
  CHECK(kb.text(kb.codes(fasciitis)[0].code) == "202882003");
  CHECK(kb.has_flag(test::id(kb, "heel-pain"), kEntryFinding));
  CHECK(kb.has_flag(test::id(kb, "fever"), kRedFlag));
  CHECK(kb.has_flag(test::id(kb, "nsaid"), kMedication));
  CHECK_FALSE(kb.has_flag(test::id(kb, "obesity"), kMedication));
  CHECK(kb.has_flag(temperature, kMeasured));
  CHECK(kb[temperature].dimension == Dimension::temperature);
  CHECK(kb[temperature].minimum == 25);
  CHECK(kb[temperature].maximum == 45);
  CHECK(kb.graph().is_a(test::id(kb, "first-step-pain"), test::id(kb, "heel-pain")));

  const auto& frequency = kb.statements(Relation::has_finding).front();
  CHECK(frequency.value == 0.88);
  CHECK(kb.statements(Relation::background_frequency).front().value == 0.1);
  const auto& risk = kb.statements(Relation::changes_odds).front();
  CHECK(risk.value == 3.7);
  CHECK(kb.details(risk).low == 2.93);
  CHECK(kb.details(risk).high == 5.62);
  CHECK(risk.applied);
  const auto& treatment = kb.statements(Relation::treats).front();
  CHECK(treatment.strength == Strength::strong);
  CHECK(kb.text(kb.qualifiers(kb.details(treatment).qualifiers)[0].json) == R"(["stage-1"])");
  const auto& population = kb.tables().populations.front();
  CHECK(population.scale == 0.5);
  CHECK(population.floor == 0.01);
  CHECK(population.none_share == 0.1);
  const auto& stage = kb.tables().stages.front();
  CHECK(stage.from == 0);
  CHECK(stage.until == 42);
  CHECK(kb.tables().scope.front().entry_link == 0.999);
  CHECK(kb.text(kb.tables().scope.front().outside) == "not about heels");
  CHECK(kb.tables().safety_nets.front().conditions.count == 0);
}

TEST_CASE("the order and the division of files do not change the knowledge") {
  const std::string more = R"({"findings": [{"id": "swelling", "label": "Swelling"}]})";
  const std::string rest = R"({"rules": [{"id": "x02", "label": "l", "level": "soon", "action": "a", "when": "swelling",
                               "basis": {"mark": "read", "sources": ["T"]}}]})";
  const auto together =
      test::assembled({kMinimal, R"({"findings": [{"id": "swelling", "label": "Swelling"}], "rules": [{"id": "x02",
      "label": "l", "level": "soon", "action": "a", "when": "swelling", "basis": {"mark": "read", "sources": ["T"]}}]})"});
  const auto apart = test::assembled({kMinimal, more, rest});
  REQUIRE((together.content && apart.content));
  CHECK(content_digest(together.content->tables, together.content->manifest) ==
        content_digest(apart.content->tables, apart.content->manifest));
}

TEST_CASE("the heel-pain pack that comes with the program has no errors and no warnings") {
  const auto pack = read_pack(NOSO_PACK_DIR);
  REQUIRE(pack.ok());
  std::string bad;
  for (const auto& d : pack->findings)
    if (d.severity != Severity::note) bad += to_string(d) + '\n';
  CHECK(bad == "");
  REQUIRE(pack->content);
  CHECK(pack->content->manifest.get("status") == "draft");
}

TEST_CASE("the heel-pain pack compiles to a sound file, twice the same") {
  const Folder out;
  REQUIRE(compile_pack(NOSO_PACK_DIR, out / "a.noso").ok());
  REQUIRE(compile_pack(NOSO_PACK_DIR, out / "b.noso").ok());
  CHECK(bytes_of(out / "a.noso") == bytes_of(out / "b.noso"));
  CHECK(verify_knowledge_file(out / "a.noso").ok());
}

TEST_CASE("a pack of thousands of concepts compiles") {
  CAPTURE(test::seed());
  test::Random random(9);
  constexpr int kFindings = 4000, kConditions = 1000;
  std::string text = R"({"findings": [)";
  for (int f = 0; f < kFindings; ++f) {
    const auto n = std::to_string(f);
    text += std::string(f > 0 ? ",\n" : "") + R"({"id": "f)" + n + R"(", "label": "Finding )" + n +
            R"(", "synonyms": ["sign )" + n + R"("])";
    if (f > 0) text += R"(, "is_a": ["f)" + std::to_string(random.below(static_cast<std::size_t>(f))) + R"("])";
    text += "}";
  }
  text += R"(], "conditions": [)";
  for (int c = 0; c < kConditions; ++c)
    text += std::string(c > 0 ? ",\n" : "") + R"({"id": "c)" + std::to_string(c) + R"(", "label": "Condition )" +
            std::to_string(c) + R"("})";
  text += R"(], "finding_frequencies": [)";
  for (int f = 0; f < kFindings; ++f) {
    text += std::string(f > 0 ? ",\n" : "") + R"({"finding": "f)" + std::to_string(f) +
            R"(", "leak": 0.01, "conditions": {)";
    const auto first = random.below(kConditions - 10);
    for (std::size_t c = 0; c < 5; ++c)
      text += std::string(c > 0 ? ", " : "") + R"("c)" + std::to_string(first + 2 * c) + R"(": 0.5)";
    text += R"(}, "basis": {"mark": "estimate", "sources": ["T"]}})";
  }
  text += R"(], "rules": [)";
  for (int r = 0; r < 500; ++r)
    text += std::string(r > 0 ? ",\n" : "") + R"({"id": "r)" + std::to_string(r) +
            R"(", "label": "l", "level": "soon", "action": "a", "when": {"any": ["f)" + std::to_string(r) +
            R"(", {"rule": ")" + (r + 1 < 500 ? "r" + std::to_string(r + 1) : "x01") +
            R"("}]}, "basis": {"mark": "read", "sources": ["T"]}})";
  text += "]}";
  const Folder folder, out;
  folder.write("pack.json", kMinimal);
  folder.write("many.json", text);
  const auto compiled = compile_pack(folder.path(), out / "k.noso");
  if (!compiled.ok()) FAIL(to_string(compiled.errors().front()));
  CHECK(verify_knowledge_file(out / "k.noso").ok());
  const auto file = KnowledgeFile::open(out / "k.noso");
  REQUIRE(file.ok());
  CHECK(file->knowledge().concept_count() == kFindings + kConditions + 10);
  CHECK(file->search("finding 3999", 5)->size() == 1);
}

TEST_CASE("a pack whose kinds of kinds do not fit into memory is refused at its place") {
  std::string findings;
  for (int i = 0; i < 6000; ++i)
    findings += (i ? R"(,{"id": "f)" : R"({"id": "f)") + std::to_string(i) + R"(", "label": "l)" + std::to_string(i) +
                (i ? R"(", "is_a": "f)" + std::to_string(i - 1) : "") + "\"}";
  const auto pack = test::assembled({kMinimal, "{\"findings\": [" + findings + "]}"});
  CHECK_FALSE(pack.content);
  const auto found = std::find_if(pack.findings.begin(), pack.findings.end(),
                                  [](const Diagnostic& d) { return d.code == "too-many-kinds"; });
  REQUIRE(found != pack.findings.end());
  CHECK(found->where.line > 0);
}

TEST_CASE("one name is kept once for a concept, however often it is given") {
  const auto pack = test::assembled({kMinimal, R"({"findings": [{"id": "swelling", "label": "Swelling",
      "synonyms": ["Swollen foot", "swollen  FOOT", "swelling"], "lay": ["swollen foot", "puffy foot"]}]})"});
  REQUIRE(pack.content);
  const auto& tables = pack.content->tables;
  std::vector<std::string> names;
  for (const auto& name : tables.names)
    if (const auto id = tables.concepts[name.owner.value].id; tables.texts.substr(id.offset, id.length) == "swelling")
      names.push_back(tables.texts.substr(name.folded.offset, name.folded.length));
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"puffy foot", "swelling", "swollen foot"});
}

TEST_CASE("the order of keys does not change the knowledge") {
  const auto digest = [](const std::string& dose) {
    const auto pack = test::with(
        R"({"interventions": [{"id": "press", "label": "Press", "class": "exercise", "dose": )" + dose + "}]}");
    REQUIRE(pack.content);
    return content_digest(pack.content->tables, pack.content->manifest);
  };
  CHECK(digest(R"({"text": "often", "sets": 3, "notes": "n"})") ==
        digest(R"({"notes": "n", "sets": 3.0, "text": "often"})"));
}
