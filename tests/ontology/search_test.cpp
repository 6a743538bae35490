#include <catch2/catch.hpp>

#include "noso/ontology/knowledge_file.hpp"
#include "support/minimal_pack.hpp"
#include "support/random.hpp"
#include "support/world.hpp"

using namespace noso;
using test::Random;
using Texts = std::vector<std::string>;

namespace {

KnowledgeFile made(const std::string& more) {
  auto pack = test::with(more);
  if (!pack.content) FAIL(test::lines(pack.findings));
  auto file = KnowledgeFile::in_memory(std::move(pack.content->tables), std::move(pack.content->manifest));
  REQUIRE(file.ok());
  return std::move(*file);
}

Texts found(const KnowledgeFile& file, std::string_view query, std::size_t limit = 20) {
  const auto hits = file.search(query, limit);
  if (!hits.ok()) FAIL(test::lines(hits.errors()));
  Texts out;
  for (std::size_t i = 0; i < hits->size(); ++i) {
    if (i > 0) REQUIRE((*hits)[i - 1].score >= (*hits)[i].score);
    out.emplace_back(file.knowledge().id((*hits)[i].found));
  }
  return out;
}

bool contains(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

const char* const kMore = R"json({"findings": [
  {"id": "swelling", "label": "Swelling", "synonyms": ["œdema", "tuméfaction"], "definition": "More volume near the Ferse"},
  {"id": "near", "label": "Not and or near"},
  {"id": "runners-heel", "label": "Runner's heel (Läuferferse)"},
  {"id": "greek", "label": "πόνος στη φτέρνα"},
  {"id": "fersenschmerz", "label": "Großer Fersenschmerz"}]})json";

}  // namespace

TEST_CASE("search does not mind case, accents and punctuation") {
  const auto file = made(kMore);
  CHECK(found(file, "SWELLING") == Texts{"swelling"});
  CHECK(found(file, "tumefaction") == Texts{"swelling"});
  CHECK(found(file, "œdema") == Texts{"swelling"});
  CHECK(found(file, "runners heel") == Texts{"runners-heel"});
  CHECK(found(file, "laüferferse!") == Texts{"runners-heel"});
  CHECK(found(file, "ΠΟΝΟΣ") == Texts{"greek"});
  CHECK(found(file, "grosser") == Texts{"fersenschmerz"});
}

TEST_CASE("search reaches labels, synonyms, definitions, ids and codes") {
  const auto file = made(kMore);
  CHECK(found(file, "fasciitis") == Texts{"plantar-fasciitis"});
  CHECK(found(file, "PF") == Texts{"plantar-fasciitis"});
  CHECK(found(file, "overload") == Texts{"plantar-fasciitis"});
  CHECK(found(file, "202882003") == Texts{"plantar-fasciitis"});
  CHECK(found(file, "fersenschmerz") == Texts{"fersenschmerz"});
}

TEST_CASE("the last word is a beginning, the others are whole") {
  const auto file = made(kMore);
  CHECK(found(file, "swel") == Texts{"swelling"});
  CHECK(found(file, "plantar fasc") == Texts{"plantar-fasciitis"});
  CHECK(contains(found(file, "s"), "swelling"));
  CHECK(found(file, "ling").empty());
}

TEST_CASE("what has all the words comes alone, else what has some") {
  const auto file = made(kMore);
  CHECK(found(file, "first step") == Texts{"first-step-pain"});
  const auto some = found(file, "swelling gout");
  CHECK(some.size() == 2);
  CHECK(contains(some, "swelling"));
  CHECK(contains(some, "gout"));
  CHECK(found(file, "swelling zzz") == Texts{"swelling"});
  CHECK(found(file, "zzz").empty());
}

TEST_CASE("a name says more than a definition") {
  const auto file = made(kMore);
  const auto hits = found(file, "ferse");
  REQUIRE_FALSE(hits.empty());
  CHECK(hits.back() == "swelling");
}

TEST_CASE("the query is data, never syntax") {
  const auto file = made(kMore);
  for (const auto* query :
       {"\"", "\"\"", "*", "**", "-", "(", ")", "()", ":", "^", "+", "'", ";", "\\", "--", "{}", "\"*\"", "%", "_"}) {
    CAPTURE(query);
    CHECK(found(file, query).empty());
  }
  CHECK(found(file, "\"swelling") == Texts{"swelling"});
  CHECK(found(file, "swel*") == Texts{"swelling"});
  CHECK(found(file, "label:swelling") == Texts{"swelling"});
  CHECK(found(file, "label : swelling") == Texts{"swelling"});
  CHECK(found(file, "-swelling") == Texts{"swelling"});
  CHECK(found(file, "^swelling") == Texts{"swelling"});
  CHECK(found(file, "swelling'; DROP TABLE name_search; --") == Texts{"swelling"});
  CHECK(found(file, "NEAR(swelling gout)").size() == 3);
  CHECK(found(file, "NOT AND OR NEAR") == Texts{"near"});
  CHECK(found(file, "swelling AND gout").size() == 3);
  CHECK(found(file, "{label synonyms} : swelling") == Texts{"swelling"});
}

TEST_CASE("an empty query finds nothing") {
  const auto file = made(kMore);
  CHECK(found(file, "").empty());
  CHECK(found(file, " \t\n").empty());
  CHECK(found(file, std::string_view("\0", 1)).empty());
  CHECK(found(file, "\xFF\xFE").empty());
}

TEST_CASE("a search gives at most as many as asked for") {
  const auto file = made(kMore);
  CHECK(found(file, "heel", 0).empty());
  CHECK(found(file, "heel", 1).size() == 1);
  CHECK(found(file, "heel").size() >= 3);
}

TEST_CASE("long and random queries are answered") {
  const auto file = made(kMore);
  (void)found(file, std::string(1'000'000, 'a'));
  std::string words;
  for (int i = 0; i < 10000; ++i) words += "heel ";
  CHECK_FALSE(found(file, words).empty());
  CHECK(found(file, "swelling" + std::string(5000, ' ')) == Texts{"swelling"});
  CAPTURE(test::seed());
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    const auto query = random.text(30, "ab \"*():-^+{}'\\NEARORANDT,.;\xC3\xA9\xFF\x01");
    CAPTURE(query);
    (void)found(file, query);
  }
}
