#include "noso/import/pack_format.hpp"

#include <algorithm>
#include <iterator>

#include "noso/base/file_io.hpp"
#include "noso/base/json_layout.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/import/pack.hpp"

namespace noso {

namespace {

/// Every key of packs, vignettes and cases, in one order that fits each of their objects: who it is, what it says, why.
/// The test of the schema checks that this is its order. Keys may be added between others; digests of sign-offs rest on
/// the order that there is.
// clang-format off
constexpr std::string_view kKeyOrder[] = {
    "$schema", "pack", "scope", "id", "version", "title", "description", "status", "date", "publisher", "language",
    "licence", "url", "extends", "path", "purpose", "use", "misuse", "intended_users", "entry_findings", "entry_leak", "entry_link", "outside",
    "citation", "seen", "where", "fact", "elements", "system", "code", "mark", "sources", "label", "class",
    "synonyms", "lay", "abbreviations", "is_a", "type", "items", "question", "both_sides_of", "red_flag", "quantity",
    "given_as", "history_of", "pattern", "must_not_miss", "rule_out_below", "finding", "leak", "frequency",
    "sensitivity", "specificity", "lr_positive", "lr_negative", "risk_factor", "share", "intervention", "condition",
    "odds_ratio", "interval", "direction", "applied", "strength", "grade", "certainty", "stage", "count", "of", "reviewer", "digest", "within",
    "at_least", "above", "at_most", "below", "equal", "for", "points", "level", "claim", "goal", "vignettes", "case",
    "expect", "source", "why", "top", "strict_top", "top_3", "urgency", "not_below", "fires", "does_not_fire",
    "undetermined", "warned", "avoided", "as_of", "text", "conditions", "findings", "hold_seconds", "repetitions",
    "sets", "minutes", "times_per_day", "days_per_week", "weeks", "equipment", "position", "steps", "progression",
    "stop_if", "age", "sex", "pregnant", "population", "jurisdiction", "approval_date", "last_review_date", "review_due", "authors",
    "reviewers", "related_artifacts", "present", "absent", "advised", "not_advised", "unknown", "risk_factors", "medications", "allergies",
    "history", "measurements", "tried", "not_tried", "duration", "since", "severity", "side", "from", "until",
    "response", "recheck", "next", "enter", "leave", "interventions", "populations", "finding_frequencies",
    "dependent_groups", "risk_effects", "treatments", "cautions", "scores", "rules", "properties", "stages",
    "prevention", "safety_net", "article_facts", "replaces", "withdraws", "reviews", "accept", "effect", "when", "value", "omitted", "unit", "at",
    "reason", "min", "max", "bands", "scale", "floor", "none_share", "then", "else", "action", "time_critical",
    "because", "dose", "contains", "self_care", "move_up_early", "patient_text", "codes", "definition", "notes",
    "basis", "note"};
// clang-format on

bool is_map_of_ids(std::string_view key, JsonValue value) {
  return value.is(JsonType::object) && (key == "conditions" || key == "shares");
}

std::size_t rank(std::string_view key, JsonValue value) {
  const auto last = std::end(kKeyOrder),
             found = is_map_of_ids(key, value) ? last : std::find(std::begin(kKeyOrder), last, key);
  return static_cast<std::size_t>(found - std::begin(kKeyOrder));
}

std::vector<std::size_t> key_order(std::string_view key, JsonValue object) {
  std::vector<std::size_t> order(object.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (is_map_of_ids(key, object)) return order;
  std::vector<std::size_t> ranks;
  for (const auto i : order) ranks.push_back(rank(object.key(i), object.at(i)));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  return order;
}

// Depth is bounded by the parser's limit.
void write(JsonWriter& out, std::string_view key, JsonValue value) {
  if (value.is(JsonType::object)) {
    out.begin_object();
    for (const auto i : key_order(key, value)) {
      out.key(value.key(i));
      write(out, value.key(i), value.at(i));
    }
    out.end_object();
  } else if (value.is(JsonType::array)) {
    out.begin_array();
    for (std::size_t i = 0; i < value.size(); ++i) write(out, {}, value.at(i));
    out.end_array();
  } else {
    out.raw(to_json(value));
  }
}

}  // namespace

std::string canonical_json(JsonValue value) {
  JsonWriter out(false);
  write(out, {}, value);
  return out.text();
}

std::string canonical_text(const JsonDocument& document) { return lay_out(document, {.order = key_order}); }

Result<std::vector<FormatChange>> format_changes(const std::filesystem::path& folder) {
  auto files = pack_files(folder);
  if (!files.ok()) return files.errors();
  auto vignettes = vignette_files(folder);
  if (!vignettes.ok()) return vignettes.errors();
  files->insert(files->end(), vignettes->begin(), vignettes->end());
  std::vector<FormatChange> changes;
  std::vector<Diagnostic> broken;
  for (const auto& file : *files) {
    const auto text = read_file(file, kMaxPackFileBytes);
    if (!text.ok()) return text.errors();
    const auto document = JsonDocument::parse(*text, file.string());
    if (!document.ok()) {
      broken.insert(broken.end(), document.errors().begin(), document.errors().end());
      continue;
    }
    auto canonical = canonical_text(*document);
    if (canonical != *text) changes.push_back({file, std::move(canonical)});
  }
  if (!broken.empty()) return broken;
  return changes;
}

}  // namespace noso
