// The section `properties` and the bands of scores as they stand in packs: what is refused, and where.
#include <catch2/catch.hpp>

#include "proved_pack.hpp"

using namespace noso;
using namespace noso::test;

namespace {

std::string refusal(const std::string& when, const std::string& then) { return summary(with_property(when, then)); }

std::string refused_band(const std::string& band) {
  return summary(with_change(R"("value": {"count": ["heel-pain", "rash"]},)",
                             "\"value\": {\"count\": [\"heel-pain\"]}, \"bands\": [\n" + band + "],"));
}

}  // namespace

TEST_CASE("a property needs an id, a claim, 'then' and a basis") {
  CHECK(summary(with("{\"properties\": [{}]}")) ==
        "missing-key 1:17\nmissing-key 1:17\nmissing-key 1:17\nmissing-key 1:17");
  CHECK(summary(with("{\"properties\": [{\"id\": \"p\", \"claim\": \"c\", \"then\": \"rash\", \"wehn\": \"fever\", " +
                     kBasis + "}]}")) == "unknown-key 1:59");
}

TEST_CASE("two properties of one id are refused") {
  const std::string p = "{\"id\": \"p\", \"claim\": \"c\", \"then\": \"rash\", " + kBasis + "}";
  CHECK(summary(with("{\"properties\": [\n" + p + ",\n" + p + "]}")) == "duplicate-id 3:8");
}

TEST_CASE("claims with wrong words, names or lists are refused at their place") {
  CHECK(refusal("", R"({"level_at_least": "high"})") == "bad-word 2:60");
  CHECK(refusal("", R"({"level_at_least": "none"})") == "bad-word 2:60");
  CHECK(refusal("", R"({"level_at_least": 3})") == "bad-word 2:60");
  CHECK(refusal("", R"({"avoided": {"intervention": "stretch"}})") == "unknown-concept 2:70");
  CHECK(refusal("", R"({"avoided": {"intervention": "fever"}})") == "wrong-kind 2:70");
  CHECK(refusal("", R"({"warned": {}})") == "missing-key 2:52");
  CHECK(refusal("", R"({"warned": "calf-stretch"})") == "wrong-type 2:52");
  CHECK(refusal("", R"({"exactly_one": []})") == "empty-list 2:57");
  CHECK(refusal("", R"({"exactly_one": ["x99"]})") == "unknown-rule 2:58");
  CHECK(refusal("", R"({"not_lowered_by": []})") == "empty-list 2:60");
  CHECK(refusal("", R"({"not_lowered_by": ["nothing"]})") == "unknown-concept 2:61");
  CHECK(refusal("\"rash\"", R"({"not_lowered_by": "red-flags"})") == "bad-expression 2:41");
  CHECK(refusal("\"rash\"", R"({"nobody": "rash"})") == "unknown-operator 2:68");
}

TEST_CASE("properties are part of the knowledge and refer to rules by their final place") {
  auto pack = with_property("{\"rule\": \"x01\"}", R"({"exactly_one": ["x01", "everyone"]})");
  REQUIRE(pack.content);
  const auto& tables = pack.content->tables;
  REQUIRE(tables.properties.size() == 1);
  const auto& property = tables.properties.front();
  CHECK(tables.rules[property.when.value].kind == RuleKind::property);
  REQUIRE(property.options.count == 2);
  const auto id = tables.rules[tables.property_options[property.options.first].rule.value].id;
  CHECK(tables.texts.substr(id.offset, id.length) == "x01");
  CHECK(tables.property_options[property.options.first + 1].population == PopulationId{0});
  CHECK(pack.content->places.properties.front().line == 2);
}

TEST_CASE("a property changes nothing in an answer") {
  const auto told = present({"rash"}) + present({"first-step-pain"});
  auto plain = with("{}"), more = with_property("\"rash\"", "\"fever\"");
  REQUIRE(more.content);
  const auto without = engine_of(std::move(*plain.content)), with = engine_of(std::move(*more.content));
  const auto escalation = [&](const Engine& engine) {
    const auto answer = assess(engine, told);
    std::string out(to_string(answer.escalation.level));
    for (const auto& rule : answer.escalation.fired) out += engine.knowledge().text(engine.knowledge()[rule.rule].id);
    return out + std::to_string(answer.differential.conditions.front().probability);
  };
  CHECK(escalation(without) == escalation(with));
}

TEST_CASE("bands without a range of values are refused") {
  CHECK(refused_band(R"({"label": "l"})") == "bad-band 38:1");
  CHECK(refused_band(R"({"label": "l", "at_least": 2, "above": 1})") == "bad-band 38:1");
  CHECK(refused_band(R"({"label": "l", "at_least": 3, "below": 3})") == "bad-band 38:1");
  CHECK(refused_band(R"({"label": "l", "equal": 3, "below": 3})") == "bad-band 38:1");
  CHECK(refused_band(R"({"at_least": 3})") == "missing-key 38:1");
  CHECK(refused_band(R"({"label": "l", "at_least": 3, "at_most": 3})") == "");
}

TEST_CASE("a damaged property is refused by the knowledge") {
  const auto refused = [](auto damage) {
    auto pack = with_property("\"rash\"", R"({"avoided": {"intervention": "calf-stretch"}})");
    damage(pack.content->tables.properties.front());
    auto made = Knowledge::make(std::move(pack.content->tables), std::move(pack.content->manifest));
    return !made.ok() && made.errors().front().code == "damaged-knowledge";
  };
  CHECK_FALSE(refused([](PropertyRecord&) {}));
  CHECK(refused([](PropertyRecord& p) { p.when = RuleId{99}; }));
  CHECK(refused([](PropertyRecord& p) { p.targets.count = 0; }));
  CHECK(refused([](PropertyRecord& p) { p.kind = static_cast<Claim>(77); }));
  CHECK(refused([](PropertyRecord& p) { p.options = {5, 5}; }));
  CHECK(refused([](PropertyRecord& p) { p.kind = Claim::expression; }));
}
