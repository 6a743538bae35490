// http://hl7.org/fhir/R4/procedure.html: what was done is what was tried.
#include <algorithm>

#include "intake.hpp"

namespace noso::fhir {

namespace {

void read_times(Intake& intake, const Resource& resource, Attempt& attempt) {
  const auto performed = choice(resource.value, "performed");
  if (!performed) return;
  if (performed->type == "DateTime") {
    attempt.from = attempt.until = intake.past(resource, performed->value, date_of(performed->value));
  } else if (performed->type == "Period") {
    const auto span = period_of(performed->value);
    if (span.start && span.end && span.end->last < span.start->first)
      return intake.mark(resource, performed->value, Outcome::contradictory, "it ends before it begins");
    attempt.from = intake.past(resource, performed->value, span.start);
    if (attempt.from && span.end && span.end->first <= intake.as_of()) attempt.until = span.end;
  }
  if (attempt.from) intake.mark(resource, performed->value, Outcome::used, "when it was tried");
}

bool is_listed(const std::vector<std::string>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

void read_procedure(Intake& intake, const Resource& resource) {
  const auto status = resource.value.find("status");
  if (!intake.open(resource, status)) return;
  const auto code = resource.value.find("code");
  const auto word = text_of(status).value_or("");
  const bool done = word == "completed" || word == "in-progress" || word == "stopped";
  const bool not_done = word == "not-done";
  intake.mark(resource, status, Outcome::used, done ? "tried" : not_done ? "not tried" : "not known to be done");
  if (!code) return;
  const auto mapping = intake.map(resource, *code, kind_bit(ConceptKind::intervention));
  if (!mapping.about) return intake.add_unmapped(*code);
  const std::string id(intake.knowledge().id(*mapping.about));
  auto& told = intake.told();
  if (done) {
    Attempt attempt{.intervention = id, .where = code->where()};
    read_times(intake, resource, attempt);
    told.tried.push_back(std::move(attempt));
  } else if (not_done && !mapping.narrower && !is_listed(told.not_tried, id)) {
    told.not_tried.push_back(id);
  }
}

}  // namespace noso::fhir
