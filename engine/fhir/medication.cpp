// http://hl7.org/fhir/R4/medicationrequest.html, medicationstatement.html: status and doNotPerform change the meaning.
#include "drugs.hpp"

namespace noso::fhir {

namespace {

constexpr std::string_view kOrders[] = {"order", "original-order", "reflex-order", "filler-order", "instance-order"};

enum class Taken { yes, no, unclear };

/// Whether the drug is taken now; says why at the elements that decide it.
Taken is_taken(Intake& intake, const Resource& resource) {
  const auto status = resource.value.find("status");
  const auto word = text_of(status).value_or("");
  if (word == "not-taken") {
    intake.mark(resource, status, Outcome::used, "not taken");
    return Taken::no;
  }
  if (word != "active") {
    intake.mark(resource, status, Outcome::used, word, ": not known to be taken now");
    return Taken::unclear;
  }
  intake.mark(resource, status, Outcome::used, "active");
  if (const auto never = resource.value.find("doNotPerform"); flag_of(never)) {
    intake.mark(resource, never, Outcome::used,
                *flag_of(never) ? "not to be given: not taken by this request" : "to be given");
    if (*flag_of(never)) return Taken::unclear;
  }
  if (resource.type == "MedicationRequest") {
    const auto intent = resource.value.find("intent");
    const auto aim = text_of(intent).value_or("");
    const bool ordered = std::find(std::begin(kOrders), std::end(kOrders), aim) != std::end(kOrders);
    intake.mark(resource, intent, Outcome::used, ordered ? "ordered" : "not ordered: not known to be taken");
    if (!ordered) return Taken::unclear;
  }
  return Taken::yes;
}

/// Ended before the day of the case, by the period of a statement.
bool has_ended(Intake& intake, const Resource& resource) {
  const auto effective = choice(resource.value, "effective");
  if (!effective || effective->type != "Period") return false;
  const auto end = member(effective->value, "end");
  const auto day = date_of(end);
  if (!day || day->last >= intake.as_of()) return false;
  intake.mark(resource, end, Outcome::used, "ended: not taken now");
  return true;
}

struct Drug {
  JsonValue codeable;
  std::string path;
};

/// Its code, here or in the Medication that is referred to.
std::optional<Drug> drug_of(Intake& intake, const Resource& resource) {
  const auto medication = choice(resource.value, "medication");
  if (!medication) return std::nullopt;
  const auto path = resource.path + "." + path_step(medication->key);
  if (medication->type == "CodeableConcept") return Drug{medication->value, path};
  const auto reference = member(medication->value, "reference");
  const auto found =
      text_of(reference) ? intake.chart().referred(resource, *text_of(reference), "Medication") : std::nullopt;
  const auto code = found ? found->find("code") : std::nullopt;
  if (code) {
    intake.mark(resource, reference, Outcome::used, "the drug");
    return Drug{*code, path};
  }
  // Without the resource, the reference may still say what it is.
  if (text_of(member(medication->value, "display"))) return Drug{medication->value, path};
  intake.mark(resource, reference, Outcome::unmapped, "the Medication was not handed over");
  intake.warnings().push_back(path + ": the Medication was not handed over: a drug is not known");
  return std::nullopt;
}

}  // namespace

void read_medication(Intake& intake, const Resource& resource) {
  if (!intake.open(resource, resource.value.find("status"))) return;
  const auto taken = is_taken(intake, resource);
  const auto drug = drug_of(intake, resource);
  if (!drug) return;
  // The words of a reference stand for the text of a code.
  const auto drugs = drug->codeable.find("reference")
                         ? intake.lookup().codes.drugs_in(text_of(drug->codeable.find("display")).value_or(""))
                         : drugs_of(intake, resource, drug->codeable);
  if (drug->codeable.find("reference"))
    intake.mark(resource, drug->codeable.find("display"), drugs.empty() ? Outcome::unmapped : Outcome::used,
                "the drug");
  if (taken == Taken::unclear || (taken == Taken::yes && has_ended(intake, resource))) return;
  if (drugs.empty() && taken == Taken::yes) {
    if (auto name = words_of(drug->codeable); !name.empty()) intake.told().medications.push_back(std::move(name));
    return;
  }
  for (const auto c : drugs)
    intake.say({.about = c,
                .state = taken == Taken::yes ? Truth::yes : Truth::no,
                .at = drug->codeable,
                .source = resource.source,
                .path = drug->path});
}

}  // namespace noso::fhir
