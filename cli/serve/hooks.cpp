#include "serve/hooks.hpp"

#include <array>

#include "noso/base/json_writer.hpp"

namespace noso::serve {

namespace {

// What a chart says of a complaint and of what stands against a treatment. Values count for the time that the knowledge
// gives them, so that no date is asked for here.
constexpr std::array<PrefetchTemplate, 9> kChart{{
    {"patient", "Patient/{{context.patientId}}"},
    {"conditions", "Condition?patient={{context.patientId}}"},
    {"observations", "Observation?patient={{context.patientId}}"},
    {"medications", "MedicationRequest?patient={{context.patientId}}"},
    {"medicationStatements", "MedicationStatement?patient={{context.patientId}}"},
    {"allergies", "AllergyIntolerance?patient={{context.patientId}}"},
    {"procedures", "Procedure?patient={{context.patientId}}"},
    {"familyHistory", "FamilyMemberHistory?patient={{context.patientId}}"},
    {"questionnaires", "QuestionnaireResponse?patient={{context.patientId}}"},
}};

constexpr std::array<HookService, 4> kServices{{
    {Hook::patient_view, "patient-view", "Urgency and differential",
     "How urgent the complaint is, what it could be and how probable, and what to ask next, each with its basis.",
     kChart},
    {Hook::encounter_start, "encounter-start", "Triage",
     "How urgent the complaint is, what would settle it, and what to ask first.", kChart},
    {Hook::order_select, "order-select", "Contraindications of the selected orders",
     "What stands against the orders that were just selected, in this very person.", kChart},
    {Hook::order_sign, "order-sign", "Contraindications of the orders to sign",
     "What stands against the orders that are about to be signed, in this very person.", kChart},
}};

}  // namespace

std::span<const HookService> hook_services() { return kServices; }

const HookService* find_service(std::string_view id) {
  for (const auto& service : kServices)
    if (service.id == id) return &service;
  return nullptr;
}

std::string_view to_string(PrefetchState state) {
  constexpr std::string_view kWords[] = {"not fetched", "nothing found", "failed", "data"};
  return kWords[static_cast<std::size_t>(state)];
}

std::string discovery(const Knowledge& knowledge) {
  const auto& manifest = knowledge.manifest();
  JsonWriter out(false);
  out.begin_object().key("services").begin_array();
  for (const auto& service : kServices) {
    out.begin_object().member("hook", service.id).member("id", service.id).member("title", service.title);
    out.member("description", service.description).member("version", "2.0.1").member("hookVersion", "1.0");
    out.member(
        "usageRequirements",
        "All data are taken from prefetch; the FHIR server is not asked. What was not fetched counts as unknown.");
    out.key("prefetch").begin_object();
    for (const auto& query : service.prefetch) out.member(query.key, query.query);
    out.end_object();
    out.key("extension").begin_object().key("org.nosograph.knowledge").begin_object();
    out.member("id", manifest.id()).member("version", manifest.version()).member("status", manifest.status());
    out.end_object().end_object().end_object();
  }
  out.end_array().end_object();
  return out.text();
}

}  // namespace noso::serve
