// http://hl7.org/fhir/R4/condition.html: clinicalStatus and verificationStatus change what a Condition means.
#include "intake.hpp"

namespace noso::fhir {

namespace {

enum class Standing { present, candidate, absent, past, unclear };

struct StandingCode {
  std::string_view code;
  Standing standing;
};

constexpr StandingCode kVerification[] = {{"confirmed", Standing::present},
                                          {"unconfirmed", Standing::candidate},
                                          {"provisional", Standing::candidate},
                                          {"differential", Standing::candidate},
                                          {"refuted", Standing::absent}};
constexpr StandingCode kClinical[] = {{"active", Standing::present},  {"recurrence", Standing::present},
                                      {"relapse", Standing::present}, {"inactive", Standing::past},
                                      {"remission", Standing::past},  {"resolved", Standing::past}};

template <std::size_t N>
Standing standing_of(const StandingCode (&codes)[N], std::string_view code) {
  if (code.empty()) return Standing::present;
  for (const auto& entry : codes)
    if (entry.code == code) return entry.standing;
  return Standing::unclear;
}

/// What a Condition says, and marks it at its two statuses.
Standing read_standing(Intake& intake, const Resource& resource) {
  const auto verification = resource.value.find("verificationStatus");
  const auto clinical = resource.value.find("clinicalStatus");
  auto standing = standing_of(kVerification, status_code(verification));
  const bool verified = standing == Standing::present;
  if (verified) standing = standing_of(kClinical, status_code(clinical));
  const auto abated = choice(resource.value, "abatement");
  if (abated && standing == Standing::present && flag_of(abated->value) != false) standing = Standing::past;
  const std::string_view text = standing == Standing::present     ? "present"
                                : standing == Standing::candidate ? "a candidate: neither present nor absent"
                                : standing == Standing::absent    ? "ruled out: absent"
                                : standing == Standing::past      ? "past: history, not present"
                                                                  : "a status that is not known: says nothing";
  intake.mark(resource, verification, Outcome::used, verified ? std::string_view("verified") : text);
  intake.mark(resource, clinical, Outcome::used, text);
  if (abated) intake.mark(resource, abated->value, Outcome::used, text);
  return standing;
}

/// When it began: a date, or an age, which with the age now tells how long ago.
void read_onset(Intake& intake, const Resource& resource, Saying& saying) {
  const auto onset = choice(resource.value, "onset");
  if (!onset) return;
  if (onset->type == "DateTime") {
    saying.since = intake.past(resource, onset->value, date_of(onset->value));
  } else if (onset->type == "Period") {
    const auto span = period_of(onset->value);
    auto began = span.start;
    if (began && span.end && span.end->last >= began->first) began->last = span.end->last;
    saying.since = intake.past(resource, onset->value, began ? began : span.end);
  } else if (const auto then = onset->type == "Age"     ? days_of(onset->value)
                               : onset->type == "Range" ? range_in_days(onset->value)
                                                        : std::nullopt) {
    // An age in whole years is reached up to a year before the next.
    const auto now = intake.told().age;
    constexpr double kYear = 365.25;
    const Interval ago{std::max(0.0, now.low - then->high - kYear), now.high - then->low};
    if (now.knows_something() && ago.high >= 0) saying.duration = ago;
    if (now.knows_something() && ago.high < 0)
      return intake.mark(resource, onset->value, Outcome::contradictory, "an age that is not reached yet");
  }
  if (saying.since || saying.duration) intake.mark(resource, onset->value, Outcome::used, "when it began");
}

}  // namespace

void read_condition(Intake& intake, const Resource& resource) {
  if (!intake.open(resource, resource.value.find("verificationStatus"))) return;
  const auto code = resource.value.find("code");
  const auto standing = read_standing(intake, resource);
  if (!code) return;
  constexpr auto kKinds =
      kind_bit(ConceptKind::finding) | kind_bit(ConceptKind::risk_factor) | kind_bit(ConceptKind::condition);
  const auto mapping = intake.map(resource, *code, kKinds);
  if (!mapping.about) return intake.add_unmapped(*code);
  Saying saying{.about = *mapping.about, .at = *code, .source = resource.source, .path = resource.path + ".code"};
  const auto nothing = [&](const auto&... why) { intake.mark(resource, *code, Outcome::ignored, why...); };
  if (standing == Standing::candidate || standing == Standing::unclear) return;
  const auto& record = intake.knowledge()[saying.about];
  if (record.kind == ConceptKind::condition) {
    // The engine ranks conditions itself; an earlier diagnosis is a risk factor where the knowledge has one for it.
    if (standing == Standing::absent || !record.refers_to.exists())
      return nothing("a diagnosis: the ranking does not rest on other diagnoses");
    saying.about = record.refers_to;
    saying.state = Truth::yes;
    return intake.say(std::move(saying));
  }
  if (standing == Standing::past) return;
  if (standing == Standing::absent && mapping.narrower)
    return nothing("a kind of '", intake.knowledge().id(saying.about), "' is ruled out, others are not");
  saying.state = standing == Standing::present ? Truth::yes : Truth::no;
  const auto sites = resource.value.find("bodySite");
  if (record.kind == ConceptKind::finding) saying.side = side_of(sites);
  if (!saying.side.empty()) intake.mark(resource, sites, Outcome::used, "the side: ", saying.side);
  if (saying.state == Truth::yes) read_onset(intake, resource, saying);
  intake.say(std::move(saying));
}

}  // namespace noso::fhir
