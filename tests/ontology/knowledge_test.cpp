#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>

#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/table_builder.hpp"
#include "support/minimal_pack.hpp"
#include "support/print.hpp"
#include "support/random.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

AssembledPack::Content minimal() {
  auto pack = test::assembled({std::string(test::kMinimalPack)});
  if (!pack.content) FAIL(test::lines(pack.findings));
  return std::move(*pack.content);
}

Knowledge knowledge_of(AssembledPack::Content content) {
  auto made = Knowledge::make(std::move(content.tables), std::move(content.manifest));
  if (!made.ok()) FAIL(to_string(made.errors().front()));
  return std::move(*made);
}

std::vector<std::string> ids(const Knowledge& kb, const std::vector<ConceptId>& concepts) {
  std::vector<std::string> out;
  for (const auto c : concepts) out.emplace_back(kb.id(c));
  return out;
}

using Texts = std::vector<std::string>;

/// Follows every reference of the knowledge once, as its readers do.
std::size_t walk(const Knowledge& kb) {
  std::size_t seen = 0;
  const auto read = [&](std::string_view text) {
    seen += text.size() + (text.empty() ? 0 : static_cast<unsigned char>(text[0]));
  };
  for (std::uint32_t c = 0; c < kb.concept_count(); ++c) {
    const ConceptId id{c};
    read(kb.id(id)), read(kb.label(id));
    read(to_string(kb[id].kind));
    for (const auto& name : kb.names(id)) read(kb.text(name.text)), read(to_string(name.scope));
    for (const auto& code : kb.codes(id)) read(kb.text(code.system)), read(to_string(code.mark));
    for (const auto& qualifier : kb.qualifiers(kb[id].qualifiers)) read(kb.text(qualifier.json));
    for (const auto source : kb.sources(kb[id].basis)) read(source);
    seen += kb.graph().ancestors(id).size() + kb.graph().descendants(id).size();
    for (const auto s : kb.statements_about(id)) read(kb.name(s));
  }
  for (std::size_t r = 0; r <= static_cast<std::size_t>(Relation::treats); ++r)
    for (const auto& s : kb.statements(static_cast<Relation>(r))) {
      read(kb.name(kb.id_of(s))), read(to_string(s.strength));
      for (const auto source : kb.sources(s.basis)) read(source);
    }
  for (const auto& rule : kb.tables().rules) {
    read(kb.text(rule.action)), read(to_string(rule.kind)), read(to_string(rule.level));
    for (const auto& node : kb.nodes(rule)) seen += node.arguments.count;
    for (const auto c : kb.targets(rule)) read(kb.id(c));
  }
  for (const auto* name : {"gout", "Plantar Fasciitis", "nothing"})
    seen += kb.find(name).size() + kb.similar_names(name).size();
  return seen;
}

}  // namespace

TEST_CASE("a text is stored once") {
  TableBuilder builder;
  const auto a = builder.text("heel"), b = builder.text("pain"), c = builder.text("heel");
  CHECK(a == c);
  CHECK_FALSE(a == b);
  CHECK(builder.text("").empty());
  CHECK(builder.tables.texts == "heelpain");
}

TEST_CASE("lists become ranges") {
  std::vector<int> table;
  CHECK(TableBuilder::append(table, {1, 2}) == Range{0, 2});
  CHECK(TableBuilder::append(table, {}) == Range{2, 0});
  CHECK(TableBuilder::append(table, {3}) == Range{2, 1});
  CHECK(table == std::vector<int>{1, 2, 3});
}

TEST_CASE("finished tables are sorted for their readers") {
  TableBuilder builder;
  for (const auto relation : {Relation::treats, Relation::has_finding, Relation::share, Relation::has_finding})
    for (const std::uint32_t subject : {2u, 0u, 1u})
      builder.tables.statements.push_back({.subject = {subject}, .relation = relation});
  for (const auto* name : {"b", "a", "c", "a"}) builder.tables.names.push_back({.folded = builder.text(name)});
  const auto tables = builder.finish();
  CHECK(std::is_sorted(tables.statements.begin(), tables.statements.end(), [](const auto& x, const auto& y) {
    return std::tie(x.relation, x.subject) < std::tie(y.relation, y.subject);
  }));
  CHECK(tables.names_by_text == std::vector<std::uint32_t>{1, 3, 0, 2});
}

TEST_CASE("concepts are found by id, label, synonym, lay term, abbreviation and code") {
  const auto kb = knowledge_of(minimal());
  for (const auto* name :
       {"plantar-fasciitis", "Plantar Fasciitis", "PLANTAR HEEL PAIN", "pf", "202882003", " plantar  fasciitis!"}) {
    CAPTURE(name);
    CHECK(ids(kb, kb.find(name)) == Texts{"plantar-fasciitis"});
  }
  CHECK(ids(kb, kb.find("sore heel")) == Texts{"heel-pain"});
  CHECK(kb.find("heel").empty());
  CHECK(kb.find("").empty());
  CHECK(kb.find("gout", ConceptKind::finding).empty());
  CHECK(ids(kb, kb.find("gout", ConceptKind::condition)) == Texts{"gout"});
}

TEST_CASE("a misspelt name has similar ones") {
  const auto kb = knowledge_of(minimal());
  CHECK(kb.similar_names("Frist-step pain") == Texts{"first step pain"});
  CHECK(kb.similar_names("gut", ConceptKind::condition).front() == "gout");
  CHECK(kb.similar_names("gut", ConceptKind::intervention).empty());
  CHECK(kb.similar_names("hippopotamus").empty());
  CHECK(kb.similar_names("").empty());
}

TEST_CASE("statements have stable names") {
  const auto kb = knowledge_of(minimal());
  Texts names;
  for (std::uint32_t s = 0; s < kb.tables().statements.size(); ++s) names.push_back(kb.name({s}));
  CHECK(names == Texts{"plantar-fasciitis/has-finding/first-step-pain", "first-step-pain/background-frequency",
                       "plantar-fasciitis/share/everyone", "gout/share/everyone",
                       "obesity/changes-odds/plantar-fasciitis", "nsaid/changes-odds/gout",
                       "calf-stretch/treats/plantar-fasciitis"});
  CHECK(kb.statements(Relation::share).size() == 2);
  CHECK(kb.id_of(kb.statements(Relation::treats).front()).value == 6);
  CHECK(kb.sources(kb.statements(Relation::treats).front().basis) == std::vector<std::string_view>{"T"});
}

TEST_CASE("knowledge with a circle of is_a is refused and the circle is told") {
  auto content = minimal();
  const auto kb = knowledge_of(minimal());
  content.tables.is_a.push_back({test::id(kb, "heel-pain"), test::id(kb, "first-step-pain")});
  const auto made = Knowledge::make(std::move(content.tables), {});
  REQUIRE_FALSE(made.ok());
  CHECK(made.errors().front().code == "is-a-cycle");
  CHECK(made.errors().front().message.find("'heel-pain' is a 'first-step-pain'") != std::string::npos);
}

TEST_CASE("the digest covers every table and every fact but itself") {
  const auto content = minimal();
  const auto digest = content_digest(content.tables, content.manifest);
  CHECK(digest.size() == 64);
  CHECK(content_digest(content.tables, content.manifest) == digest);
  auto manifest = content.manifest;
  manifest.set("digest", "x");
  CHECK(content_digest(content.tables, manifest) == digest);
  manifest.set("title", "Other");
  CHECK(content_digest(content.tables, manifest) != digest);

  auto tables = content.tables;
  for_each_table(tables, [&](std::string_view name, auto& table) {
    if (table.empty()) return;
    CAPTURE(name);
    auto* bytes = reinterpret_cast<unsigned char*>(table.data());
    for (const std::size_t at : {std::size_t{0}, table.size() * sizeof(table[0]) - 1}) {
      bytes[at] ^= 1;
      CHECK(content_digest(tables, content.manifest) != digest);
      bytes[at] ^= 1;
    }
  });
  CHECK(content_digest(tables, content.manifest) == digest);
}

TEST_CASE("a bad entry is refused with the name of its table") {
  const auto refused = [](auto spoil) {
    auto content = minimal();
    spoil(content.tables);
    const auto checked = check(content.tables);
    if (checked.ok()) FAIL("accepted");
    CHECK(checked.errors().front().code == "damaged-knowledge");
    return checked.errors().front().message;
  };
  const auto names = [&](std::string_view table, auto spoil) {
    CAPTURE(table);
    CHECK(refused(spoil).find("table '" + std::string(table) + "'") != std::string::npos);
  };
  const std::uint32_t far = 1'000'000;
  names("concepts", [&](Tables& t) { t.concepts[1].label.offset = far; });
  names("concepts", [&](Tables& t) { t.concepts[1].definition = {0xFFFFFFFF, 0xFFFFFFFF}; });
  names("concepts", [&](Tables& t) { t.concepts[1].names.count = far; });
  names("concepts", [&](Tables& t) { t.concepts[1].codes = {0xFFFFFFFF, 2}; });
  names("concepts", [&](Tables& t) { t.concepts[1].basis = {far}; });
  names("concepts", [&](Tables& t) { t.concepts[1].kind = static_cast<ConceptKind>(200); });
  names("concepts", [&](Tables& t) { t.concepts[1].dimension = static_cast<Dimension>(200); });
  names("names", [&](Tables& t) { t.names[0].owner = {far}; });
  names("names", [&](Tables& t) { t.names[0].owner = {}; });
  names("names", [&](Tables& t) { t.names[0].scope = static_cast<NameScope>(9); });
  names("names_by_text", [&](Tables& t) { t.names_by_text[0] = far; });
  refused([&](Tables& t) { t.names_by_text.pop_back(); });
  names("codes", [&](Tables& t) { t.codes[0].mark = static_cast<Mark>(9); });
  names("is_a", [&](Tables& t) { t.is_a[0].parent = {far}; });
  names("is_a", [&](Tables& t) { t.is_a[0].child = {}; });
  names("bases", [&](Tables& t) { t.bases[0].sources.first = far; });
  names("basis_sources", [&](Tables& t) { t.basis_sources[0] = {far}; });
  names("sources", [&](Tables& t) { t.sources[0].citation.length = far; });
  names("qualifiers", [&](Tables& t) { t.qualifiers[0].json.offset = far; });
  names("statements", [&](Tables& t) { t.statements[0].subject = {far}; });
  names("statements", [&](Tables& t) { t.statements[0].object = {}; });
  names("statements", [&](Tables& t) { t.statements[0].relation = static_cast<Relation>(17); });
  names("statements", [&](Tables& t) { t.statements[0].basis = {far}; });
  names("statements", [&](Tables& t) { std::swap(t.statements.front(), t.statements.back()); });
  names("statements", [&](Tables& t) { t.statements[2].population = {}; });
  names("rules", [&](Tables& t) { t.rules[0].nodes.count = 0; });
  names("rules", [&](Tables& t) { t.rules[0].nodes.first = far; });
  names("rules", [&](Tables& t) { t.rules[0].level = static_cast<Urgency>(5); });
  names("rules", [&](Tables& t) { t.nodes[0].op = static_cast<Op>(kOpCount); });
  names("rules", [&](Tables& t) { t.nodes[0].concept_ref = far; });
  names("rules", [&](Tables& t) { t.nodes[0].arguments = {0, far}; });
  names("rules", [&](Tables& t) { t.arguments[0] = far; });
  names("rule_targets", [&](Tables& t) { t.rule_targets[0] = {far}; });
  names("populations", [&](Tables& t) { t.populations[0].applies_to = {far}; });
  names("stages", [&](Tables& t) { t.stages[0].conditions.count = far; });
  names("stage_conditions", [&](Tables& t) { t.stage_conditions[0] = {far}; });
  names("safety_nets", [&](Tables& t) { t.safety_nets[0].text.offset = far; });
  names("scope", [&](Tables& t) { t.scope[0].outside.offset = far; });
  refused([](Tables& t) { t.scope.clear(); });
  refused([](Tables& t) { t.scope.push_back({}); });
}

TEST_CASE("a statement joins only the kinds of concepts that belong together") {
  auto content = minimal();
  const auto kb = knowledge_of(minimal());
  for (std::size_t s = 0; s < content.tables.statements.size(); ++s)
    for (std::uint32_t c = 0; c < kb.concept_count(); ++c) {
      const auto original = content.tables.statements[s];
      auto& changed = content.tables.statements[s];
      const auto kind_of = [&](ConceptId id) { return kb[id].kind; };
      changed.subject = {c};
      CAPTURE(kb.name({static_cast<std::uint32_t>(s)}), kb.id({c}));
      CHECK(check(content.tables).ok() == (kind_of({c}) == kind_of(original.subject)));
      changed = original;
      if (original.object.exists()) {
        changed.object = {c};
        CHECK(check(content.tables).ok() == (kind_of({c}) == kind_of(original.object)));
        changed = original;
      }
    }
}

TEST_CASE("numbers that are no probabilities are refused") {
  const auto accepted = [](auto spoil) {
    auto content = minimal();
    spoil(content.tables);
    return check(content.tables).ok();
  };
  for (const double bad : {-0.1, 1.1, kNoNumber, std::numeric_limits<double>::infinity()}) {
    CAPTURE(bad);
    for (std::size_t s = 0; s < 4; ++s) CHECK_FALSE(accepted([&](Tables& t) { t.statements[s].value = bad; }));
    CHECK_FALSE(accepted([&](Tables& t) { t.populations[0].scale = bad; }));
    CHECK_FALSE(accepted([&](Tables& t) { t.populations[0].none_share = bad; }));
    CHECK_FALSE(accepted([&](Tables& t) { t.populations[0].floor = bad; }));
    CHECK_FALSE(accepted([&](Tables& t) { t.scope[0].entry_link = bad; }));
    CHECK_FALSE(accepted([&](Tables& t) { t.scope[0].entry_leak = bad; }));
  }
  for (const double bad : {0.0, -1.0, kNoNumber, std::numeric_limits<double>::infinity()})
    CHECK_FALSE(accepted([&](Tables& t) { t.statements[4].value = bad; }));
}

TEST_CASE("whatever stands in a table, it is refused or harmless") {
  // Every 32-bit word and every byte of every entry of every table takes telling values; what is accepted is used.
  const auto original = test::pack_content(test::world_pack(R"(
    small < big
    cause 0.5: small 0.5, big 0.6
    other 0.3: big 0.4
    risk fat cause 2
    rule x urgent if small and not big or odd
    define odd if small
    group small, big
    treat rest cause strong
    avoid rest if odd
    must-not-miss other
  )"));
  auto tables = original.tables;
  std::size_t accepted = 0, refused = 0;
  const auto told = test::present("small") + test::risk("fat");
  const auto try_it = [&] {
    if (!check(tables).ok()) {
      ++refused;
      return;
    }
    auto made = Knowledge::make(tables, original.manifest);
    if (!made.ok()) return;
    walk(*made);
    if (++accepted % 3 != 0) return;
    auto file = KnowledgeFile::in_memory(tables, original.manifest);
    REQUIRE(file.ok());
    const Engine engine(std::move(*file));
    const auto answer = engine.assess(told, {.as_of = parse_date("2026-01-31")});
    if (answer.ok()) (void)to_json(*answer);
  };
  for_each_table(tables, [&](std::string_view name, auto& table) {
    if (name == "texts") return;
    auto* bytes = reinterpret_cast<unsigned char*>(table.data());
    const auto size = table.size() * sizeof(table[0]);
    for (std::size_t at = 0; at + 4 <= size; at += 4) {
      std::uint32_t word = 0;
      std::memcpy(&word, bytes + at, 4);
      for (const std::uint32_t value :
           {0u, 1u, word + 1, word - 1, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFEu, 0xFFFFFFFFu}) {
        std::memcpy(bytes + at, &value, 4);
        try_it();
      }
      std::memcpy(bytes + at, &word, 4);
    }
    for (std::size_t at = 0; at < size; ++at) {
      const auto byte = bytes[at];
      for (const unsigned value : {byte ^ 1u, byte + 1u, 0x7Fu, 0xFFu}) {
        bytes[at] = static_cast<unsigned char>(value);
        try_it();
      }
      bytes[at] = byte;
    }
  });
  CHECK(accepted > 1000);
  CHECK(refused > 1000);
}
