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

void PackAssembler::add_statement(StatementRecord record, Location where) {
  std::string key = std::to_string(static_cast<int>(record.relation)) + '/' + std::to_string(record.subject.value) +
                    '/' + std::to_string(record.object.value) + '/' + std::to_string(record.population.value);
  if (record.applied) {
    const auto [at, fresh] = statement_places_.try_emplace(std::move(key), where);
    if (!fresh) {
      out_.error(
          where, "duplicate-statement", "this is stated twice",
          "the other one is at " + at->second.file + ":" + std::to_string(at->second.line) +
              (record.relation == Relation::changes_odds ? "; mark one of them \"applied\": false" : "; keep one"));
      return;
    }
  }
  builder_.tables.statements.push_back(record);
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
    add_statement(background, fields.where("finding"));
    for (std::size_t i = 0; i < row->size(); ++i) read_cell(*finding, *leak, basis, *row, i);
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
    for (const auto key : kCellNumbers)
      if (const auto number = fields.number(key))
        qualifiers.push_back({builder_.text(key), builder_.text(format_number(*number))});
    if (const auto basis = read_basis(fields, false); basis.exists()) record.basis = basis;
    fields.finish();
    record.qualifiers = TableBuilder::append(builder_.tables.qualifiers, qualifiers);
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
  add_statement(record, row.key_where(member));
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
      if (!pair || !(interval->at(0).number() <= interval->at(1).number())) {
        out_.error(interval->where(), "wrong-type", "'interval' must be [low, high]",
                   "write two numbers, the lower one first");
      } else {
        record.low = interval->at(0).number();
        record.high = interval->at(1).number();
      }
    }
    if (direction)
      record.qualifiers = TableBuilder::append(builder_.tables.qualifiers,
                                               {{builder_.text("direction"), builder_.text('"' + *direction + '"')}});
    const auto risk =
        risk_name ? concept_ref(*risk_name, ConceptKind::risk_factor, fields.where("risk_factor")) : std::nullopt;
    const auto condition =
        condition_name ? concept_ref(*condition_name, ConceptKind::condition, fields.where("condition")) : std::nullopt;
    if (!risk || !condition) return;
    record.subject = *risk;
    record.object = *condition;
    add_statement(record, value.where());
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
    if (members.size() < 2 && fields.is_object())
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
      add_statement(share, shares->key_where(i));
    }
    if (std::abs(sum - 1) > kShareTolerance)
      out_.warning(shares->where(), "shares-do-not-add-up", "the shares and none_share add up to " + format_number(sum),
                   "they are shares of one main cause and should add up to 1");
  });
}

}  // namespace noso
