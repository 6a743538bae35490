#include <catch2/catch.hpp>

#include "heel_pain.hpp"
#include "noso/engine/facts.hpp"

namespace {

using namespace noso;
using namespace noso::test;

/// A pack with names of every kind.
const Engine& clinic() {
  static const Engine engine = [] {
    auto content = pack_content(R"({
      "pack": {"id": "clinic", "version": "1.0.0", "title": "t", "description": "t", "status": "draft", "date": "2026-01-31",
               "publisher": "t", "language": "en", "licence": "CC0-1.0"},
      "sources": [{"id": "T", "citation": "t"}],
      "scope": {"entry_findings": ["pain"], "outside": "outside", "basis": {"mark": "estimate", "sources": ["T"]}},
      "conditions": [{"id": "fasciitis", "label": "Plantar fasciitis"}],
      "findings": [
        {"id": "pain", "label": "Pain"},
        {"id": "heel-pain", "label": "Heel pain", "is_a": ["pain"], "synonyms": ["Calcaneal pain"], "lay": ["sore heel"],
         "codes": [{"system": "HPO", "code": "HP:0012345"}, {"system": "ATC", "code": "M01"}]},
        {"id": "morning-pain", "label": "Morning pain", "is_a": ["heel-pain"], "abbreviations": ["AMP"],
         "codes": [{"system": "ATC", "code": "M01"}]},
        {"id": "temperature", "label": "Body temperature", "synonyms": ["temp"], "quantity": {"unit": "Cel", "min": 25, "max": 45}}],
      "risk_factors": [{"id": "nsaid", "label": "Anti-inflammatory drug", "type": "medication"},
                       {"id": "ibuprofen", "label": "Ibuprofen", "is_a": ["nsaid"], "type": "medication"},
                       {"id": "pregnancy", "label": "Pregnancy"}, {"id": "diabetes", "label": "Diabetes"}],
      "interventions": [{"id": "stretch", "label": "Stretching", "class": "exercise"}],
      "populations": [{"id": "all", "label": "all", "scale": 1, "none_share": 0.1, "shares": {"fasciitis": 0.5},
                       "basis": {"mark": "estimate", "sources": ["T"]}}]})");
    auto file = KnowledgeFile::in_memory(std::move(content.tables), std::move(content.manifest));
    if (!file.ok()) throw std::runtime_error(lines(file.errors()));
    return Engine(std::move(*file));
  }();
  return engine;
}

Result<Facts> resolved(const Case& told) { return resolve(clinic().knowledge(), told); }

Truth state(const Case& told, std::string_view concept_id) {
  const auto facts = resolved(told);
  INFO((facts.ok() ? std::string() : lines(facts.errors())));
  REQUIRE(facts.ok());
  return facts->of(id(clinic().knowledge(), concept_id));
}

std::vector<std::string> codes(const Case& told) {
  const auto facts = resolved(told);
  std::vector<std::string> out;
  if (!facts.ok())
    for (const auto& d : facts.errors()) out.push_back(d.code);
  return out;
}

std::string first_help(const Case& told) {
  const auto facts = resolved(told);
  REQUIRE_FALSE(facts.ok());
  return facts.errors().front().help;
}

Case measured(std::string finding, double value, std::string unit) {
  Case told;
  told.measurements.push_back({.finding = std::move(finding), .value = value, .unit = std::move(unit)});
  return told;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a name may be an id, a label, a synonym, a lay term, an abbreviation or a code") {
  for (const auto* name : {"heel-pain", "Heel pain", "HEEL  PAIN", "calcaneal pain", "Sore heel", "HP:0012345"}) {
    INFO(name);
    CHECK(state(present(name), "heel-pain") == Truth::yes);
  }
  CHECK(state(present("AMP"), "morning-pain") == Truth::yes);
}

TEST_CASE("an unknown name is answered with the nearest ones") {
  CHECK(codes(present("heel pian")) == Codes{"unknown-name"});
  CHECK(first_help(present("heel pian")).find("'heel pain'") != std::string::npos);
  CHECK(codes(present("xyzzy qwerty")) == Codes{"unknown-name"});
  CHECK_FALSE(first_help(present("xyzzy qwerty")).empty());
  CHECK(codes(present("")) == Codes{"unknown-name"});
}

TEST_CASE("of many unknown names the first ones are answered with the nearest, and all are told") {
  Case told;
  for (int i = 0; i < 400; ++i) told.present.push_back({.name = "heel pian"});
  const auto facts = resolved(told);
  REQUIRE_FALSE(facts.ok());
  REQUIRE(facts.errors().size() == 400);
  CHECK(facts.errors()[0].help.find("'heel pain'") != std::string::npos);
  CHECK(facts.errors()[399].help.find("noso search") != std::string::npos);
}

TEST_CASE("a code of two concepts is no name of either") {
  CHECK(codes(present("M01")) == Codes{"ambiguous-name"});
  CHECK(first_help(present("M01")).find("ids") != std::string::npos);
}

TEST_CASE("a name of the wrong kind is not taken") {
  CHECK(codes(present("fasciitis")) == Codes{"unknown-name"});
  CHECK(codes(present("stretch")) == Codes{"unknown-name"});
  Case told;
  told.tried.push_back({.intervention = "heel-pain"});
  CHECK(codes(told) == Codes{"unknown-name"});
}

TEST_CASE("findings and risk factors may be told in each other's list") {
  CHECK(state(present("diabetes"), "diabetes") == Truth::yes);
  CHECK(state(risk("heel-pain"), "heel-pain") == Truth::yes);
}

TEST_CASE("one thing both present and absent is a contradiction, through is_a too") {
  CHECK(codes(present("heel-pain") + absent("heel-pain")) == Codes{"contradiction"});
  CHECK(codes(present("heel-pain") + absent("Calcaneal pain")) == Codes{"contradiction"});
  CHECK(codes(present("morning-pain") + absent("pain")) == Codes{"contradiction"});
  const auto facts = resolved(present("morning-pain") + absent("pain"));
  CHECK(facts.errors().front().message.find("Morning pain") != std::string::npos);
  CHECK_FALSE(facts.errors().front().help.empty());
  CHECK(codes(present("pain") + absent("morning-pain")).empty());  // pain of another kind
}

TEST_CASE("facts are closed under is_a and remember what decided them") {
  const auto& kb = clinic().knowledge();
  const auto facts = resolved(present("morning-pain"));
  REQUIRE(facts.ok());
  CHECK(facts->of(id(kb, "pain")) == Truth::yes);
  CHECK(facts->because_of[id(kb, "pain").value] == id(kb, "morning-pain"));
  const auto none = resolved(absent("pain"));
  CHECK(none->of(id(kb, "morning-pain")) == Truth::no);
}

TEST_CASE("what is given is its own reason, in whatever order it is told") {
  const auto& kb = clinic().knowledge();
  for (const auto& told : {present("pain", "morning-pain"), present("morning-pain", "pain")}) {
    const auto facts = resolved(told);
    REQUIRE(facts.ok());
    CHECK(facts->because_of[id(kb, "pain").value] == id(kb, "pain"));
    CHECK(facts->because_of[id(kb, "heel-pain").value] == id(kb, "morning-pain"));
  }
}

TEST_CASE("asked and not known is unknown, and still on record") {
  Case told;
  told.unknown.push_back({.name = "heel-pain"});
  const auto facts = resolved(told);
  REQUIRE(facts.ok());
  CHECK(facts->of(id(clinic().knowledge(), "heel-pain")) == Truth::unknown);
  CHECK(facts->given.size() == 1);
}

TEST_CASE("measures are taken in any unit of their dimension and refused in others") {
  const auto celsius = [](double value, std::string unit) {
    const auto facts = resolved(measured("temp", value, std::move(unit)));
    REQUIRE(facts.ok());
    return facts->measure(id(clinic().knowledge(), "temperature"));
  };
  CHECK(celsius(38.9, "Cel") == Interval::exactly(38.9));
  CHECK(celsius(38.9, "") == Interval::exactly(38.9));
  CHECK(celsius(102, "[degF]").low == Approx(38.889).epsilon(1e-4));
  CHECK(celsius(311.15, "K").low == Approx(38.0));
  CHECK(codes(measured("temp", 38, "kg")) == Codes{"unit-mismatch"});
  CHECK(codes(measured("temp", 38, "blorg")) == Codes{"unknown-unit"});
  CHECK(codes(measured("heel-pain", 38, "Cel")) == Codes{"not-measured"});
}

TEST_CASE("values that no living person has are refused") {
  CHECK(codes(measured("temp", 60, "Cel")) == Codes{"implausible-value"});
  CHECK(codes(measured("temp", 38.9, "K")) == Codes{"implausible-value"});
  CHECK(codes(measured("temp", -3, "Cel")) == Codes{"implausible-value"});
  const auto facts = resolved(measured("temp", 60, "Cel"));
  CHECK(facts.errors().front().message.find("25") != std::string::npos);
  CHECK(codes(measured("temp", 25, "Cel")).empty());
  CHECK(codes(measured("temp", 45, "Cel")).empty());
}

TEST_CASE("a population must exist") {
  Case told;
  told.population = "al";
  CHECK(codes(told) == Codes{"unknown-population"});
  CHECK(first_help(told).find("'all'") != std::string::npos);
  told.population = "all";
  CHECK(codes(told).empty());
}

TEST_CASE("pregnancy is a risk factor that may be known to be absent") {
  Case told;
  CHECK(state(told, "pregnancy") == Truth::unknown);
  told.pregnant = true;
  CHECK(state(told, "pregnancy") == Truth::yes);
  told.pregnant = false;
  CHECK(state(told, "pregnancy") == Truth::no);
}

TEST_CASE("medicines, history and allergies are looked up") {
  Case told;
  told.medications = {"Ibuprofen"};
  told.history = {"Diabetes"};
  told.allergies = {"nsaid"};
  CHECK(state(told, "nsaid") == Truth::yes);
  CHECK(state(told, "diabetes") == Truth::yes);
  CHECK(resolved(told)->allergies == std::vector{id(clinic().knowledge(), "nsaid")});
  told.allergies = {"penicilin"};
  const auto resolved_anyway = resolved(told);
  REQUIRE(resolved_anyway.ok());
  CHECK(resolved_anyway->unrecognized.size() == 1);
}

TEST_CASE("everything that is wrong with a case is said at once") {
  auto told = present("heel pian", "morning-pain") + absent("pain") + measured("temp", 99, "Cel");
  told.population = "nobody";
  CHECK(codes(told) == Codes{"unknown-name", "implausible-value", "unknown-population", "contradiction"});
}

TEST_CASE("what follows from a measured value cannot be said to be absent") {
  Case hot;
  hot.measurements.push_back({.finding = "body-temperature", .value = 39.5, .unit = "Cel"});
  for (const auto* name : {"fever", "fever-or-systemic-illness"}) {
    const auto answer = heel_pain().assess(hot + absent(name));
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.errors().front().code == "contradiction");
    CHECK(answer.errors().front().message.find("39.5 Cel") != std::string::npos);
  }
  // The other way round it is none: a fever that was felt at home need not be there now.
  hot.measurements.front().value = 36.8;
  const auto answer = heel_pain().assess(hot + present("fever"));
  REQUIRE(answer.ok());
  CHECK(answer->facts.of(id(*answer->knowledge, "fever")) == Truth::yes);
}
