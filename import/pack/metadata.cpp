// What a pack says of itself, its sources, and the basis of every statement.
#include <algorithm>
#include <array>

#include "noso/base/date.hpp"
#include "noso/import/versions.hpp"
#include "pack/assembler.hpp"

namespace noso {

namespace {

constexpr auto kRequiredFacts = std::to_array<std::string_view>(
    {"id", "version", "title", "description", "status", "date", "publisher", "language", "licence"});
constexpr auto kWantedFacts =
    std::to_array<std::string_view>({"url", "purpose", "use", "misuse", "intended_users", "population", "jurisdiction",
                                     "approval_date", "last_review_date", "review_due"});
/// Without these nobody can judge whether an active pack is fit for a use.
constexpr auto kFactsOfActive = std::to_array<std::string_view>(
    {"purpose", "use", "misuse", "intended_users", "population", "approval_date", "last_review_date", "review_due"});
/// The types of FHIR's RelatedArtifact.
constexpr auto kArtifactTypes =
    std::to_array<std::string_view>({"documentation", "justification", "citation", "predecessor", "successor",
                                     "derived-from", "depends-on", "composed-of"});
constexpr auto kStates = std::to_array<std::string_view>({"draft", "active", "retired"});

std::optional<Date> check_date(const std::string& text, Location where, Diagnostics& out) {
  const auto date = parse_date(text);
  if (!date) out.error(std::move(where), "bad-date", "'" + text + "' is no date", "write it as 2026-01-31");
  return date;
}

}  // namespace

void PackAssembler::read_metadata() {
  const auto section = single("pack", true);
  if (!section) return;
  JsonFields fields(*section, out_, "'pack'");
  const auto keep = [&](std::string_view key, const std::optional<std::string>& value) {
    if (value) manifest_.set(std::string(key), *value);
    return value;
  };
  for (const auto key : kRequiredFacts) {
    const auto value = keep(key, fields.text_required(key));
    if (!value) continue;
    const auto where = fields.where(key);
    if (key == "id" && !is_kebab_case(*value))
      out_.error(where, "bad-id", "'" + *value + "' is no id", "use a-z, 0-9 and '-', starting with a letter");
    if (key == "version" && !is_version(*value))
      out_.error(where, "bad-version", "'" + *value + "' is no version", "write major.minor.patch, such as 1.0.0");
    if (key == "status" && std::find(kStates.begin(), kStates.end(), *value) == kStates.end())
      out_.error(where, "bad-word", "'" + *value + "' is no status", "use draft, active or retired");
    if (key == "date") check_date(*value, where, out_);
  }
  status_ = manifest_.status();
  for (const auto key : kWantedFacts) keep(key, fields.text(key));
  check_review(fields);
  if (const auto extends = fields.any("extends")) read_extends(*extends);
  for (const std::string_view key : {"authors", "reviewers"}) {
    std::string joined;
    for (const auto& name : fields.texts(key)) joined += (joined.empty() ? "" : "; ") + name;
    if (!joined.empty()) manifest_.set(std::string(key), joined);
  }
  read_related_artifacts(fields);
  fields.finish();
  if (status_ != "active") return;
  std::string missing;
  for (const auto key : kFactsOfActive)
    if (manifest_.get(key).empty()) missing += (missing.empty() ? "'" : ", '") + std::string(key) + "'";
  if (!missing.empty())
    out_.warning(fields.where("status"), "incomplete-metadata", "the pack is active and does not say " + missing,
                 "add it, or set the status to draft");
}

void PackAssembler::read_extends(JsonValue value) {
  JsonFields fields(value, out_, "'extends'");
  const auto id = fields.text_required("id"), version = fields.text_required("version");
  fields.text_required("path");
  fields.finish();
  if (id && !is_kebab_case(*id))
    out_.error(fields.where("id"), "bad-id", "'" + *id + "' is no id",
               "write the id of the base, as its pack.json has it");
  if (version && !is_version_range(*version))
    out_.error(fields.where("version"), "bad-version", "'" + *version + "' is no version and no range of versions",
               "write \"1.2.3\", or \">=1.2.0 <2.0.0\"");
  if (id && version)
    manifest_.set("extends", elements_.layers().size() > 1
                                 ? pack_label(elements_.layers()[elements_.layers().size() - 2])
                                 : *id + " " + *version);
}

void PackAssembler::read_related_artifacts(JsonFields& fields) {
  std::string joined;
  fields.list("related_artifacts", [&](JsonValue value) {
    JsonFields parts(value, out_, "a related artifact");
    const auto type = parts.text_required("type"), label = parts.text_required("label");
    const auto url = parts.text("url");
    parts.finish();
    if (type && std::find(kArtifactTypes.begin(), kArtifactTypes.end(), *type) == kArtifactTypes.end())
      out_.error(parts.where("type"), "bad-word", "'" + *type + "' is no type of a related artifact",
                 choose_from(*type, kArtifactTypes));
    if (type && label) joined += (joined.empty() ? "" : "; ") + *type + ": " + *label + (url ? " <" + *url + ">" : "");
  });
  if (!joined.empty()) manifest_.set("related_artifacts", joined);
}

void PackAssembler::check_review(JsonFields& fields) {
  for (const std::string_view key : {"approval_date", "last_review_date"})
    if (const auto date = fields.text(key)) check_date(*date, fields.where(key), out_);
  const auto text = fields.text("review_due");
  const auto due = text ? check_date(*text, fields.where("review_due"), out_) : std::nullopt;
  if (due && options_.as_of && *due < *options_.as_of)
    out_.warning(fields.where("review_due"), "review-overdue",
                 "the review was due on " + *text + ", it is " + to_string(*options_.as_of),
                 "review the pack, then set 'last_review_date' and 'review_due'");
}

void PackAssembler::read_sources() {
  each("sources", [&](JsonValue value) {
    JsonFields fields(value, out_, "a source");
    const auto id = fields.text_required("id");
    const auto citation = fields.text_required("citation");
    const auto seen = fields.text("seen"), where = fields.text("where");
    const auto mark = fields.text("mark");
    fields.finish();
    if (!id || !citation) return;
    SourceRecord record{builder_.text(*id), builder_.text(*citation), builder_.text(seen.value_or("")),
                        builder_.text(where.value_or(""))};
    if (mark) {
      const auto word = parse<Mark>(*mark);
      if (!word)
        out_.error(fields.where("mark"), "bad-word", "'" + *mark + "' is no mark",
                   choose_from(*mark, words_of<Mark>()));
      else
        record.mark = *word;
    }
    const SourceId next{static_cast<std::uint32_t>(builder_.tables.sources.size())};
    if (sources_.declare(*id, next, fields.where("id"), out_)) builder_.tables.sources.push_back(record);
  });
  source_used_.assign(builder_.tables.sources.size(), false);
}

BasisId PackAssembler::basis_of(JsonValue value) {
  JsonFields fields(value, out_, "'basis'");
  const auto mark = fields.text_required("mark");
  const auto source_ids = fields.texts("sources");
  const auto items = fields.texts("items");
  const auto note = fields.text("note");
  fields.finish();
  BasisRecord record{.note = builder_.text(note.value_or(""))};
  std::string joined;
  for (const auto& item : items) joined += (joined.empty() ? "" : ", ") + item;
  record.items = builder_.text(joined);
  if (mark) {
    const auto word = parse<Mark>(*mark);
    if (!word)
      out_.error(fields.where("mark"), "bad-word", "'" + *mark + "' is no mark", choose_from(*mark, words_of<Mark>()));
    else
      record.mark = *word;
  }
  std::vector<SourceId> found;
  for (const auto& id : source_ids)
    if (const auto source = sources_.resolve(id, fields.where("sources"), out_)) {
      found.push_back(*source);
      source_used_[source->value] = true;
    }
  if (source_ids.empty() && fields.is_object())
    out_.error(value.where(), "no-source", "the basis names no source",
               "add 'sources'; for a bare estimate the source that says so");
  record.sources = TableBuilder::append(builder_.tables.basis_sources, found);
  builder_.tables.bases.push_back(record);
  return {static_cast<std::uint32_t>(builder_.tables.bases.size() - 1)};
}

BasisId PackAssembler::read_basis(JsonFields& fields, bool required) {
  const auto value = required ? fields.any_required("basis") : fields.any("basis");
  return value ? basis_of(*value) : BasisId{};
}

void PackAssembler::read_scope() {
  const auto section = single("scope", true);
  ScopeRecord record;
  if (section) {
    JsonFields fields(*section, out_, "'scope'");
    const auto outside = fields.text_required("outside");
    record.outside = builder_.text(outside.value_or(""));
    if (const auto list = fields.any_required("entry_findings"); list && list->is(JsonType::array) && list->size() == 0)
      out_.error(list->where(), "empty-list", "without an entry finding every case is out of scope",
                 "name the findings that this knowledge is about");
    for (const auto c : concept_list(fields, "entry_findings", ConceptKind::finding))
      builder_.tables.concepts[c.value].flags |= kEntryFinding;
    const auto probability = [&](std::string_view key, double fallback) {
      const auto value = fields.number(key).value_or(fallback);
      if (value < 0 || value > 1)
        out_.error(fields.where(key), "out-of-range", "'" + std::string(key) + "' is no probability", "use 0 to 1");
      return value;
    };
    record.entry_link = probability("entry_link", 1);
    record.entry_leak = probability("entry_leak", 0);
    record.basis = read_basis(fields, true);
    fields.finish();
  }
  builder_.tables.scope.push_back(record);
}

}  // namespace noso
