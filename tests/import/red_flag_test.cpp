// A finding that is marked as a red flag may only ever raise the urgency. The minimal pack marks `fever`.
#include <catch2/catch.hpp>

#include "support/minimal_pack.hpp"
#include "support/world.hpp"

using namespace noso;

namespace {

#define BASIS R"("basis": {"mark": "read", "sources": ["T"]})"

/// The codes of the errors for the minimal pack with these further sections.
std::string codes(const std::string& sections) {
  const auto pack = test::with("{" + sections + "}");
  std::string out;
  for (const auto& d : pack.findings) {
    if (d.severity != Severity::error) continue;
    if (d.code == "red-flag-lowers") {
      CHECK(d.where.file == "0.json");
      CHECK(d.message.find("'fever'") != std::string::npos);
    }
    out += (out.empty() ? "" : " ") + d.code;
  }
  return out;
}

std::string rule(const std::string& when, const std::string& id = "x02") {
  return R"("rules": [{"id": ")" + id + R"(", "label": "l", "level": "soon", "action": "a", )" BASIS R"(, "when": )" +
         when + "}]";
}

std::string rule_and(const std::string& when, const std::string& more) { return rule(when) + ", " + more; }

const std::string kLowers = "red-flag-lowers";

}  // namespace

TEST_CASE("a rule may use a red flag as it is, but not negated") {
  CHECK(codes(rule(R"("fever")")).empty());
  CHECK(codes(rule(R"({"all": ["rash", "fever"]})")).empty());
  CHECK(codes(rule(R"({"recorded": "fever"})")).empty());
  CHECK(codes(rule(R"({"at_least": {"count": 2, "of": ["rash", "fever"]}})")).empty());
  CHECK(codes(rule(R"({"not": "fever"})")) == kLowers);
  CHECK(codes(rule(R"({"not": {"recorded": "fever"}})")) == kLowers);
  CHECK(codes(rule(R"({"all": ["rash", {"not": {"any": ["obesity", "fever"]}}]})")) == kLowers);
  CHECK(codes(rule(R"({"not": {"at_least": {"count": 1, "of": ["fever", "rash"]}}})")) == kLowers);
}

TEST_CASE("two negations are none, and a use of both kinds is one too many") {
  CHECK(codes(rule(R"({"not": {"not": "fever"}})")).empty());
  CHECK(codes(rule(R"({"not": {"all": ["rash", {"not": "fever"}]}})")).empty());
  CHECK(codes(rule(R"({"any": ["fever", {"all": ["rash", {"not": "fever"}]}]})")) == kLowers);
}

TEST_CASE("other findings may be negated") { CHECK(codes(rule(R"({"not": "rash"})")).empty()); }

TEST_CASE("what a red flag is a kind of may not be negated either") {
  const std::string parent =
      R"("findings": [{"id": "illness", "label": "Illness"}, {"id": "flagged", "label": "Flagged", "red_flag": true, "is_a": "illness"}])";
  const auto pack = test::with("{" + rule_and(R"({"not": "illness"})", parent) + "}");
  REQUIRE(pack.findings.size() == 1);
  CHECK(pack.findings[0].code == kLowers);
  CHECK(pack.findings[0].message.find("'flagged'") != std::string::npos);
  CHECK(codes(rule_and(R"("illness")", parent)).empty());
}

TEST_CASE("a red flag may not lower through a derived finding") {
  const auto derived = [](const std::string& when) {
    return R"("findings": [{"id": "calm", "label": "Calm", "when": )" + when + R"(}, {"id": "above", "label": "Above"},
              {"id": "low", "label": "Low", "is_a": "above", "when": {"not": "fever"}}])";
  };
  CHECK(codes(rule_and(R"("calm")", derived(R"({"not": "fever"})"))) == kLowers);
  CHECK(codes(rule_and(R"({"not": "calm"})", derived(R"({"not": "fever"})"))).empty());
  CHECK(codes(rule_and(R"({"not": "calm"})", derived(R"("fever")"))) == kLowers);
  CHECK(codes(rule_and(R"("calm")", derived(R"("fever")"))).empty());
  // Here the derived finding works through what it is a kind of.
  CHECK(codes(rule_and(R"("above")", derived(R"("fever")"))) == kLowers);
  // A derived finding that no rule uses does nothing.
  CHECK(codes(derived(R"({"not": "fever"})")).empty());
}

TEST_CASE("a red flag may not lower through another rule") {
  CHECK(codes(rule(R"({"rule": "x01"})")).empty());
  CHECK(codes(rule(R"({"not": {"rule": "x01"}})")) == kLowers);
  CHECK(codes(rule(R"({"all": ["rash", {"not": {"any": [{"rule": "x01"}, "obesity"]}}]})")) == kLowers);
}

TEST_CASE("a red flag may not lower through a number") {
  const auto number = [](const std::string& of, const std::string& limit) {
    return rule(R"({"number": {"of": )" + of + ", " + limit + "}}");
  };
  const std::string count = R"({"count": ["fever", "rash"]})";
  CHECK(codes(number(count, R"("at_least": 2)")).empty());
  CHECK(codes(number(count, R"("above": 1)")).empty());
  CHECK(codes(number(count, R"("below": 2)")) == kLowers);
  CHECK(codes(number(count, R"("at_most": 1)")) == kLowers);
  CHECK(codes(number(count, R"("equal": 1)")) == kLowers);
  CHECK(codes(number(count, R"("at_least": 1, "at_most": 1)")) == kLowers);
  CHECK(codes(number(R"({"difference": [3, )" + count + "]}", R"("at_least": 2)")) == kLowers);
  CHECK(codes(number(R"({"difference": [3, )" + count + "]}", R"("below": 2)")).empty());
  CHECK(codes(number(R"({"sum": [3, )" + count + "]}", R"("at_least": 2)")).empty());
  CHECK(codes(number(R"({"product": [-1, )" + count + "]}", R"("at_least": 0)")) == kLowers);
  const auto points = [](const std::string& value) {
    return R"({"points": [{"when": "fever", "value": )" + value + "}]}";
  };
  CHECK(codes(number(points("2"), R"("at_least": 2)")).empty());
  CHECK(codes(number(points("-2"), R"("at_least": 0)")) == kLowers);
  CHECK(codes(number(points("2"), R"("below": 2)")) == kLowers);
  CHECK(codes(number(points("-2"), R"("below": 0)")).empty());
}

TEST_CASE("a red flag may not lower through a score") {
  const auto with_score = [](const std::string& value, const std::string& limit) {
    return rule_and(R"({"score": {"of": "s", )" + limit + "}}",
                    R"("scores": [{"id": "s", "label": "S", )" BASIS R"(, "value": )" + value + "}]");
  };
  CHECK(codes(with_score(R"({"count": ["fever", "rash"]})", R"("at_least": 2)")).empty());
  CHECK(codes(with_score(R"({"count": ["fever", "rash"]})", R"("below": 2)")) == kLowers);
  CHECK(codes(with_score(R"({"points": [{"when": "fever", "value": -1}]})", R"("at_least": 0)")) == kLowers);
}

TEST_CASE("what is no escalation rule may use a red flag as it likes") {
  CHECK(
      codes(
          R"("cautions": [{"id": "k2", "interventions": "calf-stretch", "effect": "avoid", "when": {"not": "fever"}, "because": "b", )" BASIS
          "}]")
          .empty());
}
