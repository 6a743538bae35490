// Treatments, the ladder of care, prevention and safety nets.
#include <algorithm>
#include <array>

#include "noso/base/json_writer.hpp"
#include "noso/import/pack_format.hpp"
#include "pack/assembler.hpp"

namespace noso {

namespace {

constexpr auto kDoseTexts = std::to_array<std::string_view>({"text", "position", "stop_if", "notes"});
/// Certainty of evidence by GRADE.
constexpr auto kCertainties = std::to_array<std::string_view>({"high", "moderate", "low", "very-low"});
constexpr auto kClaimDirections = std::to_array<std::string_view>({"for", "against"});
constexpr auto kDoseLists = std::to_array<std::string_view>({"equipment", "steps", "progression"});

/// The numbers of a dose, and how each is said.
struct DoseNumber {
  std::string_view key, before, after;
};
constexpr auto kDoseNumbers = std::to_array<DoseNumber>({{"hold_seconds", "hold ", " s"},
                                                         {"repetitions", "", " repetitions"},
                                                         {"sets", "", " sets"},
                                                         {"minutes", "", " min"},
                                                         {"times_per_day", "", " times a day"},
                                                         {"days_per_week", "", " days a week"},
                                                         {"weeks", "for ", " weeks"}});
constexpr double kDaysPerWeek = 7;
/// `next` of a stage after which there is none.
constexpr std::string_view kLastStage = "none";

std::string number_text(JsonValue value) {
  if (value.is(JsonType::number)) return format_number(value.number());
  return format_number(value.at(0).number()) + "-" + format_number(value.at(1).number());
}

double low_end(JsonValue value) { return value.is(JsonType::number) ? value.number() : value.at(0).number(); }

}  // namespace

std::optional<double> PackAssembler::read_days(JsonFields& fields, std::string_view key) {
  const auto text = fields.text(key);
  if (!text) return std::nullopt;
  const auto quantity = parse_quantity(*text);
  if (quantity.ok() && quantity->dimension == Dimension::time) return quantity->value;
  out_.error(fields.where(key), "unit-mismatch", "'" + *text + "' is no duration", "write it as \"6 wk\"");
  return std::nullopt;
}

DoseId PackAssembler::read_dose(JsonValue value) {
  JsonFields fields(value, out_, "'dose'");
  std::string line;
  for (const auto key : kDoseTexts)
    if (const auto text = fields.text(key); text && key == "text") line = *text;
  for (const auto key : kDoseLists) fields.texts(key);
  DoseRecord record;
  std::string numbers;
  for (const auto& [key, before, after] : kDoseNumbers) {
    const auto found = fields.any(key);
    if (!found) continue;
    const bool pair = found->is(JsonType::array) && found->size() == 2 && found->at(0).is(JsonType::number) &&
                      found->at(1).is(JsonType::number);
    if (!pair && !found->is(JsonType::number)) {
      out_.error(found->where(), "wrong-type", "'" + std::string(key) + "' must be a number or [low, high]",
                 "write 3, or [2, 3] for a range from low to high");
      continue;
    }
    if (low_end(*found) < 0 || (pair && found->at(1).number() < 0)) {
      out_.error(found->where(), "out-of-range", "'" + std::string(key) + "' is below 0", "use a number from 0");
      continue;
    }
    if (pair && found->at(0).number() > found->at(1).number()) {
      out_.error(found->where(), "out-of-order", "the low end of '" + std::string(key) + "' is above the high one",
                 "exchange them");
      continue;
    }
    numbers += (numbers.empty() ? "" : ", ") + std::string(before) + number_text(*found) + std::string(after);
    if (key == "weeks") record.least_days = low_end(*found) * kDaysPerWeek;
  }
  fields.finish();
  if (fields.is_object() && value.size() == 0)
    out_.error(value.where(), "empty-dose", "the dose says nothing", "give at least 'text', or leave 'dose' out");
  record.text = builder_.text(line.empty() ? numbers : line);
  record.details = builder_.text(canonical_json(value));
  auto& doses = builder_.tables.doses;
  doses.push_back(record);
  return {static_cast<std::uint32_t>(doses.size() - 1)};
}

void PackAssembler::check_evidence(JsonFields& fields, const std::optional<std::string>& strength) {
  const auto certainty = fields.text("certainty"), direction = fields.text("direction");
  if (certainty && std::find(kCertainties.begin(), kCertainties.end(), *certainty) == kCertainties.end())
    out_.error(fields.where("certainty"), "bad-word", "'" + *certainty + "' is no certainty of evidence",
               choose_from(*certainty, kCertainties));
  if (!direction) return;
  if (std::find(kClaimDirections.begin(), kClaimDirections.end(), *direction) == kClaimDirections.end())
    out_.error(fields.where("direction"), "bad-word", "'" + *direction + "' is no direction of a recommendation",
               "use for or against");
  else if (strength && (*strength == "against") != (*direction == "against"))
    out_.error(fields.where("direction"), "direction-differs",
               "the direction is '" + *direction + "', and the strength '" + *strength + "'", "correct one of the two");
}

void PackAssembler::read_treatments() {
  each("treatments", [&](JsonValue value) {
    JsonFields fields(value, out_, "a treatment");
    const auto name = fields.text_required("intervention");
    const auto condition_name = fields.text_required("condition");
    const auto strength = fields.text_required("strength");
    StatementRecord record{.relation = Relation::treats};
    StatementDetails details;
    std::vector<QualifierRecord> qualifiers;
    check_evidence(fields, strength);
    for (const std::string_view key : {"grade", "certainty", "direction", "effect"})
      if (fields.text(key)) qualifiers.push_back({builder_.text(key), builder_.text(to_json(*fields.any(key)))});
    const auto stages = fields.texts("stage");
    if (!stages.empty()) qualifiers.push_back({builder_.text("stage"), builder_.text(to_json(*fields.any("stage")))});
    if (const auto dose = fields.any("dose")) {
      details.dose = read_dose(*dose);
      qualifiers.push_back({builder_.text("dose"), builder_.tables.doses[details.dose.value].details});
    }
    record.basis = read_basis(fields, true);
    fields.finish();
    details.qualifiers = TableBuilder::append(builder_.tables.qualifiers, qualifiers);
    if (strength) {
      const auto word = parse<Strength>(*strength);
      if (!word)
        out_.error(fields.where("strength"), "bad-word", "'" + *strength + "' is no strength",
                   choose_from(*strength, words_of<Strength>()));
      record.strength = word.value_or(Strength::expert);
    }
    const auto intervention =
        name ? concept_ref(*name, ConceptKind::intervention, fields.where("intervention")) : std::nullopt;
    if (!intervention || !condition_name) return;
    record.subject = *intervention;
    if (!details.dose.exists()) details.dose = builder_.tables.concepts[intervention->value].dose;
    record.details = builder_.details(details);
    if (*condition_name != "any") {
      const auto condition = concept_ref(*condition_name, ConceptKind::condition, fields.where("condition"));
      if (!condition) return;
      record.object = *condition;
    }
    record.staged = stages.empty() ? 0 : 1;
    for (const auto& stage : stages)
      if (const auto found = stage_names_.resolve(stage, fields.where("stage"), out_))
        offer(*found, record, fields.where("stage"));
    add_statement(record, {value});
  });
}

bool PackAssembler::is_of_stage(StageId stage, ConceptId condition) const {
  const auto& tables = builder_.tables;
  const auto range = tables.stages[stage.value].conditions;
  if (range.count == 0 || !condition.exists()) return true;
  const auto first = tables.stage_conditions.begin() + range.first;
  return std::find(first, first + range.count, condition) != first + range.count;
}

void PackAssembler::offer(StageId stage, const StatementRecord& treatment, Location where) {
  stage_drafts_[stage.value].options.push_back({treatment.subject, treatment.object});
  if (is_of_stage(stage, treatment.object)) return;
  const auto text = [&](TextRef ref) { return builder_.tables.texts.substr(ref.offset, ref.length); };
  out_.error(where, "stage-of-other-condition",
             "stage '" + text(builder_.tables.stages[stage.value].id) + "' is not one of '" +
                 text(builder_.tables.concepts[treatment.object.value].id) + "'",
             "name a stage of that condition, or add the condition to the stage");
}

RuleId PackAssembler::stage_rule(RuleKind kind, TextRef owner, BasisId basis, JsonValue when, std::string_view because,
                                 std::vector<ConceptId> targets) {
  const RuleId id{static_cast<std::uint32_t>(rules_.size())};
  const auto name = builder_.tables.texts.substr(owner.offset, owner.length) + "/" + std::string(to_string(kind));
  RuleRecord record{.id = builder_.text(name), .label = builder_.text(because), .action = builder_.text(because)};
  record.kind = kind;
  record.basis = basis;
  add_rule(record, std::move(targets), when, when.where());
  return id;
}

void PackAssembler::read_early_move(JsonValue value, const StageRecord& stage, std::vector<RuleId>& early) {
  JsonFields fields(value, out_, "an entry of 'move_up_early'");
  const auto when = fields.any_required("when");
  const auto because = fields.text_required("because");
  auto targets = concept_list(fields, "interventions", ConceptKind::intervention);
  auto basis = read_basis(fields, false);
  fields.finish();
  if (!basis.exists()) basis = stage.basis;
  if (when && because)
    early.push_back(stage_rule(RuleKind::early_move, stage.id, basis, *when, *because, std::move(targets)));
}

void PackAssembler::read_stages() {
  each("stages", [&](JsonValue value) {
    JsonFields fields(value, out_, "a stage");
    const auto id = fields.text_required("id"), label = fields.text_required("label");
    StageRecord record{.id = builder_.text(id.value_or("")), .label = builder_.text(label.value_or(""))};
    record.goal = builder_.text(fields.text("goal").value_or(""));
    record.patient_text = builder_.text(fields.text("patient_text").value_or(""));
    record.from = read_days(fields, "from").value_or(record.from);
    record.until = read_days(fields, "until").value_or(record.until);
    record.recheck = read_days(fields, "recheck").value_or(record.recheck);
    record.conditions = TableBuilder::append(builder_.tables.stage_conditions,
                                             concept_list(fields, "conditions", ConceptKind::condition, "any"));
    record.basis = read_basis(fields, true);
    const auto rule = [&](std::string_view key, RuleKind kind) {
      const auto when = fields.any(key);
      return when ? stage_rule(kind, record.id, record.basis, *when, label.value_or(""), {}) : RuleId{};
    };
    record.enter = rule("enter", RuleKind::stage_entry);
    record.leave = rule("leave", RuleKind::stage_exit);
    std::vector<RuleId> early;
    if (const auto moves = fields.any("move_up_early")) {
      if (moves->is(JsonType::object))
        read_early_move(*moves, record, early);
      else
        fields.list("move_up_early", [&](JsonValue move) { read_early_move(move, record, early); });
    }
    record.early = TableBuilder::append(builder_.tables.stage_early, early);
    StageDraft draft{fields.text("next").value_or(""), fields.where("next"), fields.where("interventions"), {}, {}};
    draft.interventions = concept_list(fields, "interventions", ConceptKind::intervention);
    fields.finish();
    if (record.from > record.until)
      out_.error(fields.where("from"), "out-of-range", "the stage ends before it begins",
                 "exchange 'from' and 'until'");
    if (record.recheck <= 0 || record.recheck > kMostDaysToRecheck)
      out_.error(fields.where("recheck"), "out-of-range", "the next look is not within the next ten years",
                 "write it as \"4 wk\"");
    const StageId next{static_cast<std::uint32_t>(builder_.tables.stages.size())};
    if (id && *id == kLastStage)
      out_.error(fields.where("id"), "reserved-id", "'none' stands for the end of the ladder and cannot name a stage",
                 "give it another id");
    if (!id || !stage_names_.declare(*id, next, fields.where("id"), out_)) return;
    builder_.tables.stages.push_back(record);
    stage_drafts_.push_back(std::move(draft));
  });
  for (std::uint32_t s = 0; s < stage_drafts_.size(); ++s) link_next({s});
}

void PackAssembler::link_next(StageId stage) {
  auto& stages = builder_.tables.stages;
  const auto& draft = stage_drafts_[stage.value];
  if (draft.next == kLastStage) return;
  if (!draft.next.empty()) {
    const auto next = stage_names_.resolve(draft.next, draft.next_where, out_);
    if (!next) return;
    if (next->value <= stage.value)
      out_.error(draft.next_where, "stage-goes-back", "'" + draft.next + "' does not stand after this stage",
                 "care moves up the ladder: put the stages in their order");
    stages[stage.value].next = *next;
    return;
  }
  const auto own = stages[stage.value].conditions;
  const auto shares_condition = [&](StageId other) {
    if (own.count == 0 || stages[other.value].conditions.count == 0) return true;
    const auto first = builder_.tables.stage_conditions.begin() + own.first;
    return std::any_of(first, first + own.count, [&](ConceptId c) { return is_of_stage(other, c); });
  };
  for (std::uint32_t s = stage.value + 1; s < stages.size(); ++s)
    if (shares_condition({s})) {
      stages[stage.value].next = {s};
      return;
    }
}

void PackAssembler::link_stages() {
  auto& tables = builder_.tables;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> treatments_of;  // of an intervention
  for (std::uint32_t i = 0; i < tables.statements.size(); ++i)
    if (tables.statements[i].relation == Relation::treats)
      treatments_of[tables.statements[i].subject.value].push_back(i);
  for (std::uint32_t s = 0; s < stage_drafts_.size(); ++s) {
    auto& draft = stage_drafts_[s];
    for (const auto intervention : draft.interventions) {
      bool treats = false;
      for (const auto i : treatments_of[intervention.value]) {
        auto& statement = tables.statements[i];
        if (!is_of_stage({s}, statement.object)) continue;
        treats = true;
        statement.staged = 1;
        draft.options.push_back({intervention, statement.object});
      }
      const auto id = tables.concepts[intervention.value].id;
      if (!treats)
        out_.error(draft.interventions_where, "no-treatment",
                   "'" + tables.texts.substr(id.offset, id.length) + "' treats none of the conditions of this stage",
                   "state in 'treatments' for what it is, and how strong the evidence is");
    }
    std::sort(draft.options.begin(), draft.options.end());
    draft.options.erase(std::unique(draft.options.begin(), draft.options.end()), draft.options.end());
    tables.stages[s].options = TableBuilder::append(tables.stage_options, draft.options);
  }
}

void PackAssembler::read_prevention() {
  each("prevention", [&](JsonValue value) {
    JsonFields fields(value, out_, "a preventive measure");
    const auto factor_name = fields.text_required("risk_factor");
    const auto name = fields.text_required("intervention");
    StatementRecord record{.relation = Relation::prevents};
    StatementDetails details;
    if (fields.text("effect"))
      details.qualifiers = TableBuilder::append(
          builder_.tables.qualifiers, {{builder_.text("effect"), builder_.text(to_json(*fields.any("effect")))}});
    record.basis = read_basis(fields, true);
    fields.finish();
    const auto intervention =
        name ? concept_ref(*name, ConceptKind::intervention, fields.where("intervention")) : std::nullopt;
    const auto factor =
        factor_name ? concept_ref(*factor_name, std::nullopt, fields.where("risk_factor")) : std::nullopt;
    if (!intervention || !factor) return;
    const auto kind = builder_.tables.concepts[factor->value].kind;
    if (kind != ConceptKind::risk_factor && kind != ConceptKind::finding) {
      out_.error(
          fields.where("risk_factor"), "wrong-kind",
          "'" + *factor_name + "' is a " + std::string(to_string(kind)) + ", a risk-factor or finding is expected",
          "name what the person can have or do");
      return;
    }
    record.subject = *intervention;
    record.object = *factor;
    details.dose = builder_.tables.concepts[intervention->value].dose;
    record.details = builder_.details(details);
    add_statement(record, {value});
  });
}

void PackAssembler::read_safety_nets() {
  each("safety_net", [&](JsonValue value) {
    JsonFields fields(value, out_, "a safety net");
    const auto id = fields.text_required("id"), text = fields.text_required("text");
    SafetyNetRecord record{.id = builder_.text(id.value_or("")), .text = builder_.text(text.value_or(""))};
    record.conditions = TableBuilder::append(builder_.tables.safety_net_conditions,
                                             concept_list(fields, "conditions", ConceptKind::condition, "any"));
    std::vector<RuleId> rules;
    for (const auto& name : fields.texts("rules"))
      if (const auto rule = rule_names_.resolve(name, fields.where("rules"), out_)) rules.push_back(*rule);
    record.rules = TableBuilder::append(builder_.tables.safety_net_rules, rules);
    record.basis = read_basis(fields, true);
    if (const auto when = fields.any("when"))
      record.when = stage_rule(RuleKind::relevance, record.id, record.basis, *when, text.value_or(""), {});
    fields.finish();
    const auto next = static_cast<std::uint32_t>(builder_.tables.safety_nets.size());
    if (id && net_names_.declare(*id, next, fields.where("id"), out_)) builder_.tables.safety_nets.push_back(record);
  });
}

}  // namespace noso
