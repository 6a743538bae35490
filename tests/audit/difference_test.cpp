#include <catch2/catch.hpp>

#include "audit_world.hpp"
#include "noso/engine/audit/difference.hpp"

using namespace noso;
using namespace noso::test;
using noso::audit::ChangeKind;

namespace {

Engine engine_of(AssembledPack pack) {
  if (!pack.content) throw std::runtime_error(lines(pack.findings));
  auto file = KnowledgeFile::in_memory(std::move(pack.content->tables), std::move(pack.content->manifest));
  if (!file.ok()) throw std::runtime_error(lines(file.errors()));
  return Engine(std::move(*file));
}

std::vector<audit::Change> changes_after(std::string_view from, std::string_view to) {
  const auto before = engine_with({}), after = engine_of(with_change(from, to));
  return audit::changes(before.knowledge(), after.knowledge());
}

}  // namespace

TEST_CASE("a pack does not differ from itself, whatever the order of its files") {
  const auto extra = rule_file("r", "soon", "\"obesity\""), other = rule_file("s", "soon", "\"rash\"");
  const auto a = engine_with({extra, other}), b = engine_with({other, extra});
  CHECK(audit::changes(a.knowledge(), b.knowledge()).empty());
}

TEST_CASE("a changed value is listed with both values") {
  CHECK(changes_after("\"odds_ratio\": 3.7", "\"odds_ratio\": 3.6") ==
        std::vector<audit::Change>{
            {ChangeKind::changed, "statement", "obesity/changes-odds/plantar-fasciitis", "value", "3.7", "3.6"}});
  CHECK(changes_after("3 times a day", "5 times a day") ==
        std::vector<audit::Change>{{ChangeKind::changed, "intervention", "calf-stretch", "dose",
                                    R"({"text":"3 times a day"})", R"({"text":"5 times a day"})"}});
}

TEST_CASE("a changed rule is printed for people") {
  CHECK(changes_after(R"({"any": ["fever", "rash"]})", R"({"all": ["fever", "rash"]})") ==
        std::vector<audit::Change>{
            {ChangeKind::changed, "escalation", "x01", "when", "any of (Fever, Rash)", "all of (Fever, Rash)"}});
}

TEST_CASE("a new label of a finding is no change of the rules that use it") {
  CHECK(changes_after(R"("label": "Rash")", R"("label": "Skin rash")") ==
        std::vector<audit::Change>{{ChangeKind::changed, "finding", "rash", "label", "Rash", "Skin rash"}});
}

TEST_CASE("an id that changes under the same label is a new name") {
  std::string text(kMinimalPack);
  for (auto at = text.find("\"rash\""); at != std::string::npos; at = text.find("\"rash\"", at))
    text.replace(at, 6, "\"skin-rash\"");
  const auto before = engine_with({}), after = engine_of(assembled({text}));
  const auto list = audit::changes(before.knowledge(), after.knowledge());
  REQUIRE_FALSE(list.empty());
  CHECK(std::count(list.begin(), list.end(),
                   audit::Change{ChangeKind::renamed, "finding", "rash", "id", "rash", "skin-rash"}) == 1);
  for (const auto& change : list) CHECK((change.kind == ChangeKind::renamed || change.field == "when"));
}

TEST_CASE("added and removed elements are told in one line") {
  const auto before = engine_with({}), after = engine_with({rule_file("r", "soon", "\"obesity\"")});
  CHECK(audit::changes(before.knowledge(), after.knowledge()) ==
        std::vector<audit::Change>{{ChangeKind::added, "escalation", "r", "", "", "rule r; level soon; when Obesity"}});
  CHECK(
      audit::changes(after.knowledge(), before.knowledge()) ==
      std::vector<audit::Change>{{ChangeKind::removed, "escalation", "r", "", "rule r; level soon; when Obesity", ""}});
}

TEST_CASE("behaviour that changes is shown with its case") {
  const auto before = engine_with({rule_file("r", "soon", R"({"age": {"above": "65 a"}})")});
  const auto after = engine_with({rule_file("r", "soon", R"({"age": {"above": "60 a"}})")});
  const std::vector<audit::Probe> probes{{"young", R"({"age":40,"absent":["fever","rash"]})"},
                                         {"between", R"({"age":63,"absent":["fever","rash"]})"},
                                         {"again", R"({"age":63,"absent":["fever","rash"]})"}};
  const auto list = audit::behaviour_changes(before, after, probes);
  REQUIRE(list.size() == 1);
  CHECK(list[0].probe.name == "between");
  CHECK(list[0].before.level == "none");
  CHECK(list[0].after.level == "soon");
}

TEST_CASE("a case that one version does not understand is a difference") {
  const auto before = engine_with({}), after = engine_with({R"({"findings": [{"id": "limp", "label": "Limp"}]})"});
  const auto list = audit::behaviour_changes(before, after, {{"new finding", R"({"present":["limp"]})"}});
  REQUIRE(list.size() == 1);
  CHECK(list[0].before.error == "no finding 'limp'");
  CHECK(list[0].after.error.empty());
}
