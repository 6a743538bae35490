/// The one answer as cards of CDS Hooks 2.0.1: a rendering, nothing is concluded here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/answer.hpp"
#include "serve/chart.hpp"
#include "serve/hooks.hpp"

namespace noso::serve {

enum class Indicator : std::uint8_t { info, warning, critical };
std::string_view to_string(Indicator indicator);
Indicator indicator_of(Urgency level);

/// A fact of the chart that a card rests on.
struct Evidence {
  std::string_view finding, label, state;
  std::string from;  ///< FHIRPath, from the key of the prefetch on
};

struct Card {
  std::string key;  ///< what it is about, stable: its uuid comes of it
  std::string summary, detail;
  Indicator indicator = Indicator::info;
  std::string_view rule;  ///< id of the rule it shows, or empty
  std::string_view rule_label;
  std::vector<Evidence> evidence;
  std::vector<std::string_view> sources;
  std::string remove;  ///< `Type/id` of the draft order that the card suggests to remove, or empty
};

/// patient-view: a card for each red flag that fired, and one with what it could be.
std::vector<Card> view_cards(const Answer& answer, const Chart& chart);
/// encounter-start: a card for each red flag that fired, and one with what to ask first.
std::vector<Card> triage_cards(const Answer& answer, const Chart& chart);
/// A red flag that fired.
Card red_flag_card(const Answer& answer, const FiredRule& fired, const Chart& chart);

/// The response: `{"cards": […], "extension": …}`, which `lint_cds_document` has nothing to say against.
std::string response_json(const std::vector<Card>& cards, const Knowledge& knowledge, const HookRequest& request,
                          const Chart& chart);

/// Shortened to fewer characters than a summary may have, at a word.
std::string short_enough(std::string summary);
/// Text as Markdown that shows it as it is.
std::string plain_markdown(std::string_view text);
/// What every detail ends with: sources with their citations, what was not seen, and what must be said of the content.
std::string card_footing(const Knowledge& knowledge, const std::vector<std::string_view>& sources, const Chart& chart);
/// The given facts that a rule looks at, itself or through other rules.
std::vector<Evidence> evidence_of(const Knowledge& knowledge, const Facts& facts, RuleId rule);

}  // namespace noso::serve
