#include <algorithm>
#include <catch2/catch.hpp>

#include "noso/ontology/completion.hpp"
#include "noso/ontology/knowledge_file.hpp"
#include "support/minimal_pack.hpp"
#include "support/misspelt.hpp"
#include "support/world.hpp"

using namespace noso;
using Texts = std::vector<std::string>;

namespace {

const char* const kWords = R"json({"findings": [
  {"id": "insertional", "label": "Insertional Achilles tendinopathy", "definition": "A painful thickening of the tendon where it reaches the calcaneus"},
  {"id": "bursitis", "label": "Retrocalcaneal bursitis", "synonyms": ["Swelling of the bursa"]},
  {"id": "vein", "label": "Deep vein thrombosis"},
  {"id": "shock", "label": "Extracorporeal shock wave therapy"},
  {"id": "bruise", "label": "Bruise"},
  {"id": "bruise-sole", "label": "Bruise of the sole"},
  {"id": "night", "label": "Night pain", "synonyms": ["Bruise-like ache"]},
  {"id": "oedema", "label": "Oedema of the foot"}],
  "risk_factors": [{"id": "bruising-drug", "label": "Bruise-prone skin"}]})json";

KnowledgeFile words_file() {
  auto pack = test::with(kWords);
  if (!pack.content) FAIL(test::lines(pack.findings));
  auto file = KnowledgeFile::in_memory(std::move(pack.content->tables), std::move(pack.content->manifest));
  REQUIRE(file.ok());
  return std::move(*file);
}

std::vector<SearchHit> hits(const KnowledgeFile& file, std::string_view query, std::size_t limit = 20,
                            std::optional<ConceptKind> kind = {}) {
  auto found = file.search(query, limit, kind);
  if (!found.ok()) FAIL(test::lines(found.errors()));
  return std::move(*found);
}

std::string first(const KnowledgeFile& file, std::string_view query) {
  const auto found = hits(file, query);
  return found.empty() ? std::string() : std::string(file.knowledge().id(found.front().found));
}

}  // namespace

TEST_CASE("search knows inflections, spellings and diseases that differ in their ending") {
  const auto file = words_file();
  CHECK(first(file, "achilles tendinopathies") == "insertional");
  CHECK(first(file, "achilles tendinitis") == "insertional");
  CHECK(first(file, "Achilles tendonitis") == "insertional");
  CHECK(first(file, "edema of the feet foot") == "oedema");
  CHECK(first(file, "edema") == "oedema");
  CHECK(first(file, "swellings of bursa") == "bursitis");
}

TEST_CASE("search corrects what is misspelt") {
  const auto file = words_file();
  CHECK(first(file, "retrocalcanael bursitis") == "bursitis");
  CHECK(first(file, "thrombsis") == "vein");
  CHECK(first(file, "deep vien thrombossis") == "vein");
  CHECK(first(file, "insertonal achiles tendinopaty") == "insertional");
}

TEST_CASE("search finds a name by its initials") {
  const auto file = words_file();
  CHECK(first(file, "DVT") == "vein");
  CHECK(first(file, "eswt") == "shock");
  CHECK(hits(file, "dvx").empty());
}

TEST_CASE("the label itself comes before a synonym, that before a part of a name") {
  const auto file = words_file();
  const auto found = hits(file, "bruise");
  REQUIRE(found.size() >= 3);
  CHECK(file.knowledge().id(found[0].found) == "bruise");
  CHECK(found[0].scope == NameScope::label);
  CHECK(found[0].score >= 5);
  const auto synonym = hits(file, "bruise-like ache");
  REQUIRE_FALSE(synonym.empty());
  CHECK(file.knowledge().id(synonym[0].found) == "night");
  CHECK(synonym[0].name == "Bruise-like ache");
}

TEST_CASE("a filter by kind leaves the limit to that kind") {
  const auto file = words_file();
  const auto found = hits(file, "bruise", 1, ConceptKind::risk_factor);
  REQUIRE(found.size() == 1);
  CHECK(file.knowledge().id(found[0].found) == "bruising-drug");
  CHECK(hits(file, "bruise", 10, ConceptKind::intervention).empty());
}

TEST_CASE("a snippet marks the words that answer") {
  const auto file = words_file();
  const auto found = hits(file, "thickenings calcaneus");
  REQUIRE_FALSE(found.empty());
  const auto& hit = found.front();
  CHECK(hit.name.empty());
  REQUIRE(hit.marked.size() == 2);
  const auto part = [&](std::size_t i) {
    return hit.snippet.substr(hit.marked[i].first, hit.marked[i].second - hit.marked[i].first);
  };
  CHECK(part(0) == "thickening");
  CHECK(part(1) == "calcaneus");
}

TEST_CASE("a misspelt label is found wherever edit distance to all names finds it") {
  const auto file = words_file();
  const auto& kb = file.knowledge();
  const test::NearestNames oracle(kb);
  test::Random random(3);
  CAPTURE(test::seed());
  std::size_t tried = 0, missed = 0;
  for (int i = 0; i < 600; ++i) {
    const ConceptId c{static_cast<std::uint32_t>(random.below(kb.concept_count()))};
    const auto text = test::misspelt(kb.label(c), random);
    if (!text || !oracle.finds(*text, c, 5)) continue;
    ++tried;
    const auto found = hits(file, *text, 5);
    if (std::none_of(found.begin(), found.end(), [&](const SearchHit& h) { return h.found == c; })) ++missed;
  }
  CHECK(tried > 300);
  CHECK(missed * 100 <= tried);
}

TEST_CASE("names are completed as they are typed, labels first") {
  const auto file = words_file();
  const auto complete = [&](std::string_view typed, std::optional<ConceptKind> kind = {}, std::size_t limit = 10) {
    Texts out;
    for (const auto name : complete_name(file.knowledge(), typed, kind, limit)) out.emplace_back(name);
    return out;
  };
  CHECK(complete("brui") == Texts{"Bruise", "Bruise-prone skin", "Bruise of the sole", "Bruise-like ache"});
  CHECK(complete("BRUISE o") == Texts{"Bruise of the sole"});
  CHECK(complete("brui", ConceptKind::risk_factor) == Texts{"Bruise-prone skin"});
  CHECK(complete("brui", {}, 1) == Texts{"Bruise"});
  CHECK(complete("oede") == Texts{"Oedema of the foot"});
  CHECK(complete("zzz").empty());
  CHECK(complete("\xFF").size() == 10);
}
