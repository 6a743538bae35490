#include <zlib.h>

#include <catch2/catch.hpp>

#include "annotations/assembler.hpp"
#include "annotations/series.hpp"
#include "noso/import/text_lines.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "support/annotated_world.hpp"
#include "support/folder.hpp"
#include "support/print.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

const std::string kObo = R"(format-version: 1.4
ontology: test
data-version: 2030-01-01

[Term]
id: HP:0000118
name: Phenotypic abnormality

[Term]
id: HP:0001250
name: Seizure
def: "A \"fit\" of the brain." [PMID:1]
synonym: "Epileptic seizure" EXACT []
synonym: "Fits" EXACT layperson []
synonym: "Convulsion" BROAD []
alt_id: HP:0002279
xref: UMLS:C0036572 {source="x"} ! comment
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0000057
name: obsolete Thing
is_obsolete: true
replaced_by: HP:0001250

[Typedef]
id: part_of
)";

const std::string kJson = R"({"graphs": [{"id": "test",
 "meta": {"basicPropertyValues": [{"pred": "http://www.w3.org/2002/07/owl#versionInfo", "val": "2030-01-01"}]},
 "nodes": [
  {"id": "http://purl.obolibrary.org/obo/HP_0000118", "lbl": "Phenotypic abnormality", "type": "CLASS"},
  {"id": "http://purl.obolibrary.org/obo/HP_0001250", "lbl": "Seizure", "type": "CLASS", "meta": {
    "definition": {"val": "A \"fit\" of the brain.", "xrefs": ["PMID:1"]},
    "synonyms": [{"pred": "hasExactSynonym", "val": "Epileptic seizure"},
                 {"pred": "hasExactSynonym", "val": "Fits", "synonymType": "http://purl.obolibrary.org/obo/hp#layperson"},
                 {"pred": "hasBroadSynonym", "val": "Convulsion"}],
    "xrefs": [{"val": "UMLS:C0036572"}],
    "basicPropertyValues": [
      {"pred": "http://www.geneontology.org/formats/oboInOwl#hasAlternativeId", "val": "HP:0002279"}]}},
  {"id": "http://purl.obolibrary.org/obo/HP_0000057", "lbl": "obsolete Thing", "type": "CLASS", "meta": {
    "basicPropertyValues": [{"pred": "http://purl.obolibrary.org/obo/IAO_0100001", "val": "HP:0001250"}],
    "deprecated": true}},
  {"id": "http://purl.obolibrary.org/obo/BFO_0000050", "type": "PROPERTY"}],
 "edges": [{"sub": "http://purl.obolibrary.org/obo/HP_0001250", "pred": "is_a",
            "obj": "http://purl.obolibrary.org/obo/HP_0000118"}]}]}
)";

const std::string kHpoa = R"(#description: test
#version: 2030-01-02
database_id	disease_name	qualifier	hpo_id	reference	evidence	onset	frequency	sex	modifier	aspect	biocuration
OMIM:1	Fits 1		HP:0001250	PMID:11;PMID:12	PCS		3/7	MALE		P	x
OMIM:1	Fits 1		HP:0002279	PMID:13	PCS		2/3			P	x
OMIM:2	Fits 2	NOT	HP:0001250	OMIM:2	TAS		HP:0040283			P	x
ORPHA:9	Other		HP:0000118	ORPHA:9	TAS		42%			P	x
)";

const std::string kSssom =
    "# license: x\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\n"
    "MONDO:1\ta\tskos:exactMatch\tOMIM:1\tb\nMONDO:1\ta\tskos:exactMatch\tOrphanet:9\tb\n"
    "MONDO:2\ta\tskos:broadMatch\tOMIM:2\tb\n";

std::string gzip(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

enum class Kind { obo, json, hpoa, sssom };

/// Reads `bytes` as a source of that kind and assembles it with the whole others. True when all went well; otherwise
/// there is a reason.
bool survives(Kind kind, std::string bytes) {
  ImportReport report;
  OntologyAssembler assembler(report);
  const auto text = [&](Kind k, const std::string& whole) {
    return TextSource::of(k == kind ? bytes : whole, "source");
  };
  const auto explained = [](const auto& result) {
    REQUIRE(!result.errors().empty());
    REQUIRE(!result.errors().front().message.empty());
    return false;
  };
  auto ontology = text(kind == Kind::json ? Kind::json : Kind::obo, kObo);
  auto document = kind == Kind::json ? read_obo_graphs(ontology, report) : read_obo(ontology, report);
  if (!document.ok()) return explained(document);
  assembler.add_ontology(std::move(*document));
  auto mapping_source = text(Kind::sssom, kSssom);
  auto mappings = read_mappings(mapping_source, report);
  if (!mappings.ok()) return explained(mappings);
  assembler.add_mappings("source", std::move(*mappings));
  auto rows = text(Kind::hpoa, kHpoa);
  const auto header = read_annotations(rows, report, [&](const AnnotationRow& row) { assembler.add_annotation(row); });
  if (!header.ok()) return explained(header);
  auto imported = assembler.finish();
  if (!imported.ok()) return explained(imported);
  const auto made = Knowledge::make(std::move(imported->tables), std::move(imported->manifest));
  REQUIRE(made.ok());
  return true;
}

const std::vector<std::pair<Kind, std::string>>& samples() {
  static const std::vector<std::pair<Kind, std::string>> all = {
      {Kind::obo, kObo}, {Kind::json, kJson}, {Kind::hpoa, kHpoa}, {Kind::sssom, kSssom}};
  return all;
}

std::size_t count(const std::vector<ImportOutcome>& outcomes, std::string_view code) {
  for (const auto& o : outcomes)
    if (o.code == code) return o.count;
  return 0;
}

}  // namespace

TEST_CASE("OBO text and OBO Graphs JSON of one ontology give the same terms") {
  ImportReport report;
  auto text = TextSource::of(kObo, "t.obo"), json = TextSource::of(kJson, "t.json");
  const auto a = read_obo(text, report), b = read_obo_graphs(json, report);
  REQUIRE(a.ok());
  REQUIRE(b.ok());
  CHECK(a->version == b->version);
  REQUIRE(a->terms.size() == 3);
  REQUIRE(b->terms.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto &x = a->terms[i], &y = b->terms[i];
    CHECK(x.id == y.id);
    CHECK(x.label == y.label);
    CHECK(x.definition == y.definition);
    CHECK(x.alternative_ids == y.alternative_ids);
    CHECK(x.parents == y.parents);
    CHECK(x.xrefs == y.xrefs);
    CHECK(x.obsolete == y.obsolete);
    CHECK(x.replaced_by == y.replaced_by);
    REQUIRE(x.synonyms.size() == y.synonyms.size());
    for (std::size_t s = 0; s < x.synonyms.size(); ++s) {
      CHECK(x.synonyms[s].text == y.synonyms[s].text);
      CHECK(x.synonyms[s].scope == y.synonyms[s].scope);
    }
  }
  CHECK(a->terms[1].definition == "A \"fit\" of the brain.");
  CHECK(a->terms[1].synonyms[1].scope == NameScope::lay);
  CHECK(a->terms[1].synonyms[2].scope == NameScope::related);
}

TEST_CASE("broken JSON is refused with line and column") {
  ImportReport report;
  auto source = TextSource::of("{\"graphs\": [\n  {\"id\": \"t\",\n   \"nodes\": oops}]}", "broken.json");
  const auto read = read_obo_graphs(source, report);
  REQUIRE(!read.ok());
  CHECK(read.errors().front().code == "json-syntax");
  CHECK(read.errors().front().where == Location{"broken.json", 3, 13});
}

TEST_CASE("deep nesting is refused without recursion") {
  ImportReport report;
  auto source = TextSource::of(std::string(1000000, '['), "deep.json");
  const auto read = read_obo_graphs(source, report);
  REQUIRE(!read.ok());
  CHECK(read.errors().front().code == "json-too-deep");
}

TEST_CASE("frequencies are read in all their forms") {
  RowFrequency f;
  REQUIRE(parse_frequency("3/7", f));
  CHECK(f.form == FrequencyForm::count);
  CHECK(f.affected == 3);
  CHECK(f.examined == 7);
  REQUIRE(parse_frequency("42%", f));
  CHECK(f.form == FrequencyForm::percentage);
  CHECK(f.share == Approx(0.42));
  REQUIRE(parse_frequency("HP:0040285", f));
  CHECK(f.form == FrequencyForm::category);
  CHECK(f.share == 0);
  REQUIRE(parse_frequency("", f));
  CHECK(f.form == FrequencyForm::unstated);
  for (const auto* bad : {"often", "3/", "/7", "-1/7", "101%", "1e99/2", "nan%", "HP:0001250", "3/7/9"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_frequency(bad, f));
  }
}

TEST_CASE("rows of one disease and finding are summed, under alternative ids too") {
  const auto imported = test::annotated({kObo, kHpoa, kSssom});
  const auto made = Knowledge::make(imported.tables, imported.manifest);
  REQUIRE(made.ok());
  const auto& kb = *made;
  const auto disease = kb.find("OMIM:1").front(), seizure = kb.find("HP:0001250", ConceptKind::finding).front();
  for (const auto& s : kb.statements(Relation::has_finding, disease)) {
    REQUIRE(s.object == seizure);
    const auto& a = kb.tables().likelihood.annotations[kb.id_of(s).value];
    CHECK(a.affected == 5);
    CHECK(a.examined == 10);
    CHECK(a.sex == Sex::unknown);
    CHECK(s.value == Approx(0.5));
    CHECK(kb.sources(s.basis) == std::vector<std::string_view>{"PMID:11", "PMID:12", "PMID:13"});
  }
  CHECK(kb.tables().likelihood.traits[disease.value].publications == 3);
  CHECK(kb.find("HP:0002279") == std::vector{seizure});
  CHECK(kb.find("fits", ConceptKind::finding) == std::vector{seizure});
  // A row with NOT leaves no feature, but is on record.
  const auto other = kb.find("OMIM:2").front();
  for (const auto& s : kb.statements(Relation::has_finding, other)) CHECK(s.value == 0);
}

TEST_CASE("broken rows are skipped, and the report says which and why") {
  const auto row = [](const std::string& disease, const std::string& qualifier, const std::string& term,
                      const std::string& frequency, const std::string& aspect) {
    return disease + "\tName\t" + qualifier + "\t" + term + "\tPMID:1\tPCS\t\t" + frequency + "\t\t\t" + aspect +
           "\tx\n";
  };
  const auto imported = test::annotated(
      {kObo, kHpoa + row("OMIM", "", "HP:0001250", "", "P") + row("OMIM:3", "", "seizure", "", "P") +
                 row("OMIM:3", "MAYBE", "HP:0001250", "", "P") + row("OMIM:3", "", "HP:9999999", "", "P") +
                 row("OMIM:3", "", "HP:0001250", "often", "P") + row("OMIM:3", "", "HP:0001250", "", "Q") +
                 row("OMIM:3", "", "HP:0001250", "9/4", "P") + row("OMIM:3", "", "HP:0000057", "0/0", "P") +
                 "too\tfew\n" + row("OMIM:\xFF", "", "HP:0001250", "", "P")});
  for (const auto* code : {"bad-disease-id", "bad-term-id", "bad-qualifier", "unknown-term", "bad-frequency",
                           "bad-aspect", "more-than-examined", "none-examined", "wrong-columns", "bad-encoding"}) {
    CAPTURE(code);
    CHECK(count(imported.outcomes, code) == 1);
  }
  for (const auto& o : imported.outcomes)
    if (o.code == "bad-frequency") CHECK(o.first.line == 12);
  CHECK(count(imported.outcomes, "replaced-id") == 2);  // an alternative id in the sample, an obsolete term here
}

TEST_CASE("gzip is read as it is, and its damage is told") {
  const test::Folder folder;
  const auto packed = gzip(kHpoa);
  const auto obo = folder.write("t.obo.gz", gzip(kObo));
  CHECK(import_ontology({obo, folder.write("a.hpoa.gz", packed)}).ok());
  CHECK(import_ontology({obo, folder.write("two.hpoa.gz", gzip(kHpoa.substr(0, 150)) + gzip(kHpoa.substr(150)))}).ok());
  const auto cut = import_ontology({obo, folder.write("b.gz", packed.substr(0, packed.size() - 9))});
  REQUIRE(!cut.ok());
  CHECK(cut.errors().front().code == "truncated-gzip");
  auto flipped = packed;
  flipped[flipped.size() - 5] = static_cast<char>(flipped[flipped.size() - 5] ^ 1);
  const auto damaged = import_ontology({obo, folder.write("c.gz", flipped)});
  REQUIRE(!damaged.ok());
  CHECK(damaged.errors().front().code == "damaged-gzip");
}

TEST_CASE("terms that are kinds of each other are refused") {
  const test::Folder folder;
  const auto circle = folder.write("c.obo", test::obo_text("HP:1 a < HP:2\nHP:2 b < HP:1\n"));
  const auto refused = import_ontology({circle, folder.write("a.hpoa", test::hpoa_text("OMIM:1 \"A\" HP:1 1/2"))});
  REQUIRE(!refused.ok());
  CHECK(refused.errors().front().code == "is-a-cycle");
}

TEST_CASE("what is no known format is refused") {
  const test::Folder folder;
  const auto refused = import_ontology({folder.write("x.txt", "hello\n")});
  REQUIRE(!refused.ok());
  CHECK(refused.errors().front().code == "unknown-format");
}

TEST_CASE("a source that lacks what it is for is refused by name") {
  const test::Folder folder;
  const auto code = [&](const std::vector<std::filesystem::path>& sources) {
    const auto refused = import_ontology(sources);
    REQUIRE(!refused.ok());
    CHECK(!refused.errors().front().help.empty());
    return refused.errors().front().code;
  };
  const auto hpoa = folder.write("a.hpoa", kHpoa);
  const auto obo = folder.write("t.obo", kObo);
  CHECK(code({hpoa}) == "no-ontology");
  CHECK(code({obo, folder.write("cut.hpoa", kHpoa.substr(0, kHpoa.find("OMIM:")))}) == "no-annotations");
  CHECK(code({obo, hpoa, folder.write("m.tsv", "subject_id\tother\tobject_id\nOMIM:1\tx\tORPHA:1\n")}) ==
        "no-mappings");
}

TEST_CASE("more conditions than the file can hold are refused") {
  ImportReport report;
  OntologyAssembler assembler(report);
  auto source = TextSource::of(kObo, "source");
  assembler.add_ontology(std::move(*read_obo(source, report)));
  for (std::size_t i = 0; i <= kMostConditions; ++i) {
    const auto id = "OMIM:" + std::to_string(i + 1);
    AnnotationRow row;
    row.disease = id, row.disease_name = id, row.term = "HP:0001250";
    assembler.add_annotation(row);
  }
  const auto refused = assembler.finish();
  REQUIRE(!refused.ok());
  CHECK(refused.errors().front().code == "too-many-conditions");
}

TEST_CASE("a line of cases longer than 1 MiB is refused with its number") {
  const test::Folder folder;
  const auto read = for_each_line(folder.write("c.jsonl", "{}\n" + std::string((1 << 20) + 1, ' ') + "\n"),
                                  [](std::string_view, std::uint32_t) -> Status { return success(); });
  REQUIRE(!read.ok());
  CHECK(read.errors().front().code == "too-long");
  CHECK(read.errors().front().where.line == 2);
}

TEST_CASE("every prefix of every source is read or refused") {
  for (const auto& [kind, text] : samples())
    for (std::size_t n = 0; n <= text.size(); ++n) {
      CAPTURE(static_cast<int>(kind), n);
      const bool whole = survives(kind, text.substr(0, n));
      if (n == text.size()) CHECK(whole);
    }
}

TEST_CASE("ten thousand flipped bytes of every source are read or refused") {
  CAPTURE(test::seed());
  Random random(71);
  for (const auto& [kind, text] : samples())
    for (int i = 0; i < 10000; ++i) {
      auto bytes = text;
      bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
      if (i % 3 == 0) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
      survives(kind, std::move(bytes));
    }
}

TEST_CASE("flipped bytes of gzip are read or refused") {
  Random random(72);
  const auto packed = gzip(kHpoa);
  for (int i = 0; i < 10000; ++i) {
    auto bytes = packed;
    bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    survives(Kind::hpoa, std::move(bytes));
  }
}

TEST_CASE("equal sources give equal bytes") {
  const auto a = test::annotated({kObo, kHpoa, kSssom}), b = test::annotated({kObo, kHpoa, kSssom});
  CHECK(content_digest(a.tables, a.manifest) == content_digest(b.tables, b.manifest));
}

TEST_CASE("the stem of a name leaves out what numbers the form") {
  CHECK(series_stem("Spastic paraplegia 38, autosomal dominant") == "spastic paraplegia");
  CHECK(series_stem("Charcot-Marie-Tooth disease, type 4C") == "charcot marie tooth disease");
  CHECK(series_stem("Ciliary dyskinesia, primary, 38, with or without situs inversus") == "ciliary dyskinesia primary");
  CHECK(series_stem("Mitochondrial complex II deficiency, nuclear type 3") ==
        "mitochondrial complex deficiency nuclear");
  CHECK(series_stem("von Hippel-Lindau syndrome") == "von hippel lindau syndrome");
}
