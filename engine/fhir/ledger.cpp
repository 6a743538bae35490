#include "ledger.hpp"

#include <array>

#include "noso/base/json_writer.hpp"

namespace noso::fhir {

namespace {

/// Elements that come as one of several types: http://hl7.org/fhir/R4/formats.html#choice.
constexpr auto kChoices = std::to_array<std::string_view>({"abatement",
                                                           "age",
                                                           "allowed",
                                                           "answer",
                                                           "asNeeded",
                                                           "author",
                                                           "born",
                                                           "chargeItem",
                                                           "code",
                                                           "collected",
                                                           "content",
                                                           "created",
                                                           "deceased",
                                                           "defaultValue",
                                                           "detail",
                                                           "diagnosis",
                                                           "dose",
                                                           "doseNumber",
                                                           "seriesDoses",
                                                           "used",
                                                           "due",
                                                           "effective",
                                                           "event",
                                                           "identified",
                                                           "initial",
                                                           "item",
                                                           "legallyBinding",
                                                           "location",
                                                           "medication",
                                                           "module",
                                                           "multipleBirth",
                                                           "occurrence",
                                                           "occurred",
                                                           "offset",
                                                           "onset",
                                                           "performed",
                                                           "probability",
                                                           "procedure",
                                                           "product",
                                                           "protocolApplied",
                                                           "quantity",
                                                           "rate",
                                                           "reported",
                                                           "scheduled",
                                                           "serviced",
                                                           "source",
                                                           "start",
                                                           "statusReason",
                                                           "subject",
                                                           "substance",
                                                           "target",
                                                           "timing",
                                                           "topic",
                                                           "value",
                                                           "when"});

constexpr auto kChoiceTypes = std::to_array<std::string_view>({"Address",
                                                               "Age",
                                                               "Annotation",
                                                               "Attachment",
                                                               "Base64Binary",
                                                               "Boolean",
                                                               "Canonical",
                                                               "Code",
                                                               "CodeableConcept",
                                                               "Coding",
                                                               "ContactPoint",
                                                               "Count",
                                                               "DataRequirement",
                                                               "Date",
                                                               "DateTime",
                                                               "Decimal",
                                                               "Distance",
                                                               "Dosage",
                                                               "Duration",
                                                               "Expression",
                                                               "HumanName",
                                                               "Id",
                                                               "Identifier",
                                                               "Instant",
                                                               "Integer",
                                                               "Markdown",
                                                               "Meta",
                                                               "Money",
                                                               "Oid",
                                                               "ParameterDefinition",
                                                               "Period",
                                                               "PositiveInt",
                                                               "Quantity",
                                                               "Range",
                                                               "Ratio",
                                                               "Reference",
                                                               "RelatedArtifact",
                                                               "SampledData",
                                                               "Signature",
                                                               "String",
                                                               "Time",
                                                               "Timing",
                                                               "TriggerDefinition",
                                                               "UnsignedInt",
                                                               "Uri",
                                                               "Url",
                                                               "UsageContext",
                                                               "Uuid"});

constexpr auto kComplexTypes = std::to_array<std::string_view>({"Address",         "Age",
                                                                "Annotation",      "Attachment",
                                                                "CodeableConcept", "Coding",
                                                                "ContactPoint",    "Count",
                                                                "DataRequirement", "Distance",
                                                                "Dosage",          "Duration",
                                                                "Expression",      "HumanName",
                                                                "Identifier",      "Meta",
                                                                "Money",           "ParameterDefinition",
                                                                "Period",          "Quantity",
                                                                "Range",           "Ratio",
                                                                "Reference",       "RelatedArtifact",
                                                                "SampledData",     "Signature",
                                                                "Timing",          "TriggerDefinition",
                                                                "UsageContext"});

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Why an element that no reader asked for is left out.
struct Reason {
  std::string_view key, text;
};

constexpr auto kReasons = std::to_array<Reason>({
    {"text", "the narrative: the data count"},
    {"meta", "about the record, not the patient"},
    {"identifier", "an identifier"},
    {"id", "an identifier"},
    {"fullUrl", "an identifier"},
    {"extension", "an extension that is not known"},
    {"display", "words for a code: the code counts"},
    {"reference", "a reference that is not followed"},
    {"link", "of the bundle, not the patient"},
    {"search", "of the bundle, not the patient"},
    {"request", "of the bundle, not the patient"},
    {"response", "of the bundle, not the patient"},
    {"version", "of the code system"},
    {"userSelected", "says how the code was chosen"},
    {"contained", "contained, and not referred to"},
});

constexpr std::string_view kNotNeeded = "no case needs it";

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::used: return "used";
    case Outcome::ignored: return "ignored";
    case Outcome::unmapped: return "unmapped";
    case Outcome::contradictory: return "contradictory";
    case Outcome::converted: return "converted";
  }
  return "ignored";
}

std::string path_step(std::string_view key) {
  if (key.starts_with('_')) key.remove_prefix(1);
  for (std::size_t i = 1; i < key.size(); ++i) {
    if (key[i] < 'A' || key[i] > 'Z' || !holds(kChoices, key.substr(0, i)) || !holds(kChoiceTypes, key.substr(i)))
      continue;
    std::string type(key.substr(i));
    if (!holds(kComplexTypes, type)) type[0] = static_cast<char>(type[0] - 'A' + 'a');
    return std::string(key.substr(0, i)) + ".ofType(" + type + ")";
  }
  return std::string(key);
}

class Ledger::Walk {
 public:
  Walk(const std::vector<Mark>& marks, std::vector<LedgerEntry>& out) : marks_(marks), out_(out) {}

  void source(std::size_t number, const Source& source) {
    source_ = number;
    path_ = source.path;
    if (path_.empty()) path_ = source.value.member_text("resourceType");
    if (path_.empty()) path_ = "%resource";
    visit(source.value, {Outcome::ignored, kNotNeeded}, nullptr);
  }

 private:
  struct Verdict {
    Outcome outcome;
    std::string_view text;
  };

  void visit(JsonValue value, Verdict above, const Mark* overruled) {
    for (const auto* mark = first_mark(value); mark; mark = next_mark(mark)) {
      if (mark->overrules)
        overruled = mark;
      else
        above = {mark->outcome, mark->text};
    }
    const auto length = path_.size();
    if (value.is(JsonType::object)) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        path_ += '.';
        path_ += path_step(value.key(i));
        visit(value.at(i), below(above, value.key(i), value.at(i)), overruled);
        path_.resize(length);
      }
    } else if (value.is(JsonType::array)) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        path_ += '[';
        path_ += std::to_string(i);
        path_ += ']';
        visit(value.at(i), above, overruled);
        path_.resize(length);
      }
    } else if (!value.is(JsonType::null)) {
      const bool taken_back = overruled && (above.outcome == Outcome::used || above.outcome == Outcome::converted);
      if (taken_back) above = {overruled->outcome, overruled->text};
      out_.push_back({path_, above.outcome, std::string(above.text)});
    }
  }

  /// What is known of an element by its name alone, where nothing better is said above it.
  static Verdict below(Verdict above, std::string_view key, JsonValue value) {
    if (above.text.data() != kNotNeeded.data() && above.outcome == Outcome::ignored) return above;
    if (key == "text" && value.is(JsonType::string)) return above;  // of a code or an annotation, not the narrative
    for (const auto& reason : kReasons)
      if (reason.key == key) return {Outcome::ignored, reason.text};
    return above;
  }

  const Mark* first_mark(JsonValue value) const {
    const auto offset = value.begin_offset();
    const auto at =
        std::lower_bound(marks_.begin(), marks_.end(), std::pair(source_, offset),
                         [](const Mark& m, const auto& key) { return std::pair(m.source, m.offset) < key; });
    return at != marks_.end() && at->source == source_ && at->offset == offset ? &*at : nullptr;
  }

  const Mark* next_mark(const Mark* mark) const {
    const auto* next = mark + 1;
    return next != marks_.data() + marks_.size() && next->source == mark->source && next->offset == mark->offset
               ? next
               : nullptr;
  }

  const std::vector<Mark>& marks_;
  std::vector<LedgerEntry>& out_;
  std::size_t source_ = 0;
  std::string path_;
};

std::vector<LedgerEntry> Ledger::entries(std::span<const Source> sources) {
  std::vector<LedgerEntry> out;
  if (!on_) return out;
  std::stable_sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
    return std::pair(a.source, a.offset) < std::pair(b.source, b.offset);
  });
  Walk walk(marks_, out);
  for (std::size_t i = 0; i < sources.size(); ++i) walk.source(i, sources[i]);
  return out;
}

std::string to_text(const std::vector<LedgerEntry>& ledger) {
  constexpr std::size_t kColumn = 14;  // the longest outcome and a space
  std::string out;
  for (const auto& entry : ledger) {
    std::string outcome(to_string(entry.outcome));
    outcome.resize(kColumn, ' ');
    out += outcome + entry.path + ": " + entry.text + "\n";
  }
  return out;
}

std::string to_json(const std::vector<LedgerEntry>& ledger, bool pretty) {
  std::array<std::uint64_t, 5> counts{};
  for (const auto& entry : ledger) ++counts[static_cast<std::size_t>(entry.outcome)];
  JsonWriter out(pretty);
  out.begin_object().key("counts").begin_object();
  for (std::size_t i = 0; i < counts.size(); ++i) out.member(to_string(static_cast<Outcome>(i)), counts[i]);
  out.end_object().key("elements").begin_array();
  for (const auto& entry : ledger)
    out.begin_object()
        .member("path", std::string_view(entry.path))
        .member("outcome", to_string(entry.outcome))
        .member("text", std::string_view(entry.text))
        .end_object();
  out.end_array().end_object();
  return out.text();
}

}  // namespace noso::fhir
