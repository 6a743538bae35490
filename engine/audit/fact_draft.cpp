#include "audit/fact_draft.hpp"

#include <algorithm>
#include <cmath>

#include "noso/base/json_writer.hpp"
#include "noso/base/quantity.hpp"

namespace noso::audit {

namespace {

double chosen(Interval range) {
  return std::isfinite(range.low) ? range.low : std::isfinite(range.high) ? range.high : 0;
}

bool intersect(Interval& range, Interval with) {
  range = {std::max(range.low, with.low), std::min(range.high, with.high)};
  return range.low <= range.high;
}

std::string days(double value) { return format_number(value) + " d"; }

void mentions_json(JsonWriter& out, std::string_view key, const std::vector<Mention>& list) {
  if (list.empty()) return;
  out.key(key).begin_array();
  for (const auto& m : list) {
    if (!m.duration && !m.severity) {
      out.value(std::string_view(m.name));
      continue;
    }
    out.begin_object().member(key == "risk_factors" ? "risk_factor" : "finding", std::string_view(m.name));
    if (m.duration) out.member("duration", std::string_view(days(m.duration->low)));
    if (m.severity) out.member("severity", *m.severity);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

bool FactDraft::set(ConceptId c, Truth state) {
  if (of(c) != Truth::unknown) return of(c) == state;
  const auto& graph = knowledge_->graph();
  for (const auto other : state == Truth::yes ? graph.ancestors(c) : graph.descendants(c)) {
    if (of(other) == !state) return false;
    state_[other] = state;
  }
  state_[c] = state;
  given_.push_back(c);
  return true;
}

bool FactDraft::narrow(Op what, ConceptId about, Interval range) {
  if (what == Op::age || what == Op::measure || what == Op::duration || what == Op::severity) {
    Interval& known = numbers_[{what, about}];
    // A duration or severity is told of a finding that is there, if nothing speaks against it.
    if ((what == Op::duration || what == Op::severity) && of(about) == Truth::unknown) set(about, Truth::yes);
    return intersect(known, range);
  }
  return false;
}

bool FactDraft::set_sex(Sex sex) {
  if (sex_ != Sex::unknown && sex_ != sex) return false;
  sex_ = sex;
  return true;
}

bool FactDraft::try_out(ConceptId intervention, unsigned responses, Interval duration) {
  const auto never = never_.find(intervention);
  if (never != never_.end() && (responses == 0 || (responses & never->second) != 0)) return false;
  return intersect(tried_[{intervention, responses}], duration);
}

bool FactDraft::try_in_vain(ConceptId intervention, unsigned responses) {
  const unsigned others = ((1u << words_of<Response>().size()) - 2) & ~responses;
  if (!intervention.exists() || responses == 0 || others == 0) return false;
  for (const auto& [attempt, duration] : tried_)
    if (attempt.first == intervention && (attempt.second == 0 || (attempt.second & responses) != 0)) return false;
  never_[intervention] |= responses;
  return try_out(intervention, others, {});
}

std::vector<noso::Attempt> FactDraft::attempts() const {
  std::vector<noso::Attempt> out;
  for (const auto& [key, duration] : tried_) {
    auto [intervention, responses] = key;
    for (std::uint32_t c = 0; c < knowledge_->concept_count() && !intervention.exists(); ++c)
      if ((*knowledge_)[ConceptId{c}].kind == ConceptKind::intervention) intervention = {c};
    noso::Attempt attempt{.intervention = std::string(knowledge_->id(intervention))};
    // As short as it may be, as of several attempts the longest counts; left open where no duration matters.
    const bool matters = std::any_of(tried_.begin(), tried_.end(), [&](const auto& other) {
      return other.first.first == key.first && other.second.knows_something();
    });
    if (matters)
      attempt.duration = Interval::exactly(std::isfinite(duration.low) ? duration.low : std::min(1.0, duration.high));
    for (unsigned r = 1; r < words_of<Response>().size() && attempt.response == Response::unknown; ++r)
      if (responses & 1u << r) attempt.response = static_cast<Response>(r);
    out.push_back(std::move(attempt));
  }
  return out;
}

Case FactDraft::told() const {
  Case out;
  const auto name = [&](ConceptId c) { return std::string(knowledge_->id(c)); };
  const auto number = [&](Op what, ConceptId about) {
    const auto found = numbers_.find({what, about});
    return found == numbers_.end() ? std::optional<double>() : std::optional<double>(chosen(found->second));
  };
  if (const auto age = number(Op::age, {})) out.age = Interval::exactly(*age);
  out.sex = sex_;
  const auto mention = [&](ConceptId c) {
    Mention m{.name = name(c), .severity = number(Op::severity, c)};
    if (const auto duration = number(Op::duration, c)) m.duration = Interval::exactly(*duration);
    return m;
  };
  for (const auto c : given_)
    (of(c) == Truth::no                                  ? out.absent
     : (*knowledge_)[c].kind == ConceptKind::risk_factor ? out.risk_factors
                                                         : out.present)
        .push_back(mention(c));
  for (const auto& [key, range] : numbers_) {
    const auto [what, about] = key;
    if (what == Op::measure)
      out.measurements.push_back({.finding = name(about),
                                  .value = chosen(range),
                                  .unit = std::string(base_unit((*knowledge_)[about].dimension))});
    const bool is_told = std::find(given_.begin(), given_.end(), about) != given_.end();
    if ((what == Op::duration || what == Op::severity) && !is_told) out.unknown.push_back(mention(about));
  }
  out.tried = attempts();
  return out;
}

std::string case_json(const Case& told) {
  JsonWriter out(false);
  out.begin_object();
  if (told.age.knows_something()) {
    const double years = told.age.low / kDaysPerYear;
    if (years * kDaysPerYear == told.age.low && years == std::round(years * 100) / 100)
      out.key("age").begin_object().member("years", years).end_object();
    else
      out.member("age", std::string_view(days(told.age.low)));
  }
  if (told.sex != Sex::unknown) out.member("sex", to_string(told.sex));
  mentions_json(out, "present", told.present);
  mentions_json(out, "absent", told.absent);
  mentions_json(out, "unknown", told.unknown);
  mentions_json(out, "risk_factors", told.risk_factors);
  if (!told.measurements.empty()) {
    out.key("measurements").begin_array();
    for (const auto& m : told.measurements)
      out.begin_object()
          .member("finding", std::string_view(m.finding))
          .member("value", m.value)
          .member("unit", std::string_view(m.unit))
          .end_object();
    out.end_array();
  }
  if (!told.tried.empty()) {
    out.key("tried").begin_array();
    for (const auto& a : told.tried) {
      out.begin_object().member("intervention", std::string_view(a.intervention));
      if (a.duration) out.member("duration", std::string_view(days(a.duration->low)));
      if (a.response != Response::unknown) out.member("response", to_string(a.response));
      out.end_object();
    }
    out.end_array();
  }
  out.end_object();
  return out.text();
}

}  // namespace noso::audit
