#include "options.hpp"

#include <cmath>

#include "noso/base/json_fields.hpp"

namespace noso::capi {

namespace {

constexpr std::size_t kMostListed = 1000;  ///< conditions, questions, interventions, results
constexpr double kMostBudget = 1e6;        ///< milliseconds of work

/// Parses the text and calls `read` with its members; empty text has none.
template <class Options, class Read>
Result<Options> read_options(std::string_view json, Read read) {
  Options out;
  if (json.empty()) return out;
  const auto document = JsonDocument::parse(json, "<options>", {.max_bytes = kMostOptionBytes + kMostCaseBytes});
  if (!document.ok()) return document.errors();
  Diagnostics wrong;
  JsonFields fields(document->root(), wrong, "options");
  read(fields, wrong, out);
  fields.finish();
  if (wrong.has_errors()) return wrong.take();
  return out;
}

void read_count(JsonFields& fields, Diagnostics& wrong, std::string_view name, std::size_t& into) {
  const auto number = fields.number(name);
  if (!number) return;
  if (*number >= 1 && *number <= static_cast<double>(kMostListed) && std::floor(*number) == *number)
    into = static_cast<std::size_t>(*number);
  else
    wrong.error(fields.where(name), "out-of-range", "'" + std::string(name) + "' is no whole number from 1 to 1000",
                "correct it, or leave it out");
}

void read_budget(JsonFields& fields, Diagnostics& wrong, double& into) {
  const auto number = fields.number("budget_ms");
  if (!number) return;
  if (*number >= 0 && *number <= kMostBudget)
    into = *number;
  else
    wrong.error(fields.where("budget_ms"), "out-of-range", "'budget_ms' is not between 0 and 1000000",
                "correct it, or leave it out");
}

void read_day(JsonFields& fields, Diagnostics& wrong, std::optional<Date>& into) {
  const auto text = fields.text("as_of");
  if (!text) return;
  into = parse_date(*text);
  if (!into) wrong.error(fields.where("as_of"), "bad-date", "'" + *text + "' is no day", "write it as 2026-01-31");
}

}  // namespace

Result<OpenOptions> read_open_options(std::string_view json) {
  return read_options<OpenOptions>(json, [](JsonFields& fields, Diagnostics& wrong, OpenOptions& out) {
    const auto keys = fields.text("trusted_keys");
    if (keys && keys->empty())
      wrong.error(fields.where("trusted_keys"), "out-of-range", "'trusted_keys' names no file",
                  "name a PEM file, or leave it out");
    out.trusted_keys = keys.value_or("");
  });
}

Result<CaseOptions> read_case_options(std::string_view json, const CaseReader& read) {
  return read_options<CaseOptions>(json, [&](JsonFields& fields, Diagnostics& wrong, CaseOptions& out) {
    read_day(fields, wrong, out.assess.as_of);
    read_count(fields, wrong, "max_conditions", out.assess.max_conditions);
    read_count(fields, wrong, "max_questions", out.assess.max_questions);
    read_count(fields, wrong, "max_advice", out.assess.max_advice);
    read_budget(fields, wrong, out.assess.budget_ms);
    out.condition = fields.text("condition").value_or("");
    const auto before = fields.any("before");
    if (!before) return;
    auto told = read(*before);
    if (told.ok())
      out.before = std::move(*told);
    else
      for (const auto& why : told.errors()) wrong.add(why);
    if (!out.condition.empty())
      wrong.error(fields.where("condition"), "contradictory-options", "'before' and 'condition' stand together",
                  "ask for one of the two in a call");
  });
}

Result<SearchOptions> read_search_options(std::string_view json) {
  return read_options<SearchOptions>(json, [](JsonFields& fields, Diagnostics& wrong, SearchOptions& out) {
    read_count(fields, wrong, "limit", out.limit);
    const auto kind = fields.text("kind");
    if (!kind) return;
    out.kind = parse<ConceptKind>(*kind);
    if (!out.kind)
      wrong.error(fields.where("kind"), "unknown-kind", "'" + *kind + "' is no kind of concept",
                  "use condition, finding, risk-factor or intervention");
  });
}

}  // namespace noso::capi
