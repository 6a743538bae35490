#include "patient.hpp"

#include <algorithm>
#include <cmath>

#include "noso/base/json_writer.hpp"
#include "noso/engine/case.hpp"

namespace noso::audit {

namespace {

/// The nearest number to a rational value of a model.
double to_double(const z3::expr& value) {
  std::int64_t numerator = 0, denominator = 1;
  if (Z3_get_numeral_rational_int64(value.ctx(), value, &numerator, &denominator))
    return static_cast<double>(numerator) / static_cast<double>(denominator);
  return std::strtod(Z3_get_numeral_decimal_string(value.ctx(), value, 17), nullptr);
}

void write_days(JsonWriter& out, std::string_view key, double days) {
  const bool weeks = days > 0 && std::fmod(days, 7) == 0;
  out.member(key, std::string_view(weeks ? format_number(days / 7) + " wk" : format_number(days) + " d"));
}

/// Writes a mention: a string, or an object where there is a duration or severity.
void write_mention(JsonWriter& out, const Knowledge& knowledge, const DraftCase& draft, ConceptId c) {
  const auto find = [&](const DraftCase::Numbers& list) {
    return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == c; });
  };
  const auto duration = find(draft.durations), severity = find(draft.severities);
  if (duration == draft.durations.end() && severity == draft.severities.end()) {
    out.value(knowledge.id(c));
    return;
  }
  out.begin_object().member("finding", knowledge.id(c));
  if (duration != draft.durations.end()) write_days(out, "duration", duration->second);
  if (severity != draft.severities.end()) out.member("severity", severity->second);
  out.end_object();
}

void write_mentions(JsonWriter& out, const Knowledge& knowledge, const DraftCase& draft, std::string_view key,
                    const std::vector<ConceptId>& list) {
  if (list.empty()) return;
  out.key(key).begin_array();
  for (const auto c : list) write_mention(out, knowledge, draft, c);
  out.end_array();
}

}  // namespace

DraftCase draft_of(const Prover& prover, const z3::model& model, const CaseVariables& facts) {
  DraftCase draft;
  const auto yes = [&](const z3::expr& e) { return model.eval(e, true).is_true(); };
  const auto number = [&](const z3::expr& e) { return to_double(model.eval(e, true)); };
  for (const auto& [c, state] : facts.states)
    if (!prover.vocabulary().is_derived(c)) (yes(state) ? draft.present : draft.absent).push_back(c);
  draft.age_years = number(facts.age) / kDaysPerYear;
  draft.sex = yes(facts.female) ? Sex::female : Sex::male;
  for (const auto& [c, value] : facts.measures) draft.measures.emplace_back(c, number(value));
  for (const auto& [c, value] : facts.durations) draft.durations.emplace_back(c, number(value));
  for (const auto& [c, value] : facts.severities) draft.severities.emplace_back(c, number(value));
  for (const auto& [key, happened] : facts.tried)
    if (yes(happened)) draft.tried.push_back({key.first, key.second, number(facts.tried_for.at(key))});
  draft.nothing_else_tried = !facts.tried.empty();
  return draft;
}

std::string case_json(const Knowledge& knowledge, const DraftCase& draft, std::string_view id) {
  JsonWriter out;
  out.begin_object().member("id", id);
  if (draft.age_years) out.key("age").begin_object().member("years", *draft.age_years).end_object();
  if (draft.sex != Sex::unknown) out.member("sex", to_string(draft.sex));
  std::vector<ConceptId> findings, risks;
  for (const auto c : draft.present) (knowledge[c].kind == ConceptKind::risk_factor ? risks : findings).push_back(c);
  write_mentions(out, knowledge, draft, "present", findings);
  std::vector<std::string_view> names;
  names.reserve(risks.size());
  for (const auto c : risks) names.push_back(knowledge.id(c));
  if (!names.empty()) out.texts("risk_factors", names);
  if (!draft.measures.empty()) {
    out.key("measurements").begin_array();
    for (const auto& [c, value] : draft.measures)
      out.begin_object()
          .member("finding", knowledge.id(c))
          .member("value", value)
          .member("unit", base_unit(knowledge[c].dimension))
          .end_object();
    out.end_array();
  }
  if (!draft.tried.empty()) {
    out.key("tried").begin_array();
    for (const auto& attempt : draft.tried) {
      out.begin_object().member("intervention", knowledge.id(attempt.intervention));
      write_days(out, "duration", attempt.days);
      out.member("response", to_string(attempt.response)).end_object();
    }
    out.end_array();
  }
  if (draft.nothing_else_tried) out.key("not_tried").begin_array().value("any").end_array();
  write_mentions(out, knowledge, draft, "absent", draft.absent);
  out.end_object();
  return out.text();
}

std::optional<SeenCase> look(const Prover& prover, const DraftCase& draft) {
  const auto& knowledge = prover.knowledge();
  const auto document = JsonDocument::parse(case_json(knowledge, draft, "case"), "case");
  if (!document.ok()) return std::nullopt;
  const auto told = read_case(*document);
  if (!told.ok()) return std::nullopt;
  auto facts = resolve(knowledge, *told);
  if (!facts.ok()) return std::nullopt;
  SeenCase seen{std::move(*facts), {}, Urgency::none};
  seen.evaluation = evaluate(knowledge, seen.facts);
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r)
    if (rules[r].kind == RuleKind::escalation && seen.evaluation.truth(RuleId{r}) == Truth::yes)
      seen.level = std::max(seen.level, rules[r].level);
  return seen;
}

namespace {

/// Makes a draft smaller step by step; every step is taken back when the draft no longer shows what it has to.
class Smaller {
 public:
  Smaller(DraftCase draft, const std::function<bool(const DraftCase&)>& shows)
      : draft_(std::move(draft)), shows_(shows) {}

  DraftCase run() {
    each(&DraftCase::tried), each(&DraftCase::measures), each(&DraftCase::durations), each(&DraftCase::severities);
    attempt([](DraftCase& d) { d.nothing_else_tried = false; });
    attempt([](DraftCase& d) { d.sex = Sex::unknown; });
    attempt([](DraftCase& d) { d.age_years.reset(); });
    each(&DraftCase::present), each(&DraftCase::absent);
    round();
    return std::move(draft_);
  }

 private:
  template <class Change>
  bool attempt(Change change) {
    auto changed = draft_;
    change(changed);
    if (!shows_(changed)) return false;
    draft_ = std::move(changed);
    return true;
  }

  /// Leaves out every entry of a list that can be spared, from the last to the first.
  template <class Entry>
  void each(std::vector<Entry> DraftCase::*list) {
    for (auto i = (draft_.*list).size(); i-- > 0;)
      attempt([&](DraftCase& d) { (d.*list).erase((d.*list).begin() + static_cast<std::ptrdiff_t>(i)); });
  }

  /// Prefers numbers that are easy to read: an ordinary age, whole units, whole weeks.
  void round() {
    if (draft_.age_years) {
      const double age = *draft_.age_years;
      for (const double nicer : {45.0, 30.0, 70.0, 12.0, 5.0, std::floor(age), std::ceil(age), std::round(age * 2) / 2})
        if (attempt([&](DraftCase& d) { d.age_years = nicer; })) break;
    }
    round_numbers(&DraftCase::measures, {1, 0.5, 0.1, 0.001});
    round_numbers(&DraftCase::durations, {7, 1});
    round_numbers(&DraftCase::severities, {1});
    for (std::size_t i = 0; i < draft_.tried.size(); ++i)
      for (const double step : {7.0, 1.0})
        if (attempt([&](DraftCase& d) { d.tried[i].days = std::ceil(d.tried[i].days / step) * step; })) break;
  }

  void round_numbers(DraftCase::Numbers DraftCase::*list, std::initializer_list<double> steps) {
    for (std::size_t i = 0; i < (draft_.*list).size(); ++i) {
      const double exact = (draft_.*list)[i].second;
      bool done = false;
      for (const double step : steps)
        for (const double nicer : {std::ceil(exact / step) * step, std::floor(exact / step) * step})
          done = done || attempt([&](DraftCase& d) { (d.*list)[i].second = nicer; });
    }
  }

  DraftCase draft_;
  const std::function<bool(const DraftCase&)>& shows_;
};

}  // namespace

std::optional<DraftCase> smaller(DraftCase draft, const std::function<bool(const DraftCase&)>& shows) {
  if (!shows(draft)) return std::nullopt;
  return Smaller(std::move(draft), shows).run();
}

Patient patient_of(const Prover& prover, const DraftCase& draft, std::string_view id,
                   std::span<const ConceptId> targets) {
  const auto& knowledge = prover.knowledge();
  Patient patient{case_json(knowledge, draft, id), Urgency::none, {}};
  const auto seen = look(prover, draft);
  if (!seen) return patient;
  patient.level = seen->level;
  const auto& rules = knowledge.tables().rules;
  std::vector<RuleId> cautions;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (seen->evaluation.truth(RuleId{r}) != Truth::yes) continue;
    if (rules[r].kind == RuleKind::escalation) patient.fired.push_back(RuleId{r});
    if (rules[r].kind != RuleKind::avoid && rules[r].kind != RuleKind::caution) continue;
    const auto about = knowledge.targets(rules[r]);
    if (std::find_first_of(about.begin(), about.end(), targets.begin(), targets.end()) != about.end())
      cautions.push_back(RuleId{r});
  }
  std::stable_sort(patient.fired.begin(), patient.fired.end(), [&](RuleId a, RuleId b) {
    return rules[a.value].level != rules[b.value].level
               ? rules[a.value].level > rules[b.value].level
               : knowledge.text(rules[a.value].id) < knowledge.text(rules[b.value].id);
  });
  patient.fired.insert(patient.fired.end(), cautions.begin(), cautions.end());
  return patient;
}

}  // namespace noso::audit
