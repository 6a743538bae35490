// The keys of the contract (design/command-line.md), and that the printed explanation recomputes the printed number.
#include <catch2/catch.hpp>
#include <cmath>
#include <initializer_list>
#include <set>

#include "heel_pain.hpp"

namespace {

using namespace noso;
using namespace noso::test;

struct Printed {
  explicit Printed(const Case& told, bool pretty = true)
      : document(JsonDocument::parse(to_json(assess(heel_pain(), told), pretty), "answer.json").value()) {}

  JsonValue at(std::initializer_list<std::string_view> path) const {
    auto value = document.root();
    for (const auto key : path) {
      const auto next = value.find(key);
      INFO("key '" << key << "'");
      REQUIRE(next);
      value = *next;
    }
    return value;
  }

  JsonDocument document;
};

void has_keys(JsonValue object, std::initializer_list<std::pair<std::string_view, JsonType>> keys) {
  for (const auto& [key, type] : keys) {
    const auto found = object.find(key);
    INFO("key '" << key << "'");
    REQUIRE(found);
    CHECK(found->type() == type);
  }
}

constexpr auto kText = JsonType::string;
constexpr auto kNumber = JsonType::number;
constexpr auto kList = JsonType::array;
constexpr auto kObject = JsonType::object;
constexpr auto kFlag = JsonType::boolean;

void check_frame(const Printed& answer) {
  const auto root = answer.document.root();
  has_keys(root, {{"engine", kObject},
                  {"knowledge", kObject},
                  {"as_of", kText},
                  {"notice", kText},
                  {"scope", kText},
                  {"scope_reason", kText},
                  {"case", kObject},
                  {"escalation", kObject},
                  {"scores", kList},
                  {"differential", kObject},
                  {"ask_next", kList},
                  {"care", kObject},
                  {"warnings", kList}});
  has_keys(answer.at({"engine"}), {{"name", kText}, {"version", kText}});
  CHECK(answer.at({"engine", "name"}).string() == "nosograph");
  has_keys(answer.at({"knowledge"}), {{"id", kText}, {"version", kText}, {"digest", kText}, {"status", kText}});
  CHECK(answer.at({"knowledge", "digest"}).string().size() == 64);
  CHECK(answer.at({"as_of"}).string() == "2026-01-31");
  CHECK(answer.at({"notice"}).string().find("not clinically reviewed") != std::string_view::npos);
  has_keys(answer.at({"case"}),
           {{"findings", kList}, {"risk_factors", kList}, {"unrecognized", kList}, {"conflicts", kList}});
  has_keys(answer.at({"escalation"}), {{"level", kText},
                                       {"at_most", kText},
                                       {"settled", kFlag},
                                       {"levels", kObject},
                                       {"fired", kList},
                                       {"undetermined", kList},
                                       {"ask_first", kList}});
  has_keys(answer.at({"escalation", "levels"}), {{"emergency", kText}, {"urgent", kText}, {"soon", kText}});
  has_keys(answer.at({"differential"}), {{"method", kText},
                                         {"error_bound", kNumber},
                                         {"none_of_these", kNumber},
                                         {"conditions", kList},
                                         {"combinations", kList},
                                         {"must_not_miss", kList},
                                         {"unexplained", kList}});
  has_keys(answer.at({"care"}), {{"stage", kText}, {"next", kList}, {"avoid", kList}, {"come_back_if", kList}});
}

/// The elements of a list, which must not be empty: otherwise their keys would go unchecked.
std::vector<JsonValue> some(JsonValue list) {
  std::vector<JsonValue> out;
  for (std::size_t i = 0; i < list.size(); ++i) out.push_back(list.at(i));
  REQUIRE_FALSE(out.empty());
  return out;
}

Case ordinary_case() {
  auto told = aged(45) + present("heel-pain", "first-step-pain", "medial-tubercle-tenderness", "swelling-or-warmth") +
              absent("windlass-positive", "achilles-tenderness") + risk("obesity");
  told.sex = Sex::female;
  return told;
}

}  // namespace

TEST_CASE("an answer inside the scope has every key of the contract") {
  const Printed answer(ordinary_case());
  check_frame(answer);
  CHECK(answer.at({"scope"}).string() == "inside");
  CHECK(answer.at({"scope_reason"}).string().empty());
  for (const auto finding : some(answer.at({"case", "findings"}))) has_keys(finding, {{"id", kText}, {"state", kText}});
  for (const auto open : some(answer.at({"escalation", "undetermined"})))
    has_keys(open, {{"rule", kText}, {"level", kText}, {"needs", kList}});
  for (const auto condition : some(answer.at({"differential", "conditions"}))) {
    has_keys(condition, {{"id", kText},
                         {"label", kText},
                         {"probability", kNumber},
                         {"rank", kNumber},
                         {"for", kList},
                         {"against", kList},
                         {"unasked", kList},
                         {"sources", kList}});
    for (const auto step : some(*condition.find("for"))) has_keys(step, {{"finding", kText}, {"log10_lr", kNumber}});
  }
  for (const auto set : some(answer.at({"differential", "combinations"})))
    has_keys(set, {{"conditions", kList}, {"probability", kNumber}});
  for (const auto question : some(answer.at({"ask_next"})))
    has_keys(question, {{"finding", kText}, {"question", kText}, {"information_bits", kNumber}, {"why", kText}});
  for (const auto advice : some(answer.at({"care", "next"})))
    has_keys(advice, {{"intervention", kText}, {"dose", kText}, {"why", kText}, {"sources", kList}});
  some(answer.at({"care", "come_back_if"}));
}

TEST_CASE("a fired rule says what it is about, why, and on which sources") {
  const Printed answer(aged(45) + present("heel-pain", "calf-squeeze-positive"));
  check_frame(answer);
  for (const auto fired : some(answer.at({"escalation", "fired"}))) {
    has_keys(fired, {{"rule", kText}, {"level", kText}, {"action", kText}, {"because", kList}, {"sources", kList}});
    some(*fired.find("because"));
    some(*fired.find("sources"));
  }
}

TEST_CASE("an answer outside the scope has the same keys, a reason, and no ranking") {
  for (const auto& told : {Case{}, present("fever"), present("chest-pain"), aged(4) + present("heel-pain")}) {
    const Printed answer(told);
    check_frame(answer);
    CHECK(answer.at({"scope"}).string() == "outside");
    CHECK_FALSE(answer.at({"scope_reason"}).string().empty());
    CHECK(answer.at({"differential", "conditions"}).size() == 0);
    CHECK(answer.at({"care", "next"}).size() == 0);
    CHECK(answer.at({"ask_next"}).size() == 0);
    // What is urgent is told outside the scope, too; above an emergency nothing is left to find out.
    const bool emergency = answer.at({"escalation", "level"}).string() == "emergency";
    CHECK(answer.at({"escalation", emergency ? "fired" : "undetermined"}).size() > 0);
    CHECK(emergency == (told.present.size() == 1 && told.present.front().name == "chest-pain"));
  }
}

TEST_CASE("what is contraindicated is listed with its reason and sources") {
  const Printed answer(aged(45) + present("heel-pain", "first-step-pain") + risk("raynaud"));
  for (const auto avoided : some(answer.at({"care", "avoid"}))) {
    has_keys(avoided, {{"intervention", kText}, {"because", kText}, {"sources", kList}});
    some(*avoided.find("sources"));
  }
}

TEST_CASE("the printed log ratios lead from the printed prior to the printed probability") {
  CAPTURE(seed());
  Random random(41);
  for (int i = 0; i < 60; ++i) {
    const auto told = random_case(random, {.in_scope = 1});
    const Printed answer(told, i % 2 == 0);
    INFO(text(told));
    if (answer.at({"scope"}).string() == "outside") continue;
    for (const auto c : some(answer.at({"differential", "conditions"}))) {
      double log_odds = c.find("log10_prior_odds")->number();
      std::set<double> steps;
      for (const auto* list : {"for", "against"})
        for (std::size_t k = 0; k < c.find(list)->size(); ++k) {
          log_odds += c.find(list)->at(k).find("log10_lr")->number();
          CHECK(steps.insert(c.find(list)->at(k).find("step")->number()).second);
        }
      CHECK(*steps.rbegin() == static_cast<double>(steps.size()));  // 1, 2, … without a gap: the printed order
      CHECK(log_odds == Approx(c.find("log10_posterior_odds")->number()).margin(1e-9).epsilon(0));
      const double p = c.find("probability")->number();
      CHECK(std::pow(10, log_odds) / (1 + std::pow(10, log_odds)) == Approx(p).epsilon(1e-8));
    }
  }
}

TEST_CASE("the words of an answer are those of the contract") {
  CAPTURE(seed());
  Random random(42);
  const std::set<std::string_view> levels{"none", "routine", "soon", "urgent", "emergency"};
  const std::set<std::string_view> possibilities{"impossible", "possible", "certain"};
  const std::set<std::string_view> states{"present", "absent", "unknown", "candidate"};
  for (int i = 0; i < 40; ++i) {
    const auto told = random_case(random);
    const Printed answer(told);
    INFO(text(told));
    CHECK(levels.count(answer.at({"escalation", "level"}).string()) == 1);
    CHECK(levels.count(answer.at({"escalation", "at_most"}).string()) == 1);
    for (const auto* level : {"emergency", "urgent", "soon"})
      CHECK(possibilities.count(answer.at({"escalation", "levels", level}).string()) == 1);
    for (const auto* list : {"findings", "risk_factors"}) {
      const auto facts = answer.at({"case", list});
      for (std::size_t k = 0; k < facts.size(); ++k) CHECK(states.count(facts.at(k).find("state")->string()) == 1);
    }
  }
}
