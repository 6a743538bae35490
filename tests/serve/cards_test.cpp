// Requests about heels and legs, each with the cards that it must get: written from the evidence that it names.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

#include "noso/base/file_io.hpp"
#include "serve/card_lint.hpp"
#include "serve/hook_answer.hpp"
#include "served_heel_pain.hpp"

namespace noso::test {

namespace {

struct ShownCard {
  std::string indicator, rule, summary;
  bool removes = false;
};

std::vector<ShownCard> shown(JsonValue response) {
  std::vector<ShownCard> out;
  const auto cards = *response.find("cards");
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto card = cards.at(i);
    const auto topic = card.find("source")->find("topic");
    out.push_back({card.member_text("indicator"), topic ? topic->member_text("code") : "", card.member_text("summary"),
                   card.find("suggestions").has_value()});
  }
  return out;
}

bool shows(const std::vector<ShownCard>& cards, std::string_view rule) {
  return std::any_of(cards.begin(), cards.end(), [&](const ShownCard& c) { return c.rule == rule; });
}

/// The card that is about no rule, as the summary tells; empty where there is none.
std::string general_card(const std::vector<ShownCard>& cards) {
  for (const auto& card : cards)
    if (card.rule.empty() && card.indicator == "info") return card.summary;
  return {};
}

void check_first(const std::vector<ShownCard>& cards, JsonValue first) {
  REQUIRE_FALSE(cards.empty());
  CHECK(cards.front().indicator == first.member_text("indicator"));
  CHECK(cards.front().rule == first.member_text("rule"));
}

void check_expectation(const std::vector<ShownCard>& cards, std::string_view what, JsonValue expected) {
  if (what == "none") CHECK(cards.empty());
  if (what == "first") check_first(cards, expected);
  if (what == "removes") CHECK(cards.front().removes);
  if (what == "not")
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK_FALSE(shows(cards, expected.at(i).string()));
  if (what == "flags") {
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(shows(cards, expected.at(i).string()));
    CHECK(std::count_if(cards.begin(), cards.end(), [](const ShownCard& c) { return !c.rule.empty(); }) ==
          static_cast<std::ptrdiff_t>(expected.size()));
  }
  if (what == "differential" && expected.is(JsonType::boolean)) CHECK(general_card(cards).empty());
  if ((what == "differential" || what == "triage") && expected.is(JsonType::string)) {
    CHECK_FALSE(general_card(cards).empty());
    CHECK(general_card(cards).starts_with(expected.string()));
  }
}

}  // namespace

TEST_CASE("requests about heels and legs get the cards that the evidence asks for") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(NOSO_SOURCE_DIR "/tests/serve/cards"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 15);
  for (const auto& file : files) {
    INFO(file.filename().string());
    const auto document = parsed(*read_file(file, 1 << 20));
    const auto request = *document.root().find("request");
    const auto* service = serve::find_service(request.member_text("hook"));
    REQUIRE(service != nullptr);
    Diagnostics found;
    (void)serve::lint_cds_document(request, found);
    CHECK(lines(found.take()) == "");
    const auto answer = serve::answer_hook(served_heel_pain(), *service, request, {.as_of = parse_date("2026-11-25")});
    INFO(lines(answer.refusal.why) << answer.body);
    REQUIRE(answer.refusal.why.empty());
    const auto response = parsed(answer.body);
    (void)serve::lint_cds_document(response.root(), found);
    CHECK(lines(found.take()) == "");
    const auto cards = shown(response.root());
    const auto expect = *document.root().find("expect");
    for (std::size_t i = 0; i < expect.size(); ++i) check_expectation(cards, expect.key(i), expect.at(i));
  }
}

TEST_CASE("a card points to the elements of the chart that it rests on") {
  const auto document = parsed(*read_file(NOSO_SOURCE_DIR "/tests/serve/cards/cauda-equina.json", 1 << 20));
  const auto answer = serve::answer_hook(served_heel_pain(), *serve::find_service("patient-view"),
                                         *document.root().find("request"), {.as_of = parse_date("2026-11-25")});
  const auto response = parsed(answer.body);
  const auto evidence =
      response.root().find("cards")->at(0).find("extension")->find("org.nosograph.basis")->find("evidence");
  REQUIRE(evidence);
  REQUIRE(evidence->size() == 2);
  CHECK(evidence->at(1).member_text("finding") == "saddle-numbness");
  CHECK(evidence->at(1).member_text("from").starts_with("%conditions.entry[1].resource"));
}

}  // namespace noso::test
