#include "pack/weaker_safety.hpp"

#include <algorithm>
#include <array>

#include "noso/import/pack_format.hpp"
#include "noso/ontology/vocabulary.hpp"

namespace noso {

namespace {

/// The keys of an element on which safety rests.
struct Watched {
  std::string_view section, what;
  std::vector<std::string_view> keys;
};

const std::vector<Watched>& watched() {
  static const std::vector<Watched> list{{"rules", "the red flag", {"when"}},
                                         {"cautions", "the caution", {"when", "interventions"}},
                                         {"properties", "the property", {"when", "then"}},
                                         {"safety_net", "the safety net", {}},
                                         {"findings", "the finding", {"when", "is_a", "both_sides_of", "red_flag"}},
                                         {"risk_factors", "the risk factor", {"when", "is_a"}},
                                         {"scores", "the score", {"value"}}};
  return list;
}

std::string content_of(JsonValue element, std::string_view key) {
  const auto found = element.find(key);
  return found ? canonical_json(*found) : std::string();
}

bool is_red_flag(JsonValue finding) { return content_of(finding, "red_flag") == "true"; }

/// How much a rule or caution warns; 0 for anything else.
int weight(JsonValue element) {
  if (content_of(element, "effect") == "\"avoid\"") return 1;
  const auto level = element.find("level");
  const auto word = level && level->is(JsonType::string) ? parse<Urgency>(level->string()) : std::nullopt;
  return word ? static_cast<int>(*word) : 0;
}

}  // namespace

void report_weaker_safety(std::string_view section, const OverlayEntry& entry, JsonValue before,
                          std::optional<JsonValue> after, Diagnostics& out) {
  const auto found =
      std::find_if(watched().begin(), watched().end(), [&](const Watched& w) { return w.section == section; });
  if (found == watched().end()) return;
  const auto name = std::string(found->what) + " '" + entry.name + "'";
  const auto report = [&](const std::string& text) {
    out.warning(entry.where, "weaker-safety", text + ": " + entry.reason,
                "if it is meant, accept this with the reason; 'noso diff' shows the cases that it changes");
  };
  if (!after) {
    // A fact or score that no rule asks for is no danger; where one does, the pack has an error.
    if ((section != "findings" && section != "risk_factors" && section != "scores") || is_red_flag(before))
      report("the overlay withdraws " + name);
    return;
  }
  if (weight(*after) < weight(before)) report("the overlay lowers " + name);
  for (const auto key : found->keys)
    if (content_of(before, key) != content_of(*after, key) && !(key == "red_flag" && !is_red_flag(before)))
      report("the overlay changes '" + std::string(key) + "' of " + name);
}

}  // namespace noso
