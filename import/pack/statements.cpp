// Frequencies, odds ratios, priors: everything that is a number between concepts.
#include <algorithm>
#include <array>
#include <cmath>

#include "pack/assembler.hpp"

namespace noso {

namespace {

constexpr auto kCellNumbers =
    std::to_array<std::string_view>({"sensitivity", "specificity", "lr_positive", "lr_negative"});
constexpr auto kDirections = std::to_array<std::string_view>({"raises", "lowers", "none"});
constexpr double kShareTolerance = 0.02;

bool is_probability(double x) { return x >= 0 && x <= 1; }

}  // namespace

std::size_t PackAssembler::StatementHash::operator()(const StatementKey& key) const {
  std::uint64_t mixed = key.subject.value;
  for (const std::uint64_t part : {key.object.value, key.population.value, static_cast<std::uint32_t>(key.relation)})
    mixed = (mixed ^ part) * 0x9E3779B97F4A7C15 ^ mixed >> 29;
  return mixed;
}

void PackAssembler::add_statement(StatementRecord record, Spot spot) {
  auto& statements = builder_.tables.statements;
  if (record.applied) {
    const auto [at, fresh] =
        applied_.try_emplace({record.relation, record.subject, record.object, record.population}, statements.size());
    if (!fresh) return report_twice(record, statements[at->second], spot, spots_[at->second]);
  }
  statements.push_back(record);
  spots_.push_back(spot);
}

void PackAssembler::report_twice(const StatementRecord& record, const StatementRecord& other, const Spot& spot,
                                 const Spot& other_spot) {
  const auto place = other_spot.where();
  const auto there = "the other one is at " + place.file + ":" + std::to_string(place.line) + "; ";
  if (record.relation == Relation::treats && record.strength != other.strength)
    out_.error(
        spot.where(), "duplicate-statement",
        "this treatment is stated twice: as " + std::string(to_string(other.strength)) + " and as " +
            std::string(to_string(record.strength)),
        there + "keep one, with the sources of both, and say in its note how they differ (or grade it conflicting)");
  else
    out_.error(
        spot.where(), "duplicate-statement", "this is stated twice",
        there + (record.relation == Relation::changes_odds ? "mark one of them \"applied\": false" : "keep one"));
}

void PackAssembler::read_frequencies() {
  each("finding_frequencies", [&](JsonValue value) {
    JsonFields fields(value, out_, "a row of frequencies");
    const auto finding_name = fields.text_required("finding");
    const auto leak = fields.number_required("leak");
    const auto basis = read_basis(fields, true);
    const auto row = fields.any_required("conditions");
    fields.finish();
    const auto finding =
        finding_name ? concept_ref(*finding_name, ConceptKind::finding, fields.where("finding")) : std::nullopt;
    if (!finding || !leak || !row || !expect_type(*row, JsonType::object, "'conditions'", out_)) return;
    if (!is_probability(*leak)) {
      out_.error(fields.where("leak"), "out-of-range", "the leak " + format_number(*leak) + " is no probability",
                 "use 0 to 1");
      return;
    }
    StatementRecord background{.subject = *finding, .relation = Relation::background_frequency};
    background.basis = basis;
    background.value = *leak;
    if (!elements_.adds_to_row(value)) add_statement(background, {*value.find("finding")});
    for (std::size_t i = 0; i < row->size(); ++i)
      if (!elements_.is_dropped(*row, i)) read_cell(*finding, *leak, basis, *row, i);
  });
}

void PackAssembler::read_cell(ConceptId finding, double leak, BasisId row_basis, JsonValue row, std::size_t member) {
  const auto condition = concept_ref(row.key(member), ConceptKind::condition, row.key_where(member));
  const auto cell = row.at(member);
  StatementRecord record{.object = finding, .relation = Relation::has_finding};
  record.basis = row_basis;
  if (cell.is(JsonType::number)) {
    record.value = cell.number();
  } else {
    JsonFields fields(cell, out_, "a frequency");
    record.value = fields.number_required("frequency").value_or(kNoNumber);
    std::vector<QualifierRecord> qualifiers;
    for (const auto key : kCellNumbers) {
      const auto number = fields.number(key);
      if (!number) continue;
      const bool is_ratio = key.starts_with("lr_");
      if (is_ratio ? !(*number >= 0) : !is_probability(*number))
        out_.error(fields.where(key), "out-of-range", "'" + std::string(key) + "' is " + format_number(*number),
                   is_ratio ? "a likelihood ratio is 0 or above" : "use 0 to 1; 88 % is 0.88");
      qualifiers.push_back({builder_.text(key), builder_.text(format_number(*number))});
    }
    if (const auto basis = read_basis(fields, false); basis.exists()) record.basis = basis;
    fields.finish();
    record.details = builder_.details({.qualifiers = TableBuilder::append(builder_.tables.qualifiers, qualifiers)});
  }
  if (!condition || std::isnan(record.value)) return;
  if (!is_probability(record.value)) {
    out_.error(cell.where(), "out-of-range", "the frequency " + format_number(record.value) + " is no probability",
               "use 0 to 1; 88 % is 0.88");
    return;
  }
  if (record.value < leak)
    out_.add({Severity::note, "frequency-below-leak",
              "the frequency " + format_number(record.value) + " is below the leak " + format_number(leak),
              "it counts as no link: noisy-OR causes cannot make a finding rarer", cell.where()});
  record.subject = *condition;
  add_statement(record, {row, member});
}

void PackAssembler::read_risk_effects() {
  each("risk_effects", [&](JsonValue value) {
    JsonFields fields(value, out_, "a risk effect");
    const auto risk_name = fields.text_required("risk_factor");
    const auto condition_name = fields.text_required("condition");
    const auto ratio = fields.number("odds_ratio");
    const auto interval = fields.any("interval");
    const auto direction = fields.text("direction");
    StatementRecord record{.relation = Relation::changes_odds};
    StatementDetails details;
    record.applied = fields.flag("applied").value_or(true);
    record.basis = read_basis(fields, true);
    fields.finish();
    if (record.applied && !ratio && fields.is_object())
      out_.error(value.where(), "missing-key", "an applied risk effect needs 'odds_ratio'",
                 "add it, or mark it \"applied\": false");
    if (ratio && !(*ratio > 0))
      out_.error(fields.where("odds_ratio"), "out-of-range", "an odds ratio is above 0", "1 means no effect");
    if (direction && std::find(kDirections.begin(), kDirections.end(), *direction) == kDirections.end())
      out_.error(fields.where("direction"), "bad-word", "'" + *direction + "' is no direction",
                 "use raises, lowers or none");
    record.value = ratio.value_or(kNoNumber);
    if (interval) {
      const bool pair = interval->is(JsonType::array) && interval->size() == 2 &&
                        interval->at(0).is(JsonType::number) && interval->at(1).is(JsonType::number);
      if (!pair) {
        out_.error(interval->where(), "wrong-type", "'interval' must be [low, high]",
                   "write two numbers, the lower one first");
      } else if (interval->at(0).number() > interval->at(1).number()) {
        out_.error(interval->where(), "out-of-order", "the low end of 'interval' is above the high one",
                   "exchange them");
      } else {
        details.low = interval->at(0).number();
        details.high = interval->at(1).number();
        if (ratio && (*ratio < details.low || *ratio > details.high))
          out_.warning(fields.where("odds_ratio"), "outside-interval",
                       "the odds ratio " + format_number(*ratio) + " is not in its own interval",
                       "compare both with the source");
      }
    }
    if (direction)
      details.qualifiers = TableBuilder::append(builder_.tables.qualifiers,
                                                {{builder_.text("direction"), builder_.text('"' + *direction + '"')}});
    const auto risk =
        risk_name ? concept_ref(*risk_name, ConceptKind::risk_factor, fields.where("risk_factor")) : std::nullopt;
    const auto condition =
        condition_name ? concept_ref(*condition_name, ConceptKind::condition, fields.where("condition")) : std::nullopt;
    if (!risk || !condition) return;
    record.subject = *risk;
    record.object = *condition;
    record.details = builder_.details(details);
    add_statement(record, {value});
  });
}

void PackAssembler::read_groups() {
  each("dependent_groups", [&](JsonValue value) {
    JsonFields fields(value, out_, "a dependent group");
    const auto id = fields.text_required("id");
    const auto members = concept_list(fields, "findings", ConceptKind::finding);
    GroupRecord record{.id = builder_.text(id.value_or(""))};
    record.basis = read_basis(fields, true);
    fields.finish();
    const auto list = value.find("findings");
    if (fields.is_object() && members.size() < 2 && (!list || list->size() < 2))
      out_.error(value.where(), "small-group", "a dependent group has at least two findings", "add one, or remove it");
    record.members = TableBuilder::append(builder_.tables.group_members, members);
    const auto next = static_cast<std::uint32_t>(builder_.tables.groups.size());
    if (id && group_names_.declare(*id, next, fields.where("id"), out_)) builder_.tables.groups.push_back(record);
  });
}

void PackAssembler::read_populations() {
  each("populations", [&](JsonValue value) {
    JsonFields fields(value, out_, "a population");
    const auto id = fields.text_required("id"), label = fields.text_required("label");
    PopulationRecord record{.id = builder_.text(id.value_or("")), .label = builder_.text(label.value_or(""))};
    record.scale = fields.number("scale").value_or(1);
    record.none_share = fields.number("none_share").value_or(0);
    record.floor = fields.number("floor").value_or(0);
    record.basis = read_basis(fields, true);
    if (const auto age = fields.any("age")) {
      JsonFields limits(*age, out_, "'age'");
      const auto days = [&](std::string_view key, double fallback) {
        const auto text = limits.text(key);
        if (!text) return fallback;
        const auto quantity = parse_quantity(*text);
        if (quantity.ok() && quantity->dimension == Dimension::time) return quantity->value;
        out_.error(limits.where(key), "unit-mismatch", "'" + *text + "' is no age", "write it as \"18 a\"");
        return fallback;
      };
      record.age_from = days("at_least", record.age_from);
      record.age_below = days("below", record.age_below);
      limits.finish();
      if (record.age_from >= record.age_below)
        out_.error(limits.where("at_least"), "out-of-range", "nobody is of these ages: 'at_least' is not under 'below'",
                   "exchange the two limits");
    }
    const PopulationId next{static_cast<std::uint32_t>(builder_.tables.populations.size())};
    if (const auto when = fields.any("when")) {
      record.applies_to = {static_cast<std::uint32_t>(rules_.size())};
      RuleRecord rule{.id = record.id, .label = record.label};
      rule.kind = RuleKind::population;
      rule.basis = record.basis;
      add_rule(rule, {}, *when, when->where());
    }
    const auto shares = fields.any_required("shares");
    fields.finish();
    if (!id || !population_names_.declare(*id, next, fields.where("id"), out_)) return;
    builder_.tables.populations.push_back(record);
    places_.populations.push_back(fields.where("id"));
    double sum = record.none_share;
    for (const auto bad : {record.scale, record.none_share, record.floor})
      if (!is_probability(bad))
        out_.error(value.where(), "out-of-range", "scale, none_share and floor are between 0 and 1", "correct them");
    if (!shares || !expect_type(*shares, JsonType::object, "'shares'", out_)) return;
    for (std::size_t i = 0; i < shares->size(); ++i) {
      const auto condition = concept_ref(shares->key(i), ConceptKind::condition, shares->key_where(i));
      StatementRecord share{.relation = Relation::share};
      share.population = next;
      share.basis = record.basis;
      const auto entry = shares->at(i);
      if (entry.is(JsonType::object)) {
        JsonFields parts(entry, out_, "a share");
        share.value = parts.number_required("share").value_or(kNoNumber);
        if (const auto basis = read_basis(parts, false); basis.exists()) share.basis = basis;
        parts.finish();
      } else if (expect_type(entry, JsonType::number, "a share", out_)) {
        share.value = entry.number();
      }
      if (!condition || std::isnan(share.value)) continue;
      if (!is_probability(share.value)) {
        out_.error(entry.where(), "out-of-range", "the share " + format_number(share.value) + " is no probability",
                   "use 0 to 1");
        continue;
      }
      sum += share.value;
      share.subject = *condition;
      add_statement(share, {*shares, i});
    }
    if (std::abs(sum - 1) > kShareTolerance)
      out_.warning(shares->where(), "shares-do-not-add-up", "the shares and none_share add up to " + format_number(sum),
                   "they are shares of one main cause and should add up to 1");
  });
}

}  // namespace noso
