// http://hl7.org/fhir/R4/familymemberhistory.html
#include <algorithm>
#include <array>

#include "intake.hpp"

namespace noso::fhir {

namespace {

/// Relatives by law, of HL7 v3 RoleCode: they share no descent.
constexpr auto kByLaw = std::to_array<std::string_view>(
    {"SPS",       "HUSB",     "WIFE",     "DOMPART",  "FMRSPS",   "SIGOTHR",  "INLAW",    "CHLDINLAW",
     "DAUINLAW",  "SONINLAW", "PRNINLAW", "FTHINLAW", "MTHINLAW", "SIBINLAW", "BROINLAW", "SISINLAW",
     "CHLDADOPT", "DAUADOPT", "SONADOPT", "ADOPTP",   "ADOPTF",   "ADOPTM",   "STPPRN",   "STPFTH",
     "STPMTH",    "STPCHLD",  "STPDAU",   "STPSON",   "STPSIB",   "STPBRO",   "STPSIS",   "FOSTERC",
     "FOSTERP",   "PRNFOST",  "FTHFOST",  "MTHFOST",  "ROOM",     "NBOR",     "FRND"});

/// The finding or risk factor with the name "family history of …" for one of the names of what a relative has.
std::optional<ConceptId> in_family(const Intake& intake, const Mapping& mapping, JsonValue code) {
  constexpr auto kKinds = kind_bit(ConceptKind::finding) | kind_bit(ConceptKind::risk_factor);
  const auto look = [&](std::string_view name) -> std::optional<ConceptId> {
    const auto found = intake.lookup().codes.named("family history of " + std::string(name), kKinds);
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
  };
  const auto& knowledge = intake.knowledge();
  if (mapping.about)
    for (const auto& name : knowledge.names(*mapping.about))
      if (name.scope != NameScope::code)
        if (const auto found = look(knowledge.text(name.text))) return found;
  std::optional<ConceptId> out;
  if (const auto text = text_of(code.find("text"))) out = look(*text);
  for_each_object(code.find("coding"), [&](JsonValue coding, std::size_t) {
    if (const auto display = text_of(coding.find("display")); display && !out) out = look(*display);
  });
  return out;
}

}  // namespace

void read_family_history(Intake& intake, const Resource& resource) {
  const auto status = resource.value.find("status");
  if (!intake.open(resource, status)) return;
  const auto word = text_of(status).value_or("");
  const bool counts = word == "completed" || word == "partial";
  intake.mark(resource, status, Outcome::used, counts ? "it counts" : "says nothing of the family");
  const auto relationship = resource.value.find("relationship");
  const auto relative = status_code(relationship);
  const bool by_descent = std::find(kByLaw.begin(), kByLaw.end(), relative) == kByLaw.end();
  intake.mark(resource, relationship, Outcome::used, by_descent ? "a relative" : "no relative by descent");
  for_each_object(resource.value.find("condition"), [&](JsonValue condition, std::size_t i) {
    const auto code = condition.find("code");
    if (!code) return;
    constexpr auto kAny =
        kind_bit(ConceptKind::condition) | kind_bit(ConceptKind::finding) | kind_bit(ConceptKind::risk_factor);
    const auto mapping = intake.map(resource, *code, kAny);
    const auto about = in_family(intake, mapping, *code);
    if (!about) {
      intake.mark(resource, *code, Outcome::unmapped, "no 'family history of' it is known");
      return intake.add_unmapped(*code);
    }
    intake.mark(resource, *code, Outcome::used, "'", intake.knowledge().id(*about), "' of the family");
    if (!counts || !by_descent) return;
    intake.say({.about = *about,
                .state = Truth::yes,
                .at = *code,
                .source = resource.source,
                .path = resource.path + ".condition[" + std::to_string(i) + "].code"});
  });
}

}  // namespace noso::fhir
