#include <algorithm>
#include <array>

#include "intake.hpp"

namespace noso::fhir {

namespace {

struct ResourceReader {
  std::string_view type;
  void (*read)(Intake&, const Resource&);
};

/// In this order: ages at onset need the age.
constexpr auto kReaders = std::to_array<ResourceReader>({
    {"Patient", read_patient},
    {"Condition", read_condition},
    {"Observation", read_observation},
    {"AllergyIntolerance", read_allergy},
    {"MedicationRequest", read_medication},
    {"MedicationStatement", read_medication},
    {"Procedure", read_procedure},
    {"FamilyMemberHistory", read_family_history},
    {"QuestionnaireResponse", read_questionnaire_response},
});

/// What was tried once was tried, whatever else was not done.
void drop_contradicted(const Knowledge& knowledge, Case& told) {
  const auto named = [&](const std::string& id) { return knowledge.find(id, ConceptKind::intervention).front(); };
  std::erase_if(told.not_tried, [&](const std::string& name) {
    return std::any_of(told.tried.begin(), told.tried.end(), [&](const Attempt& a) {
      return a.intervention == name || knowledge.graph().is_a(named(a.intervention), named(name));
    });
  });
}

}  // namespace

struct Reader::Impl {
  Lookup lookup;
};

Reader::Reader(const Knowledge& knowledge) : impl_(std::make_unique<const Impl>(Impl{Lookup(knowledge)})) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reading> Reader::read(std::span<const Source> sources, const ReadOptions& options) const {
  Reading out;
  Ledger ledger(options.ledger);
  Chart chart(ledger, options);
  if (!chart.gather(sources)) return std::move(chart.problems());
  out.patient.lenient = true;
  out.patient.as_of = options.as_of;
  Intake intake(impl_->lookup, chart, ledger, options.as_of.value_or(today()), out.patient);
  for (const auto& reader : kReaders)
    for (const auto& resource : chart.resources())
      if (resource.type == reader.type) reader.read(intake, resource);
  intake.conclude();
  drop_contradicted(impl_->lookup.knowledge, out.patient);
  out.patient_id = chart.patient_id();
  if (out.patient.id.empty()) out.patient.id = out.patient_id;
  auto& warnings = out.patient.warnings;
  warnings = std::move(chart.warnings());
  warnings.insert(warnings.end(), intake.warnings().begin(), intake.warnings().end());
  out.ledger = ledger.entries(sources);
  return out;
}

Result<Reading> Reader::read(JsonValue resource, const ReadOptions& options) const {
  const Source source{{}, resource};
  return read(std::span(&source, 1), options);
}

std::vector<ConceptId> Reader::concepts_in(JsonValue codeable) const {
  constexpr Kinds kAll = ~Kinds{0};
  const auto& codes = impl_->lookup.codes;
  std::vector<ConceptId> out;
  const auto add = [&](ConceptId c) {
    if (std::find(out.begin(), out.end(), c) == out.end()) out.push_back(c);
  };
  const auto add_words = [&](std::optional<std::string_view> text) {
    if (!text) return;
    for (const auto c : codes.named(*text, kAll)) add(c);
    for (const auto c : codes.drugs_in(*text)) add(c);
  };
  add_words(text_of(codeable.find("text")));
  for_each_object(codeable.find("coding"), [&](JsonValue coding, std::size_t) {
    const auto system = text_of(coding.find("system")), code = text_of(coding.find("code"));
    if (system && code)
      for (const auto& match : codes.find(*system, *code)) add(match.about);
    add_words(text_of(coding.find("display")));
  });
  return out;
}

Result<Reading> read(const Knowledge& knowledge, JsonValue resource, const ReadOptions& options) {
  return Reader(knowledge).read(resource, options);
}

bool is_fhir(JsonValue value) { return value.is(JsonType::object) && text_of(value.find("resourceType")).has_value(); }

}  // namespace noso::fhir
